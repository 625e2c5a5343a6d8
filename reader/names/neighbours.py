"""Names completed by a neighbour: the name of the number before, the sentence before, or the heading above."""

import re

from reader.clauses.contexts import QuantityContext
from reader.names.joining import short
from reader.names.patterns import DIGIT, HEAD_COUNT_VERB, LEVEL, RATE_NOUN
from reader.names.topics import MIN_TOPIC_LENGTH, NOT_TOPIC, topic_of, words_of_clause
from reader.numbers.units import HOUSEHOLDS, PEOPLE, RATES

# 首批30户完成签约: what those of the first batch have done stands behind
BATCH = re.compile(r"(?:首|第[一二三四])批(?:次)?")
DONE_BEHIND = re.compile(r"(?:完成|实现|达成)(?P<what>[一-龥]{2,6})$")
# 巾帼农庄样板基地6个、入门基地15个; 市级标兵5个、能手3名
SHARED = re.compile(rf"(?P<level>{LEVEL})?(?P<programme>巾帼[一-龥]{{2}}(?=[一-龥]{{4}})|“[^“”]{{2,16}}”(?=[一-龥]))?")
HONOUR = re.compile(r"(?:标兵[户岗]?|能手|红旗手|集体|个人|家庭|示范[岗户村]|先进[一-龥]{2})$")
# 巾帼示范民宿10家、特色村5个; “云课堂”课程10门、微视频20个
QUALITY = re.compile(r"(?:示范|特色|样板|精品|星级|达标|入门|先进|优秀|创业|创新|直播|电商)[一-龥]{1,4}")
THING_OF_ANY = re.compile(r"(?:精品|系列|短|微)?(?:课程|公开课|微课|视频|短视频|读本|手册|海报|案例|故事)")
HELP_ONLY = re.compile(r"(?:资助|救助|帮扶|慰问|扶持|服务|走访)+")
FOR_PEOPLE = re.compile(
    r"(?:走访|慰问|帮扶|救助|关爱|资助|排查)+(?P<whom>[^()]{0,8}(?:群众|妇女|儿童|母亲|家庭|女童|学生|老人|职工|户))"
)
MEETING = re.compile(r"(?:召开|举行)[^,;。]*会$|会(?:议)?(?:召开|举行)$")
MAX_NEXT = 6  # characters of such a second name
MAX_SENTENCES_BACK = 3
# 实施“晨光计划”: a heading that is nothing but the programme
PROGRAMME_ONLY = re.compile(
    r"(?:继续|深入|持续)?(?:实施|开展|推进|深化|做好|启动)(?P<name>“[^“”]{3,16}”)(?P<kind>行动|工程|计划|项目)?"
)


def with_shared_programme(context: QuantityContext, name: str, previous: str) -> str:
    """``name`` with the level or the programme of the number directly before it in a list."""
    if len(name) > MAX_NEXT or not context.before.endswith(f"、{name}"):
        return name
    shared, own = SHARED.match(previous), SHARED.match(name)
    if shared is None or own is None or own[0]:
        return name
    level = shared["level"] or "" if HONOUR.search(name) and HONOUR.search(previous) else ""
    alike = previous[-2:] == name[-2:] or QUALITY.match(name) or (THING_OF_ANY.fullmatch(name) and "“" in previous)
    programme = shared["programme"] or "" if alike else ""
    if alike and not programme and previous.startswith("巾帼"):
        programme = "巾帼"
    return short(level + programme + name) or name


def of_first_batch(context: QuantityContext, name: str, previous: str) -> str:
    """``name`` of a first batch with what it has done: 首批帮扶小微企业妇女签约."""
    done = DONE_BEHIND.match(context.after) if BATCH.fullmatch(name) else None
    if not done or context.quantity.measure not in (*PEOPLE, *HOUSEHOLDS, "家", "个"):
        return name
    return short(f"{name}{previous}{done['what']}") or name


def with_people_before(name: str, previous: str, alike: str) -> str:
    """``name`` with the people of the number before: 资助群众 after 走访群众500户; 扶持妇女 as before (``alike``)."""
    if HELP_ONLY.fullmatch(name) and alike.startswith(name):
        return alike
    found = FOR_PEOPLE.fullmatch(previous) if HELP_ONLY.fullmatch(name) else None
    return name + found["whom"] if found else name


def topic_of_sentence_before(context: QuantityContext) -> str:
    """What the nearest sentence before is about, if it names one thing; empty if none does."""
    sentences = {context.clause.sentence}
    for index in range(context.index - 1, -1, -1):
        sentences.add(context.line.clauses[index].sentence)
        if len(sentences) > MAX_SENTENCES_BACK:
            break
        topic = topic_of(DIGIT.split(words_of_clause(context, index))[0])
        if len(topic) >= MIN_TOPIC_LENGTH and not NOT_TOPIC.search(topic) and not MEETING.search(topic):
            if RATE_NOUN.search(topic) and context.quantity.measure not in RATES:
                continue
            return topic
    return ""


def with_programme_above(name: str, heading: str) -> str:
    """``name`` with the programme that the heading consists of: “晨光计划”帮助学生."""
    above = PROGRAMME_ONLY.fullmatch(heading)
    if not above or not HEAD_COUNT_VERB.match(name) or "“" in name or above["name"].strip("“”") in name:
        return name
    return short(above["name"] + (above["kind"] or "") + name) or name
