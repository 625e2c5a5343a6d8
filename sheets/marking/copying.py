"""A file that is no .xlsx as a new one: its values, merged and hidden cells, and columns wide enough to read."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheets.files.grid import SheetGrid
from sheets.text_width import shown_width
from sheets.writing import write_cell

MIN_WIDTH, MAX_WIDTH = 8, 40  # narrow signs
LOOKED_AT = 200  # rows by which the width of a column is chosen
MAX_TITLE = 31  # signs of the title of a sheet
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
HUNDREDS = {"%": Decimal(100), "‰": Decimal(1000)}


def copy_grids(grids: Iterable[SheetGrid]) -> tuple[Workbook, dict[str, Worksheet]]:
    """A workbook with these sheets, and its sheets by the titles of the grids."""
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, Worksheet] = {}
    for number, grid in enumerate(grids, 1):
        title = NOT_IN_TITLES.sub("", grid.title)[:MAX_TITLE].strip("'") or str(number)
        sheet = book.create_sheet(title)
        _copy_grid(sheet, grid)
        sheets.setdefault(grid.title, sheet)
    if grids and all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"  # no program opens a workbook without a visible sheet
    return book, sheets


def _copy_grid(sheet, grid):
    sheet.sheet_state = "hidden" if grid.hidden else "visible"
    for row in grid.rows:
        for column, value in enumerate(grid.values[row - 1], 1):
            if value is not None or (row, column) in grid.problems:
                _copy_cell(sheet, grid, row, column)
    for row in grid.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in range(1, grid.width + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _find_width(grid, column)
        sheet.column_dimensions[letter].hidden = column in grid.hidden_columns
    for each in grid.merged:
        sheet.merge_cells(start_row=each.top, start_column=each.left, end_row=each.bottom, end_column=each.right)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _copy_cell(sheet, grid, row, column):
    value, sign = grid.value(row, column), grid.signs.get((row, column))
    if problem := grid.problems.get((row, column)):
        value = problem.params.get("text")
    cell = write_cell(sheet, row, column, value)
    if sign == "%":
        cell.value = Decimal(str(value)) / 100
        cell.number_format = "0%" if isinstance(value, int) else "0.######%"
    elif sign:
        cell = write_cell(sheet, row, column, f"{value}{sign}")
    elif (row, column) in grid.formats:
        cell.number_format = grid.formats[row, column]
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd"
    if (row, column) in grid.struck:
        cell.font = Font(strike=True)
    if (merged := grid.merged_range(row, column)) and merged.left < merged.right:
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _find_width(grid, column):
    """As wide as what stands in the column alone; titles over several columns are left out."""
    texts = [
        grid.text(row, column)
        for row in grid.rows[:LOOKED_AT]
        if not (merged := grid.merged_range(row, column)) or merged.left == merged.right
    ]
    return min(MAX_WIDTH, max([MIN_WIDTH, *(shown_width(text) + 2 for text in texts)]))
