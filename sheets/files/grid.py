"""The sheets of a workbook as grids of plain values; a cell that cannot be read carries its problem.

Rows are streamed and cut one past the limits; the dimensions that a file declares are ignored, since they may be wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sheets.figures.number_formats import as_shown
from sheets.files.compatibility import make_readable
from sheets.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook

TEXT_RESULT = "str"  # the type of a formula's cached result when it is text
SHOWN_DIGITS = 15
SIGNED = re.compile("[%％‰]")
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")  # pasted along with text from a web page


@dataclass(frozen=True)
class SheetCell:
    """One cell. ``name`` is its address (D7); ``problem`` says why its value cannot be read.

    A number is as it is shown, with its ``sign``: 90 and "%" for 0.9 in the format 0.00%.
    """

    name: str
    value: object = None
    problem: SheetProblem | None = None
    sign: str = ""

    @property
    def empty(self) -> bool:
        return self.value is None and self.problem is None


@dataclass(frozen=True)
class SheetGrid:
    """One sheet. ``rows`` maps row -> column -> SheetCell, both counted from 1, in order; empty cells are left out."""

    title: str
    rows: dict[int, dict[int, SheetCell]]

    def cell(self, row: int, column: int) -> SheetCell:
        return self.rows.get(row, {}).get(column) or SheetCell(cell_name(row, column))

    def text(self, row: int, column: int) -> str:
        """The cell as text, "" when it is empty or cannot be read."""
        value = self.cell(row, column).value
        return "" if value is None else str(value)

    def row_texts(self, row: int) -> dict[int, str]:
        """column -> text of one row."""
        return {column: self.text(row, column) for column in self.rows.get(row, {})}


def cell_name(row: int, column: int) -> str:
    """The address of a cell: (7, 4) -> D7."""
    return f"{get_column_letter(column)}{row}"


def read_grids(data: bytes) -> list[SheetGrid]:
    """Every sheet of a workbook that passed ``require_safe_xlsx``. Raises WorkbookRefused when it cannot be read."""
    try:
        data = make_readable(data)
        values = _load_sheets(data, data_only=True)
        formulas = _load_sheets(data, data_only=False)
    except WorkbookRefused:
        raise
    except Exception as error:  # on a broken file openpyxl raises whatever its parsers raise
        raise WorkbookRefused(SheetProblem("broken")) from error
    return [SheetGrid(title, _rows_of(values[title], formulas[title])) for title in values]


def _load_sheets(data, *, data_only):
    book = load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
        return {sheet.title: dict(_stream_cells(sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _stream_cells(sheet) -> Iterator[tuple[tuple[int, int], tuple[str, object, str]]]:
    """(row, column) -> (type, value, number format) of the cells that are not blank.

    A formula whose result is an empty text is blank, too, but must not seem never to have been calculated.
    """
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1), 1):
        for column, cell in enumerate(row, 1):
            if cell.value is None and cell.data_type != TEXT_RESULT:
                continue
            if number > MAX_ROWS:
                refuse_workbook("too_many_rows", limit=MAX_ROWS)
            if column > MAX_COLUMNS:
                refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
            yield (number, column), (cell.data_type, cell.value, cell.number_format or "")


def _rows_of(values, formulas) -> dict[int, dict[int, SheetCell]]:
    rows: dict[int, dict[int, SheetCell]] = {}
    for position in sorted({**formulas, **values}):
        cell = _cell_of(position, *values.get(position, ("f", None, "")))
        if not cell.empty:
            rows.setdefault(position[0], {})[position[1]] = cell
    return rows


def _cell_of(position, kind, value, number_format) -> SheetCell:
    name = cell_name(*position)
    if kind == "f":  # never calculated: written by a program, or saved with calculation switched off
        return SheetCell(name, problem=SheetProblem("formula_without_value"))
    if kind == "e":
        return SheetCell(name, problem=SheetProblem("error_value", {"text": str(value)}))
    if isinstance(value, str):
        value = INVISIBLE.sub("", value).strip()
        if len(value) > MAX_TEXT:
            return SheetCell(name, problem=SheetProblem("too_long", {"limit": MAX_TEXT}))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_cell(name, value, number_format)
    return SheetCell(name, None if value == "" else value)


def _number_cell(name, value, number_format) -> SheetCell:
    """A spreadsheet shows 15 digits: 1.1 + 2.2 is stored as 3.3000000000000003, and is 3.3."""
    value = float(f"{value:.{SHOWN_DIGITS}g}") if isinstance(value, float) else value
    if not SIGNED.search(number_format):
        return SheetCell(name, value)
    shown, sign = as_shown(Decimal(repr(value)), number_format)
    return SheetCell(name, shown, sign=sign) if sign else SheetCell(name, value)
