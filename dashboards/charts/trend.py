"""The picture of a trend: the number to date, its pace, the year before, and the band of a forecast, as SVG paths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from pages.formats import format_number
from targets.results.forecast import Forecast
from targets.results.line import TotalLine

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 260, 64, 16, 12, 28
STEPS = 4  # lines of the scale


class Tick(NamedTuple):
    """A mark of an axis: its place and its text."""

    at: str
    text: str


@dataclass(frozen=True)
class TrendPicture:
    """Paths and places as text: localized numbers are invalid in SVG. ``bound`` is the height of what is owed, ``dots``
    are (x, y) of the numbers to date, ``band`` the corners of the forecast."""

    width: str
    height: str
    value: str
    dots: list[tuple[str, str]]
    pace: str
    before: str
    bound: str | None
    band: str
    middle: str
    scale: list[Tick]
    periods: list[Tick]
    left: str = str(LEFT)
    right: str = str(WIDTH - RIGHT)
    base: str = str(HEIGHT - BOTTOM)


def make_trend_picture(rows: Sequence[Any], line: TotalLine, forecast: Forecast | None) -> TrendPicture:
    """The picture of ``rows`` (TrendRow), whose last one is the end of the year."""
    values = [row.line.standing.shown if row.line else None for row in rows]
    numbers = [*values, *(row.pace for row in rows), *(row.before for row in rows), line.bound]
    numbers += [forecast.high] if forecast else []
    top = _round_up(max([number for number in numbers if number is not None], default=Decimal(0)))
    xs = [_place(number, len(rows)) for number in range(len(rows))]

    def y(value):
        share = min(max(value / top, Decimal(0)), Decimal(1))
        return f"{TOP + (HEIGHT - TOP - BOTTOM) * (1 - share):.1f}"

    known = [(x, y(value)) for x, value in zip(xs, values, strict=True) if value is not None]
    return TrendPicture(
        width=str(WIDTH), height=str(HEIGHT), value=_path(zip(xs, values, strict=True), y), dots=known,
        pace=_path(zip(xs, (row.pace for row in rows), strict=True), y),
        before=_path(zip(xs, (row.before for row in rows), strict=True), y),
        bound=None if line.bound is None else y(line.bound),
        band=_band(known[-1], xs[-1], forecast, y) if forecast else "",
        middle=f"M{known[-1][0]} {known[-1][1]}L{xs[-1]} {y(forecast.middle)}" if forecast else "",
        scale=[Tick(y(top * n / STEPS), format_number(top * n / STEPS)) for n in range(STEPS + 1)],
        periods=[Tick(x, _short(row.period)) for x, row in zip(xs, rows, strict=True)],
    )  # fmt: skip


def _band(start, end, forecast, y):
    return f"{start[0]},{start[1]} {end},{y(forecast.high)} {end},{y(forecast.low)}"


def _place(number, count):
    return f"{LEFT + (WIDTH - LEFT - RIGHT) * (number + Decimal('0.5')) / max(count, 1):.1f}"


def _path(points: Iterable[tuple[str, Decimal | None]], y) -> str:
    """A line through the known points; what is missing is a gap."""
    parts, gap = [], True
    for x, value in points:
        if value is not None:
            parts.append(f"{'M' if gap else 'L'}{x} {y(value)}")
        gap = value is None
    return "".join(parts)


def _round_up(value: Decimal) -> Decimal:
    """The next number that is not less and whose quarters have few digits: 1, 1.2, 1.6, 2 … times a power of ten."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    steps = ("1", "1.2", "1.6", "2", "2.4", "3.2", "4", "5", "6", "8", "10")
    return next(Decimal(step) * power for step in steps if Decimal(step) * power >= value)


def _short(period):
    """The period without its year: 三季度, 7月."""
    return period.name.removeprefix(f"{period.end.year}年")
