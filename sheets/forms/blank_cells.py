"""Where figures belong in an empty form: beside the names of units or targets, under the heads.

The reader of tables tells rows of figures by their numbers. An empty form has none, so that numbers are put where they
belong before it is read.
"""

from collections.abc import Iterable
from dataclasses import replace

from sheets.files.grid import SheetGrid
from sheets.layout.view import SheetView
from sheets.layout.words import MAX_NAME, is_meta
from sheets.office.assembly.known import KnownPlan

PROBE = 7  # a number that is no year, no code and no number of a row
HEAD_ROWS = 6
MOST_BLANK = 2  # blank rows within a table
MOST_LABELS = 3  # right of a name: a target, its unit of measure, a kind of figure; more are a head


def fill_blank_cells(grid: SheetGrid, view: SheetView, known: KnownPlan) -> SheetGrid:
    """The grid with a number in each blank cell where a figure belongs. What stands in the form stays."""
    cells = list(_find_blank_cells(view, known))
    values = [list(row) for row in grid.values]
    width = max([grid.width, *(column for _row, column in cells)], default=0)
    for line in values:
        line.extend([None] * (width - len(line)))
    for row, column in cells:
        values[row - 1][column - 1] = PROBE
    return replace(grid, values=values)


def _find_blank_cells(view, known) -> Iterable[tuple[int, int]]:
    units, targets = _find_names(view, known.names.unit), _find_names(view, known.names.target)
    down, across = _longest(units, 1), _longest(units, 0)
    if len(across) > max(1, len(down)):
        yield from _beside_columns(view, across)
    elif len(down) > 1 or (down and not _is_line_of_text(view, down[0][0]) and len(_longest(targets, 1)) < 2):
        yield from _beside_rows(view, known, down)
    elif targets:
        yield from _beside_rows(view, known, _longest(targets, 1))


def _find_names(view, recognise) -> list[tuple[int, int]]:
    """The cells that name something known."""
    return [
        (row, column)
        for row in view.rows
        for column, text in view.facts[row].texts.items()
        if len(text) <= MAX_NAME and not is_meta(text) and recognise(text)
    ]


def _longest(cells, axis) -> list[tuple[int, int]]:
    """The cells of the column (axis 1) or row (axis 0) that has the most."""
    lines: dict[int, list[tuple[int, int]]] = {}
    for cell in cells:
        lines.setdefault(cell[axis], []).append(cell)
    return max(lines.values(), key=len, default=[])


def _is_line_of_text(view, row):
    return view.facts[row].meta or view.facts[row].lone


def _beside_rows(view, known, named) -> Iterable[tuple[int, int]]:
    """The blank cells right of names that stand below each other, and in rows between and beside them."""
    column = named[0][1]
    rows = sorted({row for row, _column in named})
    last = _last_column(view, rows[0], column)
    for row in _with_totals(view, known, rows, column):
        yield from _blank_cells(view, row, range(column + 1, last + 1))


def _last_column(view, first, column):
    """The last column that has a head above the first row; that of the row itself where nothing stands above."""
    above = [row for row in view.rows if row < first][-HEAD_ROWS:]
    heads = [row for row in above if len(view.facts[row].texts) > 1 and not view.facts[row].meta]
    ends = [view.span(row, at)[3] for row in heads for at in view.facts[row].texts]
    return max([*ends, column, *view.facts[first].texts])


def _with_totals(view, known, rows, column) -> list[int]:
    """The named rows, those between them that name something too, and totals above and below."""
    found, blank = set(rows), 0
    between = [row for row in view.rows if rows[0] < row < rows[-1] and row not in found]
    found |= {row for row in between if _is_row_of_table(view, row, column)}
    for row in [row for row in view.rows if row > rows[-1]]:
        if view.facts[row].blank:
            blank += 1
            if blank > MOST_BLANK:
                break
        elif _is_total(view, known, row, column) or (not blank and _is_row_of_table(view, row, column, more=True)):
            found.add(row)
        else:
            break
    for row in reversed([row for row in view.rows if row < rows[0]]):
        if not _is_total(view, known, row, column):
            break
        found.add(row)
    return sorted(found)


def _is_row_of_table(view, row, column, *, more=False):
    """Whether a row names something in the column of the names, as unknown units and targets do; with ``more`` only
    where something stands beside the name."""
    facts = view.facts[row]
    name = facts.texts.get(column, "")
    right = [at for at in facts.texts if at > column]
    return 0 < len(name) <= MAX_NAME and not facts.meta and not (more and facts.lone) and len(right) <= MOST_LABELS


def _is_total(view, known, row, column):
    return any(known.names_total(text) for at, text in view.facts[row].texts.items() if at <= column)


def _beside_columns(view, named) -> Iterable[tuple[int, int]]:
    """The blank cells under names that stand beside each other, in the rows that are named left of them."""
    row, first = named[0][0], min(column for _row, column in named)
    texts = view.facts[row].texts
    last = max(view.span(row, column)[3] for column in texts if column >= first)
    last = max([last, *(view.span(row, column)[3] for _row, column in named)])
    columns = range(first, last + 1)
    started, blank = False, 0
    for below in [each for each in view.rows if each > view.span(*named[0])[2]]:
        facts = view.facts[below]
        labels = [column for column in facts.texts if column < first]
        if facts.meta or blank > MOST_BLANK or (labels and facts.lone and started and is_meta(facts.texts[labels[0]])):
            break
        blank = blank + 1 if facts.blank else 0
        if labels and not any(column >= first for column in facts.texts):
            started = True
            yield from _blank_cells(view, below, columns)


def _blank_cells(view, row, columns) -> Iterable[tuple[int, int]]:
    """The blank cells of a row, of merged ones the first, where they are merged within the row."""
    for column in [each for each in view.columns if each in columns]:
        top, left, bottom, _right = view.span(row, column)
        if (top, left) == (row, column) and bottom == row:
            value = view.value(row, column)
            if value is None or value == "":
                yield view.source(row, column)
