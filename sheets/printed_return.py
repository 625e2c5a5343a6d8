"""A form for signature as a workbook: a title, facts, tables, and a line to sign for each person; one A4 page wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from sheets.text_width import count_shown_lines
from sheets.writing import save_workbook, write_cell

WIDTHS = (9, 30, 10, 12, 16, 12, 24)  # characters, of the columns
LINE_HEIGHT = 15  # points
LINE = Side(style="thin")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


@dataclass(frozen=True)
class PrintedNumber:
    """A number of the form: its ``text`` on paper, and in the workbook the exact ``value``, shown in ``format``."""

    text: str
    value: Decimal
    format: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class PrintedTable:
    """A table of the form: its heading, the heads of its columns, and rows of texts and numbers."""

    heading: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | PrintedNumber]]


def write_printed_return(
    title: str, facts: Sequence[str], tables: Sequence[PrintedTable], signatures: Sequence[str]
) -> bytes:
    """The .xlsx of the form."""
    book = Workbook()
    page = book.active
    page.title = "1"
    write_cell(page, 1, 1, title).font = Font(size=16, bold=True)
    write_cell(page, 2, 1, "    ".join(facts))
    row = 4
    for table in tables:
        row = _write_table(page, row, table)
    for place, name in enumerate(signatures):
        write_cell(page, row + 1 + place // 2 * 2, 1 if place % 2 == 0 else 5, f"{name}：________________")
    _set_up_page(page)
    return save_workbook(book)


def _write_table(page, row, table):
    """Write a table from this row on; returns the row after it."""
    write_cell(page, row, 1, table.heading).font = Font(bold=True)
    for number, texts in enumerate([table.heads, *table.rows], row + 1):
        for column in range(1, len(WIDTHS) + 1):
            text = texts[column - 1] if column <= len(texts) else None
            cell = write_cell(page, number, column, text.value if isinstance(text, PrintedNumber) else text)
            cell.number_format = text.format if isinstance(text, PrintedNumber) else "General"
            cell.border = FRAME
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(bold=number == row + 1)
        if len(texts) < len(WIDTHS):  # the last text has the rest of the width
            page.merge_cells(start_row=number, end_row=number, start_column=len(texts), end_column=len(WIDTHS))
            page.row_dimensions[number].height = _find_height(texts)
    return row + len(table.rows) + 3


def _find_height(texts):
    """Points that a row with a merged cell needs: programs fit the height only of rows without one."""
    widths = [*WIDTHS[: len(texts) - 1], sum(WIDTHS[len(texts) - 1 :])]
    return LINE_HEIGHT * max(count_shown_lines(str(text), width - 1) for text, width in zip(texts, widths, strict=True))


def _set_up_page(page):
    for column, width in enumerate(WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
