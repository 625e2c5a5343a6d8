"""Bars of many units side by side: name, light, bar and number of each, in one to three columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dashboards.charts.drawing import LEGEND, LegendLight, fit_text, place, place_legend, round_up
from pages.formats import format_percent, round_beside_bounds
from pages.lights import NAMES

ROW, SPACE = 24, 36  # the height of a row; between columns
NAME, NUMBER = 120, 84  # the widths of a name with its light, and of a number
COLUMNS = ((14, 1, 640), (40, 2, 480), (10_000, 3, 390))  # up to so many units: columns, and their width
LONGEST = Decimal("1.5")  # a completion above it is drawn as this: one unit must not make all others tiny
ONE = Decimal(1)


class UnitNumber(NamedTuple):
    """What is drawn of a unit. ``light`` is None where it has no light but its completion on the whole. ``value`` is
    the length of its bar (None: no bar), ``text`` its number in words."""

    name: str
    light: str | None
    value: Decimal | None
    text: str


class UnitBar(NamedTuple):
    """A row: its place, and the length of its bar. ``cut`` is where a longer bar breaks off ("": it does not)."""

    x: str
    y: str
    name: str
    number: UnitNumber
    length: str
    cut: str


@dataclass(frozen=True)
class BarsPicture:
    """``marks`` are the places of the vertical lines of the pace, ``wholes`` of those at 100 %; the first of each
    column."""

    width: int
    height: int
    bars: list[UnitBar]
    legend: list[LegendLight]
    legend_end: str
    whole_at: str
    track: str
    number_end: str
    marks: list[str]
    wholes: list[str]
    base: str
    pace: str
    template: str = "dashboards/pictures/bars.jinja"


def make_bars_picture(numbers: Sequence[UnitNumber], *, pace: Decimal | None = None, shares: bool) -> BarsPicture:
    """The picture of these units in their order. ``shares``: the values are completions (1 is 100 %), with ``pace``."""
    count, width = next((columns, width) for most, columns, width in COLUMNS if len(numbers) <= most)
    rows = max(1, -(-len(numbers) // count))
    track = width - NAME - NUMBER
    highest = max((number.value for number in numbers if number.value is not None), default=ONE)
    top = min(max(highest, ONE), LONGEST) if shares else round_up(highest)
    lefts = [column * (width + SPACE) for column in range(count)]

    def length(value):
        """Never up to the lines at the pace and at 100 % while these are not reached."""
        bounds = (Decimal(0), *((pace / top * track,) if shares and pace else ()), ONE / top * track)
        drawn = min(max(value or Decimal(0), Decimal(0)), top) / top * track
        return str(round_beside_bounds(drawn, 1, bounds if shares else bounds[:1]))

    bars = [
        UnitBar(
            place(lefts[at // rows]), place(LEGEND + at % rows * ROW), fit_text(number.name, NAME - 26), number,
            length(number.value), place(NAME + track - 9) if number.value is not None and number.value > top else "",
        )
        for at, number in enumerate(numbers)
    ]  # fmt: skip
    lights = {number.light for number in numbers}
    legend, end = place_legend(light for light in NAMES if light in lights)
    judged = shares and pace is not None
    return BarsPicture(
        width=count * width + (count - 1) * SPACE, height=LEGEND + rows * ROW + 4, bars=bars, legend=legend,
        legend_end=place(end), whole_at=place(end + (130 if judged else 0)), track=place(track),
        number_end=place(width), base=place(LEGEND + rows * ROW),
        marks=[place(left + NAME + pace / top * track) for left in lefts] if judged and pace is not None else [],
        wholes=[place(left + NAME + ONE / top * track) for left in lefts] if shares else [],
        pace=format_percent(pace) if judged else "",
    )  # fmt: skip
