"""The sheets of an office's workbook as they look, a part of each on a page, with links from and to each cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from sheets.files.grid import MergedRange, SheetGrid, cell_name
from sheets.office.model import ColumnRole, Question, QuestionTopic, SheetReading
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.tasks.model import TaskOutcome
from targets.workbooks.messages import OUTCOME_LABELS, describe_problem, format_outcome
from targets.workbooks.office.reading import OfficeReading

MAX_CELLS = 10_000  # of all sheets on one page
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 200, 80, 60
SKIPPED_ROWS = 8  # the beginning of a sheet that is not read, enough to recognise it
MARKS = {
    OutcomeKind.REFUSED: ("✕", "cell-bad"),
    OutcomeKind.NEW: ("＋", "cell-new"),
    OutcomeKind.CHANGED: ("→", "cell-changed"),
    OutcomeKind.UNCHANGED: ("=", "cell-same"),
}
NAMES = {ColumnRole.UNIT, ColumnRole.UNIT_CODE, ColumnRole.TARGET}
NO_FIGURES = {ColumnRole.SERIAL, *NAMES}
ASKED = ("？", "cell-asked")
LEFT_OUT = ("", "cell-ignored")
DIFFERS = ("≠", "cell-asked")  # disagrees with what is stored, or will be
CHECKED = ("✓", "cell-checked")  # a running total beside the amount that is stored


@dataclass(frozen=True)
class ShownPart:
    """Which rows the page shows: those from ``row`` of the sheet ``sheet``, the beginning of all others."""

    sheet: int = 0
    row: int = 1


BEGINNING = ShownPart()
NUMBER = re.compile(r"[1-9][0-9]{0,6}")


def read_part(query: Mapping[str, str]) -> ShownPart:
    """Which part of the workbook an address asks for: ?sheet= and ?row=."""
    sheet, row = (query.get(name, "") for name in ("sheet", "row"))
    return ShownPart(int(sheet) if NUMBER.fullmatch(sheet) else 0, int(row) if NUMBER.fullmatch(row) else 1)


class ShownCell(NamedTuple):
    """A cell with its mark, the class of its colour, and what is said about it.

    ``text`` is what will be stored, or the cell as it looks; ``before`` what stood in the return where that changes,
    ``original`` the cell as it looks where that is not the number. ``anchor`` is where links to it lead,
    ``href`` leads back to what is asked or said about it.
    """

    text: str
    mark: str
    style: str
    label: str
    spans: str = ""
    is_number: bool = False
    before: str = ""
    original: str = ""
    anchor: str = ""
    href: str = ""


@dataclass(frozen=True)
class SheetWindow:
    """The rows of a sheet that a page shows, and the first rows of the parts before and after (0: there is none)."""

    number: int
    first: int
    last: int
    before: int
    after: int
    columns: tuple[int, ...]


class ShownPlaces:
    """Where each cell of an upload is shown. ``back``: (sheet, row, column) -> link to what is asked or said of it;
    ``chosen`` is the sheet of which a part was asked for."""

    def __init__(self, office: OfficeReading, part: ShownPart) -> None:
        self._numbers = {
            (sheet.file, sheet.grid.title): number for number, sheet in enumerate(office.workbook.sheets, 1)
        }
        self._names = {office.places.name(*key): number for key, number in self._numbers.items()}
        self.chosen = part.sheet
        self.windows = _divide(office.workbook.sheets[:MAX_SHEETS], part)
        self.back: dict[tuple[int, int, int], str] = {}

    def number(self, file: str, sheet: str) -> int:
        return self._numbers.get((file, sheet), 0)

    def link(self, file: str, sheet: str, row: int, column: int) -> str:
        """The address of a cell on this page, or on the page that shows it; "" for one that is nowhere shown."""
        return self._link(self.number(file, sheet), row, column)

    def link_by_name(self, name: str) -> tuple[str, tuple[int, int, int]]:
        """As ``link``, of a cell by its name (汇总表!D7), with its place."""
        sheet, _mark, cell = name.rpartition("!")
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
        place = self._names.get(sheet, 0), row, column
        return self._link(*place), place

    def _link(self, number, row, column):
        window = self.windows.get(number)
        if window is None:
            return ""
        if not row:
            return f"#sheet-{number}"
        start = (row - 1) // MAX_ROWS * MAX_ROWS + 1
        page = "" if window.first <= row <= window.last else f"?sheet={number}&row={start}"
        return f"{page}#{anchor_of(number, row, column)}"


def anchor_of(number: int, row: int, column: int) -> str:
    return f"c{number}-{cell_name(row, column or 1)}"


def _divide(sheets, part: ShownPart) -> dict[int, SheetWindow]:
    """number of a sheet -> its window. The chosen part comes first when there are more cells than a page takes."""
    left, windows = MAX_CELLS, {}
    for number, sheet in sorted(enumerate(sheets, 1), key=lambda each: each[0] != part.sheet):
        grid = sheet.grid
        columns = tuple(
            column for column in range(1, min(grid.width, MAX_COLUMNS) + 1) if column not in grid.hidden_columns
        )
        rows = min(MAX_ROWS, left // max(1, len(columns)))
        if sheet.skipped:
            rows = min(rows, SKIPPED_ROWS)
        first = min(max(1, part.row), max(1, grid.height)) if number == part.sheet else 1
        last = min(grid.height, first + rows - 1)
        left -= max(0, last - first + 1) * len(columns)
        after = last + 1 if last < grid.height and not sheet.skipped else 0
        windows[number] = SheetWindow(number, first, last, max(1, first - MAX_ROWS) if first > 1 else 0, after, columns)
    return windows


@dataclass
class SheetCells:
    """The cells of one sheet in its window: ``letters`` head the columns, ``rows`` are (row number, cells)."""

    letters: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[ShownCell]]] = field(default_factory=list)


def show_cells(
    sheet: SheetReading, office: OfficeReading, by_cell: Mapping[str, CellOutcome | TaskOutcome], places: ShownPlaces
) -> SheetCells:
    """The cells of a sheet, each marked with what becomes of it."""
    window = places.windows[places.number(sheet.file, sheet.grid.title)]
    marks = _CellMarks(sheet, office, by_cell, places)
    spans = find_spans(sheet.grid, window)
    rows = []
    for row in range(window.first, window.last + 1):
        if row not in sheet.grid.hidden_rows:
            cells = [
                marks.show(row, column, spans.get((row, column), "")) for column in window.columns
                if spans.get((row, column), "") is not None
            ]  # fmt: skip
            rows.append((row, cells))
    return SheetCells([cell_name(1, column).rstrip("1") for column in window.columns], rows)


def find_spans(grid: SheetGrid, window: SheetWindow) -> dict[tuple[int, int], str | None]:
    """(row, column) -> the attributes of a cell that stands for a merged range, None for the cells that it covers."""
    spans: dict[tuple[int, int], str | None] = {}
    for merged in grid.merged:
        rows, columns = _visible(grid, merged, window)
        if len(rows) * len(columns) < 2 or any((row, column) in spans for row in rows for column in columns):
            continue
        spans |= dict.fromkeys([(row, column) for row in rows for column in columns])
        spans[rows[0], columns[0]] = f' rowspan="{len(rows)}" colspan="{len(columns)}"'
    return spans


def _visible(grid: SheetGrid, merged: MergedRange, window: SheetWindow):
    rows = range(max(merged.top, window.first), min(merged.bottom, window.last) + 1)
    columns = [column for column in window.columns if merged.left <= column <= merged.right]
    return [row for row in rows if row not in grid.hidden_rows], columns


class _CellMarks:
    def __init__(self, sheet, office, by_cell, places) -> None:
        self._sheet, self._grid, self._office, self._by_cell = sheet, sheet.grid, office, by_cell
        self._number, self._back = places.number(sheet.file, sheet.grid.title), places.back
        self._read = {(figure.row, figure.column) for figure in sheet.figures}
        here = sheet.file, sheet.grid.title
        questions = [q for q in office.questions if q.row and (q.file, q.sheet) == here]
        self._asked: dict[tuple[int, int], Question] = {(q.row, q.column): q for q in questions}
        self._differing = {cell: why for cell, _unit, _target, why in office.differing}
        self._labels = {kind: str(label) for kind, label in OUTCOME_LABELS.items()}  # translated once

    def show(self, row: int, column: int, spans: str | None) -> ShownCell:
        value = self._grid.merged_value(row, column) if spans else self._grid.value(row, column)
        text = format_cell(value) + self._grid.signs.get((row, column), "")
        cell = self._mark(row, column, text)
        if not cell.is_number and isinstance(value, (int, float)) and not isinstance(value, bool):
            cell = cell._replace(is_number=True)
        if href := self._back.get((self._number, row, column), ""):
            cell = cell._replace(anchor=anchor_of(self._number, row, column), href=href)
        return cell._replace(spans=spans) if spans else cell

    def _mark(self, row, column, text) -> ShownCell:
        if question := self._asked.get((row, column)):
            return ShownCell(text or "□", *ASKED, describe_problem(question.why))
        name = self._office.places.name(self._sheet.file, self._grid.title, row, column)
        outcome = self._by_cell.get(name)
        if outcome is None and (why := self._differing.get(name)):
            said = describe_problem(why)
            anchor = anchor_of(self._number, row, column)
            return ShownCell(text, *DIFFERS, said, original=said if why.code == "office_kept" else "", anchor=anchor)
        if outcome is None and (row, column) in self._read:
            return ShownCell(text, *CHECKED, _("read and compared, not stored"))
        if outcome is None:
            return ShownCell(text, *LEFT_OUT, "")
        label = describe_problem(outcome.problem) if outcome.problem else self._labels[outcome.kind]
        before, after = format_outcome(outcome)
        before = before if outcome.kind == OutcomeKind.CHANGED else ""
        original = text if text.replace(",", "") != after.replace(",", "") else ""
        is_number = isinstance(outcome, CellOutcome)
        after = after or ("" if is_number else text)
        return ShownCell(after, *MARKS[outcome.kind], label, is_number=is_number, before=before, original=original)


def count_unread(office: OfficeReading) -> int:
    """How many cells with numbers were neither read nor are asked about; numbers of rows and codes are none, nor what
    stands in sheets of tasks alone."""
    read = {(f.file, f.sheet, f.row, f.column) for f in office.workbook.figures}
    sheets = [each for each in office.workbook.sheets if each.figures or not office.tasks.tells_of(each)]
    return sum(_count_unread_cells(sheet, office, read) for sheet in sheets)


def _count_unread_cells(sheet, office, read) -> int:
    grid, here = sheet.grid, (sheet.file, sheet.grid.title)
    asked = [q for q in office.questions if (q.file, q.sheet) == here]
    cells = {(q.row, q.column) for q in asked}
    columns = {q.column for q in asked if q.topic == QuestionTopic.COLUMN} | set(grid.hidden_columns)
    rows = {q.row for q in asked if q.topic in (QuestionTopic.COLUMN, QuestionTopic.ROW)} | set(grid.hidden_rows)
    for table in sheet.tables:
        columns |= {column for column, role in table.columns.items() if role in NO_FIGURES}
        named = [column for column, role in table.columns.items() if role in NAMES]
        columns |= set(range(1, min(named, default=1)))  # numbers of the rows stand before their names
    return sum(
        isinstance(value, (int, float))
        and row not in rows
        and column not in columns
        and (row, column) not in cells
        and (*here, row, column) not in read
        for row, values in enumerate(grid.values, 1)
        for column, value in enumerate(values, 1)
    )


def format_cell(value: object) -> str:
    """A cell's value as text: 1,234 as 1234, a day as 2020-09-30."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
