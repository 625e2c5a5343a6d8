"""Names what a number counts: the words next to it without verbs, times and comparisons."""

import re
from bisect import bisect_left

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon import phrases, verbs
from reader.lexicon.places import ADMINISTRATIVE, AT_PLACES
from reader.lexicon.words import BENEFICIARY
from reader.numbers.units import EVENTS, HOUSEHOLDS, MONEY, PEOPLE, RATES
from reader.tables.table import BRACKETED

# The last of these verbs precedes the name; the words before it say who, where and why.
OPENING = re.compile(rf"{verbs.OPENING_NAME}|(?<!以)上报|刊发(?!表)|使|让|将|把")
# If people are counted, the verb is part of the name: 培训妇女, 带动就业.
HEAD_COUNT_VERB = re.compile(rf"(?:{verbs.COUNTING_HEADS}|服务(?!员|中心|站|队))")
HEAD_COUNT_OPENING = re.compile(f"{HEAD_COUNT_VERB.pattern}|{OPENING.pattern}")
MATCHES_NOTHING = re.compile(r"$^")
# Characters that begin a longer word are kept: 和谐, 到期, 在校, 对口, 共享, 新媒体, 再就业.
LEADING = re.compile(
    rf"^(?:[ 、,及与并\t]|和(?![谐美睦])|其中|目前|同时|此外|并且|全年|年内|每年|今年|年度|[一二两三四五]年|累计"
    rf"|共(?![建享富同产青])|{phrases.AIMING}|要|务必|必须|到(?![期位岗场])|在(?![校册职岗园读线])|至少|不少于|全面"
    rf"|努力|计划|继续|深入|积极|扎实|大力|广泛|为|对(?!口|象)|以(?!工)|把(?![握关手控])|预计|预期|通过|结合|立足"
    rf"|全[市县省区州旗]各?|[新再](?=(?:{OPENING.pattern}))|{phrases.ACHIEVING}|推动)"
)
BOUND_BEFORE = re.compile(r"(?:[≥≤<>=≧≦]|不(?:得|能|应|可|宜|会)?(?:少于|低于|高于|超过|多于|大于|小于|突破)|不下)$")
TRAILING = re.compile(
    rf"(?:{BOUND_BEFORE.pattern.removesuffix('$')}|/|(?<!血)压|较|是|逐[步年]|{phrases.ACHIEVING}|做到|[新再]?打造|添"
    rf"|[新再]建?|均?达到?|{phrases.AIMING}|{phrases.AT_LEAST}|{phrases.LOWERING}|提高到|提升到|下降到|降低到|降到"
    rf"|降至|增加到|扩大到|控制在|保持在|稳定在|动态|提高|提升|增长|不高于|不超过|为|约|近|在|到|至|超过|突破|以上"
    rf"|目标|任务|工作|的|数|共|共计|累计|不得|要|均|各|都|分别|总数|接|总计|再|{verbs.TRAILING_NAME}"
    rf"|[一两三]?个?|[ ,、:(和及“”?])$"
)
NAME_END = re.compile(
    rf"^[与为对向在到进由从用]|^[均都]|(?<!合)并|[,;。:(\t]|…|的(?:进度|速度|规模|要求|标准|目标|任务)$"
    rf"|、(?=.{{0,30}}\d|(?:{verbs.PROMISING}))|以[“\"]|{phrases.ACHIEVING}|{verbs.ENDING_NAME}|作为|致富|为试点"
    rf"|以上|左右|以内|要|发到|参训|作用"
)
# 1家国家级、10家省级、50家市级示范基地: the noun follows the last level only.
LEVEL = rf"{phrases.LEVELS_ABOVE_COUNTY}|全国|自治区级|自治州级|州级|县级|区级|乡镇级|镇级|街道级|社区级|村级"
LEVEL_ONLY = re.compile(rf"(?:{LEVEL})$")
LEVELLED = re.compile(rf"\d[一-龥]{{1,3}}?(?:{LEVEL})(?P<what>[^,;。、0-9]{{2,24}})")
AGE_GROUP = re.compile(r"^\d{1,2}(?:-\d{1,2})?周?岁(?:及?以[上下])?的?")  # qualifies the people
# 为50万名女性提供职业能力服务: named by the service.
SERVICE_FOR_PEOPLE = re.compile(
    rf"(?P<whom>[^,;。]{{1,24}}?)(?P<free>免费)?(?:{verbs.SERVING}"
    r"|做(?![工好]))(?P<what>[^,;。0-9]{2,24})"
)
# 在5个乡镇建立妇女议事会: the townships are counted.
DONE_AT_PLACES = re.compile(
    rf"(?P<place>[^,;。、]{{1,14}}?)(?:全部|均|都)?(?P<what>(?:{AT_PLACES.pattern})[^,;。]{{2,24}})"
)
LIGHT_VERB = re.compile(r"^(?:开展|进行|实施)")
# 每学期至少组织: the words after the unit are the action.
BEHIND_EACH = re.compile(
    rf"(?<=..)(?:{phrases.AT_LEAST}|(?<!妇联)(?<!群团)(?<!社会)(?<!基层)组织|开展|举办|均|都要).*$"
)
LEADING_FILLER = re.compile(r"^(?:\+|及?以上|以内|左右|以下|目标|任务|工作|的|及|等|和|一批)*")
OF_PLACE = re.compile(r"^(?:其中)?[一-龥]{1,5}(?:自治)?[县市区镇乡州旗盟]$")
OF_PLACES = re.compile(r"(?<=[县区市镇乡村])\([县区市镇州旗街道社区、]{1,6}\)")  # 县(市、区)
PART_ONLY = re.compile(
    rf"^(?:其中)?(?:{phrases.LEVELS_ABOVE_COUNTY}|城市|农村|城镇|城乡|县级|区级|农牧区|街道级|社区级|男性|女性"
    rf"|第[一二三四五六七八九十]{{1,2}}[期批])?$"
)
EACH_REMAINDER = re.compile(r"^\([^()]{1,8}\)|[每各][^,;。]{0,8}(?:\([^()]{1,8}\))?$")
MAX_UNCUT_LENGTH = 14  # characters: shorter words are used uncut
MIN_NAME_LENGTH = 3  # characters: if less follows the last verb, an earlier verb is used
RATE_NOUN = re.compile(r"率|比例|比重|占比|面$|度$|水平|覆盖|寿命|年限")
MAX_NAME_LENGTH = 40
MAX_CLAUSES_BACK = 3  # clauses
MAX_TOPIC_LENGTH = 24
SENTENCE_WORDS = re.compile(
    r"^(?:已有|现有|原有)的?$|[是们了吗呢]|^(?:由|在|与|向|为|通过|联合|依托|按照?|根据|坚持)"
)  # part of a sentence, not a name
MODAL_VERB = re.compile(r"(?<=..)(?<![主重必需首])(?:要(?![求点素])|应|须|将)")
DIGIT = re.compile(r"\d")
LIST = re.compile(r"[、和及与]")
AFTER_ANOTHER_NUMBER = re.compile(r"\d[^\d,;:。、/]{0,4}[、/和及与]$")
# 在原有18个的基础上, 由去年的26个: the starting value.
STARTING_VALUE = re.compile(
    rf"在[^,;。]{{0,12}}基础上|[由从][^,;。]{{0,8}}\d[^,;。]*$|[由从](?:{phrases.LAST_YEAR}|{phrases.AT_PRESENT}"
    rf"|现有)?的?$"
)
QUOTES = str.maketrans("", "", '“”"')


def name_of(context: QuantityContext, start: int, end: int, previous: str, each: str | None) -> str:
    """The name of what ``flat[start:end]`` counts; ``previous`` is used if the clause names nothing."""
    before = _name_from_list(context) or _words_before(context, start)
    behind = context.line.flat[context.quantity.end : min(end, context.quantity.end + CONTEXT_LENGTH)]
    if own := "" if each else _name_of_service(context, behind) or _name_of_places(context, behind):
        return own
    after = _words_after(behind)
    if LEVEL_ONLY.match(after):
        after += _name_of_last_level(context)
    rate = context.quantity.measure in RATES or context.quantity.unit.startswith("/")
    if rate:
        name = _name_of_rate(before, after)
    elif len(after) >= 2:
        name = _head_count_verb(context, before) + after
    else:
        name = _name_before(context, before)
    name = name if len(name) >= 2 else ""  # a single verb such as 冲 or 干
    previous = (
        name_from_earlier_clause(context, rate, label=True)
        or previous
        or name_from_earlier_clause(context, rate, label=False)
    )
    if (
        (
            _is_part(context, name)
            or (rate and len(name) <= 8 and not RATE_NOUN.search(name) and RATE_NOUN.search(previous))
        )
        and previous
        and not each
    ):
        part, whole = name.removeprefix("其中"), previous.partition("(")[0]
        if OF_PLACE.match(previous):
            return name
        return f"{whole}({part})" if part else previous
    if each and each.startswith("对"):
        return _strip_repeatedly(before, LEADING)[:MAX_NAME_LENGTH]
    if each:
        own = EACH_REMAINDER.sub("", name.removeprefix(each)).strip().removeprefix("至少")
        own = own or _without_places(previous).partition("(")[0].removeprefix("各")
        return f"{BEHIND_EACH.sub('', BOUND_BEFORE.sub('', each))}{own}"[:MAX_NAME_LENGTH]
    return name[:MAX_NAME_LENGTH] or previous


def _name_of_last_level(context: QuantityContext) -> str:
    """The noun after the last of several levels: 示范基地 in 1家国家级、10家省级、50家市级示范基地."""
    found = LEVELLED.search(
        context.line.flat, context.quantity.end, min(context.clause.end, context.quantity.end + CONTEXT_LENGTH)
    )
    return _words_after(found["what"]) if found else ""


def _name_of_service(context: QuantityContext, behind: str) -> str:
    """The service that people receive: 女性职业能力服务 in 为50万名女性提供职业能力服务."""
    if context.quantity.measure not in PEOPLE + HOUSEHOLDS or not BENEFICIARY.search(context.before):
        return ""
    found = SERVICE_FOR_PEOPLE.match(AGE_GROUP.sub("", behind.lstrip("的")))
    return f"{found['whom']}{found['free'] or ''}{found['what']}".translate(QUOTES)[:MAX_NAME_LENGTH] if found else ""


def _name_of_places(context: QuantityContext, behind: str) -> str:
    """The places where something is done: 建立妇女议事会的乡镇 in 在5个乡镇建立妇女议事会."""
    if not context.before.endswith(("在", "对")) or not ADMINISTRATIVE.match(behind):
        return ""
    found = DONE_AT_PLACES.match(LEADING_FILLER.sub("", behind, count=1))
    return f"{LIGHT_VERB.sub('', found['what'])}的{found['place']}".translate(QUOTES)[:MAX_NAME_LENGTH] if found else ""


def _without_places(name: str) -> str:
    """The name without its places, if each place has its own number: 建设示范点 for 建设示范点的村."""
    what, of, place = name.rpartition("的")
    return what if of and ADMINISTRATIVE.match(place) else name


def _is_part(context: QuantityContext, name: str) -> bool:
    """Whether the name only says which part is counted: 其中城市, or 临江县 in 贷款3亿元,临江县4000万元."""
    return PART_ONLY.match(name) is not None or (
        context.quantity.measure in PEOPLE + HOUSEHOLDS + EVENTS + MONEY and OF_PLACE.match(name) is not None
    )


def name_from_earlier_clause(context: QuantityContext, rate: bool, *, label: bool) -> str:
    """The topic of an earlier clause of the sentence; with ``label`` only of one that ends with a colon."""
    flat, index = context.line.flat, context.index
    while (
        index > 0
        and context.index - index < MAX_CLAUSES_BACK
        and context.line.clauses[index - 1].sentence == context.clause.sentence
    ):
        ended = flat[context.line.clauses[index - 1].end : context.line.clauses[index].start].strip()
        index -= 1
        clause = context.line.clauses[index]
        if label and not ended.startswith(":"):
            break
        name = _topic_of_clause(
            _without_times(context, clause.start, min(clause.end, clause.start + CONTEXT_LENGTH)), rate
        )
        if len(name) >= 2:
            return name
    return ""


def _topic_of_clause(words: str, rate: bool) -> str:
    """The topic of a clause: 女性比例 in 女性比例逐步提高, 回收率 in 去年回收率98%."""
    words = MODAL_VERB.split(DIGIT.split(words.translate(QUOTES), maxsplit=1)[0], maxsplit=1)[0]
    if rate:
        rates = list(RATE_NOUN.finditer(words))
        words = words[: rates[-1].end()] if rates else ""
    name = _after_opening_verb(_strip_repeatedly(words, TRAILING), kept_verbs=MATCHES_NOTHING, opening=OPENING)
    return name if len(name) <= MAX_TOPIC_LENGTH and not SENTENCE_WORDS.search(name) else ""


def _name_from_list(context: QuantityContext) -> str:
    """The item of a list that belongs to the number: 婴儿死亡率、儿童死亡率分别控制在3‰、5‰."""
    before, said, between = context.before.partition("分别")
    if not said:
        return ""
    counts = context.line.counts
    first, here = (bisect_left(counts, at) for at in (context.quantity.start - len(between), context.quantity.start))
    subject = _after_opening_verb(
        _strip_repeatedly(before.translate(QUOTES), LEADING), kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING
    )
    names = LIST.split(subject)
    if len(names) != bisect_left(counts, context.clause.end) - first:
        return ""
    name, (_, among, shared) = names[here - first], names[-1].partition("中")
    return name if RATE_NOUN.search(name) or not among else f"{name}中{shared}"


def _words_before(context: QuantityContext, start: int) -> str:
    """The words between ``start`` and the number without times and quotation marks.

    In a table, the words of the cell with the name; after another number (25%和30%, 8期/400人次), the words before
    the first.
    """
    flat, start, end = context.line.flat, max(start, context.quantity.start - CONTEXT_LENGTH), context.quantity.start
    cell, tab, _ = _without_times(context, start, end).partition("\t")
    first = bisect_left(context.line.counts, start)
    if not tab and first < bisect_left(context.line.counts, end) and AFTER_ANOTHER_NUMBER.search(flat, start, end):
        cell = _without_times(context, start, context.line.counts[first])
    words = STARTING_VALUE.sub("", BRACKETED.sub("", cell) if tab else cell)
    return _strip_repeatedly(words.translate(QUOTES), TRAILING)


def _without_times(context: QuantityContext, start: int, end: int) -> str:
    flat, pieces, at = context.line.flat, [], start
    starts = context.line.times_in.starts
    for when in context.line.times[bisect_left(starts, start) : bisect_left(starts, end)]:
        pieces.append(flat[at : when.start])
        at = when.end
    return "".join([*pieces, flat[at:end]])


def _words_after(words: str) -> str:
    words = OF_PLACES.sub("", AGE_GROUP.sub("", LEADING_FILLER.sub("", words.strip(), count=1).lstrip("的")))
    found = NAME_END.search(words)
    return (
        words[: found.start() if found else len(words)].translate(QUOTES).removesuffix("的").strip()[:MAX_NAME_LENGTH]
    )


def _name_of_rate(before: str, after: str) -> str:
    """The name of a rate: the words before it (覆盖率), else a share of what follows (60%的农户)."""
    opened = _after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING)
    if len(opened) >= 2:
        return opened
    return f"{after}占比" if len(after) >= 2 else opened


RATE_OPENING = re.compile(rf"{phrases.AIMING}|推动|实现|做到|使|让|努力|其中|全[市县省区州旗](?=[^,]{{4}})")


def _name_before(context: QuantityContext, before: str) -> str:
    """The noun before the number, with its verb if people or money are counted."""
    if context.quantity.measure in PEOPLE + HOUSEHOLDS + MONEY:
        whole = _strip_repeatedly(before, LEADING)
        return (
            whole
            if len(whole) <= MAX_UNCUT_LENGTH
            else _after_opening_verb(before, kept_verbs=HEAD_COUNT_VERB, opening=HEAD_COUNT_OPENING)
        )
    return _after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=OPENING)


def _after_opening_verb(before: str, *, kept_verbs: re.Pattern, opening: re.Pattern) -> str:
    """``before`` from its last opening verb that is followed by a name. Verbs that match ``kept_verbs`` are
    included."""
    for found in reversed(list(opening.finditer(before))):
        rest = _strip_repeatedly(before[found.end() :], LEADING)
        if len(rest) >= MIN_NAME_LENGTH or (rest and kept_verbs.fullmatch(found[0])):
            return found[0] + rest if kept_verbs.fullmatch(found[0]) else rest
    return _strip_repeatedly(before, LEADING)


def _head_count_verb(context: QuantityContext, before: str) -> str:
    """The verb of a number of people, such as 扶持 in 扶持3000名妇女; empty for things."""
    if context.quantity.measure not in PEOPLE + HOUSEHOLDS:
        return ""
    found = list(HEAD_COUNT_VERB.finditer(before))
    return found[-1][0] if found else ""


def _strip_repeatedly(words: str, pattern: re.Pattern) -> str:
    """``words`` with matches of ``pattern`` removed, at most eight times."""
    for _ in range(8):
        shorter = pattern.sub("", words.strip(), count=1)
        if shorter == words:
            break
        words = shorter
    return words.strip()
