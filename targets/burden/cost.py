"""Arithmetic of the burden: cells and texts times seconds, by level."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from orgs.models import Level
from pages.formats import format_number

SECONDS_IN_AN_HOUR = Decimal(3600)


@dataclass(frozen=True)
class CellSeconds:
    """How long it takes to fill in a number (``figure``) and to write of a task (``text``), in seconds.

    ``figure_returns`` and ``text_returns`` are how many returns it was measured in; 0: a default.
    """

    figure: Decimal
    text: Decimal
    figure_returns: int = 0
    text_returns: int = 0

    def hours(self, figures: int, texts: int) -> Decimal:
        """The hours for so many cells and texts, exact."""
        return (figures * self.figure + texts * self.text) / SECONDS_IN_AN_HOUR


@dataclass(frozen=True)
class LevelCost:
    """What the units of a level have to fill in: ``figures`` cells of numbers and ``texts`` of tasks in all."""

    level: str
    units: int
    figures: int
    texts: int
    hours: Decimal

    @property
    def label(self) -> str:
        return str(Level(self.level).label)


@dataclass(frozen=True)
class RequestCost:
    """What a request costs below, by level from the top; ``seconds`` is what it was computed with."""

    levels: list[LevelCost]
    seconds: CellSeconds

    @property
    def units(self) -> int:
        return sum(each.units for each in self.levels)

    @property
    def figures(self) -> int:
        return sum(each.figures for each in self.levels)

    @property
    def texts(self) -> int:
        return sum(each.texts for each in self.levels)

    @property
    def hours(self) -> Decimal:
        return self.seconds.hours(self.figures, self.texts)

    @property
    def hours_text(self) -> str:
        """As a sentence says it: to a tenth below ten hours."""
        return format_number(self.hours, 1 if self.hours < 10 else 0)


def make_cost(asked: Iterable[tuple[str, int, int, int]], seconds: CellSeconds) -> RequestCost:
    """The cost of rows (level, units, figures, texts), one for each level."""
    order = {level: n for n, level in enumerate(Level.values)}
    rows = sorted(asked, key=lambda row: order[row[0]])
    return RequestCost([LevelCost(*row, hours=seconds.hours(row[2], row[3])) for row in rows], seconds)
