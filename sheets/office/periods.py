"""Periods of time as titles, heads, sheets and files name them: 2020年第三季度, 1-9月, 截至9月底, 2020Q3.

The day on which a sheet was filled in (填报时间:2020年9月28日, 2020年10月9日) is no period.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from sheets.layout.words import BARE_PERIOD
from sheets.office.model import PeriodSpan

NUMERALS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"十一": 11, "十二": 12}
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
YEAR = r"(?:(?P<year>20\d\d)年?度?[-/._]?)?"
TO = r"[-—–~至到]+"
WORDS_OF_TIME = re.compile(
    r"20\d\d|[\d一二三四五六七八九十]月|季|Q[1-4]|H[12]|半年|全年|年度|年报|年终|个月|截[至止]", re.IGNORECASE
)
SAME_SIGNS = str.maketrans("━―‒−﹣─壹贰叁肆", "------一二三四")
FIRST_MONTH = re.compile(r"(?<![\d万亿千百])元(?=月|[-—–~至到]+\d)")  # 元月, 元-9月
LAST_YEAR = ("去年", "上年", "上年度", "上一年", "上一年度")
BLANKED = "\x00"  # stands where a phrase was taken out, so that what stood around it does not join


class PeriodFit(StrEnum):
    """How the periods that a text names stand to the period that is read."""

    SAME = "same"
    TO_DATE_OF_SAME = "to_date_of_same"
    OTHER = "other"
    UNKNOWN = "unknown"


def find_periods(text: str, year: int) -> list[PeriodSpan]:
    """The periods that ``text`` names, the finest first; ``year`` is meant where it names none.

    A bare year is a period only where it is another one than ``year``: every title names the plan's.
    """
    return [span for span, _start, _end in locate_periods(_plain(text), year)]


def locate_periods(text: str, year: int) -> list[tuple[PeriodSpan, int, int]]:
    """As ``find_periods``, of a text without blanks: each period with where it starts and ends in ``text``."""
    if not WORDS_OF_TIME.search(text):
        return []
    text = FIRST_MONTH.sub("1", text.translate(SAME_SIGNS))
    for pattern in NOT_PERIODS:
        text = pattern.sub(lambda found: BLANKED * len(found[0]), text)
    mentioned = re.search(r"(20\d\d)年", text)
    year_meant = int(mentioned[1]) if mentioned else year
    found: list[tuple[PeriodSpan, int, int]] = []
    for pattern, make in PATTERNS:
        for match in list(pattern.finditer(text)):
            before = text[: match.start()].endswith(LAST_YEAR)
            span = make(match, year_meant - 1 if before else year_meant)
            if span:
                found.append((span, *match.span()))
                text = text[: match.start()] + BLANKED * len(match[0]) + text[match.end() :]
    if not found:
        found = list(_bare_years(text, year))
    return sorted(found, key=lambda each: (each[0].last - each[0].first, each[1]))


def read_bare_period(text: str, year: int) -> PeriodSpan | None:
    """The period that a head of digits alone may mean: 1-9 for 1-9月; 9.30, 2020.9, 2020/9/30 for the year so far.

    None for any other text, and for running numbers: 1, 1.2, 2-1.
    """
    found = BARE_PERIOD.fullmatch(_plain(text).translate(SAME_SIGNS).strip("()"))
    if not found:
        return None
    if found["m1"]:
        return month_span(year, int(found["m1"]), int(found["m2"])) if int(found["m1"]) < int(found["m2"]) else None
    written = next((found[name] for name in ("y1", "y2", "y3", "y4") if found[name]), year)
    month = next(int(found[name]) for name in "abcdef" if found[name])
    return month_span(int(written), 1, month)


def compare_period(found: list[PeriodSpan], period: PeriodSpan) -> PeriodFit:
    """How ``found`` stands to ``period``. A whole year beside a finer period only says of which year that is.

    UNKNOWN where nothing is named, or where this period is named together with another one.
    """
    finer = [span for span in found if not is_whole_year(span)]
    fits = {_compare_one(span, period) for span in finer or found}
    if fits == {PeriodFit.OTHER}:
        return PeriodFit.OTHER
    if not fits or PeriodFit.OTHER in fits:
        return PeriodFit.UNKNOWN
    return PeriodFit.SAME if PeriodFit.SAME in fits else PeriodFit.TO_DATE_OF_SAME


def is_whole_year(span: PeriodSpan) -> bool:
    """Whether the span is one calendar year."""
    return span == month_span(span.first.year, 1, 12)


def month_span(year: int, first: int, last: int) -> PeriodSpan:
    """The months ``first`` to ``last`` of a year, with the code that a plan's calendar gives them."""
    months = last - first + 1
    code = ""
    if months == 1:
        code = f"{year}-{first:02}"
    elif months == 3 and last % 3 == 0:
        code = f"{year}Q{last // 3}"
    elif months == 6 and last % 6 == 0:
        code = f"{year}H{last // 6}"
    elif months == 12:
        code = f"{year}"
    return PeriodSpan(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), code)


def _compare_one(span, period):
    if (span.first, span.last) == (period.first, period.last):
        return PeriodFit.SAME
    start = date(period.last.year, 1, 1)
    ends_with_it = (span.last.year, span.last.month) == (period.last.year, period.last.month)
    return PeriodFit.TO_DATE_OF_SAME if span.first == start and ends_with_it else PeriodFit.OTHER


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(text):
    return int(text) if text.isdecimal() else NUMERALS[text]


def _year_of(found, year):
    return int(found["year"]) if found["year"] else year


def _day_range(found, year):
    try:
        first = date(_year_of(found, year), _number(found["m1"]), int(found["d1"]))
        return PeriodSpan(first, date(first.year, _number(found["m2"]), int(found["d2"])))
    except ValueError:
        return None


def _to_date(found, year):
    span = month_span(_year_of(found, year), 1, _number(found["month"]))
    if not found["day"]:
        return span
    try:
        return PeriodSpan(span.first, span.last.replace(day=int(found["day"])))
    except ValueError:
        return None


def _months(found, year):
    first, last = _number(found["m1"]), _number(found["m2"])
    return month_span(_year_of(found, year), first, last) if first <= last else None


def _listed_months(found, year):
    return _of_list([_number(each) for each in re.split("[、,]", found["list"])], 1, _year_of(found, year))


def _listed_quarters(found, year):
    return _of_list([_number(each) for each in re.split("[、,]", found["list"])], 3, _year_of(found, year))


def _of_list(numbers, months, year):
    """7、8、9月: only what follows each other is one period."""
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    return month_span(year, (numbers[0] - 1) * months + 1, numbers[-1] * months)


def _quarters(found, year):
    first, last = _number(found["q1"]), _number(found["q2"])
    return month_span(_year_of(found, year), first * 3 - 2, last * 3) if first <= last else None


def _first_quarters(found, year):
    return month_span(_year_of(found, year), 1, _number(found["q"]) * 3)


def _quarter(found, year):
    quarter = _number(found["q"])
    return month_span(_year_of(found, year), quarter * 3 - 2, quarter * 3)


def _half(found, year):
    first = 1 if (found["half"] or found["letter"]) in ("上", "1") else 7
    return month_span(_year_of(found, year), first, first + 5)


def _month(found, year):
    return month_span(_year_of(found, year), *[_number(found["month"])] * 2)


def _whole_year(found, year):
    return month_span(_year_of(found, year), 1, 12)


def _bare_years(text, year) -> Iterator[tuple[PeriodSpan, int, int]]:
    """The years but that of the plan; none where that one is named beside them: 2020年和2019年对照."""
    years = [int(each) for each in re.findall(r"(?<!\d)(20\d\d)(?!\d)", text)]
    for found in re.finditer(r"(?<!\d)(20\d\d)年", text) if year not in years else ():
        if int(found[1]) != year:
            yield month_span(int(found[1]), 1, 12), *found.span()


FULL_DAY = r"20\d\d(?P<mark>[-/._])\d{1,2}(?P=mark)\d{1,2}(?!\d)|(?<!\d)20\d{6}(?!\d)"
DAY = rf"(?:(?:20\d\d年)?{MONTH}月\d{{1,2}}[日号]|{FULL_DAY})"
QUARTER = "[一二三四1-4]"
UNTIL = "(?:截至|截止|截止到|截至到)"
NOT_PERIODS = tuple(
    re.compile(pattern)
    for pattern in (
        # when it was filled in
        rf"(?:填报|报送|上报|制表|填表|打印|报出|印发)(?:时间|日期)?:?(?:{DAY}|(?:20\d\d年)?{MONTH}月)",
        rf"(?<!截至)(?<!截止)(?<!截止到)(?<!截至到)(?<![-—–~至到年\d]){DAY}(?!{TO}\d|止)",
        rf"第?{QUARTER}季度?(?:工作)?(?:计划|打算|安排)(?!完成|执行|落实|进展)",  # what the next period is to bring
        "全年(?:工作)?(?:目标|任务|计划|指标)|年度(?:工作)?(?:目标|任务|计划|指标)",
    )
)
Maker = Callable[[re.Match[str], int], PeriodSpan | None]
PATTERNS: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), make)
    for pattern, make in (
        (
            rf"{YEAR}(?P<m1>{MONTH})月(?P<d1>\d{{1,2}})[日号]?{TO}(?:20\d\d年)?(?P<m2>{MONTH})月(?P<d2>\d{{1,2}})[日号]?",
            _day_range,
        ),
        (
            rf"(?:{UNTIL}|(?<![\d一二三四五六七八九十月日号])至){YEAR}(?P<month>{MONTH})月(?:(?P<day>\d{{1,2}})[日号]|份?[底末])?",
            _to_date,
        ),
        (rf"{UNTIL}(?:(?P<year>20\d\d)[-/.])?(?P<month>1[0-2]|0?[1-9])[-/.](?P<day>\d{{1,2}})(?![\d.])", _to_date),
        (rf"{YEAR}(?<!\d)(?P<month>{MONTH})月份?[底末](?P<day>)", _to_date),
        (rf"{YEAR}(?<!\d)(?P<month>{MONTH})月(?:(?P<day>\d{{1,2}})[日号])?止", _to_date),
        (rf"{YEAR}前(?P<month>{MONTH})个月(?P<day>)", _to_date),
        (rf"{YEAR}(?<![\d、])(?P<list>{MONTH}(?:[、,]{MONTH})+)月份?", _listed_months),
        (rf"{YEAR}第?(?P<list>{QUARTER}(?:[、,]{QUARTER})+)季度?", _listed_quarters),
        (
            rf"(?<!\d)(?P<year>20\d\d)[-/.]?(?P<m1>0[1-9]|1[0-2]|[1-9]){TO}(?P=year)[-/.]?(?P<m2>0[1-9]|1[0-2]|[1-9])(?![\d.])",
            _months,
        ),
        (rf"{YEAR}(?<![a-z])Q(?P<q1>[1-4]){TO}Q?(?P<q2>[1-4])(?!\d)", _quarters),
        (rf"{UNTIL}{YEAR}第?(?P<q>{QUARTER})季度?末?", _first_quarters),
        (rf"{YEAR}第?(?P<q>{QUARTER})季度?末", _first_quarters),
        (rf"{YEAR}(?<![\d.])(?P<m1>{MONTH})月?份?{TO}(?:20\d\d年)?(?P<m2>{MONTH})月份?", _months),
        (rf"(?<!\d)(?P<year>20\d\d)[-/._年](?P<m1>{MONTH}){TO}(?P<m2>{MONTH})(?!\d|个?季)", _months),
        (rf"{YEAR}第?(?P<q1>{QUARTER})季?度?{TO}第?(?P<q2>{QUARTER})季度?", _quarters),
        (rf"{YEAR}前(?P<q>{QUARTER})个?季度?", _first_quarters),
        (rf"{YEAR}第?\(?(?P<q>{QUARTER})\)?季度?", _quarter),  # （三）季度: a blank that was filled in
        (rf"{YEAR}(?<![a-z])Q(?P<q>[1-4])(?!\d)", _quarter),
        (rf"{YEAR}(?:(?P<half>[上下])半年|(?<![a-z])H(?P<letter>[12])(?!\d))", _half),
        (rf"{YEAR}(?<!\d)\(?(?P<month>{MONTH})\)?月(?:份|(?!\d{{1,2}}[日号]))", _month),
        (r"(?<!\d)(?P<year>20\d\d)[-/._]?(?P<month>0[1-9]|1[0-2])(?!\d)", _month),
        (r"(?<!\d)(?P<year>20\d\d)[-/._](?P<month>1[0-2]|[1-9])(?![\d./_-])", _month),
        (r"(?:(?P<year>20\d\d))?年?(?:全年|年度|年终|年报(?!表)|(?<!\d)年报)", _whole_year),
    )
)
