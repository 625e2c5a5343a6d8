"""The chart of a trend: a bar for each period, and a line at the amount owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pages.formats import round_beside_bounds
from targets.results.line import TotalLine

HEIGHT, STEP, WIDTH = 60, 40, 26


@dataclass
class TrendBar:
    """Lengths as text for attributes of an SVG, in which localized numbers are invalid."""

    x: str
    y: str
    height: str
    light: str


@dataclass
class TrendChart:
    """``bound`` is the height of the line at the amount owed, None without one."""

    bars: list[TrendBar]
    width: str
    height: str
    bound: str | None


def make_trend_chart(lines: Sequence[TotalLine]) -> TrendChart:
    """The chart of a trend's lines; a period in which nothing is known has a bar of height 0."""
    bound = lines[-1].bound if lines else None
    top = max([line.standing.shown or Decimal(0) for line in lines] + [bound or Decimal(0)], default=Decimal(0))

    def scaled(value):
        return max(value or Decimal(0), Decimal(0)) / top * (HEIGHT - 4) if top > 0 else Decimal(0)

    def length(value):
        """Never up to the line at the amount owed while that is not reached."""
        return round_beside_bounds(scaled(value), 2, (Decimal(0), scaled(bound)))

    drawn = [
        TrendBar(str(n * STEP + (STEP - WIDTH) // 2), str(HEIGHT - high), str(high), line.standing.light)
        for n, line in enumerate(lines)
        for high in [length(line.standing.shown)]
    ]
    at = str(HEIGHT - length(bound)) if bound else None
    return TrendChart(drawn, str(STEP * len(lines)), str(HEIGHT), at)
