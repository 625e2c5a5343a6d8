"""A plain table as a workbook: a title, heads, rows of text and numbers. Nothing in it is ever a formula."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sheets.writing import put


def write_table(title, heads, rows, *, sheet="1"):
    """The bytes of the .xlsx: the title in its first row, ``heads`` in its second, then ``rows``; heads stay put."""
    book = Workbook()
    page = book.active
    page.title = sheet
    put(page, 1, 1, title).font = Font(size=14, bold=True)
    for column, head in enumerate(heads, 1):
        put(page, 2, column, head).font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = 12 if column > 1 else 20
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            put(page, number, column, value)
    page.freeze_panes = "B3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
