"""The years of a plan, and the day on which an expression of time ends."""

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from reader.lexicon import phrases

NUMERALS = "一二三四五六七八九十"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PLANS = {"十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
# 十五 alone must be followed by a word for a plan: 第十五次 and 十五期 are not meant.
FIVE_YEARS = re.compile(
    rf"(?<![第二三四五六七八九])(?:十[一二三四五六]五|十五(?=[”\"]?(?:{phrases.PERIOD}|规划|计划)))"
)
HOLIDAYS = {"元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "国庆": (10, 1)}


class TimeKind(StrEnum):
    """What an expression of time dates."""

    DAY = "day"  # ends on a day
    DEFAULT = "default"  # 全年, 每年: the plan's own end
    UNDATED = "undated"  # 两年内
    SOON = "soon"  # 尽快, 逐步
    OTHER = "other"  # dates something else


@dataclass(frozen=True)
class PlanYears:
    """The first and last year of the plan; both None if the plan has no year."""

    first: int | None
    last: int | None
    now: int | None = None  # the year of a heading such as 2018年, which 10月底 below it refers to
    issued: int | None = None  # the year of a plan of several years by its own day, which 8月底前 refers to
    written_before: bool = False  # the text was written the year before, so that its 明年 is the plan's year
    spans: tuple[tuple[int, int], ...] = ()  # the spans of years that the text names: 2019年至2021年

    @property
    def written(self) -> int | None:
        """The year in which the text was written."""
        return None if self.last is None else self.last - self.written_before

    @property
    def year(self) -> int | None:
        return self.now or self.issued or self.last

    @property
    def end(self) -> datetime.date | None:
        return None if self.last is None else datetime.date(self.last, 12, 31)


def parse_year(word: str | None) -> int | None:
    if not word:
        return None
    if word.isdigit():
        return int(word)
    digits = {"〇": "0", "零": "0", "○": "0", "O": "0"} | dict(zip("一二三四五六七八九", "123456789", strict=True))
    return int("".join(digits.get(character, character) for character in word))


def parse_month(word: str) -> int:
    if word.isdigit():
        return int(word)
    if word.startswith("十"):
        return 10 + (" 一二".index(word[1]) if len(word) > 1 else 0)
    return "一二三四五六七八九".index(word) + 1


def last_day(year: int | None, month: int, part: str | None = None) -> datetime.date | None:
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, {"初": 10, "上旬": 10, "中旬": 20}.get(part or "", last))


def valid_date(year: int | None, month: int, day: int) -> datetime.date | None:
    if year is None or day > calendar.monthrange(year, month)[1]:
        return None
    return datetime.date(year, month, day)


TimeReading = tuple[TimeKind, datetime.date | None]


def dated_or_default(day: datetime.date | None) -> TimeReading:
    return (TimeKind.DAY, day) if day else (TimeKind.DEFAULT, None)


def read_span(found: re.Match, plan: PlanYears) -> TimeReading:
    """三年内 has a day only if the plan itself covers that many years."""
    if found["span"] in {"周", "天", "个工作日", "日"}:
        return TimeKind.OTHER, None
    return read_years_ahead(found["n"], plan) if found["span"] == "年" else (TimeKind.UNDATED, None)


def read_years_ahead(word: str, plan: PlanYears) -> TimeReading:
    length = None if plan.first is None or plan.last is None else plan.last - plan.first + 1
    years = parse_length(word)
    return dated_or_default(plan.end) if years == length and years > 1 else (TimeKind.UNDATED, None)


def read_task_of_years(found: re.Match, plan: PlanYears) -> TimeReading:
    """三年任务是9万户 is due with the plan, or with the span of three years that the text names."""
    years = parse_length(found["task_n"])
    ends = [last for first, last in plan.spans if last - first + 1 == years]
    return dated_or_default(last_day(ends[0], 12) if ends else plan.end)


def parse_length(word: str) -> int:
    """The number of years in 三年; 0 if it is no number."""
    return int(word) if word.isdigit() else {"两": 2}.get(word) or (parse_month(word) if word in NUMERALS else 0)


def read_holiday(found: re.Match, plan: PlanYears) -> TimeReading:
    month, day = HOLIDAYS[found["feast1"] or found["feast2"]]
    return dated_or_default(valid_date(plan.year, month, day))


def read_this_year(found: re.Match, plan: PlanYears) -> TimeReading:
    if plan.now and plan.now != plan.last:
        return TimeKind.DAY, datetime.date(plan.now, 12, 31)  # 今年 of a plan of several years
    return dated_or_default(plan.end) if found["this"][-1] in "底终末" else (TimeKind.DEFAULT, None)


def read_short_year(found: re.Match, plan: PlanYears) -> TimeReading:
    """18年创建100万户 in the plan of 2018 to 2020 is a year; elsewhere 18年 is a duration."""
    year = 2000 + int(found["y10"])
    if plan.first is None or plan.last is None or not plan.first <= year <= plan.last:
        return TimeKind.OTHER, None
    if plan.first == plan.last and not found["short_end"]:
        return TimeKind.OTHER, None
    return dated_or_default(last_day(year, 12))


def read_from_year(found: re.Match, _plan: PlanYears) -> TimeReading:
    """从2010年起,用3年时间 ends with 2012."""
    word = found["from_n"]
    length = int(word) if word.isdigit() else 2 if word == "两" else parse_month(word)
    return dated_or_default(last_day(int(found["y11"]) + length - 1, 12))
