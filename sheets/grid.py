"""The cells of a sheet as plain values, with what is wrong with a cell before anybody asks what it means.

Sheets are streamed, and cut just behind our own limits; what the file says of its own size is never asked. Nothing of
ours is lost by the cut: a unit or a column that was moved beyond it is missed, and refused as missing.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sheets.layout import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT
from sheets.reasons import Reason, WorkbookRefused, refuse

INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")  # come along when text is pasted from a web page


@dataclass(frozen=True)
class Cell:
    ref: str
    value: object = None
    fault: Reason | None = None

    @property
    def empty(self):
        return self.value is None and self.fault is None


@dataclass(frozen=True)
class Grid:
    """``lines`` maps row -> column -> Cell, both from 1, in order; empty cells are left out."""

    title: str
    lines: dict

    def get(self, row, column):
        return self.lines.get(row, {}).get(column) or Cell(ref(row, column))

    def text(self, row, column):
        """The cell as text, "" when it is empty or wrong."""
        value = self.get(row, column).value
        return "" if value is None else str(value)

    def line(self, row):
        """column -> text of one row."""
        return {column: self.text(row, column) for column in self.lines.get(row, {})}


def ref(row, column):
    return f"{get_column_letter(column)}{row}"


def grids(data):
    """Every sheet of a workbook that ``safety.check`` has let through. WorkbookRefused when it cannot be read."""
    try:
        values = _load(data, data_only=True)
        formulas = _load(data, data_only=False)
    except WorkbookRefused:
        raise
    except Exception as error:  # openpyxl meets a broken file with whatever its parsers raise
        raise WorkbookRefused(Reason("broken")) from error
    return [Grid(title, _lines(values[title], formulas[title])) for title in values]


def _load(data, *, data_only):
    book = load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            refuse("too_many_sheets", limit=MAX_SHEETS)
        return {sheet.title: dict(_stream(sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _stream(sheet):
    """(row, column) -> (type, value) of what is not blank."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1), 1):
        for place, cell in enumerate(row, 1):
            if cell.value is None:
                continue
            if number > MAX_ROWS:
                refuse("too_many_rows", limit=MAX_ROWS)
            if place > MAX_COLUMNS:
                refuse("too_many_columns", limit=MAX_COLUMNS)
            yield (number, place), (cell.data_type, cell.value)


def _lines(values, formulas):
    lines = {}
    for place in sorted({**formulas, **values}):
        cell = _cell(place, *values.get(place, ("f", None)))
        if not cell.empty:
            lines.setdefault(place[0], {})[place[1]] = cell
    return lines


def _cell(place, kind, value):
    name = ref(*place)
    if kind == "f":  # never calculated: written by a program, or saved with calculation switched off
        return Cell(name, fault=Reason("formula_without_value"))
    if kind == "e":
        return Cell(name, fault=Reason("error_value", {"text": str(value)}))
    if isinstance(value, str):
        value = INVISIBLE.sub("", value).strip()
        if len(value) > MAX_TEXT:
            return Cell(name, fault=Reason("too_long", {"limit": MAX_TEXT}))
    return Cell(name, None if value == "" else value)
