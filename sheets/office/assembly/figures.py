"""The figures of one table: each cell under its labels, or a question about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress, repeat
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.office.assembly.asking import (
    BLANK,
    IGNORE,
    NOT_APPLICABLE,
    Desk,
    choose_values,
    kind_answered,
    value_answered,
)
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.labels_of_table import TableLabels
from sheets.office.assembly.lines import Line
from sheets.office.assembly.months import add_months, last_month
from sheets.office.assembly.places_below import PlacesBelow
from sheets.office.assembly.sums_of_places import add_places, is_added_up
from sheets.office.cell_reading import choose_kind
from sheets.office.cells import ONE, CellReading, read_grid_cell
from sheets.office.model import ColumnRole, FigureKind, ReadFigure
from sheets.problems import SheetProblem

WHOLE = {int}
REASON = re.compile(r"备\s*注|(?:情况|原因|不适用)?说\s*明|.{0,6}原因|注")


class PlainColumns(NamedTuple):
    """Columns in which a whole number is the figure as it stands: side by side, their numbers and what they hold."""

    columns: tuple[int, ...]
    targets: tuple[str, ...]
    kinds: tuple[FigureKind | None, ...]
    parts: tuple[FigurePart, ...]
    done: frozenset[int]  # the numbers again

    @classmethod
    def of(cls, columns: Sequence[tuple[int, str, FigureKind | None, FigurePart]]) -> "PlainColumns":
        """The columns by number, target, kind and part."""
        numbers, targets, kinds, parts = zip(*columns, strict=True) if columns else ((), (), (), ())
        return cls(numbers, targets, kinds, parts, frozenset(numbers))


class _WholeNumbers(dict[object, Decimal | None]):
    """int -> Decimal, each made once; None for what is no whole number."""

    def __missing__(self, number):
        if type(number) is not int:
            return None
        made = self[number] = Decimal(number)
        return made


@dataclass
class TableFigures:
    """``figures`` in the order of the sheet; ``unread`` are the cells of figures whose number is not known."""

    figures: list[ReadFigure]
    unread: set[tuple[int, int]]


class CellReader:
    """Reads the cells of one table. Cells whose unit or target is not sure are kept for the question about it."""

    def __init__(
        self, view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk, lines: dict[int, Line]
    ) -> None:
        self.view, self.table, self.known, self.desk, self.lines = view, table, known, desk, lines
        self.grid = desk.grid
        self.figures: list[ReadFigure] = []
        self.unread: set[tuple[int, int]] = set()
        self.numbers = _WholeNumbers()
        self.every_target = frozenset(known.targets)
        self.answered = any(key.startswith("cell:") for key in desk.answers)

    def read(self, labels: TableLabels, places: PlacesBelow) -> TableFigures:
        """The figures; those of a row (or column) that adds up ``places`` are compared with the sum."""
        self.sums_of_months, self.places = labels.sums_of_months, places
        if labels.by_column:
            self._read_by_columns(labels)
        else:
            self._read_by_cells(labels)
        return TableFigures(self.figures, self.unread)

    def _read_by_columns(self, labels):
        """Every column has one label: of each row only the unit differs."""
        wanted = [(c, read) for c, read in labels.by_column.items() if read.why or read.match.role == ColumnRole.FIGURE]
        plain = [
            (column, read.match.target, read.match.kind, read.match.part)
            for column, read in wanted
            if self._is_plain(read) and column not in self.sums_of_months
        ]
        columns = PlainColumns.of(plain)
        grid = self.grid
        marked = {row for at in (grid.signs, grid.formats, grid.problems, grid.struck) for row, _column in at}
        marked |= self.view.merged_rows | self.places.parts.keys() | self.places.firsts.keys()
        for row in self.table.body:
            line = self._line_of(row, 0)
            if line is None or line.left_out:
                continue
            rest = wanted
            if line.why is None and row not in marked and not self.answered:
                read = self._read_plain_cells(row, line.unit, columns)
                rest = [each for each in wanted if each[0] not in read] if len(read) < len(wanted) else []
            for column, label in rest:
                if not self._is_empty(row, column):
                    self._read_cell(row, column, line, label)

    def _read_plain_cells(self, row, unit, plain: PlainColumns):
        """Keep the whole numbers of a row: nearly all cells of a large sheet. The columns that are done."""
        owed = self.known.units[unit].owed if self.known.owed_known else self.every_target
        line = self.grid.values[row - 1]
        values = [line[column - 1] for column in plain.columns]
        numbers = map(self.numbers.__getitem__, values)
        held = plain.targets, plain.kinds, plain.parts
        place = repeat(self.desk.file), repeat(self.grid.title), repeat(row), plain.columns
        # In C from end to end: figures are made here by the hundred thousand.
        rows = zip(repeat(unit), *held, numbers, *place, repeat(False), repeat(""), repeat(None))
        if set(map(type, values)) == WHOLE and min(values) >= 0 and owed.issuperset(plain.targets):
            self.figures += map(tuple.__new__, repeat(ReadFigure), rows)
            return plain.done
        pairs = zip(values, plain.targets, strict=True)
        wanted = [type(value) is int and value >= 0 and target in owed for value, target in pairs]
        self.figures += map(tuple.__new__, repeat(ReadFigure), compress(rows, wanted))
        done = [value is None or read for value, read in zip(values, wanted, strict=True)]
        return plain.done if all(done) else frozenset(compress(plain.columns, done))

    def _read_by_cells(self, labels):
        for row in self.table.body:
            for column in self.table.value_columns:
                line = self._line_of(row, column)
                if line is None or line.left_out or self._is_empty(row, column):
                    continue
                read = labels.of_cell(row, column)
                if read.why or read.match.role == ColumnRole.FIGURE:
                    self._read_cell(row, column, line, read)

    def _is_empty(self, row, column):
        """Whether nothing stands in a cell; a blank that adds up places is looked at."""
        if self.view.value(row, column) is not None or (row, column) in self.grid.problems:
            return False
        return not self.places.parts_of(row, column, self.table.units)

    def _line_of(self, row, column):
        if self.table.units == UnitPlace.ROWS:
            return self.lines.get(row)
        return self.lines.get(column if self.table.units == UnitPlace.COLUMNS else 0)

    def _is_plain(self, read):
        target = self.known.targets.get(read.match.target)
        return (
            read.why is None
            and target is not None
            and not target.sign
            and target.measure != "milestone"
            and read.match.part == FigurePart.VALUE
            and read.match.factor == 1
        )

    def _read_cell(self, row, column, line, read):
        candidates = [(unit, target) for unit in line.candidates for target in read.candidates]
        if line.why:
            line.about += candidates or [(unit, "") for unit in line.candidates]
            self.unread.add((row, column))
        elif read.why:
            if not read.candidates and column not in self.view.facts[row].numbers:
                return
            read.about += candidates or [("", "")]
            self.unread.add((row, column))
        else:
            self._read_sure(row, column, line.unit, read)

    def _read_sure(self, row, column, unit, read):
        match = read.match
        target = self.known.targets.get(match.target)
        answer = self.desk.answer_to_cell(row, column)
        if target is None or answer in (IGNORE, BLANK):
            return
        found = read_grid_cell(
            self.grid.cell(*self.view.source(row, column)), target, match.part, _factor(match.factor)
        )
        found, read = _with_answer(found, read, answer)
        given = value_answered(answer)
        divided = row in self.places.firsts
        if given is None and (divided or not found.problem) and self._ask_about_places(row, column, unit, read, found):
            return
        if found.blank:
            return
        if given is None and self._spans_lines(row, column):
            self._ask_whose(row, column, unit, read, found)
            return
        if not self.known.owes(unit, match.target):
            if found.problem or found.value:
                self._ask(row, column, unit, read, SheetProblem("not_owed"), ())
            return
        if found.problem:
            self._ask(row, column, unit, read, found.problem, found.choices)
            return
        read = read if given is not None else self._compare_with_last_month(row, column, read, found.value)
        if given is None and self._ask_about_months(row, column, unit, read, found.value):
            return
        if found.na and not found.reason:
            found = found._replace(reason=self._remark_of(row))
        self._keep(unit, read, found.value, row, column, found)

    def _remark_of(self, row):
        """What the column of remarks says beside what is not applicable."""
        remarks = [column for column, path in self.table.column_paths.items() if path and REASON.fullmatch(path[-1])]
        texts = [self.view.value(row, column) for column in remarks]
        return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")

    def _compare_with_last_month(self, row, column, read, value):
        """What the label of a running total says: 3620 beside 3200, 3300, 3620 is what stood at the end."""
        months = self.sums_of_months.get(column)
        if not months or value is None or self.known.targets[read.match.target].measure != "running":
            return read
        if last_month(self.view, row, months) != value or add_months(self.view, row, months) == value:
            return read
        return replace(read, match=replace(read.match, kind=FigureKind.TO_DATE))

    def _ask_about_months(self, row, column, unit, read, value) -> bool:
        """Ask about a number of the whole period that the months beside do not make; whether it is asked."""
        months = self.sums_of_months.get(column)
        if not months or value is None or read.match.kind != FigureKind.AMOUNT:
            return False
        of_months = add_months(self.view, row, months)
        running = self.known.targets[read.match.target].measure == "running"
        if running and (of_months != value or last_month(self.view, row, months) == value):
            choices = [choose_kind(value, kind) for kind in (FigureKind.TO_DATE, FigureKind.AMOUNT)]
            self._ask(row, column, unit, read, SheetProblem("months_or_to_date", {"text": f"{value:f}"}), choices)
            return True
        if of_months is None or of_months == value:
            return False
        why = SheetProblem("months_differ", {"sum": f"{of_months:f}", "text": f"{value:f}"})
        self._ask(row, column, unit, read, why, choose_values(value, of_months))
        return True

    def _ask_about_places(self, row, column, unit, read, found) -> bool:
        """Ask about a figure that is not the sum of the places that it adds up; whether it is asked."""
        cells = self.places.parts_of(row, column, self.table.units)
        target = self.known.targets[read.match.target]
        if not cells or found.na or not is_added_up(target) or not self.known.owes(unit, target.code):
            return False
        whole = add_places(self.view, self.grid, cells, target, _factor(read.match.factor))
        if row in self.places.firsts:
            return self._ask_about_parts(row, column, unit, read, found, whole)
        if self.places.some and (whole.sum is None or found.value is None or whole.sum <= found.value):
            return False
        if whole.filled == 0 or (whole.sum is not None and whole.sum == found.value):
            return False
        code = "places_blank_total" if found.blank else "places_differ" if whole.sum is not None else "places_unclear"
        params = {"number": len(cells), "said": found.value, "sum": whole.sum}
        numbers = [number for number in (found.value, whole.sum) if number is not None]
        self._ask(row, column, unit, read, SheetProblem(code, params), choose_values(*numbers))
        return True

    def _ask_about_parts(self, row, column, unit, read, found, rest) -> bool:
        """Ask whether the number in a unit's first row is its own, or one of several parts; whether it is asked."""
        if rest.filled == 0:
            return False
        own = found.value or Decimal(0)
        whole = own + rest.sum if rest.sum is not None and not found.problem else None
        numbers = [number for number in (whole, found.value) if number is not None]
        params = {"number": len(self.places.firsts[row]) + 1}
        self._ask(row, column, unit, read, SheetProblem("parts_of_unit", params), choose_values(*numbers))
        return True

    def _ask_whose(self, row, column, unit, read, found):
        """A number that is merged over the cells of several units: the figures of all of them wait."""
        top, left, bottom, right = self.view.span(row, column)
        lines = [self._line_of(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        units = [line.unit for line in lines if line is not None and line.unit and not line.left_out]
        self.unread.add((row, column))
        at, about = (unit, read.match.target, read.match.kind), [(each, read.match.target) for each in units]
        choices = [*found.choices, *(choose_values(found.value) if found.value is not None else ())]
        self.desk.ask_cell(row, column, SheetProblem("merged_over_several"), at, choices, about)

    def _spans_lines(self, row, column):
        """Whether a value is merged over the cells of several units: nobody can tell whose it is."""
        if row not in self.view.merged_rows:
            return False
        top, left, bottom, right = self.view.span(row, column)
        lines = {id(self._line_of(r, c)) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        return len(lines) > 1

    def _ask(self, row, column, unit, read, why, choices):
        self.unread.add((row, column))
        self.desk.ask_cell(row, column, why, (unit, read.match.target, read.match.kind), choices)

    def _keep(self, unit, read, value, row, column, found=None):
        match = read.match
        part = FigurePart.DAY if self.known.targets[match.target].measure == "milestone" else match.part
        more = (found.na, found.reason, found.day) if found else ()
        at = self.desk.file, self.grid.title, row, column
        self.figures.append(ReadFigure(unit, match.target, match.kind, part, value, *at, *more))


def _with_answer(found, read, answer):
    """The reading of a cell, and what its label says, after the answer to the question about it."""
    given, match = value_answered(answer), read.match
    if given is not None:
        return CellReading(value=given), replace(read, match=replace(match, kind=kind_answered(answer) or match.kind))
    if answer == NOT_APPLICABLE:
        return CellReading(na=True), read
    if found.to_date is not None and match.kind == FigureKind.TO_DATE:
        return CellReading(value=found.to_date), read
    return found, read


def _factor(factor):
    return ONE if factor == 1 else Decimal(factor)
