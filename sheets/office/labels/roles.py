"""What a column is by the words of its label: a serial number, the year's target, last year's figure, this period's.

Words that belong to the name of a target say nothing about the column: 累计 in 农村劳动力累计转移就业, 率 in 覆盖率.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.office.labels.measures import MeasureUnit, read_measure_unit, unit_at_end
from sheets.office.labels.text import letters, plain_label, without_serial
from sheets.office.model import ColumnRole, FigureKind, PlanContext
from sheets.office.periods import PeriodFit, compare_period, is_whole_year, locate_periods

PLACE = "县|区|市|州|旗|盟|乡|镇|街道|村|社区|省|部门|科室|部室"
# Labels that are known as a whole, without brackets and punctuation.
WHOLE_LABELS = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (ColumnRole.SERIAL, "序号?|编号|NO|项次|行次|顺序号?|排序"),
        (ColumnRole.MEASURE_UNIT, "计量单位|度量单位|数量单位|计算单位|量纲"),
        (ColumnRole.UNIT_CODE, "(?:行政)?(?:区划|单位|机构|地区|县区|组织)?(?:代码|编码)|(?:行政|单位)编号|CODE"),
        (
            ColumnRole.UNIT,
            rf"(?:各|所属|所在)?(?:(?:{PLACE}){{1,5}})(?:妇联|单位|组织)?(?:名称|名|别)?"
            "|(?:填报|上报|报送|责任|汇报|参与|下级|承办|完成)?(?:单位|地区|地方|机构|妇联|辖区|区域|组织|县区妇联)(?:名称)?|地名|行政区划"
            rf"|(?:指标|项目|内容|任务|目标|名称|序号)(?:{PLACE}|单位|地区){{1,3}}|(?:{PLACE}|单位|地区){{1,3}}(?:指标|项目|内容|任务|目标)",
        ),
        (
            ColumnRole.TARGET,
            "(?:目标任务|重点|主要|工作|任务|具体|考核|量化)*(?:指标|项目|任务|工作|内容|目标任务|目标|事项|类别)(?:名称|内容|分类|代码|编码|编号)?|名称|内容|分类|年度(?:重点|主要)?工作(?:任务|内容)?",
        ),
        (
            ColumnRole.PERIOD,
            "填报期|报告期|统计期|统计时期|所属期|所属时期|期间|时期|时段|期别|季度|月份|月度|年月|年份|年度|时间段?",
        ),
        (
            ColumnRole.REMARK,
            "备注|注|说明|.*(?:说明|备注)|存在(?:的)?(?:主要)?(?:困难|问题).*|困难.*|问题.*|.*原因.*|下一?步.*|打算|.*措施|工作打算|开展情况"
            "|主要做法|.*亮点.*|联系人|.*电话|填报人|填表人|审核人|(?:单位)?负责人|责任人|签字|(?:牵头|配合|责任)(?:单位|部门|领导)|佐证.*"
            r"|(?:考核|考评|自评)?(?:得分|分数|扣分|加分|评分|分值|计分|权重)(?:\d+分|分)?|排位|等次"
            "|附件.*|状态|(?:填报|填表|上报|报送|制表)(?:时间|日期)|(?:完成|办结)(?:时限|期限)|截止(?:时间|日期)",
        ),
    )
)
GENERIC_TOTAL = re.compile("合计|小计|总计|共计|总数|总量|计")
OF_WHICH = re.compile("^其中|^(?:\\(其中)")
RATE = re.compile(
    "(?:任务|目标|计划)?完成(?:率|比例|百分比|进度|%)|序时进度|占.{0,6}(?:比重|比例|%)|占比|比重|比例|百分比|同比|环比|增幅|增速"
    "|增减.{0,2}|增长率?|排名|名次|位次|得分|评分|分值|达标率|差额|差距|缺口|剩余|尚缺|未完成数?|[较比](?:上年|去年|上季|上月|上期|同期).*"
    "|(?:工作|累计)?进度%?$|率$"
)
EARLIER = re.compile(
    "上年度?|去年|上一?年度?|往年|前年|同期|上一?期|上一?季度?|上个?月|历年|年初(?!计划|目标|任务|下达|至|以来)数?|期初数?|基数|基期|原有|结转"
)
TO_DATE = re.compile(
    "开年(?:至今|以来)|年内(?:已)?(?:累计)?|全年(?:已)?累计|(?:年初|1月|今年|年初1月)(?:至今|以来|起至?)|年初到现在|截[至止]到?(?:目前|现在|本?(?:季度?|月|期)末?)?|目前|至今|累计|累积"
    r"|全年.{0,4}完成数?|20\d\d年度?(?:实际|已|累计)?完成(?!情况)|(?:本|当|今)年度?(?:已)?(?:累计|新增|完成|实际)?|本?(?:期|季度?|月)[末止底]|当前|现有|现存|实有|存量|年度(?:实际)?完成"
)
AMOUNT = re.compile("(?:本|当|该)(?:季度?|月|期|报告期|次)(?:新增)?|新增|新发展")
PROMISED = re.compile(
    "(?:全年|年度|本年|当年|今年|年初|总)?(?:工作)?(?:目标任务|任务目标|目标|任务|计划|指标|下达|应完成|分配|分解)(?:任务)?(?:数|值|量|额|总数|总量)?"
)
PROMISED_DONE = re.compile("计划(?:完成|新增|实现)(?!情况|率|进度)|应完成|拟完成|预计|预期|拟")
NEUTRAL_STATE = re.compile(
    "(?:目标|任务|计划|指标|工作|重点){0,4}(?:完成|进展|落实|推进|执行|进度)(?:数|值|量|情况)|实绩|(?:实际|已)?(?:完成|达到|实现)(?:数|值|量|额|总数)?"
)
# Words that carry nothing once roles and units are taken out.
FILLER = re.compile(
    "数量|数值|数据|数额|数字|个数|人数|户数|总数|合计|小计|总计|情况|进展|统计|填报|上报|实际|已|完成|度|份|数$|值$|量$|额$"
)


GAP = "|"
THIS_YEAR = re.compile(r"(?:今年|本年度?|当年)的?(?=第?[一二三四1-4]季|1?\d(?:-1?\d)?月|[上下]半年|Q[1-4])")
BRACKETED = re.compile(r"\(([^()]*)(?:\)|$)")
MARKS = ":,、;|—-/"  # between a label and its unit of measure
NUMBERED = re.compile(r"\d{1,3}[.、]")
YEAR = re.compile(r"20\d\d年度?|全年|年度")
PART = re.compile("分子数?|分母数?")
# What a milestone has two columns for: when it was done, and whether.
DAY = re.compile("(?:实际)?(?:完成|办结|出台|印发|召开|落实|办理|开展|举办|建成|达成)?(?:时间|日期)")
WHETHER = re.compile(
    "是否(?:已|按期|按时)?(?:完成|办结|出台|印发|召开|落实|达成)|(?:完成|办结|落实)与否|(?:完成|办结)状态"
)
PARTS = {"分子": FigurePart.VALUE, "分子数": FigurePart.VALUE, "分母": FigurePart.BASE, "分母数": FigurePart.BASE}
# The order in which words are taken: 完成率 before 完成, 计划完成 before 完成, 完成数 before 数.
WORDS = (
    ("part", PART),
    ("day", DAY),
    ("whether", WHETHER),
    ("rate", RATE),
    ("to_date", TO_DATE),
    ("earlier", EARLIER),
    ("promised_done", PROMISED_DONE),
    ("neutral", NEUTRAL_STATE),
    ("promised", PROMISED),
    ("amount", AMOUNT),
)


ANY_WORD = re.compile("|".join(pattern.pattern for _word, pattern in WORDS))


class PlanWords(NamedTuple):
    """The letters of all names of a plan's targets, each between two GAPs, and their units of measure."""

    names: str
    whole: frozenset[str]
    units: frozenset[str]


@dataclass
class LevelReading:
    """One level of a label. ``content`` is what may name a target, ``whole`` the level as letters, for exact names."""

    whole: str
    content: str = ""
    role: ColumnRole | None = None
    kind: FigureKind | None = None
    unit: MeasureUnit | None = None
    done: bool = False
    total: bool = False
    of_which: bool = False
    doubtful: bool = False
    by_period: bool = False  # only the name of the period says the kind
    added: bool = False  # only 新增 says that it is this period's
    later: bool = False
    part: FigurePart | None = None
    milestone: str = ""  # "day" or "whether" of what only a milestone has
    other_length: bool = False  # 本月 in a quarter
    by_whole: bool = False  # the role is that of the label as a whole
    period: PeriodFit = PeriodFit.UNKNOWN


def whole_role(text: str) -> ColumnRole | None:
    """The role of a label that is known as a whole (序号, 县(区), 备注), else None."""
    word = letters(text)
    return next((role for role, pattern in WHOLE_LABELS if pattern.fullmatch(word)), None)


def read_level(text: str, context: PlanContext, words: PlanWords) -> LevelReading:
    """What one level of a label says."""
    names = words.names
    plain = THIS_YEAR.sub("", without_serial(plain_label(text)))
    if (numbered := NUMBERED.match(plain)) and letters(plain[numbered.end() :]) in words.whole:
        plain = plain[numbered.end() :]  # 1.5岁以下儿童死亡率 is the first, of children below five
    level = LevelReading(letters(plain))
    level.unit = read_measure_unit(plain, words.units)
    if level.unit:
        return level
    plain = _take_units(level, text, plain, words)
    level.whole = letters(plain)
    if level.whole not in words.whole:
        level.role = whole_role(plain)
    level.by_whole = level.role is not None
    if not level.by_whole:
        _take_roles(level, plain, context, names)
    return level


def _take_units(level, text, plain, words):
    """The label without the unit of measure, brackets that hold words of its own opened."""
    parts = text.split()
    if len(parts) > 1 and (unit := read_measure_unit(parts[-1], words.units)):
        level.unit = unit
        plain = without_serial(plain_label("".join(parts[:-1])))

    def open_bracket(found):
        named = _is_part_of_a_name(found.string, found.start(), found.end(), words.names)
        if not named and (unit := read_measure_unit(found[1], words.units)):
            level.unit = unit
            return GAP
        return GAP if found[1].startswith(("含", "不含", "注", "见")) else f"{GAP}{found[1]}{GAP}"

    plain = without_serial(BRACKETED.sub(open_bracket, plain))
    for mark in MARKS:
        before, found, after = plain.rstrip(GAP).rpartition(mark)
        if found and before and (unit := read_measure_unit(after, words.units)):
            level.unit = unit
            return before
    return plain


def _take_roles(level, text, context, names):
    level.of_which = bool(OF_WHICH.match(text.strip(GAP)))
    level.total = bool(GENERIC_TOTAL.fullmatch(letters(text)))
    text = _take_periods(level, text, context, names).rstrip(GAP)
    taken: dict[str, list[str]] = {word: [] for word, _pattern in WORDS}
    if ANY_WORD.search(text):
        for word, pattern in WORDS:
            taken[word], text = _take(pattern, text, names)
    level.part = PARTS.get(next(iter(taken["part"]), ""))
    level.done = bool(taken["neutral"])
    _decide_role(level, taken)
    level.milestone = next((word for word in ("day", "whether") if taken[word]), "")
    level.other_length = bool(taken["amount"]) and _is_of_other_length(taken["amount"], context.period)
    if level.unit is None:
        level.unit, text = unit_at_end(letters_and_gaps(text))
    content = letters(YEAR.sub("", text.removeprefix("其中")))
    level.content = content if FILLER.sub("", content) else ""
    if level.part:  # 分子(已筛查人数) is counted in people, its rate is not
        level.unit = None
        level.content = level.content if level.content in names else ""


def _decide_role(level, taken):
    promised = taken["promised_done"] or (taken["promised"] and not level.done)
    to_date = bool(taken["to_date"]) or level.period == PeriodFit.TO_DATE_OF_SAME
    worded = any(word not in ("新增", "新发展") for word in taken["amount"])
    here = worded or level.period == PeriodFit.SAME
    if taken["rate"]:
        level.role = ColumnRole.RATE
    elif taken["earlier"]:
        level.role = ColumnRole.EARLIER
    elif promised:
        level.role = ColumnRole.PROMISED
    elif to_date:
        level.kind, level.doubtful = FigureKind.TO_DATE, here
    elif here or taken["amount"]:
        level.kind = FigureKind.AMOUNT
    level.by_period = level.kind == FigureKind.AMOUNT and not taken["amount"]
    level.added = bool(taken["amount"]) and not here


def _is_of_other_length(words, period):
    """本月 is not a quarter's figure, nor 本季 that of half a year."""
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    return any(("月" in word and months != 1) or ("季" in word and months != 3) for word in words)


def _take_periods(level, text, context, names):
    spans = []
    for span, start, end in locate_periods(text, context.year):
        own_year = is_whole_year(span) and span.first.year == context.year
        if not own_year and not _is_part_of_a_name(text, start, end, names):
            spans.append((span, start, end))
    level.period = compare_period([span for span, _start, _end in spans], context.period)
    level.later = any(span.first > context.period.last for span, _start, _end in spans)
    for _span, start, end in spans:
        text = text[:start] + GAP * (end - start) + text[end:]
    return text


def _take(pattern, text, names):
    """The words of a pattern that belong to no name, and the text without them."""
    words = []

    def take(found):
        if _is_part_of_a_name(text, found.start(), found.end(), names):
            return found[0]
        words.append(found[0])
        return GAP

    return words, pattern.sub(take, text)


def _is_part_of_a_name(text, start, end, names):
    """Whether a word and its neighbours stand in a target's name: 累计 in 劳动力累计转移就业."""
    before = letters(text[:start].rpartition(GAP)[2])[-2:]
    after = letters(text[end:].partition(GAP)[0])[:2]
    word = letters(text[start:end])
    if not before and not after:
        return False
    if before + word in names and word + after in names:
        return True
    ends = bool(before) and before + word + GAP in names
    return ends or (bool(after) and GAP + word + after in names)


def letters_and_gaps(text: str) -> str:
    """The letters of a label, its parts still apart."""
    return GAP.join(part for part in map(letters, text.split(GAP)) if part)
