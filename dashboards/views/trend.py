"""The tab "trend" of a number: this year with its pace, the year before, and a forecast; as a picture and a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.charts.trend import TrendPicture, make_trend_picture
from pages.formats import Rounding, format_number, format_percent, format_points
from plans.models import Period
from targets.models import Target
from targets.results.forecast import Forecast, forecast_end
from targets.results.judge import Judge
from targets.results.last_year import LastYear, read_last_year
from targets.results.line import TotalLine
from targets.results.parts import read_trend
from targets.results.place import TotalsPlace
from targets.totals.standing import ZERO


@dataclass(frozen=True)
class TrendRow:
    """A period: its line (None: it has not begun), the pace as a number, the year before, and the changes in words."""

    period: Period
    line: TotalLine | None
    pace: Decimal | None
    before: Decimal | None
    against_last_year: str
    against_last_period: str


def build_trend_context(request, place, target):
    lines = dict(read_trend(place, target))
    last_year = read_last_year(request.user, place, target)
    line = lines[place.shown_period]
    forecast = _forecast(line, last_year, place.shown_period)
    rows = make_trend_rows(place, target, lines, last_year)
    return {
        "line": line,
        "single": not place.participant.children.exists(),
        "rows": rows,
        "rounding": line.step_rounding,
        "last_year": last_year,
        "forecast": forecast,
        "forecast_text": describe_forecast(forecast, line) if forecast else "",
        "silence": "" if forecast else _why_silent(line, last_year, place.shown_period),
        "picture": make_trend_picture(rows, line, forecast),
    }


def _forecast(line: TotalLine, last_year: LastYear | None, period: Period) -> Forecast | None:
    if last_year is None or line.target.is_milestone or line.reached_units:
        return None
    return forecast_end(line.standing.shown, last_year.shares.get(period.end.month, ()), start=_start(line))


def _why_silent(line, last_year, period):
    if line.target.is_milestone or line.reached_units:
        return _("Milestones and counts of units are not forecast.")
    if last_year is None:
        return _("No forecast: there is no plan of the year before with this target.")
    if period.end.month == 12:
        return _("No forecast: the year is over.")
    return _("No forecast: too little was reported by this time, in this year or in the year before.")


def describe_forecast(forecast: Forecast, line: TotalLine) -> str:
    """The band and its middle with the unit of measure, against what is owed."""
    unit = line.target.scale or line.target.unit
    words = {name: _number(getattr(forecast, name), line) for name in ("low", "middle", "high")} | {"unit": unit}
    return _("By the end of the year %(middle)s %(unit)s, in 8 cases of 10 between %(low)s and %(high)s") % words


def describe_trend(picture: TrendPicture, last_year: LastYear | None) -> str:
    """What each line of the picture is, for who has it without its page."""
    phrases = [
        _("line with dots: to date"), *([_("dotted: the pace")] if picture.pace else []),
        *([_("dashed: what is owed")] if picture.bound else []),
        *([_("grey: %(year)s") % {"year": last_year.plan.year}] if last_year and picture.before else []),
        *([_("band: forecast")] if picture.band else []),
    ]  # fmt: skip
    return pgettext("between phrases", ", ").join(phrases)


def make_trend_rows(
    place: TotalsPlace, target: Target, lines: Mapping[Period, TotalLine], last_year: LastYear | None
) -> list[TrendRow]:
    """A row for each period of the year; the pace goes on through those that have not begun."""
    rows: list[TrendRow] = []
    judge, now = Judge(place.plan, place.periods, place.basis), lines[place.shown_period]
    for period in place.periods:
        line, pace = lines.get(period), _pace_number(now, judge.pace(target, period.seq))
        before = last_year.values.get(period.end.month) if last_year else None
        rows.append(
            TrendRow(
                period, line, pace, before, _against_last_year(line, before),
                _against_last_period(line, rows[-1].line if rows else None),
            )
        )  # fmt: skip
    return rows


def _pace_number(line, pace):
    """The number to date that a ``pace`` asks for; None for a line without a pace."""
    if line.bound is None or line.standing.pace is None or line.standing.distance is not None:
        return None
    start = _start(line)
    return start + (line.bound - start) * pace


def _start(line):
    """The value from which a level or a rate began; 0 for what is added up."""
    goal = line.standing.goal
    return goal.baseline or ZERO if goal and goal.has_start else ZERO


def _against_last_year(line, before):
    """同比: the change of the number to date against the same time a year before; of a rate in points."""
    if line is None or line.standing.shown is None or before is None:
        return ""
    return _change(line, line.standing.shown, before)


def _against_last_period(line, previous):
    """环比: the change of what the period added against what the one before added; of a rate its change in points."""
    if line is None or line.amount is None:
        return ""
    if line.is_rate:
        return _points(line, line.amount)
    if previous is None or previous.amount is None:
        return ""
    return _change(line, line.amount, previous.amount)


def _change(line, now, before):
    if line.is_rate:
        return _points(line, now - before)
    if not before:
        return ""
    share = (now - before) / abs(before)
    return ("+" if share > 0 else "") + format_percent(share)


def _points(line, difference):
    if line.target.scale == "%":
        return format_points(difference / 100)
    sign = "+" if difference > 0 else ""
    return f"{sign}{format_number(difference, line.step_rounding)} {line.target.scale or line.target.unit}"


def _number(value, line):
    return format_number(value, Rounding(line.digits))
