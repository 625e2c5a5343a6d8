"""The pictures of one target over several units, made of judged lines: bars, and lines through the year."""

from collections.abc import Sequence
from decimal import Decimal

from dashboards.charts.bars import BarsPicture, UnitNumber, make_bars_picture
from dashboards.charts.lines import LinesPicture, Series, make_lines_picture
from dashboards.charts.trend import short_name
from dashboards.views.lights import limit_words
from pages.formats import MISSING, format_number, format_percent
from pages.lights import light_name
from plans.models import Period
from targets.results.judge import Judge
from targets.results.line import TotalLine
from targets.results.matrix import COMPLETION, VALUE
from targets.results.place import TotalsPlace

MAX_BARS = 150  # in one picture

UnitTrend = list[tuple[Period, TotalLine]]


def draw_bars(lines: Sequence[TotalLine], shown: str) -> BarsPicture:
    """A bar for each of these lines of one target, in their order: its completion (``COMPLETION``), or its number."""
    numbers = [
        UnitNumber(
            line.participant.short_name, line.standing.light, get_drawn_number(line, shown), describe(line, shown)
        )
        for line in lines
    ]
    shares = shown == COMPLETION
    paces = {line.standing.pace for line in lines if line.standing.pace is not None}
    return make_bars_picture(numbers, pace=next(iter(paces)) if shares and len(paces) == 1 else None, shares=shares)


def draw_trends(place: TotalsPlace, trends: Sequence[UnitTrend], whole: UnitTrend, shown: str) -> LinesPicture:
    """A line for each of these units through the year; of completions also that of the unit above, and the pace."""
    first = whole[-1][1]
    judge = Judge(place.plan, place.periods, place.basis)
    judged = shown == COMPLETION and first.standing.pace is not None
    pace = [judge.pace(first.target, period.seq) if judged else None for period in place.periods]
    above = _make_series(place, whole, shown) if shown == COMPLETION else None
    return make_lines_picture(
        [_make_series(place, trend, shown) for trend in trends], above, pace,
        periods=[short_name(period) for period in place.periods],
        write=(lambda value: format_percent(value, 0)) if shown == COMPLETION else format_number,
    )  # fmt: skip


def get_drawn_number(line: TotalLine, shown: str) -> Decimal | None:
    """The number of a line that a picture draws; None for none, as of the completion of an upper limit."""
    standing = line.standing
    if shown == VALUE:
        return standing.shown
    return standing.completion if standing.distance is None else None


def describe(line: TotalLine, shown: str) -> str:
    """The number of a line as the tables have it, or why there is none."""
    standing = line.standing
    if line.all_absent and line.value is None:
        return light_name("na")
    if shown == VALUE or standing.completion is None:
        if standing.shown is None or shown != VALUE:
            return MISSING
        return format_number(standing.shown, line.rounding) + (line.target.scale if line.is_rate else "")
    return format_percent(standing.completion) if standing.distance is None else limit_words(standing.met)


def _make_series(place, trend, shown):
    numbers = {period.seq: get_drawn_number(line, shown) for period, line in trend}
    return Series(trend[0][1].participant.short_name, [numbers.get(period.seq) for period in place.periods])
