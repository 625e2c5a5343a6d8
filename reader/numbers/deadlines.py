"""By when: every expression of time in a paragraph, and the day on which it ends.

A span that cannot be dated (两年内, 尽快) is found and has no day. What only dates something else (以2020年为基数,
较上年) is found too, so that its number counts nothing.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from reader.lexicon import phrases

YEAR = r"(?P<y{0}>(?:19|20)\d\d|二[〇零○O0][一二三四五六七八九〇零○]{{2}})"
MONTH = r"(?P<m{0}>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DASH = r" ?(?:-{1,2}|~|至|到) ?"
PART = r"(?P<part{0}>初|上旬|中旬|下旬|底|末)?"
NUMERALS = "一二三四五六七八九十"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PLANS = {"十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
# 十五 alone needs a word that makes a plan of it: 第十五次, 十五期.
FIVE_YEARS = re.compile(
    rf"(?<![第二三四五六七八九])(?:十[一二三四五六]五|十五(?=[”\"]?(?:{phrases.PERIOD}|规划|计划)))"
)
FEASTS = {"元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "国庆": (10, 1)}

PATTERNS = (
    ("years", YEAR.format("a") + "年?" + DASH + YEAR.format("b") + "(?:年|(?=[)））]))"),
    ("date", r"(?P<y1>20\d\d)(?:年|[-./])(?P<m1>1[0-2]|0?[1-9])(?:月|[-./])(?P<d1>3[01]|[12]\d|0?[1-9])(?!\d)[日号]?"),
    (
        "days",
        r"(?P<m2>1[0-2]|0?[1-9])月(?:\d{1,2}[日号]?)" + DASH + r"(?:(?P<m3>1[0-2]|[1-9])月)?(?P<d3>\d{1,2})[日号]",
    ),
    ("day", MONTH.format("4") + r"月(?P<d4>3[01]|[12]\d|0?[1-9])[日号]"),
    (
        "months",
        "(?:"
        + YEAR.format("5")
        + "年?)?"
        + MONTH.format("x")
        + "(?:月份?)?"
        + DASH
        + MONTH.format("5")
        + "月份?"
        + PART.format("5"),
    ),
    ("month", "(?:" + YEAR.format("6") + "年?)?" + MONTH.format("6") + "月份?(?!龄)" + PART.format("6")),
    ("quarter", "(?:" + YEAR.format("7") + "年)?(?:第|前)?(?P<q>[一二三四1-4])个?季度(?:末|底)?"),
    ("half_year", "(?:" + YEAR.format("8") + "年)?(?P<half>上|下)半年"),
    ("year", YEAR.format("9") + "年度?(?P<end>年?[底末]|年内|末期)?"),
    (
        "short_year",
        r"(?:(?<![\d一-龥A-Za-z.·%-])|(?<=^到)|(?<=[,;。(]到))(?P<y10>[0-3]\d)年(?:(?P<short_end>年?[底末])"
        r"|(?![来内前后间龄期制多以如]|工龄|\d?月))",
    ),
    (
        "this_year",
        r"(?P<this>(?:今年|本年|当年)?(?!年终(?:考|总结|评|述职|绩效|检查|奖|决算))年?[底终末](?=前|之前|以前"
        r"|[^线数层下])|(?:今年|本年度?|当年|全年|年度)内?"
        r"|年内|年度内)",
    ),
    ("next_year", r"明年(?:年?底|内)?"),
    ("past", r"去年|上年度?|上一年度?|往年|历年|过去(?:的)?[一二三四五六七八九十\d]{0,2}年"),
    (
        "plan_named",
        rf"[“\"]?(?<![第二三四五六七八九])(?P<plan>十[一二三四五六]五|十五(?=[”\"]|{phrases.PERIOD}"
        rf"|规划))[”\"]?(?:规划)?(?:{phrases.PERIOD}|期末|末期|末|期内)",
    ),
    ("plan_end", r"(?:本轮)?规划(?:期末|期内|末期|中期)|到期末"),
    (
        "feast",
        r"(?:[“\"](?P<feast1>三八|五一|六一|七一)[”\"](?:节|国际妇女节|妇女节|国际儿童节|儿童节)?"
        r"|(?P<feast2>元旦|三八|五一|六一|七一|国庆)(?:国际)?(?:劳动)?(?:妇女节|儿童节|节)?)(?=期间|前)",
    ),
    ("recurring", r"每(?:个|一|两|半)?(?:年度?|季度?|月|周|天|日|旬)(?:度)?(?:末|底)?|每[隔逢][一二两三\d]?年?"),
    (
        "coming",
        r"(?:今后|未来|今明|用|再用)(?P<coming_n>[两二三四五六七八九十\d]{1,2})(?:(?:至|到"
        r"|-)[二三四五六七八九十\d]{1,2})?年",
    ),
    (
        "within",
        r"(?<![\d.达至])(?<!达到)(?:力争)?(?:用|经过|近|今后|未来"
        r"|利用)?(?P<n>[一二两三四五六七八九十\d]{1,3})(?P<span>年|个月|个季度|周|天"
        r"|个工作日|日)(?P<inside>时间|左右|之内|以内|内)(?!婴|的?新生)",
    ),
    ("next_term", r"下一?[届次][^,;。\d]{0,10}?换届(?:选举)?[时后中]?"),
    ("soon", r"尽快|尽早|早日|近期|不久|逐步|逐渐"),
)
# No pattern begins with another character; asking that first makes the scan four times as fast.
BEGINS = r"(?=[\d一二三四五六七八九十今本当年全去上下往历过明“\"规到元国每力用经近未利第前尽早不逐两再])"
WHEN = re.compile(BEGINS + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS) + ")")
STARTS = re.compile(r"(?:之日)?起(?![草步到点诉伏用])")
AFTER = re.compile(r"(?:之前|以前|前夕|前)")
COMPARED = re.compile(r"(?:较|比|以|同比|与|在|对比|相比|自|从)$")


class Kind(StrEnum):
    DAY = "day"  # ends on a day
    DEFAULT = "default"  # 全年, 每年: the plan's own end
    UNDATED = "undated"  # 两年内
    SOON = "soon"  # 尽快, 逐步
    OTHER = "other"  # dates something else


@dataclass(frozen=True)
class When:
    start: int
    end: int
    kind: Kind
    day: datetime.date | None
    exact: bool = True  # False for a bare year, which says less than a month
    begins: bool = False  # 3月15日起施行: from then on, not until then
    words: str = ""  # where it stands in another paragraph than what it dates

    def said(self, flat: str) -> str:
        """The words that name it, ``flat`` being the paragraph of what it dates."""
        return self.words or flat[self.start : self.end]


@dataclass(frozen=True)
class PlanTime:
    """The plan's first and last year; both None where the plan has no year."""

    first: int | None
    last: int | None
    now: int | None = None  # the year that 10月底 means under a heading such as 2018年; else the last

    @property
    def year(self) -> int | None:
        return self.now or self.last

    @property
    def end(self) -> datetime.date | None:
        return None if self.last is None else datetime.date(self.last, 12, 31)


def whens(flat: str, plan: PlanTime) -> list[When]:
    """Every expression of time in ``flat``, in order."""
    return [_when(flat, found, plan) for found in WHEN.finditer(flat)]


def _when(flat: str, found: re.Match, plan: PlanTime) -> When:
    kind, day = READ[str(_rule(found))](found, plan)
    start, end = found.span()
    before = AFTER.match(flat, end)
    if before:
        end = before.end()
        day = _before(found, day)
    if kind is Kind.DAY and flat.endswith("每年", 0, start):
        kind, day = Kind.DEFAULT, None  # 每年4月底前 comes again
    if kind is Kind.DAY and _dates_another(flat, found, day, plan):
        kind = Kind.OTHER
    exact = not (_rule(found) == "year" and not found["end"])
    return When(start, end, kind, day, exact, begins=STARTS.match(flat, end) is not None)


def _rule(found: re.Match) -> str:
    return next(name for name, _ in PATTERNS if found[name] is not None)


def _dates_another(flat: str, found: re.Match, day: datetime.date | None, plan: PlanTime) -> bool:
    if day is not None and plan.first is not None and day.year < plan.first:
        return True
    compared = COMPARED.search(flat, max(0, found.start() - 3), found.start())
    return compared is not None and found["year"] is not None and not found["end"] and compared[0] not in "在从自"


def _before(found: re.Match, day: datetime.date | None) -> datetime.date | None:
    """6月前 ends with May, 2025年前 with 2024; 6月底前 is the end of June."""
    if day is None:
        return None
    bare_month = found["month"] is not None and not found["part6"]
    bare_year = found["year"] is not None and not found["end"]
    if bare_month:
        return day.replace(day=1) - datetime.timedelta(days=1)
    return day.replace(year=day.year - 1) if bare_year else day


def _year(word: str | None) -> int | None:
    if not word:
        return None
    if word.isdigit():
        return int(word)
    digits = {"〇": "0", "零": "0", "○": "0", "O": "0"} | dict(zip("一二三四五六七八九", "123456789", strict=True))
    return int("".join(digits.get(character, character) for character in word))


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    if word.startswith("十"):
        return 10 + (" 一二".index(word[1]) if len(word) > 1 else 0)
    return "一二三四五六七八九".index(word) + 1


def _end_of(year: int | None, month: int, part: str | None = None) -> datetime.date | None:
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, {"初": 10, "上旬": 10, "中旬": 20}.get(part or "", last))


def _day(year: int | None, month: int, day: int) -> datetime.date | None:
    if year is None or day > calendar.monthrange(year, month)[1]:
        return None
    return datetime.date(year, month, day)


Read = tuple[Kind, datetime.date | None]


def _dated(day: datetime.date | None) -> Read:
    return (Kind.DAY, day) if day else (Kind.DEFAULT, None)


def _within(found: re.Match, plan: PlanTime) -> Read:
    """三年内 is dated only where the plan itself runs that many years."""
    if found["span"] in {"周", "天", "个工作日", "日"}:
        return Kind.OTHER, None
    return _stretch(found["n"], plan) if found["span"] == "年" else (Kind.UNDATED, None)


def _stretch(word: str, plan: PlanTime) -> Read:
    length = None if plan.first is None or plan.last is None else plan.last - plan.first + 1
    years = int(word) if word.isdigit() else {"两": 2}.get(word) or (_month(word) if word in NUMERALS else 0)
    return _dated(plan.end) if years == length and years > 1 else (Kind.UNDATED, None)


def _feast(found: re.Match, plan: PlanTime) -> Read:
    month, day = FEASTS[found["feast1"] or found["feast2"]]
    return _dated(_day(plan.year, month, day))


def _this_year(found: re.Match, plan: PlanTime) -> Read:
    return _dated(plan.end) if found["this"][-1] in "底终末" else (Kind.DEFAULT, None)


def _short_year(found: re.Match, plan: PlanTime) -> Read:
    """18年创建100万户 in the plan of 2018 to 2020; 18年 anywhere else is a length of time."""
    year = 2000 + int(found["y10"])
    if plan.first is None or plan.last is None or not plan.first <= year <= plan.last:
        return Kind.OTHER, None
    if plan.first == plan.last and not found["short_end"]:
        return Kind.OTHER, None
    return _dated(_end_of(year, 12))


READ = {
    "years": lambda f, p: _dated(_end_of(_year(f["yb"]), 12)),
    "date": lambda f, p: _dated(_day(int(f["y1"]), int(f["m1"]), int(f["d1"]))),
    "days": lambda f, p: _dated(_day(p.year, int(f["m3"] or f["m2"]), int(f["d3"]))),
    "day": lambda f, p: _dated(_day(p.year, _month(f["m4"]), int(f["d4"]))),
    "months": lambda f, p: _dated(_end_of(_year(f["y5"]) or p.year, _month(f["m5"]), f["part5"])),
    "month": lambda f, p: _dated(_end_of(_year(f["y6"]) or p.year, _month(f["m6"]), f["part6"])),
    "quarter": lambda f, p: _dated(_end_of(_year(f["y7"]) or p.year, 3 * QUARTERS[f["q"]])),
    "half_year": lambda f, p: _dated(_end_of(_year(f["y8"]) or p.year, 6 if f["half"] == "上" else 12)),
    "year": lambda f, p: _dated(_end_of(_year(f["y9"]), 12)),
    "short_year": _short_year,
    "this_year": _this_year,
    "next_year": lambda f, p: _dated(_end_of(p.last + 1 if p.last else None, 12)),
    "past": lambda f, p: (Kind.OTHER, None),
    "plan_named": lambda f, p: _dated(_end_of(PLANS[f["plan"]], 12)),
    "plan_end": lambda f, p: _dated(p.end),
    "feast": _feast,
    "recurring": lambda f, p: (Kind.DEFAULT, None),
    "within": _within,
    "coming": lambda f, p: _stretch(f["coming_n"], p),
    "next_term": lambda f, p: (Kind.UNDATED, None),
    "soon": lambda f, p: (Kind.SOON, None),
}
