"""A form with figures and texts written into it; its layout, formulas and other cells stay as they are."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell

from sheets.figures.columns import MAX_DIGITS, to_cell_value
from sheets.files.xlsx.packed import count_cells, has_macros
from sheets.forms.model import FilledCell, FormFormulas, FormPlace, FormText
from sheets.forms.periods import span_of, write_period
from sheets.forms.results import list_results, store_results
from sheets.limits import MAX_FORM_CELLS
from sheets.office.model import PeriodSpan
from sheets.problems import refuse_workbook
from sheets.writing import FORMULA_LIKE, save_workbook

GENERAL, TEXT = "General", "@"
SHOWN = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_EVEN)
HUNDRED = Decimal(100)
LINE_END = re.compile(r"[_＿\s\u3000]+$")
PERCENT_FORMAT, SHARE_FORMAT = "0.0%", "0.######%"


def check_form(data: bytes) -> FormFormulas:
    """The formulas of a form that can be written again. Raises WorkbookRefused for one that cannot, or is too large to
    be written while somebody waits; the file has been read as a workbook before."""
    if count_cells(data) > MAX_FORM_CELLS:
        refuse_workbook("too_many_cells", limit=MAX_FORM_CELLS)
    try:
        book = load_workbook(BytesIO(data), keep_vba=has_macros(data), rich_text=True)
        formulas = {
            sheet.title: {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
            for sheet in book.worksheets
        }
        save_workbook(book)
        return formulas
    except MemoryError:
        raise
    except Exception:  # its parsers raise whatever comes
        refuse_workbook("form_not_writable")


def fill_form(
    data: bytes,
    cells: Iterable[tuple[FormPlace, FilledCell]],
    texts: Mapping[tuple[str, int, int], str],
) -> bytes:
    """The .xlsx (or .xlsm) with these cells and texts. A cell with a formula is left alone, whatever is given for it;
    programs work formulas out when they open the file, and simple ones have their result stored."""
    book = load_workbook(BytesIO(data), keep_vba=has_macros(data), rich_text=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for place, filled in cells:
        if place.sheet in sheets:
            _write(sheets[place.sheet].cell(place.row, place.column), place, filled)
    for (title, row, column), text in texts.items():
        if title in sheets:
            _write_text(sheets[title].cell(row, column), text)
    book.calculation.fullCalcOnLoad = True
    parts = {f"xl/worksheets/sheet{number}.xml": list_results(sheet) for number, sheet in enumerate(book.worksheets, 1)}
    return store_results(save_workbook(book), parts)


def write_period_texts(
    periods: Iterable[FormText], first: date, last: date, new: PeriodSpan
) -> dict[tuple[str, int, int], str]:
    """(sheet, row, column) -> the text with the new period; ``first`` and ``last`` are the days of the old one."""
    old = span_of(first, last)
    return {(each.sheet, each.row, each.column): write_period(each.text, old, new) for each in periods}


def _write(cell, place, filled):
    if isinstance(cell, MergedCell) or cell.data_type == "f":
        return
    value = filled.value
    if isinstance(value, Decimal):
        cell.value = to_cell_value(SHOWN.create_decimal(_scale(cell, place, filled)))
        if isinstance(cell.value, str):
            cell.data_type = "s"
    elif isinstance(value, date):
        cell.value = value
        if cell.number_format in (GENERAL, TEXT):
            cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        _write_text(cell, value)
    else:
        cell.value = None  # what the form showed as an example is not a figure


def _scale(cell, place, filled) -> Decimal:
    """The number as this cell shows it: a share as 0.783 where its format or nothing says per cent, else as 78.3."""
    number = filled.value / Decimal(place.factor)
    shows_percent = "%" in cell.number_format
    if filled.share:
        if shows_percent:
            return number
        if place.percent:
            if cell.number_format == GENERAL:
                cell.number_format = "0.0"
            return number * HUNDRED
        cell.number_format = PERCENT_FORMAT
        return number
    if filled.sign == "%":
        if shows_percent:
            return number / HUNDRED
        if cell.number_format == GENERAL:
            cell.number_format = SHARE_FORMAT
            return number / HUNDRED
    return number


def _write_text(cell, text):
    """A text is never a formula, also once somebody has edited it."""
    if isinstance(cell, MergedCell) or cell.data_type == "f":
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = text
    cell.data_type = "s"
    if FORMULA_LIKE.match(text):
        cell.quotePrefix = True


def make_line(text: str, unit: str) -> str:
    """填报单位：永德县妇联, from a line that ends where the name belongs."""
    return f"{LINE_END.sub('', text)}{unit}"
