"""Writing workbooks: single cells, and a plain table. No text ever becomes a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # the content type


def write_cell(sheet, row: int, column: int, value: object, style: str = "Normal"):
    """Write one cell and return it. Text stays text even when it begins with "="."""
    value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style
    return cell


def write_table(title: str, heads: Sequence[str], rows: Iterable[Sequence], *, sheet: str = "1") -> bytes:
    """An .xlsx with the title in its first row, ``heads`` in its second (frozen), then ``rows``."""
    book = Workbook()
    page = book.active
    page.title = sheet
    write_cell(page, 1, 1, title).font = Font(size=14, bold=True)
    for column, head in enumerate(heads, 1):
        write_cell(page, 2, column, head).font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = 12 if column > 1 else 20
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            write_cell(page, number, column, value)
    page.freeze_panes = "B3"
    return save_workbook(book)


def save_workbook(book: Workbook) -> bytes:
    """The bytes of the .xlsx."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
