"""Blank cells for the amount of a period, beside a running total: nothing was reported."""

from collections import defaultdict
from collections.abc import Mapping

from sheets.figures.columns import FigurePart
from sheets.layout.model import TableLayout, UnitPlace
from sheets.office.assembly.asking import IGNORE, Desk
from sheets.office.assembly.figures import TableFigures
from sheets.office.assembly.labels_of_table import TableLabels
from sheets.office.assembly.lines import Line
from sheets.office.model import ColumnRole, FigureKind


def find_blank_amounts(
    table: TableLayout, labels: TableLabels, lines: Mapping[int, Line], read: TableFigures, desk: Desk
) -> set[tuple[str, str]]:
    """The (unit, target) of a table with a running total, and with cells for the amount that hold none.

    A cell that is asked about, or that a person said not to read, is not blank.
    """
    kinds: dict[FigureKind, set[tuple[str, str]]] = defaultdict(set)
    for figure in read.figures:
        kinds[figure.kind].add((figure.unit, figure.target))
    waiting = kinds[FigureKind.TO_DATE] - kinds[FigureKind.AMOUNT]
    targets = {target for _unit, target in waiting}
    places = _list_amount_places(table, labels, targets) if targets else []
    blank: set[tuple[str, str]] = set()
    filled: set[tuple[str, str]] = set()
    for row, column, target in places:
        line = lines.get({UnitPlace.ROWS: row, UnitPlace.COLUMNS: column}.get(table.units, 0))
        if line is None or line.left_out or line.why or (line.unit, target) not in waiting:
            continue
        taken = (row, column) in read.unread or desk.answer_to_cell(row, column) == IGNORE
        (filled if taken else blank).add((line.unit, target))
    return blank - filled


def _list_amount_places(table, labels, targets) -> list[tuple[int, int, str]]:
    """(row, column, target) of the cells for amounts of ``targets``."""
    places = []
    by_column = labels.by_column
    columns = (
        [c for c in table.value_columns if _is_amount(by_column[c], targets)] if by_column else table.value_columns
    )
    for row in table.body:
        for column in columns:
            label = labels.of_cell(row, column)
            if by_column or _is_amount(label, targets):
                places.append((row, column, label.match.target))
    return places


def _is_amount(label, targets):
    match = label.match
    is_figure = label.why is None and match.role == ColumnRole.FIGURE and match.part == FigurePart.VALUE
    return is_figure and match.kind == FigureKind.AMOUNT and match.target in targets
