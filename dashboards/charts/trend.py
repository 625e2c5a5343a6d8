"""The picture of a trend: the number to date, its pace, the year before, and the band of a forecast, as SVG paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboards.charts.drawing import Tick, draw_path, place, round_up
from pages.formats import format_number
from plans.models import Period
from targets.results.forecast import Forecast
from targets.results.line import TotalLine

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 260, 64, 16, 12, 28
STEPS = 4  # lines of the scale


@dataclass(frozen=True)
class TrendPicture:
    """Paths and places as text: localized numbers are invalid in SVG. ``bound`` is the height of what is owed, ``dots``
    are (x, y) of the numbers to date, ``band`` the corners of the forecast."""

    value: str
    dots: list[tuple[str, str]]
    pace: str
    before: str
    bound: str | None
    band: str
    middle: str
    scale: list[Tick]
    periods: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: str = str(LEFT)
    right: str = str(WIDTH - RIGHT)
    base: str = str(HEIGHT - BOTTOM)
    template: str = "dashboards/pictures/trend.jinja"


def make_trend_picture(rows: Sequence[Any], line: TotalLine, forecast: Forecast | None) -> TrendPicture:
    """The picture of ``rows`` (TrendRow), whose last one is the end of the year."""
    values = [row.line.standing.shown if row.line else None for row in rows]
    numbers = [*values, *(row.pace for row in rows), *(row.before for row in rows), line.bound]
    numbers += [forecast.high] if forecast else []
    top = round_up(max([number for number in numbers if number is not None], default=Decimal(0)))
    xs = [_place_period(number, len(rows)) for number in range(len(rows))]

    def y(value):
        share = min(max(value / top, Decimal(0)), Decimal(1))
        return place(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share))

    def line_of(numbers):
        return draw_path((x, None if value is None else y(value)) for x, value in zip(xs, numbers, strict=True))

    known = [(x, y(value)) for x, value in zip(xs, values, strict=True) if value is not None]
    return TrendPicture(
        value=line_of(values), dots=known,
        pace=line_of([row.pace for row in rows]), before=line_of([row.before for row in rows]),
        bound=None if line.bound is None else y(line.bound),
        band=_band(known[-1], xs[-1], forecast, y) if forecast else "",
        middle=f"M{known[-1][0]} {known[-1][1]}L{xs[-1]} {y(forecast.middle)}" if forecast else "",
        scale=[Tick(y(top * n / STEPS), format_number(top * n / STEPS)) for n in range(STEPS + 1)],
        periods=[Tick(x, short_name(row.period)) for x, row in zip(xs, rows, strict=True)],
    )  # fmt: skip


def _band(start, end, forecast, y):
    return f"{start[0]},{start[1]} {end},{y(forecast.high)} {end},{y(forecast.low)}"


def _place_period(number, count):
    return place(LEFT + (WIDTH - LEFT - RIGHT) * (number + Decimal("0.5")) / max(count, 1))


def short_name(period: Period) -> str:
    """The period without its year: 三季度, 7月."""
    return period.name.removeprefix(f"{period.end.year}年")
