"""Completes names that say too little (接种, 筛查率, 培训妇女) by the topic of the words before them."""

import re
from bisect import bisect_left

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon import verbs
from reader.lexicon.rules import PatternRule
from reader.names.headings import STAGE
from reader.names.joining import BARE, BARE_RATE, EMPTY, FOLLOWING, joined_with_topic, short
from reader.names.patterns import (
    ANYBODY,
    CONSTRUCTION,
    DIGIT,
    DONE_FOR_PEOPLE,
    LEADING,
    MODAL_VERB,
    OPENING,
    RATE_NOUN,
    SENTENCE_WORDS,
    TRAILING,
)
from reader.names.words import matches_outside_quotes, strip_repeatedly, without_times

MAX_CLAUSES_BACK = 3
MAX_TOPIC_LENGTH = 24
MAX_LABEL = 24  # characters of a first sentence that is a title
# Words that only introduce what is done.
TOPIC_VERB = re.compile(
    rf"^(?:{verbs.TASK}|{verbs.OPENING_TEXT}|继续|启动|扩大|推行|推广|强化|鼓励|引导|争取|力争|依法|全力|重点|持续|进一步|不断|用好|用足|(?:基本|全面)?普及)"
    rf"(?!率|面|班|员|站)"
)
TOPIC_END = re.compile(
    r"(?:工作|活动|覆盖面|覆盖范围|发放范围|范围|力度|水平|质量|能力|项目|任务|服务水平|情况|落实|实施|到位|班次|场次|为重点|为抓手|为目标)$"
)
DONE_INSIDE = re.compile(r"(?:开展|实施|组织|举办|进行|推进|做好)(?=\d|[一-龥“]{4})")
ACTOR = re.compile(r"(?:[我全本][省市县区州国]|[^,;。]{0,6}妇联|我们|各[^,;。]{1,6})(?:今年|还|也)?")
CARRIED_ON = re.compile(
    r"^(?:加快(?:推进)?|做好|抓好|推进|加强|深化|落实|扩大|提高|提升|强化|巩固|继续|完善)(?=[一-龥“]{3})"
)
ENDS_AS_BUILDING = re.compile(r"(?<=[一-龥]{3}[家屋点心地园站校院室])建设$")
COUNTED_ONCE = re.compile(r"(?:开展|举办|组织|召开|进行)[一两二三四](?:次|期|场|轮|批)")
PERIOD = re.compile(r"^每(?:个)?(?:季度|半年|年|月|周|学期)")
MEANS = re.compile(r"^(?:依托|通过|利用|联合|会同|借助|协调|围绕|结合|根据|按照|邀请)")
AGE = re.compile(r"\d{1,2}(?:-\d{1,2})?(?:周?岁|个月)(?:及?以[上下])?")
MIN_TOPIC_LENGTH = 3
NOT_TOPIC = PatternRule(
    r"^(?:主要|以下|做到|力争|其中|同时|如下|工作|全年|目标|任务|具体|总体|重点|主要目标|工作目标|目标任务|重点任务|策略措施|主要任务|主要指标)?$"
    r"|^(?:贷款|资金)?(?:发放)?(?:额度|规模|总量|总额)$|[三四五六七八几]点|^做到|^(?:上报|报送|制定|印发|下发)|方面|^(?:确保|占)",
    takes="主要目标",
    leaves="家庭教育",
)
MEASURE_ONLY = re.compile(r"(?:总|单|年)?(?:产量|产值|产)|(?:播种|种植|养殖)面积|出栏量")
# 铺设供热管网,全长4公里; 建成养老中心并投用,床位150个: the size of what was built
SIZE_ONLY = re.compile(r"全长|总长度?|总?里程|(?:设计|设置|设)?床位|(?:设计)?处理能力|座位|车位|学位")
MONEY_ONLY = re.compile(r"(?:资金|经费|款物|善款)")
MAX_NAMED = 12  # characters of a heading that money is named by
AND_MORE = re.compile(r"并|,")
SET_UP_VERB = re.compile(rf"^(?:{verbs.OPENING_NAME})")
CROP_MEASURED = re.compile(rf"(?P<what>[一-龥]{{2,6}}?)(?:{MEASURE_ONLY.pattern})")
CROP = PatternRule(
    r"(?:稳定|发展|抓好|推进|做好|加强)*(?P<what>[一-龥]{2,5}?)(?:生产|种植|养殖|产业)",
    takes="粮食生产稳定发展",
    leaves="稳定就业",
)
# What comes of something else: 带动就业 after 扶持妇女创业3万人.
OUTCOME_ONLY = PatternRule(
    r"^(?:(?:新增|辐射)?(?:带动|吸纳|实现|促进|达成|安置|扶持|帮助))?(?:稳定|灵活|转移|农民|妇女|群众)?(?:就业创业|创业就业|就业|创业|增收|致富|就业意向|(?:就业)?岗位)(?:人数)?$",
    takes="带动就业",
    leaves="女大学生就业",
)
# What a loan leads to is named with the loan, not with what it led to before.
CHAINED = re.compile(r"(?<=.{4})(?:就业岗位|扶持(?:妇女)?创业|带动(?:妇女)?就业)$")


def name_from_earlier_clause(context: QuantityContext, rate: bool, *, label: bool) -> str:
    """The topic of an earlier clause of the sentence; with ``label`` only of one that ends with a colon."""
    for index in earlier_clauses(context):
        clause = context.line.clauses[index]
        ended = context.line.flat[clause.end : context.line.clauses[index + 1].start].strip()
        if label and not ended.startswith(":"):
            return ""
        words = words_of_clause(context, index)
        name = "" if STAGE.search(words) else _topic_of_clause(words, rate)
        if len(name) >= 2:
            return name
    return ""


def earlier_clauses(context: QuantityContext) -> range:
    """The indexes of the clauses of the same sentence before this one, nearest first."""
    index = context.index
    while (
        index > 0
        and context.index - index < MAX_CLAUSES_BACK
        and context.line.clauses[index - 1].sentence == context.clause.sentence
    ):
        index -= 1
    return range(context.index - 1, index - 1, -1)


def words_of_clause(context: QuantityContext, index: int) -> str:
    clause = context.line.clauses[index]
    return without_times(context, clause.start, min(clause.end, clause.start + CONTEXT_LENGTH))


def clause_behind(context: QuantityContext) -> str:
    """The words of the next clause of the same sentence; empty if there is none."""
    index = context.index + 1
    if index >= len(context.line.clauses) or context.line.clauses[index].sentence != context.clause.sentence:
        return ""
    return words_of_clause(context, index)


def _without_actor(words: str) -> str:
    """The words before 要 or 将, but those behind it if only who acts stands before: 我省将深入实施… 各县要加快…"""
    said, *behind = MODAL_VERB.split(words, maxsplit=1)
    return behind[0] if behind and ACTOR.fullmatch(said) else said


def _topic_of_clause(words: str, rate: bool) -> str:
    """The topic of a clause: 女性比例 in 女性比例逐步提高, 回收率 in 去年回收率98%."""
    words = _without_actor(DIGIT.split(words, maxsplit=1)[0])
    if rate:
        rates = list(RATE_NOUN.finditer(words))
        words = words[: rates[-1].end()] if rates else ""
    words = strip_repeatedly(words, TRAILING)
    for found in reversed(list(matches_outside_quotes(OPENING, words))):
        if CONSTRUCTION.fullmatch(found[0]):
            continue
        rest = strip_repeatedly(words[found.end() :], LEADING)
        if len(rest) > 2:
            words = rest
            break
    name = strip_repeatedly(words, LEADING)
    if CARRIED_ON.match(name) and len(name) > 4:
        name = ENDS_AS_BUILDING.sub("", CARRIED_ON.sub("", name, count=1))
    return name if len(name) <= MAX_TOPIC_LENGTH and not SENTENCE_WORDS.search(name) else ""


def label_of_paragraph(context: QuantityContext) -> str:
    """The short first sentence of the paragraph, if the number stands in a later one: 免费婚检。全年检查8000对."""
    first = next(
        (one for one in context.line.clauses if not context.line.flat[one.start : one.end].isdigit()), context.clause
    )
    label = context.line.flat[first.start : first.end]
    ended = context.line.flat[first.end : first.end + 1] in {"。", ":", "\t"}
    return label if ended and first.sentence != context.clause.sentence and len(label) <= MAX_LABEL else ""


def complete(context: QuantityContext, name: str, previous: str, heading: str) -> str:
    """``name`` with its topic, if it says too little on its own."""
    rate = BARE_RATE.match(name)
    if MEASURE_ONLY.fullmatch(name):
        return _crop_of(context, previous) + name
    if SIZE_ONLY.fullmatch(name):
        return _sized(context, name, previous)
    if OUTCOME_ONLY.match(name):
        return _outcome_of(context, name, previous)
    if not rate and not BARE.match(name) and not FOLLOWING.match(name):
        return name
    root = rate["root"] if rate else strip_repeatedly(name, re.compile(r"^(?:新增|累计|共)|(?:人数|人次|指标|任务)$"))
    for topic in _topics(context, previous):
        if found := joined_with_topic(topic, name, root, rate):
            return found
    above = "" if DIGIT.search(AGE.sub("", heading)) or NOT_TOPIC.search(heading) else topic_of(heading)
    if len(above) >= MIN_TOPIC_LENGTH and (root in above or (not rate and EMPTY.match(name))):
        return joined_with_topic(above, name, root, rate) or name
    if MONEY_ONLY.fullmatch(name) and MIN_TOPIC_LENGTH < len(heading) <= MAX_NAMED and not DIGIT.search(heading):
        return heading + name
    return name


def _crop_of(context: QuantityContext, previous: str) -> str:
    """What is grown: 粮食 in 粮食生产稳定发展,播种面积30万亩; empty if nothing before says it."""
    found = (CROP.match(words_of_clause(context, index)) for index in earlier_clauses(context))
    hit = next((hit for hit in found if hit), None) or CROP_MEASURED.fullmatch(previous)
    return hit["what"] if hit else ""


def _sized(context: QuantityContext, name: str, previous: str) -> str:
    """The size of what the clause before builds or counts: 供热管网全长, 省道提升工程总里程."""
    before = next(iter(earlier_clauses(context)), None)
    topic = "" if before is None else AND_MORE.split(topic_of(words_of_clause(context, before)))[0]
    built = SET_UP_VERB.sub("", topic, count=1)
    if DIGIT.search(built):
        built = previous.partition("(")[0]
    return short(built + name) or name if len(built) >= MIN_TOPIC_LENGTH and not DIGIT.search(built) else name


def _outcome_of(context: QuantityContext, name: str, previous: str) -> str:
    """The name of what comes of something else: 扶持妇女创业带动就业."""
    of = CHAINED.sub("", previous.partition("(")[0])
    topics = [*(topic_of(words_of_clause(context, index)) for index in earlier_clauses(context)), of]
    for topic in [of, *topics]:
        if len(topic) < MIN_TOPIC_LENGTH or NOT_TOPIC.search(topic) or DIGIT.search(topic):
            continue
        return short(topic if topic.endswith(name) else topic + name) or name
    return name


def _topics(context: QuantityContext, previous: str) -> list[str]:
    """What the words before a number are about, nearest first: clauses without a number, and the last target's name."""
    follows = not context.index or (RATE_NOUN.search(previous) and not _brings_own_topic(context))
    found = [previous] if follows else []
    counts = context.line.counts
    for index in earlier_clauses(context):
        clause, words = context.line.clauses[index], words_of_clause(context, index)
        counted = bisect_left(counts, clause.start) != bisect_left(counts, clause.end)
        if DIGIT.search(AGE.sub("", words)) or (counted and COUNTED_ONCE.search(words)):
            found.append(PERIOD.sub("", previous.partition("(")[0]))
        else:
            found.append(topic_of(words))
        if _begins_anew(context):
            break
    else:
        found.append(previous)
    return [
        topic for topic in found if len(topic) >= MIN_TOPIC_LENGTH and not NOT_TOPIC.search(topic) and topic[0] != "占"
    ]


def _begins_anew(context: QuantityContext) -> bool:
    """Whether a semicolon and then a clause without numbers stand before the number."""
    before = next(iter(earlier_clauses(context)), None)
    if not before:
        return False
    begins = context.line.clauses[before - 1].part != context.line.clauses[before].part
    return begins and not DIGIT.search(AGE.sub("", words_of_clause(context, before)))


def _brings_own_topic(context: QuantityContext) -> bool:
    """Whether a semicolon and then a clause without numbers stand before the number: 入托率30%;开展保姆培训,受训率."""
    before = next(iter(earlier_clauses(context)), None)
    if not before:
        return False
    clause, words = context.line.clauses[before], words_of_clause(context, before)
    begins = context.line.clauses[before - 1].part != clause.part
    return begins and not DIGIT.search(AGE.sub("", words)) and len(topic_of(words)) >= MIN_TOPIC_LENGTH


def topic_of(words: str) -> str:
    """What a clause or heading is about: 农村妇女“两癌”筛查 in 继续推进农村妇女“两癌”筛查工作. Empty if unclear."""
    words = "" if STAGE.search(words) else _without_actor(words)
    if MEANS.match(words) and not DONE_INSIDE.search(words):
        return ""
    for _ in range(4):
        shorter = TOPIC_VERB.sub("", strip_repeatedly(words, LEADING), count=1)
        done = DONE_FOR_PEOPLE.match(words)
        if done and done["what"]:
            whom = "" if ANYBODY.fullmatch(done["whom"]) else done["whom"]
            shorter = f"{whom}{done['what']}"
        if shorter == words:
            break
        words = shorter
    for inside in reversed(list(matches_outside_quotes(DONE_INSIDE, words))):
        words = words[inside.end() :]
        break
    words = strip_repeatedly(words, TOPIC_END)
    words = strip_repeatedly(words, LEADING)
    return words if len(words) <= MAX_TOPIC_LENGTH and not SENTENCE_WORDS.search(words) and "," not in words else ""
