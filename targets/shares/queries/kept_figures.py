"""Figures of units that were kept, by which targets are split again and again: their population in a year."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from targets.models import SplitFigure


@dataclass
class KeptFigures:
    """The figures of one name and year; ``values``: participant id → number, of those that have one."""

    name: str
    year: int
    values: dict[int, Decimal] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return f"kept:{self.year}:{self.name}"


def list_kept_figures(areas: list[Any]) -> list[KeptFigures]:
    """What is kept of these participants' units, the latest year first; one query."""
    by_unit = {child.unit_id: child.pk for child in areas}
    sets: dict[tuple[str, int], KeptFigures] = {}
    for row in SplitFigure.objects.filter(unit__in=by_unit).order_by("-year", "name"):
        kept = sets.setdefault((row.name, row.year), KeptFigures(row.name, row.year))
        kept.values[by_unit[row.unit_id]] = row.value
    return list(sets.values())
