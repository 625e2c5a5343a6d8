"""The tables of a sheet, found by what its cells name."""

import itertools
from collections.abc import Sequence

from sheets.layout.axes import Axes, NameHit, find_axes
from sheets.layout.columns_of_units import make_transposed_table
from sheets.layout.heads import read_column_paths
from sheets.layout.model import KnownNames, TableLayout, UnitPlace
from sheets.layout.period_lines import begins_another_period, read_period_line
from sheets.layout.rows_of_units import finish_table, make_table, split_segments
from sheets.layout.view import SheetView
from sheets.layout.words import LOWER_HEAD, SERIAL, UNIT_HEAD, is_meta
from sheets.layout.zones import divide_zones

END = 1 << 30
HEAD_ROWS = 4


def find_tables(view: SheetView, names: KnownNames) -> list[TableLayout]:
    """Every table of a sheet that names units or targets, from top to bottom."""
    axes = find_axes(view, view.rows, names.unit, units=True)
    tables = [*_tables_of_rows(view, axes, names), *_tables_of_columns(view, axes, names)]
    tables += _tables_of_targets(view, tables, names)
    tables.sort(key=lambda table: (min([*table.head, *table.body], default=0), table.value_columns[:1]))
    _set_lines(view, tables)
    return tables


def _tables_of_rows(view, axes: Axes, names):
    tables: list[TableLayout] = []
    zones = divide_zones(view, axes)
    for number, zone in enumerate(zones):
        above = max((table.body[-1] for table in tables), default=0)
        below = zones[number + 1].head if number + 1 < len(zones) else END
        _add_tables_of_zone(view, tables, zone.axes, sorted(axes.across), (above, below))
    for table in tables:
        finish_table(view, table, names, sorted(table.column_paths), table.unit_column)
    return tables


def _add_tables_of_zone(view, tables, zone: Axes, across, bounds):
    groups = _side_by_side(view, zone)
    for index, (column, code_column, left) in enumerate(groups):
        right = groups[index + 1][2] if index + 1 < len(groups) else END
        columns = [each for each in view.columns if left <= each < right]
        end = bounds[0]
        segments = split_segments(view, zone.down[column], columns)
        for number, hits in enumerate(segments):
            until = segments[number + 1][0].row if number + 1 < len(segments) else bounds[1]
            until = min([until, *(row for row in across if row > hits[-1].row)])
            table = make_table(view, hits, columns, (end, until), UnitPlace.ROWS)
            table.code_column = code_column
            end = table.body[-1]
            _add_table(view, tables, table)


def _add_table(view, tables, table):
    """A table under the head of the one before it (repeated on each printed page, or left out) continues that one,
    unless a line between them begins another period."""
    before = next((each for each in reversed(tables) if each.unit_column == table.unit_column), None)
    if before and begins_another_period(view, before.body[-1], table.body[0], table.unit_column):
        _take_head(table, before)
        tables.append(table)
    elif before and (not table.head or table.column_paths == before.column_paths):
        before.body = sorted({*before.body, *table.body})
        before.head += table.head
    else:
        tables.append(table)


def _take_head(table, before):
    """The labels of the table above, where a table of another period has no head of its own."""
    if not table.head:
        table.column_paths = dict(before.column_paths)


def _side_by_side(view, axes: Axes) -> list[tuple[int, int, int]]:
    """(column of units, column of their codes or 0, first column) of tables that stand beside each other."""
    groups: list[list[int]] = []
    for column in sorted(axes.down):
        if groups and not _has_numbers_between(view, axes.down[column], groups[-1][-1], column):
            groups[-1].append(column)
        else:
            groups.append([column])
    found: list[tuple[int, int, int]] = []
    for group in groups:
        unit = max(group, key=lambda each: (len({hit.name for hit in axes.down[each]}), len(axes.down[each]), each))
        code = next((each for each in group if each != unit and _names_the_same(view, axes, each, unit)), 0)
        if code and view.label(axes.down[unit][0].row, unit).isdecimal():
            unit, code = code, unit
        found.append((unit, code, _first_column(view, axes.down[unit][0], group[0], bool(found))))
    return found


def _has_numbers_between(view, hits, left, right):
    rows = [view.facts[hit.row] for hit in hits]
    return any(left < column < right for facts in rows for column in facts.numbers)


def _names_the_same(view, axes, one, other):
    """Whether one column holds the codes of the units that the other names; some may be wrong."""
    if all(view.label(hit.row, hit.column).isdecimal() for hit in axes.down[one]):
        return True
    names = {hit.row: hit.name for hit in axes.down[other]}
    same = sum(names.get(hit.row) == hit.name for hit in axes.down[one])
    return same * 2 > len(names)


def _first_column(view, hit: NameHit, first: int, beside: bool) -> int:
    """Where the table begins: at the first column of the sheet, or beside another table with its serial numbers."""
    if not beside:
        return 0
    above = [row for row in view.rows if row < hit.row][-HEAD_ROWS:]
    serial = any(SERIAL.match(view.label(row, first - 1)) for row in above)
    return first - 1 if serial else first


def _tables_of_columns(view, axes: Axes, names):
    tables: list[TableLayout] = []
    rows = _rows_with_names(view, axes)
    end = 0
    for number, row in enumerate(rows):
        until = rows[number + 1] if number + 1 < len(rows) else END
        hits = axes.across[row]
        table = make_transposed_table(view, hits, names, (end, until))
        if table is None:
            continue
        before = tables[-1] if tables else None
        same = before and before.column_paths == table.column_paths and _same_names(view, before, table)
        if before and same and not begins_another_period(view, before.last_row, table.body[0], hits[0].column):
            before.body += table.body
            before.head += table.head
            before.row_paths |= table.row_paths
            before.total_rows += table.total_rows
        else:
            tables.append(table)
        end = table.last_row
    return tables


def _same_names(view, before, table):
    return {c: view.label(*at) for c, at in before.unit_cells.items()} == {
        c: view.label(*at) for c, at in table.unit_cells.items()
    }


def _rows_with_names(view, axes: Axes) -> list[int]:
    """Rows of the head that name units; of two above each other (cities, then their counties) the one with more."""
    rows: list[int] = []
    for row in sorted(axes.across):
        between = [view.facts[each] for each in view.rows if rows and rows[-1] < each <= row]
        if rows and not any(facts.numbers for facts in between):
            if len(axes.across[row]) >= len(axes.across[rows[-1]]):
                rows[-1] = row
            continue
        rows.append(row)
    return rows


def _tables_of_targets(view, tables, names):
    """Tables that name no unit in rows or columns: forms of one unit, and tables whose units nobody knows."""
    taken = {row for table in tables for row in table.roles()}
    free = [row for row in view.rows if row not in taken]
    if not any(view.facts[row].numbers for row in free):
        return []
    axes = find_axes(view, free, names.target, units=False)
    found = []
    groups = _side_by_side(view, axes)
    for index, (column, _code, left) in enumerate(groups):
        right = groups[index + 1][2] if index + 1 < len(groups) else END
        columns = [each for each in view.columns if left <= each < right]
        found += _forms(view, axes.down[column], names, taken, columns)
    rows_of_forms = {row for table in found for row in table.roles()}
    for row in sorted(axes.across):
        if row not in rows_of_forms:
            found += _table_under(view, row, names, taken | rows_of_forms)
            rows_of_forms |= {each for table in found for each in table.roles()}
    return found


def _forms(view, hits: Sequence[NameHit], names, taken, columns):
    tables: list[TableLayout] = []
    end = 0
    segments = _split_forms(view, hits, taken)
    for number, segment in enumerate(segments):
        until = segments[number + 1][0].row if number + 1 < len(segments) else END
        until = min([until, *(row for row in taken if row > segment[-1].row)])
        above = max([end, *(row for row in taken if row < segment[0].row)])
        table = make_table(view, segment, columns, (above, until), UnitPlace.TABLE)
        if tables and begins_another_period(view, end, table.body[0], hits[0].column):
            _take_head(table, tables[-1])
        end = table.body[-1]
        naming = hits[0].column
        places = next((c for c in columns if any(LOWER_HEAD.match(text) for text in table.column_paths[c])), 0)
        if places and places != naming:  # a list of townships, with a target in each row
            table.units, table.unit_column, naming = UnitPlace.ROWS, places, places
        finish_table(view, table, names, columns, naming)
        tables.append(table)
    return tables


def _split_forms(view, hits, taken):
    """Divided where a line of text that names who reports, or another head, stands between targets."""
    segments, current = [], [hits[0]]
    for before, hit in itertools.pairwise(hits):
        between = [view.facts[row] for row in view.rows if before.row < row < hit.row]
        heads = [facts for facts in between if facts.meta or (len(facts.texts) > 2 and not facts.numbers)]
        other = begins_another_period(view, before.row, hit.row, hit.column)
        if any(facts.number in taken for facts in between) or heads or other:
            segments.append(current)
            current = []
        current.append(hit)
    return [*segments, current]


def _table_under(view, row, names, taken):
    """The table whose head names targets, though no unit in its rows is known."""
    rows: list[int] = []
    for each in [each for each in view.rows if each > row]:
        facts = view.facts[each]
        if each in taken or facts.meta or (facts.blank and rows):
            break
        if facts.numbers:
            rows.append(each)
    if not rows:
        return []
    paths = read_column_paths(view, [each for each in view.rows if row <= each < rows[0]], view.columns)
    column = _column_of_units(paths)
    place = UnitPlace.ROWS if column else UnitPlace.TABLE
    hits = [NameHit(each, column or view.columns[0], "") for each in rows]
    above = max([0, *(each for each in taken if each < row)])
    table = make_table(view, hits, view.columns, (above, rows[-1] + 1), place)
    finish_table(view, table, names, view.columns, hits[0].column)
    return [table]


def _column_of_units(paths):
    """The first column whose head says that it names units, or places below them; 0 without one."""
    heads = (UNIT_HEAD, LOWER_HEAD)
    return next((c for c in paths if any(head.match(text) for text in paths[c] for head in heads)), 0)


def _set_lines(view, tables):
    """The texts between tables: those above one (or above the one beside it), and below the last."""
    end = 0
    lines: list[str] = []
    for table in tables:
        first = min([*table.head, *table.body], default=0)
        if first > end:
            lines = [*_lines_of_all(lines, _texts_between(view, end, first), end), *_texts_between(view, end, first)]
        table.lines = lines
        end = max(end, table.last_row)
    if tables:
        tables[-1].notes = _texts_between(view, end, END)


def _lines_of_all(before, own, end):
    """What stands above all tables of a sheet, where only lines of periods divide them: title, 单位:万人次."""
    periods = [read_period_line(line) for line in own if not is_meta(line)]
    if not end or not periods or not all(periods):
        return []
    return [line for line in before if not read_period_line(line)]


def _texts_between(view, after, before):
    rows = [view.facts[row] for row in view.rows if after < row < before]
    return [text for facts in rows for text in facts.texts.values()]
