"""The sum of the cells of places that a unit's figure adds up."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.files.grid import SheetGrid
from sheets.layout.view import SheetView
from sheets.office.assembly.asking import value_answered
from sheets.office.cells import CellReading, read_grid_cell
from sheets.office.model import TargetNames

SUMMED = ("increment", "running", "level")


class PlacesSum(NamedTuple):
    """``sum`` is None where a cell holds what may be several numbers; ``filled`` counts the cells that hold any."""

    sum: Decimal | None
    filled: int


def is_added_up(target: TargetNames) -> bool:
    """Whether the figures of places make that of their unit: counts do, shares and days do not."""
    return target.measure in SUMMED and not target.sign


def add_places(
    view: SheetView, grid: SheetGrid, cells: Iterable[tuple[int, int]], target: TargetNames, factor: Decimal
) -> PlacesSum:
    """What the cells make together; 无 and / count nothing, and of 12户左右 the number is taken."""
    total, filled = Decimal(0), 0
    for row, column in cells:
        if view.value(row, column) is None and (row, column) not in grid.problems:
            continue
        number = _number_of(read_grid_cell(grid.cell(*view.source(row, column)), target, FigurePart.VALUE, factor))
        if number is None:
            return PlacesSum(None, filled + 1)
        total, filled = total + number, filled + 1
    return PlacesSum(total, filled)


def _number_of(found: CellReading) -> Decimal | None:
    if found.blank or found.na or (found.problem and found.problem.code == "ask_nothing"):
        return Decimal(0)
    if found.value is not None:
        return found.value
    numbers = [number for choice in found.choices if (number := value_answered(choice.answer)) is not None]
    return numbers[0] if len(set(numbers)) == 1 else None
