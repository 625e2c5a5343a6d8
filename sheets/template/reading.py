"""Reading a filled-in template: the cells of each unit by column key. What a cell means is decided later."""

from collections import Counter
from dataclasses import dataclass

from sheets.figures.columns import canonical_text
from sheets.files.grid import SheetCell, SheetGrid, cell_name
from sheets.files.reading import read_grids
from sheets.limits import MAX_HEAD_ROWS, MAX_TEXT
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook
from sheets.template.layout import (
    FOOT_MARKER,
    HIDDEN_SHEET,
    HIDDEN_TASKS,
    KEYS_MARKER,
    SCHEMA,
    SIGNATURE,
    STATE_KEY,
    TITLES_MARKER,
    UNIT_KEY,
)


@dataclass(frozen=True)
class FilledRow:
    """A unit's cells (column key -> SheetCell), and the text that each held when the file was written."""

    code: str
    number: int
    cells: dict[str, SheetCell]
    original: dict[str, str]

    def is_untouched(self, key: str) -> bool:
        """Whether the cell of this column still holds what was written into it."""
        return canonical_text(self.cells[key].value) == self.original.get(key, "")


@dataclass(frozen=True)
class FilledTemplate:
    """A complete workbook of ours: no part of its form was removed, renamed or added."""

    plan: str
    period: str
    keys: tuple[str, ...]
    rows: tuple[FilledRow, ...]


@dataclass(frozen=True)
class TemplateHead:
    """Where the form's head is: the row of keys, the row of titles, and the column of unit codes."""

    keys: int
    titles: int
    codes: int


@dataclass(frozen=True)
class TemplateManifest:
    """What the hidden sheet says about the file as it was written."""

    plan: str
    period: str
    titles: dict[str, str]  # column key -> title
    names: dict[str, str]  # unit code -> name
    originals: dict[str, dict[str, str]]  # unit code -> {column key: text}


def read_template(data: bytes) -> FilledTemplate:
    """The filled-in template in these bytes. Raises WorkbookRefused with every problem found."""
    return read_template_grids(read_grids(data))


def is_template(grids: list[SheetGrid]) -> bool:
    """Whether these are the sheets of a template of ours, however it was filled in or changed."""
    return any(grid.title == HIDDEN_SHEET and grid.text(1, 1) == SIGNATURE for grid in grids)


def read_template_grids(grids: list[SheetGrid]) -> FilledTemplate:
    """As ``read_template``, of sheets that were read already."""
    manifest = _read_manifest(grids)
    form, head = _find_form(grids)
    problems: list[SheetProblem] = []
    columns = _find_columns(form, head, manifest, problems)
    rows = _read_rows(form, head, columns, manifest, problems)
    if problems:
        raise WorkbookRefused(*problems)
    return FilledTemplate(manifest.plan, manifest.period, tuple(manifest.titles), tuple(rows))


def find_form_title(grids: list[SheetGrid]) -> str:
    """The title of the sheet with the form, which a person may have renamed. Raises WorkbookRefused for none."""
    return _find_form(grids)[0].title


def _read_manifest(grids: list[SheetGrid]) -> TemplateManifest:
    grid = next((grid for grid in grids if grid.title == HIDDEN_SHEET), None)
    if grid is None or grid.text(1, 1) != SIGNATURE:
        refuse_workbook("not_ours")
    if grid.text(1, 2) != str(SCHEMA):
        refuse_workbook("other_version", version=grid.text(1, 2)[:10])
    columns = {key: column for column, key in grid.row_texts(2).items()}
    codes = {grid.text(row, 1): row for row in grid.rows if row > 3}
    if (not columns or not codes) and not any(grid.title == HIDDEN_TASKS for grid in grids):
        refuse_workbook("not_ours")
    return TemplateManifest(
        grid.text(1, 3),
        grid.text(1, 4),
        {key: grid.text(3, column) for key, column in columns.items()},
        {code: grid.text(row, 2) for code, row in codes.items()},
        {code: {key: grid.text(row, column) for key, column in columns.items()} for code, row in codes.items()},
    )


def _find_form(grids: list[SheetGrid]) -> tuple[SheetGrid, TemplateHead]:
    """The sheet that carries the marker, and where its head is."""
    found = [
        (grid, row, column)
        for grid in grids
        if grid.title != HIDDEN_SHEET
        for row in grid.rows
        if row <= MAX_HEAD_ROWS
        for column, text in grid.row_texts(row).items()
        if text == KEYS_MARKER
    ]
    if not found:
        refuse_workbook("not_ours")
    if len(found) > 1:
        refuse_workbook("two_forms", sheets="、".join(dict.fromkeys(grid.title for grid, _row, _column in found)))
    form, keys, codes = found[0]
    titles = next((row for row in form.rows if form.text(row, codes) == TITLES_MARKER), keys)
    return form, TemplateHead(keys, titles, codes)


def _find_columns(form, head, manifest, problems) -> dict[str, int]:
    """column key -> column. The title above each must be unchanged, or another order of columns was pasted below it."""
    keys = {column: key for column, key in form.row_texts(head.keys).items() if column != head.codes}
    columns = {key: column for column, key in keys.items()}
    times = Counter(keys.values())
    for column, key in keys.items():
        if times[key] > 1 or key not in {UNIT_KEY, STATE_KEY, *manifest.titles}:
            problems.append(SheetProblem("column_unknown", {"cell": cell_name(head.titles, column)}))
    if UNIT_KEY not in columns:
        problems.append(SheetProblem("column_missing", {"title": UNIT_KEY}))
    for key, title in manifest.titles.items():
        if key not in columns:
            problems.append(SheetProblem("column_missing", {"title": title}))
        elif form.text(head.titles, columns[key]) != title:
            cell = cell_name(head.titles, columns[key])
            problems.append(SheetProblem("title_changed", {"cell": cell, "title": title}))
    return columns


def _read_rows(form, head, columns, manifest, problems) -> list[FilledRow]:
    """The rows below the head, checked against the units for which the file was written."""
    rows: list[FilledRow] = []
    seen: dict[str, int] = {}  # unit code -> its first row
    for number in [number for number in form.rows if number > max(head.keys, head.titles)]:
        code = form.text(number, head.codes)
        if _is_foot(form, number, code, columns):
            continue
        problem = _find_row_problem(form, number, head, columns, manifest, seen)
        if problem:
            problems.append(problem)
        else:
            cells = {key: _read_cell(form, number, columns[key]) for key in manifest.titles if key in columns}
            rows.append(FilledRow(code, number, cells, manifest.originals[code]))
        seen.setdefault(code, number)
    problems += [
        SheetProblem("row_missing", {"name": name}) for code, name in manifest.names.items() if code not in seen
    ]
    return rows


def _is_foot(form, number, code, columns) -> bool:
    """Whether this is a row below the units as it was written: the sums under their head, or texts to sign. Another
    unit that somebody typed there is none."""
    if not code.startswith(FOOT_MARKER):
        return False
    if head := code.removeprefix(FOOT_MARKER):
        return UNIT_KEY in columns and form.text(number, columns[UNIT_KEY]) == head
    return not any(isinstance(form.value(number, column), (int, float)) for column in columns.values())


def _read_cell(form, row, column) -> SheetCell:
    cell = form.cell(row, column)
    if isinstance(cell.value, str) and len(cell.value) > MAX_TEXT:
        return SheetCell(cell.name, problem=SheetProblem("too_long", {"limit": MAX_TEXT}))
    return cell


def _find_row_problem(form, number, head, columns, manifest, seen) -> SheetProblem | None:
    code = form.text(number, head.codes)
    if code not in manifest.names:
        return SheetProblem("row_unknown", {"row": number})
    name = manifest.names[code]
    if code in seen:
        return SheetProblem("row_doubled", {"row": number, "other": seen[code], "name": name})
    if UNIT_KEY in columns and form.text(number, columns[UNIT_KEY]) != name:
        return SheetProblem("row_renamed", {"cell": cell_name(number, columns[UNIT_KEY]), "name": name})
    known = {head.codes, *columns.values()}
    stray = next((column for column in form.row_texts(number) if column not in known), None)
    return SheetProblem("stray_cell", {"cell": cell_name(number, stray)}) if stray else None
