"""Until which day a news item or a report tells what happened: 上半年 in a text of July has passed."""

import re
from collections.abc import Sequence
from datetime import date

from reader.clauses.documents import NEWS
from reader.lexicon.rules import PatternRule
from reader.text.paragraph import Paragraph

REPORTS = PatternRule(
    r"总结|进展|顺利|过半|亮眼|情况|通报|成效|综述|回眸|答卷", takes="民生实事进展顺利", leaves="2023年工作要点"
)
REPORTED_ON = PatternRule(
    r"(?<!\d)(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])日(?!之?前|以前|起|至|到)(?:讯|消息|电(?![话视影子商力教])"
    r"|,?[^,;。将拟要]{0,24}(?:记者|笔者|获悉|获知|召开|举行|发布))",
    takes="7月12日,记者从县妇联获悉",
    leaves="7月12日前召开会议",
)
TOLD_ON = PatternRule(
    r"^(?P<year>20\d\d)年1?\d月[1-3]?\d日(?:上午|下午|晚)?,[^;。]{0,40}(?:召开|举行|举办|印发|启动|获悉|部署)",
    takes="2019年4月2日,全市推进会召开",
    leaves="2019年4月2日前,各县召开推进会",
)
NUMBERED = re.compile(r"[〔\[(【〈（［](20\d\d)")
MAX_DATED = 4  # paragraphs that may tell of the day
MAX_BEGINNING = 200  # characters of each
MAX_SEARCHED = 1000


def told_until(title: str | None, day: date | None, year: int | None, paragraphs: Sequence[Paragraph]) -> date | None:
    """The day until which a news item or a report tells what happened; None for a plan.

    ``day`` is that of the page; the days that the text itself gives are of ``year``.
    """
    begins = [paragraph.flat[:MAX_BEGINNING] for paragraph in paragraphs[:MAX_DATED]]
    hit = next((found for flat in begins if (found := REPORTED_ON.search(flat))), None)
    if hit and year:
        return _valid(year, int(hit["month"]), int(hit["day"]))
    told = any(NEWS.search(flat) for flat in begins) or (title and REPORTS.search(title))
    return day if told else None


def written_before(until: date | None, year: int | None, title: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the text was written the year before the plan's ``year``: by its day, or as its months tell of then."""
    if until and year:
        return until.year == year - 1
    if year is None:
        return False
    if f"{year - 1}年" in title and f"{year}年" in title:
        return True
    months = re.compile(
        rf"(?<!\d){year - 1}年(?:全年|前[一二三四五六七八九十\d]+个?(?:月|季度)"
        r"|[一1](?:至|到|-)[\d一二三四五六七八九十]+月)[^。]*(?:预计|明年)"
    )
    return any(months.search(paragraph.flat[:MAX_SEARCHED]) for paragraph in paragraphs)


def year_within(years: tuple[int, int], day: date | None, paragraphs: Sequence[Paragraph]) -> int | None:
    """The year of 今年 in a plan of several years; None if the text does not say 今年, or not when it was written.

    It is that of the day of the text, or of the day on which it tells something; or the first of the years, where the
    text announces them.
    """
    flats = [paragraph.flat for paragraph in paragraphs]
    if not any("今年" in flat for flat in flats):
        return None
    begins = [flat[:MAX_BEGINNING] for flat in flats[:MAX_DATED]]
    days = [int(hit["year"]) for flat in begins if (hit := TOLD_ON.search(flat))]
    written = next((year for year in [*([day.year] if day else []), *days] if years[0] <= year <= years[1]), None)
    announced = re.compile(rf"(?:将|拟|计划)[^,;。]{{0,6}}{years[0]}年?(?:至|到|-|起)")
    return written or (years[0] if any(announced.search(flat) for flat in flats) else None)


def issued_within(years: tuple[int, int], day: date | None, number: str | None) -> int | None:
    """The year in which a plan of several years was issued, by its day or its number (〔2019〕15号)."""
    numbered = NUMBERED.search(number or "")
    found = [*([day.year] if day else []), *([int(numbered[1])] if numbered else [])]
    return next((year for year in found if years[0] <= year <= years[1]), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
