"""Values as people see them in the cells: numbers of 15 digits, texts without invisible characters."""

import re
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from sheets.figures.number_formats import as_shown, tells_more
from sheets.files.grid import CellValue, SheetGrid
from sheets.limits import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sheets.problems import SheetProblem, refuse_workbook

SHOWN_DIGITS = 15
EXACT = 10.0**SHOWN_DIGITS
SCALE = 10_000  # numbers of up to four decimals are cleaned by arithmetic, which is faster than by their text
# Most numbers of a large sheet: each is one object, however many cells hold it.
SMALL = {float(number): number for number in range(10_000)}
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")  # pasted along with text from a web page
SIGNED = re.compile("[%％‰]")
PERCENT_ALONE = re.compile(r"[#,]*0(\.[0#]+)?%")
# A format that shows words beside the number, or a scaled number: 0"人", 0!.0,"万", #,##0,
WORDED = re.compile(r'"[^"]*[^\W\d_][^"]*"|[\u3400-\u9fff]|[0#?],+(?:[^0#?]|$)')


class _TextTooLong(ValueError):
    pass


def make_grid(title: str, rows: list[list], **more: Any) -> SheetGrid:
    """The grid of a sheet from the rows of a reader, in which blank cells are "" or None. ``more`` are fields of
    SheetGrid. Rows are made equally long; a text that is too long becomes a problem. Raises WorkbookRefused for a
    sheet beyond the limits, ValueError for a number that is none."""
    too_long: list[tuple[int, int]] = []
    values = [_clean_row(row, number, too_long) for number, row in enumerate(rows, 1)]
    grid = SheetGrid(title, _pad_rows(values), **more)
    grid.hidden_rows &= frozenset(range(1, grid.height + 1))
    grid.hidden_columns &= frozenset(range(1, grid.width + 1))
    for at in too_long:
        set_problem(grid, at, SheetProblem("too_long", {"limit": MAX_CELL_TEXT}))
    return grid


def _clean_row(row, number, too_long) -> list[CellValue]:
    """Called for millions of cells: nearly all numbers, whole or of up to four decimals, are cleaned without a call."""
    try:
        return [
            (
                small if (small := SMALL.get(value)) is not None
                else int(value) if value.is_integer()
                else scaled / SCALE if (scaled := value * SCALE).is_integer() and -EXACT < scaled < EXACT
                else clean_number(value)
            )
            if value.__class__ is float
            else clean_text(value) if value.__class__ is str
            else _clean_day(value) if value.__class__ is datetime
            else value
            for value in row
        ]  # fmt: skip
    except _TextTooLong:
        too_long += [
            (number, column)
            for column, value in enumerate(row, 1)
            if value.__class__ is str and len(value.strip()) > MAX_CELL_TEXT
        ]
        shortened = [None if value.__class__ is str and len(value.strip()) > MAX_CELL_TEXT else value for value in row]
        return _clean_row(shortened, number, too_long)


def clean_number(value: float) -> int | float:
    """A number as a spreadsheet shows it, with 15 digits: 1.1 + 2.2 is stored as 3.3000000000000003, and is 3.3."""
    if value.is_integer():
        return int(value)
    if not isfinite(value):
        raise ValueError(value)  # no spreadsheet holds infinity
    scaled = value * SCALE
    if scaled.is_integer() and -EXACT < scaled < EXACT:
        return scaled / SCALE  # the number that is nearest to these four decimals
    rounded = float(f"{value:.{SHOWN_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def clean_text(text: str) -> str | None:
    """The text without blanks around it and without invisible characters; None when nothing is left."""
    if not text:
        return None
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    if len(text) > MAX_CELL_TEXT and len(text.strip()) > MAX_CELL_TEXT:
        raise _TextTooLong
    return text.strip() or None


def _clean_day(value):
    return value.date() if value.time() == time() else value


def note_format(grid: SheetGrid, at: tuple[int, int], number_format: str) -> None:
    """Give the number at ``at`` the sign and the words that its format shows: 90 and "%" for 0.9 in 0.00%."""
    value = grid.value(*at)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    telling = _what_tells(number_format)
    if telling.signed:
        shown, sign = _show_signed(value, number_format, telling.percent)
        if sign:
            grid.values[at[0] - 1][at[1] - 1], grid.signs[at] = shown, sign
    if telling.words:
        grid.formats[at] = number_format


class _Telling(NamedTuple):
    """What a number format tells: a sign, nothing but a percent sign, words."""

    signed: bool
    percent: bool
    words: bool


@lru_cache(maxsize=1000)
def _what_tells(number_format):
    signed = bool(SIGNED.search(number_format))
    words = bool(WORDED.search(number_format)) or tells_more(number_format)
    return _Telling(signed, bool(PERCENT_ALONE.fullmatch(number_format)), words)


def _show_signed(number, number_format, percent):
    if percent:  # the 15 digits of the product are exact
        return clean_number(number * 100.0), "%"
    shown, sign = as_shown(Decimal(repr(number)), number_format)
    return clean_number(float(shown)), sign


def is_telling(number_format: str) -> bool:
    """Whether a number format changes which number people read, or names its unit."""
    telling = _what_tells(number_format)
    return telling.signed or telling.words


def set_problem(grid: SheetGrid, at: tuple[int, int], problem: SheetProblem) -> None:
    """Mark the cell at ``at`` as one that cannot be read; the grid is extended to hold it."""
    row, column = at
    require_bounds(max(row, grid.height), max(column, grid.width))
    if column > grid.width:
        for values in grid.values:
            values.extend([None] * (column - len(values)))
    while grid.height < row:
        grid.values.append([None] * max(column, grid.width))
    grid.values[row - 1][column - 1] = None
    grid.problems[at] = problem


def _pad_rows(rows: list[list]) -> list[list]:
    """The rows, all as long as the longest that is needed, without blank ones at the end."""
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    require_bounds(len(rows), width)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return rows


def require_bounds(height: int, width: int) -> None:
    """Raise WorkbookRefused for a sheet of more rows, columns or cells than are read."""
    if height > MAX_ROWS:
        refuse_workbook("too_many_rows", limit=MAX_ROWS)
    if width > MAX_COLUMNS:
        refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
    if height * width > MAX_CELLS:
        refuse_workbook("too_many_cells", limit=MAX_CELLS)
