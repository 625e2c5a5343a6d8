"""Reading an .xlsx that calamine does not, or that is written in an unusual way, by openpyxl.

Rows are streamed and cut past the limits; the dimensions that a file declares are ignored, since they may be wrong.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl import load_workbook

from sheets.files.cell_values import make_grid, note_format, require_bounds, set_problem
from sheets.files.grid import SheetGrid
from sheets.files.xlsx import scan
from sheets.files.xlsx.package import SheetPart, XlsxPackage
from sheets.limits import MAX_COLUMNS, MAX_ROWS
from sheets.problems import SheetProblem, refuse_workbook

TEXT_RESULT = "str"  # the type of a formula's cached result when it is text
MAX_SLOW_CELLS = 200_000  # openpyxl needs 20 µs for each
BLANKS = 50  # so many blank cells take the time of one
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


class RawCell(NamedTuple):
    """A cell as openpyxl gives it."""

    kind: str
    value: object
    number_format: str
    style: int = 0


UNCALCULATED = RawCell("f", None, "")


def read_slowly(package: XlsxPackage) -> list[SheetGrid]:
    """Every sheet. Raises WorkbookRefused, and whatever openpyxl's parsers raise for a damaged file."""
    data = package.repack()
    values = _load_sheets(data, data_only=True)
    has_formulas = any(FORMULA.search(part.content) for part in package.sheets)
    formulas = _load_sheets(data, data_only=False) if has_formulas else values
    grids = []
    for part in package.sheets:
        cells = values[part.name]
        if has_formulas:
            cells = {**dict.fromkeys(formulas[part.name], UNCALCULATED), **cells}
        grids.append(_make_grid(part, cells))
        grids[-1].struck = {at for at, cell in cells.items() if cell.style in package.struck}
    return grids


def _load_sheets(data, *, data_only) -> dict[str, dict[tuple[int, int], RawCell]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        return {sheet.title: dict(_stream_cells(sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _stream_cells(sheet) -> Iterator[tuple[tuple[int, int], RawCell]]:
    """The cells that are not blank.

    A formula whose result is an empty text is blank, too, but must not seem never to have been calculated.
    """
    sheet.reset_dimensions()
    seen = 0
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), 1):
        seen += 1 + sum(cell.value is not None for cell in row) + len(row) // BLANKS
        if seen > MAX_SLOW_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_SLOW_CELLS)
        for column, cell in enumerate(row, 1):
            if cell.value is None and cell.data_type != TEXT_RESULT:
                continue
            if number > MAX_ROWS:
                refuse_workbook("too_many_rows", limit=MAX_ROWS)
            if column > MAX_COLUMNS:
                refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
            yield (number, column), RawCell(cell.data_type, cell.value, cell.number_format or "", cell._style_id)


def _make_grid(part: SheetPart, cells: dict[tuple[int, int], RawCell]) -> SheetGrid:
    height = max((row for row, _column in cells), default=0)
    width = max((column for _row, column in cells), default=0)
    require_bounds(height, width)
    rows: list[list] = [[None] * width for _row in range(height)]
    for (row, column), cell in cells.items():
        if cell.kind not in ("f", "e"):
            rows[row - 1][column - 1] = cell.value
    grid = make_grid(
        part.title,
        rows,
        hidden=part.hidden,
        hidden_rows=_find_hidden_rows(part.content),
        hidden_columns=scan.find_hidden_columns(part.content),
        merged=scan.find_merged(part.content),
    )
    for at, cell in cells.items():
        if cell.kind == "f":
            set_problem(grid, at, SheetProblem("formula_without_value"))
        elif cell.kind == "e":
            set_problem(grid, at, SheetProblem("error_value", {"text": str(cell.value)}))
        else:
            note_format(grid, at, cell.number_format)
    return grid


def _find_hidden_rows(content: bytes) -> frozenset[int]:
    hidden, number = set(), 0
    for _event, element in ElementTree.iterparse(BytesIO(content)):
        if element.tag.rpartition("}")[2] == "row":
            number = int(element.get("r", number + 1))
            if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                hidden.add(number)
            element.clear()
    return frozenset(hidden)
