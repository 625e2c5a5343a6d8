"""Tables with one column, or some, for each unit: names beside each other in one row of the head."""

from collections.abc import Sequence

from sheets.layout.axes import NameHit
from sheets.layout.heads import find_head, is_ordinal_row, read_column_paths
from sheets.layout.label_columns import set_label_columns, set_row_paths
from sheets.layout.model import KnownNames, TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.layout.words import (
    KIND,
    MEASURE_HEAD,
    PERIOD_WORD,
    REMARK_HEAD,
    SAYS_KIND,
    SERIAL,
    TARGET_HEAD,
    TOTAL,
)

MOST_BLANK_ROWS = 3


def make_transposed_table(
    view: SheetView, hits: Sequence[NameHit], names: KnownNames, bounds: tuple[int, int]
) -> TableLayout | None:
    """The table under the row of ``hits``; None where no row of figures follows."""
    row, columns = hits[0].row, view.columns
    table = TableLayout(UnitPlace.COLUMNS)
    below = _find_head_below(view, hits, bounds[1])
    table.head = [*find_head(view, row, columns, bounds[0]), row, *below]
    rows = _find_rows(view, table.head[-1], bounds[1], {hit.column for hit in hits})
    if not rows:
        return None
    spread = read_column_paths(view, [row], columns) if not below else _spread_names(view, row, below, columns)
    table.column_paths = read_column_paths(view, table.head, columns)
    _leave_out_headings(view, table, row)
    _set_unit_cells(view, table, hits, spread, row)
    table.body = [each for each in rows if not view.facts[each].blank]
    figures = [column for column in columns if column in table.unit_cells or column in table.total_columns]
    set_label_columns(view, table, names, [column for column in columns if column not in figures])
    table.value_columns = [column for column in columns if column in table.unit_cells]
    _divide_rows(view, table, names, rows)
    set_row_paths(view, table, names)
    return table


def _leave_out_headings(view, table, row):
    """各县(区)完成情况 above the names of units says nothing of the figures."""
    above = {view.label(each, column) for each in table.head if each < row for column in view.columns}
    empty = {text for text in above if not (SAYS_KIND.search(text) or PERIOD_WORD.search(text))}
    empty -= {view.label(row, column) for column in view.columns}
    for column, path in table.column_paths.items():
        table.column_paths[column] = tuple(text for text in path if text not in empty) or path[-1:]


def _find_head_below(view, hits, end):
    """The rows under the names of units that say what kinds of figures stand there."""
    below, columns = [], {hit.column for hit in hits}
    for row in [row for row in view.rows if hits[0].row < row < end]:
        facts = view.facts[row]
        within = [column for column in facts.texts if column >= hits[0].column]
        labels = [column for column in facts.texts if column < hits[0].column]
        if is_ordinal_row(view, facts) or (within and not labels and not columns & set(facts.numbers)):
            below.append(row)
        elif not facts.blank or any(view.anchor(row, column)[0] < row for column in columns):
            break
        if len(below) == 3:
            break
    return below


def _find_rows(view, head, end, columns):
    rows, blank = [], []
    for row in [row for row in view.rows if head < row < end]:
        facts = view.facts[row]
        if facts.meta:
            break
        if facts.blank or (facts.lone and not columns & set(facts.numbers)):
            blank.append(row)
            if len([each for each in blank if view.facts[each].blank]) > MOST_BLANK_ROWS:
                break
            continue
        rows += [*blank, row]
        blank = []
    return rows


def _spread_names(view, row, below, columns):
    paths = read_column_paths(view, [row, *below], columns)
    first = read_column_paths(view, [row], columns)
    return {column: first[column] or paths[column][:1] for column in columns}


def _set_unit_cells(view, table, hits, spread, row):
    """Give each column the cell that names its unit. A name that is not known, among units, is one to ask about."""
    named = {hit.column for hit in hits}
    first, current = hits[0].column, None
    for column in view.columns:
        text = spread[column][0] if spread[column] else ""
        at = view.anchor(row, column)
        if view.label(row, column):
            current = at
        if not text or column < first or current is None or text != view.label(*current):
            continue
        if TOTAL.match(text) and current[1] not in named:
            table.total_columns.append(column)
        elif current[1] in named or _may_be_unit(text):
            table.unit_cells[column] = current
            table.column_paths[column] = tuple(label for label in table.column_paths[column] if label != text)


def _may_be_unit(text):
    return len(text) <= 15 and not any(
        pattern.search(text) for pattern in (KIND, REMARK_HEAD, TARGET_HEAD, MEASURE_HEAD, SERIAL)
    )


def _divide_rows(view, table, names, rows):
    """Rows of figures, sections, and rows that add up others."""
    table.body = []
    for row in rows:
        facts = view.facts[row]
        label = next((view.label(row, column) for column in table.label_columns if view.label(row, column)), "")
        if facts.blank:
            continue
        if TOTAL.match(label) and not names.target(label):
            table.total_rows.append(row)
        elif facts.lone and not names.target(next(iter(facts.texts.values()))):
            table.sections[row] = next(iter(facts.texts.values()))
        elif any(view.label(row, column) for column in table.label_columns):
            table.body.append(row)
        else:
            table.unnamed_rows.append(row)
