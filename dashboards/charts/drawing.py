"""What the pictures share: scales, paths and texts. Places are texts, because localized numbers are invalid in SVG."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pages.lights import light_name

CHARACTER = 13  # the width of a Chinese character, and the size of all letters in a picture
LEGEND = 28  # the height of a legend


class Tick(NamedTuple):
    """A mark of an axis: its place and its text."""

    at: str
    text: str


class LegendLight(NamedTuple):
    """A light in a legend: where it stands, and its light."""

    x: str
    light: str


def place(value: Decimal | float) -> str:
    """A place in a picture, to a tenth."""
    return f"{value:.1f}"


def draw_path(points: Iterable[tuple[str, str | None]]) -> str:
    """A line through the known points; what is missing (None) is a gap."""
    parts, gap = [], True
    for x, y in points:
        if y is not None:
            parts.append(f"{'M' if gap else 'L'}{x} {y}")
        gap = y is None
    return "".join(parts)


def round_up(value: Decimal) -> Decimal:
    """The next number that is not less and whose quarters have few digits: 1, 1.2, 1.6, 2 … times a power of ten."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    steps = ("1", "1.2", "1.6", "2", "2.4", "3.2", "4", "5", "6", "8", "10")
    return next(Decimal(step) * power for step in steps if Decimal(step) * power >= value)


def measure_text(text: str, size: int = CHARACTER) -> int:
    """About how wide a text is drawn: Chinese characters are as wide as high, others a little over half of it."""
    return round(sum(size if ord(letter) > 0x2E7F else size * 0.58 for letter in text))


def fit_text(text: str, width: int, size: int = CHARACTER) -> str:
    """The text, or its beginning and … where it is wider than ``width``."""
    if measure_text(text, size) <= width:
        return text
    end = len(text)
    while end and measure_text(text[:end], size) > width - size:
        end -= 1
    return f"{text[:end]}…"


def place_legend(lights: Iterable[str]) -> tuple[list[LegendLight], int]:
    """The lights side by side, and where the last one ends."""
    found, x = [], 0
    for light in lights:
        found.append(LegendLight(place(x), light))
        x += 20 + measure_text(light_name(light)) + 20
    return found, x


def wrap_text(text: str, width: int, size: int = CHARACTER) -> list[str]:
    """The text in lines that are not wider than ``width``; at least one line."""
    lines, line = [], ""
    for letter in text:
        if line and measure_text(line + letter, size) > width:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]
