"""The bytes of a workbook into rows of cells, each known by its unit and column. What each cell means comes later."""

from collections import Counter
from dataclasses import dataclass

from sheets import safety
from sheets.grid import grids, ref
from sheets.layout import HEAD_ROWS, HIDDEN, KEYS, SCHEMA, SIGN, STATE, TITLES, UNIT
from sheets.reasons import Reason, WorkbookRefused, refuse


@dataclass(frozen=True)
class Row:
    """A unit's cells (column key -> Cell) and the text that stood in each when the file was made (``base``)."""

    code: str
    number: int
    cells: dict
    base: dict


@dataclass(frozen=True)
class Filled:
    """A workbook that is ours and whole: nothing of its form was moved out, renamed or added."""

    plan: str
    period: str
    keys: tuple
    rows: tuple


@dataclass(frozen=True)
class Head:
    """The rows of keys and of titles, and the column of unit codes."""

    keys: int
    titles: int
    codes: int


@dataclass(frozen=True)
class Manifest:
    plan: str
    period: str
    titles: dict  # column key -> title
    names: dict  # unit code -> name
    base: dict  # unit code -> {column key: text}


def read(data):
    """The Filled of these bytes; WorkbookRefused with every reason why it cannot be taken."""
    safety.check(data)
    sheets = grids(data)
    manifest = _manifest(next((grid for grid in sheets if grid.title == HIDDEN), None))
    form, head = _form(sheets)
    problems = []
    places = _columns(form, head, manifest, problems)
    rows = _rows(form, head, places, manifest, problems)
    if problems:
        raise WorkbookRefused(*problems)
    return Filled(manifest.plan, manifest.period, tuple(manifest.titles), tuple(rows))


def _manifest(grid):
    if grid is None or grid.text(1, 1) != SIGN:
        refuse("not_ours")
    if grid.text(1, 2) != str(SCHEMA):
        refuse("other_version", version=grid.text(1, 2)[:10])
    places = {key: place for place, key in grid.line(2).items()}
    codes = {grid.text(row, 1): row for row in grid.lines if row > 3}
    if not places or not codes:
        refuse("not_ours")
    return Manifest(
        grid.text(1, 3),
        grid.text(1, 4),
        {key: grid.text(3, place) for key, place in places.items()},
        {code: grid.text(row, 2) for code, row in codes.items()},
        {code: {key: grid.text(row, place) for key, place in places.items()} for code, row in codes.items()},
    )


def _form(sheets):
    """The sheet with our marker, and the Head that stands around it."""
    found = [
        (grid, row, column)
        for grid in sheets
        if grid.title != HIDDEN
        for row in grid.lines
        if row <= HEAD_ROWS
        for column, text in grid.line(row).items()
        if text == KEYS
    ]
    if not found:
        refuse("not_ours")
    if len(found) > 1:
        refuse("two_forms", sheets="、".join(dict.fromkeys(grid.title for grid, _row, _column in found)))
    form, keys, codes = found[0]
    titles = next((row for row in form.lines if form.text(row, codes) == TITLES), keys)
    return form, Head(keys, titles, codes)


def _columns(form, head, manifest, problems):
    """Column key -> place. The words above a column must be ours: else somebody else's order was pasted over it."""
    keyed = {place: key for place, key in form.line(head.keys).items() if place != head.codes}
    places = {key: place for place, key in keyed.items()}
    times = Counter(keyed.values())
    for place, key in keyed.items():
        if times[key] > 1 or key not in {UNIT, STATE, *manifest.titles}:
            problems.append(Reason("column_unknown", {"cell": ref(head.titles, place)}))
    if UNIT not in places:
        problems.append(Reason("column_missing", {"title": UNIT}))
    for key, title in manifest.titles.items():
        if key not in places:
            problems.append(Reason("column_missing", {"title": title}))
        elif form.text(head.titles, places[key]) != title:
            problems.append(Reason("title_changed", {"cell": ref(head.titles, places[key]), "title": title}))
    return places


def _rows(form, head, places, manifest, problems):
    """The rows below the head, checked against the units that the file was made for."""
    rows, seen = [], {}
    for number in [number for number in form.lines if number > max(head.keys, head.titles)]:
        code = form.text(number, head.codes)
        problem = _row_problem(form, number, head, places, manifest, seen)
        if problem:
            problems.append(problem)
        else:
            cells = {key: form.get(number, places[key]) for key in manifest.titles if key in places}
            rows.append(Row(code, number, cells, manifest.base[code]))
        seen.setdefault(code, number)
    problems += [Reason("row_missing", {"name": name}) for code, name in manifest.names.items() if code not in seen]
    return rows


def _row_problem(form, number, head, places, manifest, seen):
    code = form.text(number, head.codes)
    if code not in manifest.names:
        return Reason("row_unknown", {"row": number})
    name = manifest.names[code]
    if code in seen:
        return Reason("row_doubled", {"row": number, "other": seen[code], "name": name})
    if UNIT in places and form.text(number, places[UNIT]) != name:
        return Reason("row_renamed", {"cell": ref(number, places[UNIT]), "name": name})
    ours = {head.codes, *places.values()}
    stray = next((place for place in form.lines[number] if place not in ours), None)
    return Reason("stray_cell", {"cell": ref(number, stray)}) if stray else None
