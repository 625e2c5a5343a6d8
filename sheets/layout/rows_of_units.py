"""Tables with one row for each unit (or for each target of a form): names below each other in one column."""

import itertools
from collections.abc import Sequence

from sheets.layout.axes import NameHit
from sheets.layout.heads import find_head, is_head_row, read_column_paths
from sheets.layout.label_columns import set_label_columns, set_row_paths
from sheets.layout.model import KnownNames, TableLayout, UnitPlace
from sheets.layout.period_lines import begins_another_period
from sheets.layout.view import SheetView
from sheets.layout.words import MAX_NAME, PERIOD_WORD, SERIAL, TARGET_HEAD, TITLE_LIKE, TOTAL, UNIT_HEAD

MOST_BLANK_ROWS = 3
SHORT_NAME = 10  # characters


def split_segments(view: SheetView, hits: Sequence[NameHit], columns: Sequence[int]) -> list[list[NameHit]]:
    """The hits of one column, divided where another head, or a line of another period, stands between them."""
    if all(hit.row - before.row == 1 for before, hit in itertools.pairwise(hits)):
        return [list(hits)]
    column, named = hits[0].column, {hit.row for hit in hits}
    numeric = {c for hit in hits for c in view.facts[hit.row].numbers}
    segments, current = [], [hits[0]]
    for before, hit in itertools.pairwise(hits):
        between = [row for row in view.rows if before.row < row < hit.row] if hit.row - before.row > 1 else []
        new = any(_is_new_head(view, row, column, numeric, columns) for row in between if row not in named)
        if new or (between and begins_another_period(view, before.row, hit.row, column)):
            segments.append(current)
            current = []
        current.append(hit)
    return [*segments, current]


def _is_new_head(view, row, column, numeric, columns):
    facts = view.facts[row]
    inside = [c for c in facts.texts if c in columns]
    if len(inside) < 2 or any(c in numeric for c in facts.numbers if c in columns):
        return False
    label = view.label(row, column)
    return any(c in numeric for c in inside) and bool(not label or UNIT_HEAD.match(label) or SERIAL.match(label))


def find_body(view: SheetView, hits: Sequence[NameHit], columns: Sequence[int], bounds: tuple[int, int]) -> list[int]:
    """The rows from the first to the last of a table, with totals and unknown names above and below the hits.

    ``bounds``: rows that belong to what stands above and below it.
    """
    first, last = hits[0].row, view.span(hits[-1].row, hits[-1].column)[2]
    for row in reversed([row for row in view.rows if bounds[0] < row < first]):
        if not (_is_body_row(view, row, columns) or _is_empty_row(view, row, hits[0].column, columns)):
            break
        first = row
    spaced = any(view.facts[row].blank for row in view.rows if first < row < last)
    gap: list[int] = []
    pending = last
    for row in [row for row in view.rows if last < row < bounds[1]]:
        facts = view.facts[row]
        total = _is_empty_total(view, row, hits[0].column, columns)
        joined = spaced or not any(view.facts[each].blank for each in gap)
        if total or (joined and _is_body_row(view, row, columns)):
            gap, pending = [], row
            continue
        gap.append(row)
        if len(gap) > MOST_BLANK_ROWS or not (facts.blank or (facts.lone and not facts.meta)):
            break
    return [row for row in view.rows if first <= row <= pending]


def _is_body_row(view, row, columns):
    facts = view.facts[row]
    numbers = [c for c in facts.numbers if c in columns]
    return bool(numbers) and not facts.meta and not is_head_row(view, facts, columns)


def _is_empty_row(view, row, column, columns):
    """A total, or a name, without figures above the first known name; neither a title nor part of the head."""
    facts = view.facts[row]
    if _is_empty_total(view, row, column, columns):
        return True
    text = next((text for at, text in facts.texts.items() if at <= column), "")
    return (
        facts.lone
        and 0 < len(text) <= SHORT_NAME
        and not any(pattern.search(text) for pattern in (TITLE_LIKE, UNIT_HEAD, PERIOD_WORD, TARGET_HEAD))
    )


def _is_empty_total(view, row, column, columns):
    return any(TOTAL.match(text) for c, text in view.facts[row].texts.items() if c in columns and c <= column)


def make_table(
    view: SheetView, hits: Sequence[NameHit], columns: Sequence[int], bounds: tuple[int, int], units: UnitPlace
) -> TableLayout:
    """A table whose rows are named in the column of ``hits``. Labels, values and rows are set by ``finish_table``."""
    table = TableLayout(units, unit_column=hits[0].column if units == UnitPlace.ROWS else 0)
    rows = find_body(view, hits, columns, bounds)
    table.head = find_head(view, rows[0], columns, bounds[0])
    table.column_paths = read_column_paths(view, table.head, columns)
    table.body = rows
    return table


def finish_table(view: SheetView, table: TableLayout, names: KnownNames, columns: Sequence[int], column: int) -> None:
    """Tell totals, sections and rows of figures apart, and labels from values. ``column`` names the rows."""
    rows = table.body
    table.body = [row for row in rows if not view.facts[row].blank]
    others = [c for c in columns if c not in (table.unit_column, table.code_column)]
    sections = _find_unit_sections(view, table, names)
    set_label_columns(view, table, names, others if not sections else [*columns])
    table.body = []
    unit_cell = None
    for row in rows:
        facts = view.facts[row]
        if facts.blank:
            continue
        name = view.label(row, column)
        label = name or next((text for c, text in facts.texts.items() if c < column), "")
        if row in sections:
            unit_cell = (row, column)
        elif TOTAL.match(label) and not names.unit(label):
            table.total_rows.append(row)
        elif not any(c in facts.numbers for c in table.value_columns) and _is_section(facts, name, names, table):
            table.sections[row] = next(iter(facts.texts.values()))
        else:
            unit_cell = _add_row(view, table, row, name, None if sections and not unit_cell else unit_cell)
    if sections:
        _name_rows_by_sections(table, sections, column)
    set_row_paths(view, table, names)


def _is_section(facts, name, names, table):
    if not facts.lone or (table.unit_column and table.unit_column < min(facts.texts) in table.label_columns):
        return False  # a label right of the unit's name is that of a row without figures yet
    return not names.unit(name) if table.unit_column else not names.target(next(iter(facts.texts.values())))


def _add_row(view, table, row, name, unit_cell):
    if not table.unit_column:
        table.body.append(row)
        return unit_cell
    if name and len(name) <= MAX_NAME:
        unit_cell = view.anchor(row, table.unit_column)
    elif not (table.label_columns and unit_cell):
        table.unnamed_rows.append(row)
        return unit_cell
    table.body.append(row)
    table.unit_cells[row] = unit_cell
    return unit_cell


def _find_unit_sections(view, table, names):
    """Rows with nothing but the name of a unit, where the rows below them hold its figures."""
    if not table.unit_column:
        return set()
    hits = [row for row in table.body if names.unit(view.label(row, table.unit_column))]
    bare = {row for row in hits if not view.facts[row].numbers}
    if not bare or len(bare) < len(hits):
        return set()
    filled = [row for row in table.body if row not in bare and view.facts[row].numbers]
    named = [row for row in filled if names.target(view.label(row, table.unit_column))]
    return bare if len(named) * 2 >= len(filled) else set()


def _name_rows_by_sections(table, sections, column):
    """Every row takes the unit of the section that it stands in; the column of the names holds labels as well."""
    current = None
    for row in sorted({*table.body, *sections}):
        if row in sections:
            current = (row, column)
        elif current:
            table.unit_cells[row] = current
    table.sections.update(dict.fromkeys(sections, ""))
