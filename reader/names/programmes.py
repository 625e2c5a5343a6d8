"""Names with the programme that something belongs to: “春蕾计划”资助女童, 巾帼振兴行动示范点."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.names.joining import EVENT_OR_SERVICE, FOLLOWING, short
from reader.names.patterns import CONSTRUCTION, DIGIT, HEAD_COUNT_VERB
from reader.names.topics import earlier_clauses, words_of_clause
from reader.names.words import SINGLE_QUOTES
from reader.numbers.units import HOUSEHOLDS, PEOPLE

PROGRAMME = PatternRule(
    r"(?P<name>“[^“”]{3,16}”)(?P<kind>行动|工程|计划)?(?!示范|家庭|精神|思想|原则|理念|方式|模式)",
    takes="“巾帼关爱”行动",
    leaves="“巾帼示范”示范基地",
)
# “春雨计划”三年打造50个服务点
SUBJECT_PROGRAMME = PatternRule(
    r"^(?P<name>“(?!十[一二三四五六七]五)[^“”]{3,16}”)(?P<kind>行动|工程|计划|项目)?(?:[一二三四五两]年|今年|全年|年内|将|计划|拟|要|共|再|继续)*"
    rf"(?:{verbs.OPENING_NAME})",
    takes="“春雨计划”三年打造服务点",
    leaves="“最美家庭”评比",
)
PLAIN_PROGRAMME = PatternRule(
    r"(?<=实施|深化|启动|推进|开展|推行)(?P<name>(?!民生|重点|惠民|实事|系列|专项|年度|一批|工作|各项)[一-龥]{3,10}?)(?P<kind>行动|工程|计划)$",
    takes="实施巾帼振兴行动",
    leaves="实施民生工程",
)
QUOTED_FIRST = re.compile(r"“[^“”]{2,16}”(?=[一-龥])")
# Things that every programme has.
GENERIC_THING = PatternRule(
    r"^(?:国家级|省级|市级|县级|区级|乡级|镇级|村级|全国|全省)?(?:示范(?:村|户|点|社区|街|镇|乡|基地|庭院|岗|站)|试点村?|工作站|服务[点站队]|站点|点位|队伍|先进集体|先进个人|标兵户?)$",
    takes="市级示范村",
    leaves="乡村振兴示范点",
)
OF_PROGRAMME = PatternRule(
    rf"{verbs.CARRYING_OUT}|深化|做好|抓好|用好|推进|落实|依托|通过|扩大|加强|{phrases.EXECUTING}",
    takes="深化计划",
    leaves="评选家庭",
)


def with_programme(context: QuantityContext, name: str, previous: str = "") -> str:
    """``name`` with the quoted programme that the sentence names before it: “春蕾计划”资助女童."""
    words = context.before.translate(SINGLE_QUOTES)
    if (own := SUBJECT_PROGRAMME.match(words)) and "“" not in name:
        return short(own["name"] + (own["kind"] or "") + name) or name
    if (of := QUOTED_FIRST.match(previous)) and GENERIC_THING.match(name) and context.before.endswith(f"、{name}"):
        return of[0] + name
    if CONSTRUCTION.match(name) and context.quantity.measure not in PEOPLE + HOUSEHOLDS:
        return name  # 实施畅通工程,新增停车位: the programme says little of it
    verb = HEAD_COUNT_VERB.match(name) or FOLLOWING.match(name) or GENERIC_THING.match(name)
    if "“" in name or verb is None or EVENT_OR_SERVICE.search(name, verb.end()):
        return name
    for index in earlier_clauses(context):
        words = words_of_clause(context, index)
        found = PROGRAMME.search(words) or PLAIN_PROGRAMME.search(words)
        if found and found["name"].strip("“”") in name:
            return name
        if found and found.span() == (0, len(words)) and index == 0:
            return short(found["name"] + (found["kind"] or "") + name) or name
        if found and OF_PROGRAMME.search(words[: found.start()]) and not DIGIT.search(words):
            repeated = name[verb.end() :] and name[verb.end() :] in found["name"]  # “诚信商户”评选, not 评选商户
            return short(found["name"] + (found["kind"] or "") + (verb[0] if repeated else name)) or name
    return name
