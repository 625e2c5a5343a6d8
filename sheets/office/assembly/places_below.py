"""Townships, villages and offices below a unit: what adds them up is the unit's figure, and they are none of their own.

A county's own sheet lists its townships and adds them up in a row of totals. That row is read as the county's, and each
of its figures is compared with the sum.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sheets.layout.label_columns import set_row_paths
from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.layout.words import LOWER_HEAD, SUBTOTAL, TOTAL
from sheets.office.assembly.asking import IGNORE, Desk, Place
from sheets.office.assembly.belonging import find_form_unit
from sheets.office.assembly.divided_units import find_divided_targets, find_divided_units
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.lines import INSIDE_REASONS, Line, line_of_form
from sheets.office.labels import is_inside, reports_below
from sheets.office.model import Certainty, ReadFigure
from sheets.problems import SheetProblem

OFFICE = re.compile(r"(?:部|室|科|处|股|办|中心)$")  # 办公室 in a county's own sheet is that county's
OF_WHICH = re.compile(r"\(?其中")
FEWEST = 2  # places whose sum is compared with the figure of a unit that has a name


@dataclass
class PlacesBelow:
    """``parts``: row (or column) of a total -> the rows (or columns) that it adds up.

    ``added``: rows that are added up as one unit's, because a person said so of a table without a total. ``some``:
    whether the parts may be only some of what a unit has, as below the counties of a city. ``firsts``: row of the first
    part of a unit -> the rows of its other parts.
    """

    parts: dict[int, list[int]] = field(default_factory=dict)
    some: bool = False
    added: list[int] = field(default_factory=list)
    firsts: dict[int, list[int]] = field(default_factory=dict)

    def parts_of(self, row: int, column: int, units: UnitPlace) -> list[tuple[int, int]]:
        """The cells that a cell of a total adds up; none of another cell."""
        firsts = [(part, column) for part in self.firsts.get(row, ())]
        if units == UnitPlace.ROWS:
            return [*firsts, *((part, column) for part in self.parts.get(row, ()))]
        return [*firsts, *((row, part) for part in self.parts.get(column, ()))]


def find_places_below(
    view: SheetView, table: TableLayout, lines: dict[int, Line], known: KnownPlan, desk: Desk
) -> PlacesBelow:
    """What of a table stands for places below its units.

    ``lines`` and ``table`` get a row of totals as the unit's.
    """
    if table.units == UnitPlace.TABLE:
        return PlacesBelow(_columns_of_places(table, known), firsts=find_divided_targets(view, table))
    if table.units == UnitPlace.ROWS:
        rows = _rows_of_places(view, table, lines, known, desk)
        if rows:
            return _take_total(view, table, lines, rows, known, desk)
    wholes, firsts = find_divided_units(view, table, lines)
    parts = _parts_of_named(lines) | wholes
    if not parts:
        return PlacesBelow(firsts=firsts)
    of_which = any(OF_WHICH.match(view.label(line.place.row, line.place.column)) for line in lines.values())
    some = of_which or (not wholes and sum(bool(line.unit) for line in lines.values()) > 1)
    return PlacesBelow(parts, some=some, firsts=firsts)


def _columns_of_places(table, known):
    """Column of 合计 in a form -> the columns of townships beside it, under the same other labels."""
    without: dict[int, tuple[str, ...]] = {}
    totals: dict[int, tuple[str, ...]] = {}
    for column in table.value_columns:
        path = table.column_paths.get(column, ())
        for text in path:
            rest = tuple(each for each in path if each != text)
            if is_inside(text, known.context):
                without[column] = rest
            elif TOTAL.match(text):
                totals[column] = rest
    found = {total: [column for column, other in without.items() if other == rest] for total, rest in totals.items()}
    return {total: columns for total, columns in found.items() if columns}


def _rows_of_places(view, table, lines, known, desk):
    """The rows of a table that names no unit but places below one; none where it names any unit."""
    heads = table.column_paths.get(table.unit_column, ())
    below = any(LOWER_HEAD.match(text) for text in heads) and not reports_below(known.context)
    owner: str | None = None  # looked for where an office stands: it takes longer than all rows
    rows = []
    for row, line in lines.items():
        text = view.label(line.place.row, line.place.column)
        reason = line.match.why in (*INSIDE_REASONS, "answered")
        inside = line.inside or (reason and is_inside(text, known.context))
        if line.left_out and not inside and desk.answer_to_label(line.place) != IGNORE:
            continue
        below_it = below and (not line.unit or line.match.why == "answered")
        office = bool(OFFICE.search(text))
        if office and owner is None:
            owner = find_form_unit(table.lines, "", "", known).unit
        if not inside and not below_it and not (office and owner and line.unit != owner):
            return []
        rows.append(row)
    return rows


def _take_total(view, table, lines, rows, known, desk) -> PlacesBelow:
    totals = [row for row in table.total_rows if not SUBTOTAL.search(_label(view, table, row))] or table.total_rows
    of_list = bool(table.row_paths)
    if of_list and not totals and len({table.row_paths.get(row) for row in rows}) == len(rows):
        whole = line_of_form(table, lines[rows[0]].place, known, desk)  # who of the unit does what
        lines |= dict.fromkeys(rows, whole)
        return PlacesBelow()
    if not totals or (len(totals) > 1 and not of_list):
        return _ask_to_add(table, lines, rows, known, desk)
    for row in rows:
        lines[row].left_out = lines[row].inside = True
    whole = line_of_form(table, Place(totals[0], table.unit_column), known, desk)
    for total in totals:
        lines[total] = whole
        table.unit_cells[total] = (whole.place.row, whole.place.column)
    table.total_rows = [row for row in table.total_rows if row not in totals]
    table.body = sorted({*table.body, *totals})
    if of_list:
        set_row_paths(view, table, known.names)
    paths = table.row_paths
    return PlacesBelow({total: [row for row in rows if paths.get(row) == paths.get(total)] for total in totals})


def _ask_to_add(table, lines, rows, known, desk) -> PlacesBelow:
    """Nothing says what the places make together: one question, whether they are to be added up."""
    place = lines[rows[0]].place
    whole = line_of_form(table, place, known, desk)
    if whole.elsewhere or desk.answer_to_label(place) == IGNORE:
        for row in rows:
            lines[row].left_out = lines[row].inside = True
        return PlacesBelow()
    if whole.match.why != "answered":
        whole.why, whole.once = SheetProblem("places_without_total", {"number": len(rows)}), True
    for row in rows:
        lines[row] = whole
    return PlacesBelow(added=rows)


def _label(view, table, row):
    columns = [column for column in view.columns if column <= table.unit_column]
    return next((text for column in reversed(columns) if (text := view.label(row, column))), "")


def _parts_of_named(lines: dict[int, Line]) -> dict[int, list[int]]:
    """Row of a county -> the rows of its townships below it; of a table of one county, also those above."""
    inside = [at for at, line in lines.items() if line.inside]
    if not inside:
        return {}
    named = [at for at, line in lines.items() if line.unit and not line.inside]
    sure = [at for at in named if lines[at].match.certainty == Certainty.SURE and not lines[at].left_out]
    ends = dict(zip(named, [*named[1:], 1 << 30], strict=True))
    found = {at: [each for each in inside if at < each < ends[at] or len(named) == 1] for at in sure}
    return {at: parts for at, parts in found.items() if len(parts) >= FEWEST}


def add_rows_of_places(
    figures: Sequence[ReadFigure], places: PlacesBelow, unread: Iterable[tuple[int, int]]
) -> list[ReadFigure]:
    """One figure for those of all rows that a person added up, at the first row; none while one of them is asked."""
    waiting = {column for row, column in unread if row in places.added}
    sums: dict[int, ReadFigure] = {}
    for figure in figures:
        before = sums.get(figure.column)
        if figure.column in waiting or figure.value is None:
            continue
        sums[figure.column] = figure if before is None else before._replace(value=_plus(before.value, figure.value))
    return list(sums.values())


def _plus(one, other):
    return (one or Decimal(0)) + other
