"""The little picture of a trend: a bar for each period, a line where the allocation stands."""

from dataclasses import dataclass
from decimal import Decimal

HEIGHT, STEP, WIDTH = 60, 40, 26


@dataclass
class Bar:
    """Lengths as text, for the attributes of an SVG: a localized number would not be one."""

    x: str
    y: str
    height: str
    light: str


@dataclass
class Bars:
    bars: list[Bar]
    width: str
    height: str
    bound: str | None


def bars(lines):
    """The Bars of a trend's lines; a period in which nothing is known has a bar of no height."""
    bound = lines[-1].bound if lines else None
    top = max([line.standing.shown or Decimal(0) for line in lines] + [bound or Decimal(0)], default=Decimal(0))

    def length(value):
        share = max(value or Decimal(0), Decimal(0)) / top if top > 0 else Decimal(0)
        return (share * (HEIGHT - 4)).quantize(Decimal("0.01"))

    drawn = [
        Bar(str(n * STEP + (STEP - WIDTH) // 2), str(HEIGHT - high), str(high), line.standing.light)
        for n, line in enumerate(lines)
        for high in [length(line.standing.shown)]
    ]
    at = str(HEIGHT - length(bound)) if bound else None
    return Bars(drawn, str(STEP * len(lines)), str(HEIGHT), at)
