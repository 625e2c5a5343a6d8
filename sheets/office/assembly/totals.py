"""Whether the totals that a table gives are the sums of its rows; one that is not is a question."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.layout.words import TOTAL
from sheets.office.assembly.asking import Desk
from sheets.office.assembly.figures import TableFigures
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.labels_of_table import TableLabels
from sheets.office.assembly.lines import Line
from sheets.office.cells import ONE, read_grid_cell
from sheets.office.model import ColumnMatch, ColumnRole
from sheets.problems import SheetProblem

SUMMED = ("increment", "running", "level")


class TotalsCheck:
    """Compares the totals of a table with its rows (or columns); the hidden ones count where that makes them right."""

    def __init__(
        self, view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk, lines: dict[int, Line]
    ) -> None:
        self.view, self.table, self.known, self.desk, self.lines = view, table, known, desk, lines
        self.grid = desk.grid

    def ask(self, labels: TableLabels, read: TableFigures) -> None:
        """Ask about every total that is not the sum."""
        self.unread = read.unread
        self.read = {(figure.row, figure.column): figure.value for figure in read.figures} if self._any() else {}
        if self.table.units == UnitPlace.ROWS and labels.by_column and self.table.total_rows:
            for column, label in labels.by_column.items():
                if self._is_summed(label):
                    self._check_column(column, label.match)
        if self.table.units == UnitPlace.COLUMNS and self.table.total_columns:
            for row in self.table.body:
                self._check_row(row, labels)

    def _any(self):
        return self.table.total_rows or self.table.total_columns

    def _is_left_out(self, row):
        """Of a row of plans or rates, which nobody adds to the figures."""
        return row in self.lines and self.lines[row].match.why != "answered" and self.lines[row].left_out

    def _is_summed(self, label):
        target = self.known.targets.get(label.match.target)
        summed = target is not None and target.measure in SUMMED and not target.sign
        return summed and label.why is None and label.match.role == ColumnRole.FIGURE

    def _check_column(self, column, match):
        rows, totals = [row for row in self.table.body if not self._is_left_out(row)], self.table.total_rows
        if not rows:
            return
        numbers = {row: self._number(row, column) for row in rows}
        values = {row: number for row, number in numbers.items() if number is not None}
        if len(values) < len(numbers):
            return
        hidden = self._hidden_sum(
            [(row, column) for row in sorted(self.grid.hidden_rows)],
            max(self.table.head, default=0),
            max(self.table.last_row, rows[-1]),
        )
        for number, row in enumerate(totals):
            said = self._said(row, column, match)
            if said is None:
                continue
            before = totals[number - 1] if number else 0
            after = next((each for each in totals[number + 1 :]), 1 << 30)
            parts = [
                sum(values.values()),
                sum(value for at, value in values.items() if before < at < row),
                sum(value for at, value in values.items() if row < at < after),
                sum(value for at, value in values.items() if at < row),
            ]
            self._compare(row, column, said, [*parts, parts[0] + hidden], match)

    def _check_row(self, row, labels):
        for total in self.table.total_columns:
            path = self._kind_path(total)
            columns = [c for c in self.table.value_columns if self.table.column_paths.get(c, ()) == path]
            label = labels.of_cell(row, columns[0]) if columns else None
            if label is None or not self._is_summed(label):
                continue
            values = [self._number(row, column) for column in columns]
            said = self._said(row, total, label.match)
            if said is not None and None not in values:
                whole = sum(value for value in values if value is not None)
                hidden = self._hidden_sum(
                    [(row, c) for c in sorted(self.grid.hidden_columns)], columns[0], max(columns[-1], total), True
                )
                self._compare(row, total, said, [whole, whole + hidden], label.match)

    def _kind_path(self, column):
        return tuple(text for text in self.table.column_paths.get(column, ()) if not TOTAL.match(text))

    def _compare(self, row, column, said, sums: Sequence[Decimal | int], match: ColumnMatch):
        if said not in sums and not self.desk.answer_to_total(row, column):
            params = {"said": said, "sum": Decimal(sums[0])}
            self.desk.ask_total(row, column, SheetProblem("total_differs", params), match)

    def _number(self, row, column) -> Decimal | None:
        """The number of a cell of the body; 0 for a blank, None where it is not known."""
        if (row, column) in self.read:
            return self.read[row, column] or Decimal(0)
        if (row, column) in self.unread or (row, column) in self.grid.problems:
            value = self.view.value(row, column)
            return number if (number := _as_number(value)) is not None and number >= 0 else None
        value = self.view.value(row, column)
        if value is None:
            return Decimal(0)
        return _as_number(value)

    def _said(self, row, column, match) -> Decimal | None:
        target = self.known.targets[match.target]
        factor = ONE if match.factor == 1 else Decimal(match.factor)
        return read_grid_cell(self.grid.cell(row, column), target, match.part, factor).value

    def _hidden_sum(self, cells: Iterable[tuple[int, int]], first, last, across=False) -> Decimal:
        inside = [cell for cell in cells if first <= cell[1 if across else 0] <= last]
        values = [self.grid.value(*cell) for cell in inside]
        return sum((_as_number(value) or Decimal(0) for value in values), Decimal(0))


def _as_number(value) -> Decimal | None:
    """The number that a cell holds, None for what is none; True is none."""
    return Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None
