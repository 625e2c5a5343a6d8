"""The progress of tasks in a preview: a row for each task, a cell for each of its texts."""

from dataclasses import dataclass
from typing import Any

from sheets.outcomes import OutcomeKind
from sheets.tasks.model import TaskOutcome, TaskPart
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.messages import OUTCOME_LABELS, describe_problem, format_outcome
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.period_tasks import part_label

MAX_ROWS = 200  # tasks on one page
# Each outcome has a mark besides its colour.
MARKS = {
    OutcomeKind.REFUSED: ("✕", "cell-bad"),
    OutcomeKind.NEW: ("＋", "cell-new"),
    OutcomeKind.CHANGED: ("→", "cell-changed"),
    OutcomeKind.UNCHANGED: ("", "text-secondary"),
}


@dataclass(frozen=True)
class TaskCell:
    """A text: its mark, what will stand there, what stood there where that changes, and why it is refused."""

    mark: str
    style: str
    label: str
    after: str
    before: str = ""
    name: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A task of a unit; a cell is None where the workbook gives nothing of it."""

    unit: str
    task: str
    cells: list[TaskCell | None]


def task_context(result: WorkbookImportResult, stored: PeriodFigures) -> dict[str, Any]:
    """The part of the preview's context that is about tasks: those of which something changes or is refused, and how
    many stay as they are."""
    rows: dict[tuple[str, str], list[TaskOutcome]] = {}
    for outcome in result.tasks:
        rows.setdefault((outcome.unit, outcome.task), []).append(outcome)
    told = [each for each in rows.values() if any(cell.kind != OutcomeKind.UNCHANGED for cell in each)]
    return {
        "task_heads": [part_label(part) for part in TaskPart],
        "task_rows": [_make_row(each, stored) for each in told[:MAX_ROWS]],
        "more_task_rows": max(0, len(told) - MAX_ROWS),
        "unchanged_tasks": len(rows) - len(told),
    }


def name_task(outcome: TaskOutcome, stored: PeriodFigures) -> str:
    """T01 走访慰问, also where the unit does not report the task; the code alone where the plan has none such."""
    task = stored.tasks.get_task(outcome.unit, outcome.task)
    return f"{outcome.task} {task.title if task else stored.tasks.titles.get(outcome.task, '')}".rstrip()


def _make_row(outcomes: list[TaskOutcome], stored: PeriodFigures) -> TaskRow:
    by_part = {each.part: each for each in outcomes}
    participant = stored.everyone.get(outcomes[0].unit)
    unit = participant.short_name if participant else outcomes[0].unit
    cells = [_make_cell(by_part[part]) if part in by_part else None for part in TaskPart]
    return TaskRow(unit, name_task(outcomes[0], stored), cells)


def _make_cell(outcome: TaskOutcome) -> TaskCell:
    before, after = format_outcome(outcome)
    mark, style = MARKS[outcome.kind]
    if outcome.problem:
        return TaskCell(mark, style, describe_problem(outcome.problem), outcome.cell, name=outcome.cell)
    shown = before if outcome.kind == OutcomeKind.CHANGED else ""
    return TaskCell(mark, style, str(OUTCOME_LABELS[outcome.kind]), after, shown)
