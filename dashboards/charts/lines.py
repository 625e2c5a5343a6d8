"""Lines of a few units through the year in one picture, each with a mark and a dash of its own and its name at its
end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dashboards.charts.drawing import Tick, draw_path, fit_text, place, round_up

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 960, 360, 72, 176, 14, 30
STEPS = 4  # lines of the scale
APART = 17  # between two names


class Series(NamedTuple):
    """The numbers of a unit, one for each period of the year; None where nothing is known."""

    name: str
    values: Sequence[Decimal | None]


class DrawnSeries(NamedTuple):
    """``dots`` are its known numbers as (x, y). ``label`` is the height of its name, ``end`` that of its last number;
    "" where nothing is known."""

    name: str
    path: str
    dots: list[tuple[str, str]]
    label: str
    end: tuple[str, str]


@dataclass(frozen=True)
class LinesPicture:
    """``names`` is where the names begin. ``whole`` is the unit above all of them, ``pace`` a line that all are held
    against ("": none)."""

    series: list[DrawnSeries]
    whole: DrawnSeries | None
    pace: str
    scale: list[Tick]
    periods: list[Tick]
    names: str
    right: str
    width: int = WIDTH
    height: int = HEIGHT
    left: str = str(LEFT)
    base: str = str(HEIGHT - BOTTOM)
    template: str = "dashboards/pictures/lines.jinja"


def make_lines_picture(
    series: Sequence[Series], whole: Series | None, pace: Sequence[Decimal | None], *, periods: Sequence[str],
    write: Callable[[Decimal], str],
) -> LinesPicture:  # fmt: skip
    """The picture of up to eight units; ``periods`` are the names below the axis, ``write`` makes texts of numbers."""
    everybody = [*series, *([whole] if whole else [])]
    numbers = [value for each in (*everybody, Series("", pace)) for value in each.values if value is not None]
    top, low = round_up(max(numbers, default=Decimal(0))), min([*numbers, Decimal(0)])
    low = -round_up(-low) if low < 0 else Decimal(0)
    right = WIDTH - (RIGHT if any(each.values[-1] is not None for each in everybody) else 24)
    wide = Decimal(right - LEFT) / max(len(periods), 1)
    xs = [place(LEFT + wide * (at + Decimal("0.5"))) for at in range(len(periods))]

    def y(value):
        return place(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (top - low)))

    drawn = [_draw(each, xs, [None if value is None else y(value) for value in each.values]) for each in everybody]
    drawn = _spread_labels(drawn)
    step = (top - low) / STEPS
    return LinesPicture(
        series=drawn[: len(series)], whole=drawn[-1] if whole else None,
        pace=draw_path((x, None if value is None else y(value)) for x, value in zip(xs, pace, strict=True)),
        scale=[Tick(y(low + step * n), write(low + step * n)) for n in range(STEPS + 1)],
        periods=[Tick(x, name) for x, name in zip(xs, periods, strict=True)],
        names=place(max((float(each.end[0]) for each in drawn if each.label), default=LEFT) + 26),
        right=str(right),
    )  # fmt: skip


def _draw(series, xs, ys):
    dots = [(x, y) for x, y in zip(xs, ys, strict=True) if y is not None]
    end = dots[-1] if dots else ("", "")
    path = draw_path(zip(xs, ys, strict=True))
    return DrawnSeries(fit_text(series.name, RIGHT - 24), path, dots, end[1], end)


def _spread_labels(drawn: list[DrawnSeries]) -> list[DrawnSeries]:
    """The names apart from each other, each as near as can be to the end of its line, in the order of these ends."""
    order = sorted((n for n, each in enumerate(drawn) if each.label), key=lambda n: float(drawn[n].label))
    heights, lowest = [float(drawn[n].label) for n in order], float(HEIGHT - BOTTOM)
    for at in range(1, len(heights)):
        heights[at] = max(heights[at], heights[at - 1] + APART)
    for at in range(len(heights) - 1, -1, -1):
        heights[at] = min(heights[at], lowest - APART * (len(heights) - 1 - at))
    spread = dict(zip(order, heights, strict=True))
    return [each._replace(label=place(spread[n])) if n in spread else each for n, each in enumerate(drawn)]
