"""Removes the days that a news item reports: 1月10日,召开发布会, published that day, is not a milestone."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from reader.model import BoilerplateLine, MilestoneReading
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph

PUBLISHED_ON = re.compile(
    r"(?:^|(?:时间|日期|发表于)[::] ?)(?P<year>20\d\d)(?:年|[-./])(?P<month>1[0-2]|0?[1-9])(?:月|[-./])"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
DATELINE = re.compile(
    r"(?P<before>[报网社台][^,;。0-9]{0,4}讯 ?)?(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日"
    r"(?(before)|(?:讯|电(?![话视影子商力教])))"
)
STEP_DAY = re.compile(
    r"[^,;。0-9]{0,10}(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日(?!之?前|以前|起|至|到|-)(?!.{0,20}(?:将"
    r"|拟|要|计划|力争|确保))"
)
NEWS_AGE = 3  # days during which news items name a day without its month or year
MAX_PREFIX = 200  # characters at the start of a paragraph that may contain the dateline
MONTH_DAY = tuple[int, int]


def without_news_days(
    milestones: Iterable[MilestoneReading], asides: Sequence[BoilerplateLine], paragraphs: Sequence[Paragraph]
) -> tuple[MilestoneReading, ...]:
    """``milestones`` without those of the day of publication or the three days before it."""
    days = _news_days(asides, paragraphs)
    return tuple(one for one in milestones if not days or _day_of_step(one.text) not in days)


def _news_days(asides: Sequence[BoilerplateLine], paragraphs: Sequence[Paragraph]) -> set[MONTH_DAY]:
    published = [_day(found) for aside in asides if (found := _publication_day(aside))]
    reported = {(day - timedelta(days=n)) for day in published if day for n in range(NEWS_AGE + 1)}
    lines = (DATELINE.search(paragraph.flat, 0, MAX_PREFIX) for paragraph in paragraphs)
    return {(day.month, day.day) for day in reported} | {_month_day(found) for found in lines if found}


def _publication_day(aside: BoilerplateLine) -> re.Match | None:
    """The day of publication according to a website. The day of a signature is the plan's own."""
    return PUBLISHED_ON.search(normalize(aside.text[:MAX_PREFIX])) if aside.why == "site_noise" else None


def _day(found: re.Match) -> date | None:
    try:
        return date(int(found["year"]), *_month_day(found))
    except ValueError:
        return None


def _month_day(found: re.Match) -> MONTH_DAY:
    return int(found["month"]), int(found["day"])


def _day_of_step(text: str) -> MONTH_DAY | None:
    found = STEP_DAY.match(normalize(text))
    return _month_day(found) if found else None
