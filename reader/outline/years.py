"""Finds the year of a plan: in its title, in a date near it, or in the text."""

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.lexicon.rules import PatternRule
from reader.outline.periods import OF_PLAN, YEAR, find_period, without_spans
from reader.outline.title import LONGEST, MAX_PARAGRAPHS
from reader.text import part_numbers

NUMERAL_YEAR = re.compile(r"(二[〇零○O0][〇零○O0一二三四五六七八九]{2})年")
# In order of reliability: a date below or next to the title (also with the meeting at which a report was given),
# 2018年是…, any year that is named. 到2020年 is a horizon and 以2010年为基数 a base, not the year of the plan.
NO_HORIZON = r"(?<![到至以比较自从])(?<!前瞻)(?<!展望)"
BELOW_TITLE = (
    PatternRule(
        r"^[(-]{0,3}(20\d\d)年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?:在[^,。;:]{4,50}上)?\)?$",
        takes="(2014年8月1日)",
        leaves="2014年8月1日前完成",
    ),
    PatternRule(r"(?:讲话|报告|发言)[((](20\d\d)年\d{1,2}月", takes="讲话(2014年8月1日)", leaves="2014年8月讲话"),
)
YEAR_PATTERNS = (
    PatternRule(
        NO_HORIZON + r"(20\d\d)年(?:是|,是|工作|全[市县省区州]|妇|度工作|的?主要)",
        takes="2021年是开局之年",
        leaves="到2021年是最后期限",
    ),
    PatternRule(
        NO_HORIZON + r"(20\d\d)年(?!以来|为基数|相比)"
        r"(?![\d一二三四五六七八九十月日号年底末]{0,6}(?:止|到期|届满|期满|试点[^,。;]{0,4}结束))",
        takes="2021年",
        leaves="2021年以来",
    ),
)
THIS_YEAR = PatternRule(
    r"今年(?!以来|上半年|前)",
    takes="今年新建",
    leaves="今年以来新建",
)
AS_OF = PatternRule(
    r"截[至止](?:到)?(?P<year>20\d\d)年(?P<end>年?[底末]|1[12]月)?",
    takes="截至2018年年底",
    leaves="到2018年年底",
)
THIS_YEAR_AHEAD = PatternRule(
    r"今年(?!以来|上半年|前)[^。;]{0,40}?(?:将(?!近)|(?<![主重必需首])要(?![求点素])|计划|拟|力争|确保|预计|争取|打算|目标|再)",
    takes="今年,县妇联将培训妇女",
    leaves="今年以来,县妇联培训妇女",
)
# The day of a news item or of a document: 日期:2019-02-11, 【公布日期】2005.02.01, 来源:区实事办 2017-08-24.
DATELINE = PatternRule(
    r"(?:(?:时间|日期|公布|发布|印发|发表于)[】\]]?[::]? ?|^|(?:来源|作者|[报网社台])[^,。]{0,30}? ?)"
    r"(?:(?P<year>20\d\d)"
    r"(?:年|[-./])(?P<month>1[0-2]|0?[1-9])(?:月|[-./])(?P<day>3[01]|[12]\d|0?[1-9])(?:(?=\d{1,2}:\d\d)|(?!\d))"
    r"(?![日号]?(?:之?前|以前|起|至|到|-|,))"
    r"|(?P<day1>3[01]|[12]\d|0?[1-9])\.(?P<month1>1[0-2]|0?[1-9])\.(?P<year1>20\d\d)(?!\d))",
    takes="发布日期:2019-02-11",
    leaves="2019年2月11日前完成",
)
MAX_DATELINE = 120  # characters of a line that may hold the day of the document
# 清政发〔2023〕15号 gives the year of a plan that names only where it ends.
NUMBER_OF_DOCUMENT = PatternRule(
    r"[一-龥A-Z]{1,12} ?[〔\[(【〈](?P<year>20\d\d)[〕\])】〉] ?第? ?\d{1,4} ?号",
    takes="清政发〔2023〕15号",
    leaves="按照清政发〔2023〕15号执行,",
    whole=True,
)
REPORT = PatternRule(
    r"(?:总结|回顾|汇报|成效|综述|情况)(?:报告|通报)?$",
    takes="2019年工作总结",
    leaves="2019年工作总结和2020年工作打算",
)
REPORTED_YEAR = re.compile(
    r"(?:^|[。;]|(?:获悉|了解到|介绍|显示|表示)[,:])(?:回顾|在)?(20\d\d)年(?!是|[^。;]{0,24}(?:将(?!近)|要(?![求点素])|计划(?![”\"]|生育)|拟|力争|确保|打算|目标)|工作|\d{1,2}月(?:\d{1,2}日)?$|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?,)"
)
ESTIMATED_YEAR = re.compile(r"预计(20\d\d)年(?!底|末)")  # 预计2019年生产总值…: told early in 2020
TITLE_TAIL = 8  # characters by which the line of a title is recognised
NOTICE = PatternRule(r"通知|印发|转发|现将", takes="现将要点印发给你们", leaves="培训妇女")
MIN_DATED = 2  # years between a page's date and the text of another time


def find_years(
    named: str, flats: Sequence[str], signatures: Sequence[str], asides: Sequence[str]
) -> tuple[int | None, tuple[int, int] | None]:
    """(the year of the plan, or its first; its first and last year, if it has several).

    ``named`` is its title, ``signatures`` are the days below it, ``asides`` the facts of a website.
    """
    named = named or next((flat for flat in flats[:1] if len(flat) <= LONGEST and REPORT.search(flat)), "")
    if named and find_period("", ahead := _text_before_title(named, flats)):
        named, flats = "", ahead  # another document begins behind the passage
    years = find_period(named, flats[:MAX_PARAGRAPHS])
    year = _year_in_title(named, flats, is_period=years is not None)
    if year is None and years is None:
        year = _year_in_text(flats, signatures, asides)
    return year if year or not years else years[0], years


def _text_before_title(named: str, flats: Sequence[str]) -> Sequence[str]:
    """The paragraphs before the title; none if they are the notice that issues the plan."""
    at = next((i for i, flat in enumerate(flats[:MAX_PARAGRAPHS]) if flat[-TITLE_TAIL:] == named[-TITLE_TAIL:]), 0)
    ahead = flats[:at]
    return [] if any(NOTICE.search(flat) for flat in ahead) else ahead


def in_digits(line: str) -> str:
    """A title or date with its year in digits: 二〇二一年, 二○二一年."""
    if len(line) > LONGEST:
        return line
    return NUMERAL_YEAR.sub(lambda hit: f"{part_numbers.numeral_value(re.sub('[○O0]', '〇', hit[1]))}年", line)


def _year_in_title(named: str, flats: Sequence[str], *, is_period: bool) -> int | None:
    alone = in_digits(without_spans(named))
    hits = OF_PLAN.findall(alone) or YEAR.findall(alone)
    if not hits:
        return None
    year = int(hits[-1])  # 2020年工作总结和2021年工作打算
    return year + 1 if REPORT.search(named) and not is_period and _turns_to_next(flats, year) else year


def _turns_to_next(flats: Sequence[str], year: int) -> bool:
    """Whether a report on ``year`` goes on to plan the next one: 2020年将…, or 今年将… after 2019年…"""
    ahead = re.compile(rf"(?<![到至]){year + 1}年[^。;]{{0,30}}?(?:将|要(?!求)|计划|力争|打算|确保|重点|拟)")
    told = any(year == int(found) for flat in flats for found in REPORTED_YEAR.findall(flat))
    return any(ahead.search(flat) for flat in flats) or (told and any(THIS_YEAR_AHEAD.search(flat) for flat in flats))


def _year_in_text(flats: Sequence[str], signatures: Sequence[str], asides: Sequence[str]) -> int | None:
    plain = [without_spans(flat) for flat in (*signatures, *flats)]
    if hits := [int(year) for flat in plain if len(flat) <= LONGEST // 2 for year in OF_PLAN.findall(flat)]:
        return max(hits)
    for pattern in BELOW_TITLE:
        if year := _most_common(pattern, plain):
            return year
    if turned := _year_after_reported(plain):
        return turned
    day = dateline(asides, flats)
    dated = day.year if day else None
    by_date = _year_by_dateline(dated, plain) if dated else _year_after_report(plain)
    if by_date:
        return by_date
    for pattern in YEAR_PATTERNS:
        if year := _most_common(pattern, plain):
            return year
    if any(THIS_YEAR.search(flat) for flat in flats):
        return _year_after_state(plain)  # 今年 is not the year of the horizon
    if numbered := next((hit for flat in flats[:MAX_PARAGRAPHS] if (hit := NUMBER_OF_DOCUMENT.fullmatch(flat))), None):
        return int(numbered["year"])
    horizons = Counter(int(year) for flat in plain for year in YEAR.findall(flat))
    return horizons.most_common(1)[0][0] if horizons else dated


def _most_common(pattern: PatternRule, flats: Iterable[str]) -> int | None:
    years = Counter(int(year) for flat in flats for year in pattern.findall(in_digits(flat)))
    return years.most_common(1)[0][0] if years else None


def dateline(asides: Sequence[str], flats: Sequence[str]) -> datetime.date | None:
    """The first day that dates the document itself."""
    for line in (*flats[:3], *asides, *flats[3:MAX_PARAGRAPHS]):
        if found := DATELINE.search(line[:MAX_DATELINE]):
            year, month, day = (int(found[part] or found[f"{part}1"]) for part in ("year", "month", "day"))
            return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return None


def _year_by_dateline(dated: int, flats: Sequence[str]) -> int | None:
    """The year of 今年 in a document of the year ``dated``; None if its text is of another time."""
    named = {int(year) for flat in flats for year in YEAR_PATTERNS[-1].findall(in_digits(flat))}
    if any("今年" in flat for flat in flats):
        return dated if not named or max(named) > dated - MIN_DATED else None
    if not named:
        horizons = [int(y) for flat in flats for y in YEAR.findall(flat)]
        return dated if horizons and min(horizons) > dated else None  # 到2020年 is where the plan ends
    near = Counter(int(y) for flat in flats for y in YEAR.findall(flat) if int(y) in {dated, dated + 1} & named)
    if near:
        return near.most_common(1)[0][0]
    return dated if named and min(named) > dated else None


def _year_after_reported(flats: Sequence[str]) -> int | None:
    """The year after the last one that the text reports, if it names that year and what will be done in it."""
    named = {int(year) for flat in flats for year in YEAR.findall(flat)}
    estimated = max((int(year) for flat in flats for year in ESTIMATED_YEAR.findall(flat)), default=0)
    if estimated + 1 in named:
        return estimated + 1
    told = max((int(year) for flat in flats for year in REPORTED_YEAR.findall(flat)), default=None)
    if told is None:
        return None
    ahead = re.compile(rf"(?<![到至]){told + 1}年(?!年?[底末])[^。;]{{0,30}}?(?:将(?!近)|计划(?!生育)|力争|打算|拟)")
    return told + 1 if any(ahead.search(flat) for flat in flats) else None


def _year_after_state(flats: Sequence[str]) -> int | None:
    """The year of 今年 after 截至2018年底, which states what there was before it."""
    found = [hit for flat in flats for hit in AS_OF.finditer(flat)]
    return max((int(hit["year"]) + bool(hit["end"]) for hit in found), default=None)


def _year_after_report(flats: Sequence[str]) -> int | None:
    """The year after the one that the text reports, if it goes on with 今年将…; None if it does not."""
    told = 0
    for flat in flats:
        ahead = THIS_YEAR_AHEAD.search(flat)
        told = max([told, *map(int, REPORTED_YEAR.findall(flat[: ahead.start() if ahead else len(flat)]))])
        if ahead:
            return told + 1 if told else None
    return None
