"""Until which day a news item or a report tells what happened: 上半年 in a text of July has passed."""

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
MAX_DATED = 4  # paragraphs that may tell of the day
MAX_BEGINNING = 200  # characters of each


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


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
