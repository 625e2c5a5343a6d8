"""What a sheet's XML says that calamine leaves out, found by bounded searches in its bytes.

They hold for sheets as Excel, WPS, LibreOffice and the usual libraries write them; ``is_regular`` says whether this
is one. Others are read by openpyxl. A search for one byte is many times faster than one for two, and spares it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from openpyxl.utils import column_index_from_string

from sheets.files.cell_values import require_bounds
from sheets.files.grid import MergedRange
from sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sheets.problems import refuse_workbook

CELL = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"'
FORMULA = rb"\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)"
# A cell that does not say where it is in the usual way, or stands right of column AZ or below row 9999. Nearly all
# sheets have none, and are not searched further.
UNUSUAL = re.compile(rb'<c(?! r="A?[A-Z][1-9][0-9]{0,3}")')
# calamine makes room for any place that a cell or row names, and a wrong one ends the process.
PLACES = re.compile(rb"""<(?:\w+:)?(c|row)\s(?:[^<>]*?\s)?r\s*=\s*["']([^"']*)["']""")
SOUND_PLACE = {b"c": re.compile(rb"[A-Z]{1,3}[1-9][0-9]{0,6}"), b"row": re.compile(rb"[1-9][0-9]{0,6}")}
FILLED = re.compile(CELL + rb"[^<>]*(?<!/)>(?!</c>)")
ERROR = re.compile(CELL + rb'[^<>]* t="e"[^<>]*>(?:' + FORMULA + rb")?\s*<v>([^<]{1,40})</v>")
UNCALCULATED = re.compile(CELL + rb"([^<>]*)>" + FORMULA + rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
TEXT_RESULT = b't="str"'  # a formula whose result is an empty text is blank
ROW = re.compile(rb"<row([^<>]*)")
ROW_NUMBER = re.compile(rb'\s(?:[^<>]{0,200}?\s)?r="([0-9]{1,7})"')  # at the beginning of what ROW finds
COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]{1,1000})>")
RANGE = rb"""["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref=" + RANGE)
MAX_WRITTEN = 3 * MAX_CELLS  # cells that are written, blank ones included
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")


@dataclass
class SheetXml:
    """The XML of one sheet: ``head`` before its cells, ``cells``, ``tail`` after them."""

    head: bytes
    cells: bytes
    tail: bytes

    @cached_property
    def is_near(self) -> bool:
        """Whether each cell says where it is in the usual way, and stands within some ten thousand rows."""
        return not UNUSUAL.search(self.cells)

    @cached_property
    def rows(self) -> list[bytes]:
        """What each row says of itself, in the order of the sheet: its attributes."""
        return ROW.findall(self.cells)

    @cached_property
    def is_regular(self) -> bool:
        """Whether each cell says where it is in the usual way."""
        if not self.cells or (b"!" in self.cells and b"<!" in self.cells):
            return False
        return self.is_near or self.cells.count(b"<c") == self.cells.count(b'<c r="')


def split_sheet(content: bytes) -> SheetXml:
    """The three pieces; ``cells`` is empty where they are not found."""
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    if end < start or start < 0:
        start = end = content.find(b"<sheetData/>")
    return SheetXml(content[:start], content[start:end], content[end:])


def require_sound(sheet: SheetXml) -> None:
    """Raise WorkbookRefused when the rectangle of the filled cells is too large, or the rows are not in order, as
    which calamine would lose some of them."""
    numbers = [int(found[1]) for found in map(ROW_NUMBER.match, sheet.rows) if found]
    if any(number >= after for number, after in pairwise(numbers)):
        refuse_workbook("broken")
    if len(sheet.rows) != len(numbers) or not sheet.is_near:
        _require_sound_places(sheet.cells)
    if sheet.is_near:
        return
    if sheet.cells.count(b"<c") > MAX_WRITTEN:
        refuse_workbook("too_many_cells", limit=MAX_CELLS)
    height = 0
    letters: set[bytes] = set()
    for found in FILLED.finditer(sheet.cells):
        letters.add(found[1])
        height = max(height, int(found[2]))
    width = max((column_index_from_string(each.decode()) for each in letters), default=0)
    require_bounds(height, width)


def _require_sound_places(cells: bytes) -> None:
    if not all(SOUND_PLACE[found[1]].fullmatch(found[2]) for found in PLACES.finditer(cells)):
        refuse_workbook("broken")


def find_errors(cells: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """(row, column), error of the cells that hold one."""
    if b' t="e"' in cells:
        for found in ERROR.finditer(cells):
            yield _position(found), found[3].decode("utf-8", "replace")


def find_uncalculated(cells: bytes) -> Iterator[tuple[int, int]]:
    """(row, column) of formulas that hold no result: written by a program, or saved with calculation switched off."""
    if b"f" in cells and b"<f" in cells:
        for found in UNCALCULATED.finditer(cells):
            if TEXT_RESULT not in found[3]:
                yield _position(found)


def find_styled(cells: bytes, styles: dict[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """(row, column), format of the cells of these styles (number -> format)."""
    if styles:
        numbers = "|".join(str(number) for number in styles).encode()
        for found in re.finditer(CELL + rb'[^<>]*? s="(%s)"[^<>]*(?<!/)>' % numbers, cells):
            yield _position(found), styles[int(found[3])]


def find_hidden_rows(sheet: SheetXml) -> frozenset[int]:
    """The rows that are not shown, hidden by hand, by a filter, by a closed group, or without height."""
    hidden = set()
    for number, written in enumerate(sheet.rows, 1):
        if b"hidden" in written or b"ht" in written:
            row = dict(ATTRIBUTE.findall(written))
            if _is_true(row.get(b"hidden")) or row.get(b"ht") == b"0":
                hidden.add(int(row.get(b"r", number)))
    return frozenset(hidden)


def find_hidden_columns(head: bytes) -> frozenset[int]:
    """The columns that are not shown."""
    hidden: set[int] = set()
    for found in COLUMN.finditer(head):
        column = dict(ATTRIBUTE.findall(found[1]))
        if _is_true(column.get(b"hidden")) or column.get(b"width") == b"0":
            first = int(column.get(b"min", 1))
            hidden.update(range(first, min(int(column.get(b"max", first)), MAX_COLUMNS) + 1))
    return frozenset(hidden)


def find_merged(tail: bytes) -> list[MergedRange]:
    """The merged ranges that begin within the limits."""
    found = []
    for left, top, right, bottom in MERGED.findall(tail):
        columns = column_index_from_string(left.decode()), column_index_from_string(right.decode())
        merged = MergedRange(int(top), columns[0], int(bottom), columns[1])
        if 0 < merged.top <= min(merged.bottom, MAX_ROWS) and merged.left <= merged.right:
            found.append(merged)
    return found


def _position(found):
    return int(found[2]), column_index_from_string(found[1].decode())


def _is_true(value):
    return value in (b"1", b"true")
