"""Targets that apply to each unit separately: 每个县区至少1个, 各乡镇不少于2场, 市、县均设1所."""

import re
from bisect import bisect_left

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import EVENT_UNITS
from reader.numbers.days import TimeKind
from reader.numbers.units import PEOPLE, RATES

EACH = re.compile(r"每(?:一)?[^每,;。0-9]{1,16}")
NOT_EACH = PatternRule(
    r"每(?:年|月|季|周|天|日|旬|晚|半年|半月|学期|学年|[一两二三四五]个?(?:年|季|月|周)|[千万百十]|\d|逢|隔|个?季度|个月|当|每)",
    takes="每年",
    leaves="每村",
)
ALL_OF = re.compile(
    r"(?:^|[、,; ]|全[市县省区州旗]|年?底?前|年内|要求|请|督促|指导|推动|组织|引导|支持|在|为|由|向|对|确保|要)"
    r"各(?!种|类|项|方|界|族|有关|行各业|自|位|尽|式|样|负|司|大)[^,;。、0-9]{0,24}"
)
BRACKETED = re.compile(r"\([^()0-9]{1,8}\)")
VAGUE_UNIT = PatternRule(
    r"各(?:级|地(?!区)|有关|相关)",
    takes="各级妇联",
    leaves="各乡镇妇联",
)
RECIPIENT = PatternRule(
    r"(?:为|向|给|在|对|深入|走进|组织)$",
    takes="走进",
    leaves="走出",
)
OBLIGATION = PatternRule(
    rf"{phrases.AT_LEAST}|均|都要|分别|每|各(?:配|建|设|创|举|开|组|培|选|评|报)",
    takes="至少建成",
    leaves="建成",
)
# 全州各级妇联宣讲不少于1600场次: a total of all levels, unless 均 or 都 follows.
WHOLE_AREA = PatternRule(
    r"全[市县省区州旗国]$",
    takes="全市",
    leaves="市级",
)
DISTRIBUTIVE = PatternRule(
    r"均|都|分别|每",
    takes="均要建立",
    leaves="要建立",
)
# 每个连队提档升级,年内达标的不少于150个: counts all units that reach the standard.
COUNTS_THOSE_THAT = PatternRule(
    rf"[^每各]{{2}}的(?:都?[要应须])?(?:{phrases.AT_LEAST}|达到?|超过|有)?$",
    takes="年内达标的不少于",
    leaves="年内不少于",
)
TOTAL = PatternRule(
    r"共|合计|总计|累计|总数|总共|全[市县省区州旗](?!各)",
    takes="共培训",
    leaves="培训",
)
UNIT_WORD = PatternRule(
    rf"{phrases.OFFICES}|{phrases.SETTLEMENTS}|县|市|区|乡|镇|村|妇联|组织|部室|地|级|旗|州|盟|学校|园|站|支部|班子"
    rf"|科室|处|苏木|团场|会员|[队团]伍?(?!员)|小组|干部|[专执]家?委|委员|讲师|专家|特派员",
    takes="各乡镇",
    leaves="各项",
)
# Per period: 每月2条, 每季度至少1次; 每年 only in a plan of several years.
EACH_TIME = PatternRule(
    r"每(?:个)?(?:月|季度?|周|半年|学期|学年|旬|星期|两个?月|半个?月|[两三]年)",
    takes="每季度开展",
    leaves="全年开展",
)
EACH_DAY, HOURS = re.compile(r"每[天日]"), re.compile(r"小时|课时|学时")  # 每天活动不少于2小时
PER_HEAD = PatternRule(
    r"人均(?=不[少低]于)",
    takes="人均不低于",
    leaves="人均增收",
)  # 按人均不低于1元的标准列入预算
EACH_YEAR = PatternRule(
    r"每年|年均|逐年",
    takes="每年培训",
    leaves="全年培训",
)
SET_FOR_EACH = PatternRule(
    rf"(?:(?:均|分别|都|普遍)(?:要|须|应|能)?(?:{phrases.AT_LEAST})?[^,;。0-9]{{0,3}}"
    rf"|各(?:至少)?)(?:{verbs.SET_FOR_EACH}|至少)[^,;。0-9]{{0,6}}$",
    takes="市、县均建立",
    leaves="市、县平均",
)
EACH_KIND_LISTED = PatternRule(
    r"[、和及与][^,;。、]{1,16}各$",
    takes="标兵、能手各",
    leaves="标兵、能手",
)  # 标兵、能手各10名
# A kind of unit as the subject without a word for the total (全县, 两级, 共): 县(市、区)妇儿工委专职人员不少于2人.
KIND_OF_UNIT = PatternRule(
    rf"^(?:确保|保证|力争|实现|做到)*(?:市、县\(市、区\)|省、市、县|市、县|县\(市、区\)|县\(区\)|县市区|县区|乡镇\(街道\)|镇\(街道\)|乡\(镇\)|乡镇"
    rf"|街道|村\(社区\)|社区|行政村|基层妇联|(?:村\(社区\)|村|社区)?[“\"]两委[”\"]|(?:党政)?领导班子)(?!两级|三级"
    rf"|四级|层面)[^,;。0-9]{{0,24}}(?:{phrases.AT_LEAST}|要有|应有|配备|配有|设有|建有)",
    takes="县(市、区)妇联至少",
    leaves="县(市、区)两级至少",
)
DONE_TO_EACH = PatternRule(
    rf"对[^,;。0-9]{{1,24}}(?:{verbs.EXAMINING})$",
    takes="对村妇联主席轮训",
    leaves="村妇联主席轮训",
)
# 各县区任务:东区2万人、西区3万人: the share of each place
NAMED_PLACE = PatternRule(
    r"(?:^|[、,:])[^,;。、:0-9各每全]{1,6}[区县市镇乡旗](?![^,;。0-9]*[级内里])$",
    takes="东区",
    leaves="各县区",
)
OTHER_AGENT = PatternRule(
    rf"^[^,;。各每0-9]{{1,8}}(?:镇|乡|街道|机关|妇联|部门|中心|学校)(?={verbs.AGENT_ACTING}|不|名额)|^(?:同时|其中"
    rf"|全[市县省区州旗]|[省市县区州旗]妇联|[省市县区州旗][级里]|另|机关|我[市县省区州]|年内[省市县])",
    takes="市级举办",
    leaves="各乡镇举办",
)
UNIT_NAME = re.compile(
    rf"[每各](?:一?[个名所户支家场期批位])?(?P<noun>[^,;0-9]{{0,8}}?(?:{phrases.OFFICES}|{phrases.SETTLEMENTS}|县区"
    rf"|乡镇|妇联|[县市区村镇人员委户])(?:\([^()]{{1,8}}\))?)?"
)
# 每个社区至少开展: what is done ends the name of the units. 每个培训班 is such a name.
DEED = PatternRule(
    rf"(?<=[^每各个所])(?:{phrases.AT_LEAST}|最[少多]|(?:{verbs.SET_FOR_EACH})(?![班点站室家]|中心|基地|机构|学校|平台|项目|活动))",
    takes="每个社区开展",
    leaves="每个培训班",
)
PAIRED_NUMBER = re.compile(r"[^,;。0-9]{0,8}[、和及与]\d")  # 城市、农村低保分别达到300元、140元: one number for each
# 各县区要加快建设,确保年内建成40所: what all of them together aim at
AIMS_AT_ALL = re.compile(rf"(?:{phrases.AIMING}|全面完成|完成|实现)(?!.*(?:{phrases.AT_LEAST}|[均都每各]))")
OUTCOME_OF_BEFORE = PatternRule(
    r"^(?:辐射)?(?:带动|吸纳|惠及|覆盖|受益|服务|帮助|辐射|实现就业|参与|参训|培训|轮训|资助|救助|慰问|发放)(?![^,;。]*(?:年|月|累计|总))",
    takes="带动就业",
    leaves="三年累计带动就业",
)
MAX_CLAUSES_BACK = 5


def find_each(context: QuantityContext) -> str | None:
    """The units each of which must reach the number, as written; None if the number is a total."""
    if _is_rate(context):
        return None
    found = (
        _in_clause(_without_times(context))
        or _each_kind_of_unit(context)
        or _each_member(context)
        or _subject_of_earlier_clause(context)
        or _each_period(context)
    )
    return _shorten(found) if found else None


def find_each_in_cell(context: QuantityContext, words: str) -> str | None:
    """The units in ``words``, which name the number of another cell: 每个乡镇创建示范点 ⇥ 2个."""
    if _is_rate(context):
        return None
    found = _in_clause(words[:CONTEXT_LENGTH])
    return _shorten(found) if found else None


def _is_rate(context: QuantityContext) -> bool:
    """Whether the number is a rate, also one without a unit (性别比)."""
    quantity = context.quantity
    return quantity.measure in RATES or quantity.unit.startswith("/") or not quantity.unit


def _without_times(context: QuantityContext) -> str:
    """The clause before the number without its times: 请各县于3月31日前推荐2名."""
    line, pieces = context.line, []
    at = max(context.clause.start, context.quantity.start - CONTEXT_LENGTH)
    for when in line.times[
        bisect_left(line.times_in.starts, at) : bisect_left(line.times_in.starts, context.quantity.start)
    ]:
        if when.kind is not TimeKind.DEFAULT:
            pieces.append(line.flat[at : when.start])
            at = when.end
    return "".join([*pieces, line.flat[at : context.quantity.start]])


def _in_clause(before: str) -> str | None:
    before = BRACKETED.sub("", before)
    for found in reversed(list(EACH.finditer(before))):
        if not NOT_EACH.match(found[0]):
            return found[0]
    for found in reversed(list(ALL_OF.finditer(before))):
        word = found[0][found[0].rindex("各") :] if found[0].count("各") == 1 else found[0][found[0].index("各") :]
        if not UNIT_WORD.search(word) or TOTAL.search(before, found.end() - len(word)):
            continue
        if (
            VAGUE_UNIT.match(word)
            and WHOLE_AREA.search(before, 0, found.end() - len(word))
            and not DISTRIBUTIVE.search(word)
        ):
            continue
        loose = VAGUE_UNIT.match(word) or RECIPIENT.search(before, 0, found.end() - len(word))
        if not loose or OBLIGATION.search(before, found.end() - len(word) + 1):
            return word
    return None


def _each_kind_of_unit(context: QuantityContext) -> str | None:
    found = KIND_OF_UNIT.match(context.before)
    if found:
        return found[0]
    if EACH_KIND_LISTED.search(context.before):
        return "各"
    evenly = SET_FOR_EACH.search(context.before)
    if evenly and "分别" in evenly[0] and PAIRED_NUMBER.match(context.after):
        return None
    return context.before if evenly and UNIT_WORD.search(context.before, 0, evenly.start()) else None


def _each_period(context: QuantityContext) -> str | None:
    found = PER_HEAD.search(context.before) if context.quantity.unit == "元" else None
    if EACH_DAY.search(context.before) and HOURS.search(context.quantity.measure):
        return "每天"
    found = found or EACH_TIME.search(context.before)
    if not found and context.line.several_years:
        found = EACH_YEAR.search(context.before) or _year_of_clause_before(context)
    return found[0] if found else None


def _year_of_clause_before(context: QuantityContext) -> re.Match[str] | None:
    """每年 of the clause before, whose outcome this clause counts: 每年扶持妇女50名,带动就业200人."""
    line, index = context.line, context.index - 1
    if index < 0 or line.clauses[index].part != context.clause.part or not OUTCOME_OF_BEFORE.match(context.before):
        return None
    before = line.flat[
        max(line.clauses[index].start, line.clauses[index].end - CONTEXT_LENGTH) : line.clauses[index].end
    ]
    return EACH_YEAR.search(before)


def _each_member(context: QuantityContext) -> str | None:
    """The members to each of whom something is done: 对新当选的执委轮训1次. 对妇女检查4000人 counts people instead."""
    if context.quantity.measure not in EVENT_UNITS:
        return None
    found = DONE_TO_EACH.search(context.before)
    return found[0] if found else None


def _subject_of_earlier_clause(context: QuantityContext) -> str | None:
    """The units named in an earlier clause, unless another subject follows: 各乡镇要加强阵地建设,至少创建1个."""
    heads = context.quantity.measure in PEOPLE  # 参训的不少于20人 applies each time
    if (
        NAMED_PLACE.search(context.before)
        or OTHER_AGENT.match(context.text)
        or (COUNTS_THOSE_THAT.search(context.before) and not heads)
    ):
        return None
    for index in range(context.index - 1, max(-1, context.index - MAX_CLAUSES_BACK), -1):
        clause = context.line.clauses[index]
        if clause.sentence != context.clause.sentence or clause.part != context.clause.part:
            return None
        text = context.line.flat[clause.start : min(clause.end, clause.start + CONTEXT_LENGTH)]
        if _subject(text, context) and not _has_number_between(context, clause.start):
            return _in_clause(text)
        if (
            text.startswith("各")
            and not AIMS_AT_ALL.match(context.before)
            and _in_clause(text)
            and not VAGUE_UNIT.match(text)
            and not TOTAL.search(text)
        ):
            return text
        if OTHER_AGENT.match(text):
            return None
    return None


def _names_units(text: str) -> bool:
    return bool(_in_clause(text)) and not VAGUE_UNIT.match(text) and not TOTAL.search(text)


def _subject(text: str, context: QuantityContext) -> bool:
    return bool(_in_clause(text)) and (OBLIGATION.search(context.before) is not None or text.startswith("每"))


def _has_number_between(context: QuantityContext, start: int) -> bool:
    """Whether there is another number between ``start`` and the quantity."""
    counts = context.line.counts
    return bisect_left(counts, start) < bisect_left(counts, context.quantity.start)


def _shorten(word: str) -> str:
    unit = UNIT_NAME.match(word)
    if unit and unit["noun"]:
        return unit[0][:16]
    deed = DEED.search(word)
    return (word[: deed.start()] if deed else word)[:16]
