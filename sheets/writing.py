"""Writing single cells of a workbook. No text ever becomes a formula."""

import re
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # the content type
MAX_CELL = 32_767  # characters that a cell of a workbook holds
# What a spreadsheet would take for a formula once somebody edits the cell.
FORMULA_LIKE = re.compile("['=+\\-@＝＋－＠\t\r\n]")


def write_cell(sheet, row: int, column: int, value: object, style: str = "Normal"):
    """Write one cell and return it. Text stays text even when it begins with "=", also after it has been edited."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n")  # as Excel ends them; XML would keep or lose the rest
        value = ILLEGAL_CHARACTERS_RE.sub("", lines)[:MAX_CELL]
    cell = sheet.cell(row, column, value)
    cell.style = style
    if isinstance(value, str):
        cell.data_type = "s"
        if FORMULA_LIKE.match(value):
            cell.quotePrefix = True
    return cell


def save_workbook(book: Workbook) -> bytes:
    """The bytes of the .xlsx."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
