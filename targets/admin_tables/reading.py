"""From the bytes of any workbook to the lines of a table."""

from datetime import datetime

from django.utils.translation import gettext as _

from audit.errors import Refused
from sheets.figures.columns import canonical_text
from sheets.files.grid import SheetCell, SheetGrid, cell_name
from sheets.files.reading import read_files
from targets.admin_tables.layout import AdminLine, AdminTable
from targets.workbooks.messages import describe_problem

MAX_HEAD_ROW = 20  # the row of heads is searched down to here
MAX_LINES = 5_000


def read_lines(data: bytes, name: str, table: AdminTable) -> tuple[list[AdminLine], list[str]]:
    """The lines of the one sheet with the heads of the table, and notes about what was not read.

    Raises Refused for a file that cannot be read, that has no such sheet or several, no lines, or too many.
    """
    files = read_files(data, name)
    problem = next((file.problem for file in files if file.problem), None)
    if problem or len(files) != 1:
        raise Refused(describe_problem(problem) if problem else _("Upload one workbook, not several."), code="file")
    grid, head, places = _find_table(files[0].grids, table)
    notes = _list_unread(grid, head, places, table)
    numbers = [number for number in grid.rows if number > head and number not in grid.hidden_rows]
    lines = [_read_line(grid, number, places) for number in numbers]
    lines = [line for line in lines if any(line.texts.values()) or line.errors]
    if not lines:
        raise Refused(_("There is nothing below the heads of the table."), code="file")
    if len(lines) > MAX_LINES:
        raise Refused(_("More than %(most)s rows at once: divide the workbook.") % {"most": MAX_LINES}, code="file")
    return lines, notes


def _find_table(grids: list[SheetGrid], table: AdminTable) -> tuple[SheetGrid, int, dict[str, int]]:
    found = [each for grid in grids if not grid.hidden if (each := _find_head(grid, table))]
    if len(found) > 1:
        sheets = "、".join(grid.title for grid, _head, _places in found)
        raise Refused(_("The table stands in several sheets (%(sheets)s). Keep one.") % {"sheets": sheets}, code="file")
    if not found:
        heads = "、".join(table.head(keys[0]) for keys in table.required)
        message = _("No row with the heads %(heads)s was found. Export the table first, and fill in that workbook.")
        raise Refused(message % {"heads": heads}, code="file")
    return found[0]


def _find_head(grid, table) -> tuple[SheetGrid, int, dict[str, int]] | None:
    for number in range(1, MAX_HEAD_ROW + 1):
        places: dict[str, int] = {}
        doubled = ""
        for at, column in table.find_columns(grid.row_texts(number)):
            if at in grid.hidden_columns:
                continue
            if column.key in places:
                doubled = doubled or cell_name(number, at)
            places.setdefault(column.key, at)
        if all(places.keys() & set(keys) for keys in table.required):
            if doubled:
                raise Refused(_("%(cell)s: this column is there twice. Keep one.") % {"cell": doubled}, code="file")
            return grid, number, places
    return None


def _list_unread(grid, head, places, table) -> list[str]:
    unread = {at: text for at, text in grid.row_texts(head).items() if at not in places.values() and text}
    named = "、".join(f"{cell_name(head, at)} “{text[:20]}”" for at, text in unread.items())
    if unread and table.strict:
        message = _("These columns are none of this table: %(columns)s. Correct their heads, or delete them.")
        raise Refused(message % {"columns": named}, code="file")
    notes = [_("Columns that were not read: %(columns)s") % {"columns": named}] if unread else []
    if hidden := sum(1 for number in grid.hidden_rows if number > head):
        notes.append(_("Hidden rows that were not read: %(count)s") % {"count": hidden})
    return notes


def _read_line(grid, number, places) -> AdminLine:
    line = AdminLine(number, {}, places)
    for key, at in places.items():
        cell = grid.cell(number, at)
        line.texts[key] = _cell_text(cell)
        if cell.problem:
            line.errors[key] = describe_problem(cell.problem)
    return line


def _cell_text(cell: SheetCell) -> str:
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    return "\n".join((canonical_text(value) + cell.sign).splitlines())
