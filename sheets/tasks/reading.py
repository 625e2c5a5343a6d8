"""Reading the sheet of tasks of a filled-in template."""

from dataclasses import dataclass

from sheets.files.grid import SheetGrid, cell_name
from sheets.limits import MAX_HEAD_ROWS
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook
from sheets.tasks.model import CellPlace, GivenTask, GivenText, TaskPart
from sheets.tasks.texts import cell_text, clean_text
from sheets.template.layout import (
    HIDDEN_TASKS,
    SIGNATURE,
    TASK_KEY,
    TASKS_MARKER,
    TITLES_MARKER,
    UNIT_KEY,
)


@dataclass(frozen=True)
class _Sheet:
    """The sheet as it came back: ``columns`` by key, the first row of tasks, and what it was written with: ``heads`` by
    key, and the texts of each row by key of the row and of the column."""

    grid: SheetGrid
    columns: dict[str, int]
    titles: int
    codes: int
    heads: dict[str, str]
    original: dict[str, dict[str, str]]


def has_tasks(grids: list[SheetGrid]) -> bool:
    """Whether the template was written with a sheet of tasks."""
    return any(grid.title == HIDDEN_TASKS and grid.text(1, 1) == SIGNATURE for grid in grids)


def read_task_sheet(grids: list[SheetGrid], file: str = "") -> list[GivenTask]:
    """What the sheet of tasks gives, a row each; [] where it was written without one, or the sheet was deleted.

    Rows that were deleted give nothing. Raises WorkbookRefused with every problem found: other heads, rows that are not
    of the sheet, stand twice or under another task.
    """
    manifest = next((grid for grid in grids if grid.title == HIDDEN_TASKS and grid.text(1, 1) == SIGNATURE), None)
    sheet = _find_sheet(grids, manifest) if manifest else None
    if sheet is None:
        return []
    problems = _find_head_problems(sheet)
    tasks: list[GivenTask] = []
    seen: dict[str, int] = {}
    for row in [row for row in sheet.grid.rows if row > sheet.titles]:
        key = sheet.grid.text(row, sheet.codes)
        problem = _find_row_problem(sheet, row, key, seen)
        if problem:
            problems.append(problem)
        elif key:
            tasks.append(_read_row(sheet, row, key, file))
            seen[key] = row
    if problems:
        raise WorkbookRefused(*problems)
    return tasks


def _find_sheet(grids, manifest) -> _Sheet | None:
    found = [
        (grid, row, column)
        for grid in grids
        for row in grid.rows
        if row <= MAX_HEAD_ROWS
        for column, text in grid.row_texts(row).items()
        if text == TASKS_MARKER
    ]
    if not found:
        return None
    if len(found) > 1:
        refuse_workbook("two_forms", sheets="、".join(dict.fromkeys(grid.title for grid, _row, _column in found)))
    grid, keys, codes = found[0]
    titles = next((row for row in grid.rows if grid.text(row, codes) == TITLES_MARKER), keys)
    names = {column: key for column, key in manifest.row_texts(2).items() if column > 1}
    rows = {manifest.text(row, 1): row for row in manifest.rows if row > 3}
    return _Sheet(
        grid,
        {key: column for column, key in grid.row_texts(keys).items() if column != codes},
        titles,
        codes,
        {key: manifest.text(3, column) for column, key in names.items()},
        {code: {key: manifest.text(row, column) for column, key in names.items()} for code, row in rows.items()},
    )


def _find_head_problems(sheet: _Sheet) -> list[SheetProblem]:
    problems = []
    for key, head in sheet.heads.items():
        column = sheet.columns.get(key)
        if column is None:
            problems.append(SheetProblem("column_missing", {"title": head}))
        elif sheet.grid.text(sheet.titles, column) != head:
            cell = f"{sheet.grid.title}!{cell_name(sheet.titles, column)}"
            problems.append(SheetProblem("title_changed", {"cell": cell, "title": head}))
    return problems


def _find_row_problem(sheet: _Sheet, row, key, seen) -> SheetProblem | None:
    texts = sheet.grid.row_texts(row)
    if key not in sheet.original:
        return SheetProblem("task_row_unknown", {"row": row, "sheet": sheet.grid.title}) if texts else None
    written = sheet.original[key]
    if key in seen:
        params = {"row": row, "other": seen[key], "name": written[TASK_KEY]}
        return SheetProblem("row_doubled", params)
    for name in (UNIT_KEY, TASK_KEY):
        column = sheet.columns.get(name)
        if column and clean_text(sheet.grid.text(row, column)) != clean_text(written[name]):
            cell = f"{sheet.grid.title}!{cell_name(row, column)}"
            return SheetProblem("task_row_renamed", {"cell": cell, "name": written[name]})
    known = {sheet.codes, *sheet.columns.values()}
    stray = next((column for column in texts if column not in known), None)
    if stray:
        return SheetProblem("stray_cell", {"cell": f"{sheet.grid.title}!{cell_name(row, stray)}"})
    return None


def _read_row(sheet: _Sheet, row, key, file) -> GivenTask:
    unit, _slash, task = key.partition("/")
    cells = {}
    for part in TaskPart:
        if part not in sheet.columns:
            continue
        cell = sheet.grid.cell(row, sheet.columns[part])
        text = cell_text(cell.value)
        place = CellPlace(file, sheet.grid.title, row, sheet.columns[part])
        untouched = cell.problem is None and text == clean_text(sheet.original[key][part])
        name = f"{sheet.grid.title}!{cell.name}"
        cells[part] = GivenText(text, name, place, cell.problem, untouched)
    return GivenTask(unit, task, cells)
