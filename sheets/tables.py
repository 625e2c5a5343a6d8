"""A plain table as a workbook or as a .csv: typed numbers and days, one row of heads, and no text that is a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from io import StringIO
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sheets.figures.columns import MAX_DIGITS, to_cell_value
from sheets.files.cell_values import clean_text
from sheets.limits import MAX_CELL_TEXT
from sheets.text_width import shown_width
from sheets.writing import save_workbook, write_cell

CSV = "text/csv; charset=utf-8"  # the content type
MIN_FIRST, MIN_WIDTH, MAX_WIDTH = 22, 9, 44  # narrow signs, of a column; the first one mostly names units
LOOKED_AT = 300  # rows by which the width of a column is chosen
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
SHOWN = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_EVEN)
# A program that opens a .csv takes what begins so for a formula; an apostrophe before it keeps it a text, and reading
# takes that one away again (sheets.files.text_table).
FORMULA_START = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")


class FormattedNumber(NamedTuple):
    """An exact number and the format in which a spreadsheet shows it; ``text`` is how it then reads, and what stands
    where there are no formats ("": the number in plain digits)."""

    value: Decimal
    format: str
    text: str = ""


TableCell = str | int | Decimal | date | datetime | FormattedNumber | None


@dataclass(frozen=True)
class HiddenSheet:
    """A sheet of texts that a spreadsheet program does not show."""

    title: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class SheetTable:
    """``title`` stands above the table in a workbook; a .csv begins with the ``heads``. Days are date, moments datetime
    without a time zone, other numbers int or Decimal; None is a blank cell. ``hidden`` is only in a workbook."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[TableCell]]
    sheet: str = "1"
    hidden: HiddenSheet | None = None


def write_xlsx(table: SheetTable) -> bytes:
    """The table as an .xlsx: title, heads (frozen, repeated on each printed page), rows."""
    book = Workbook()
    page = book.active
    page.title = table.sheet
    write_cell(page, 1, 1, table.title).font = Font(size=14, bold=True)
    widths = [shown_width(head) for head in table.heads]
    for column, head in enumerate(table.heads, 1):
        cell = write_cell(page, 2, column, head)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(table.rows, 3):
        for column, value in enumerate(row, 1):
            _write_typed(page, number, column, value)
            if number < LOOKED_AT:
                widths[column - 1] = max(widths[column - 1], shown_width(as_text(value)))
    for column, width in enumerate(widths, 1):
        least = MIN_FIRST if column == 1 else MIN_WIDTH
        page.column_dimensions[get_column_letter(column)].width = min(MAX_WIDTH, max(least, width + 2))
    page.freeze_panes = "B3"
    page.print_title_rows = "2:2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if table.hidden:
        _write_hidden(book.create_sheet(table.hidden.title), table.hidden.rows)
    return save_workbook(book)


def _write_hidden(page, rows):
    page.sheet_state = "veryHidden"
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            write_cell(page, number, column, text)


def write_csv(table: SheetTable) -> bytes:
    """The table as a .csv (RFC 4180, UTF-8 with the mark by which Excel knows it): heads, then rows.

    All is in quotes, so that no sign inside a text is taken for what separates the columns.
    """
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([_as_csv(head) for head in table.heads])
    writer.writerows([_as_csv(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def as_read(text: str) -> str:
    """A stored text as it comes back from a workbook: without blanks around it and what no cell can hold."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", "\n".join(text.splitlines()))
    return (clean_text(plain) or "") if len(plain) <= MAX_CELL_TEXT else plain.strip()


def _write_typed(page, row, column, value):
    number_format = ""
    if isinstance(value, FormattedNumber):
        value, number_format, _ = value
    if isinstance(value, Decimal):
        value = to_cell_value(SHOWN.create_decimal(value) if number_format else value)
    elif isinstance(value, date):
        number_format = MOMENT if isinstance(value, datetime) else DAY
    cell = write_cell(page, row, column, value)
    if number_format:
        cell.number_format = number_format


def _as_csv(value):
    text = as_text(value)
    worded = isinstance(value, str) or (isinstance(value, FormattedNumber) and value.text)
    return f"'{text}" if worded and FORMULA_START.match(text) else text


def as_text(value: TableCell) -> str:
    """A cell as it reads where there are no formats: in a .csv, in a document."""
    if isinstance(value, FormattedNumber):
        shown, number_format, text = value
        if text:
            return text
        sign = "%" if number_format.endswith("%") else ""
        return f"{SHOWN.create_decimal(shown * 100 if sign else shown).normalize():f}{sign}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)
