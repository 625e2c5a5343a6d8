"""Units that a further column divides into rows (乡镇, 基地名称, 村): the first is not the unit's number.

| 临翔区 | 博尚镇 | 1 |
|        | 凤翔街道 | 2 |
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.layout.words import LOWER_HEAD, SERIAL, TOTAL
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.lines import Line
from sheets.office.labels import is_inside
from sheets.problems import SheetProblem


def find_divided_units(
    view: SheetView, table: TableLayout, lines: dict[int, Line]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """(rows that add up those below them, rows that are the first part of a unit), each with the rows below it.

    Only rows that name no unit themselves, and have a name in another column, are parts.
    """
    wholes: dict[int, list[int]] = {}
    firsts: dict[int, list[int]] = {}
    if table.units != UnitPlace.ROWS or table.row_paths:
        return wholes, firsts
    named = sorted({*lines, *table.total_rows, *table.sections})
    below_rows = _rows_below(named, table.unnamed_rows)
    for row, line in lines.items():
        below = below_rows.get(row, ())
        parts = {each: names for each in below if (names := _names_beside(view, table, each))}
        if not parts or not line.unit or line.left_out:
            continue
        own = _names_beside(view, table, row)
        beside = [text for column, text in own.items() if any(column in names for names in parts.values())]
        is_part = any(not TOTAL.match(text) for text in beside)
        (firsts if is_part else wholes)[row] = list(parts)
    return wholes, firsts


def find_divided_targets(view: SheetView, table: TableLayout) -> dict[int, list[int]]:
    """In a form: the row of a target that is only its first part (女性), with the rows of the others (男性)."""
    named = [row for row in table.body if table.row_paths.get(row)]
    firsts = {}
    for row, below in _rows_below(named, [row for row in table.body if not table.row_paths.get(row)]).items():
        own = _names_beside(view, table, row)
        parts = [each for each in below if _names_beside(view, table, each).keys() & own.keys()]
        if parts and not any(TOTAL.match(text) for text in own.values()):
            firsts[row] = parts
    return firsts


def ask_about_rows_of_places(
    view: SheetView, table: TableLayout, lines: dict[int, Line], known: KnownPlan, firsts: Container[int]
) -> None:
    """A row that names a township beside its county is asked about: it may be the township's."""
    if table.units != UnitPlace.ROWS or table.row_paths:
        return
    columns = [column for column, path in table.column_paths.items() if path and LOWER_HEAD.match(path[-1])]
    columns = [column for column in columns if column != table.unit_column]
    for row, line in lines.items() if columns else ():
        texts = [view.label(row, column) for column in columns]
        place = next((text for text in texts if text and is_inside(text, known.context)), "")
        if place and row not in firsts and line.unit and not line.why and line.match.why != "answered":
            line.why, line.once = SheetProblem("row_of_place", {"text": place}), True


def _rows_below(named: Sequence[int], rows: Iterable[int]) -> dict[int, list[int]]:
    """Each row of ``named`` that has any of ``rows`` below it, up to the next of ``named``, with these."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if at := bisect_left(named, row):
            found[named[at - 1]].append(row)
    return found


def _names_beside(view: SheetView, table: TableLayout, row: int) -> dict[int, str]:
    """column -> the name in it, of the columns beside that of the units that hold names."""
    found = {}
    for column in view.columns:
        head = table.column_paths.get(column, ())
        if column == table.unit_column or column in table.label_columns or (head and SERIAL.match(head[-1])):
            continue
        text = view.label(row, column)
        if text and column not in view.facts[row].numbers:
            found[column] = text
    return found
