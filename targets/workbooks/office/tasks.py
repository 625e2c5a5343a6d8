"""The progress of tasks in an office's own workbooks, with the answers given so far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plans.models import Task, TaskUnit
from sheets.files.reading import BookFile
from sheets.office.model import Choice, Question, QuestionTopic, SheetReading, WorkbookReading
from sheets.outcomes import WRITTEN_KINDS
from sheets.problems import SheetProblem
from sheets.tasks.heads import find_task_table
from sheets.tasks.judging import judge_task
from sheets.tasks.model import GivenTask
from sheets.tasks.names import TaskTitle
from sheets.tasks.office import OfficeTaskReading, TaskPlan, read_office_tasks
from targets.returns.forms import PROGRESS_TEXT_MAX_LENGTH
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.plan_context import build_plan_context

IGNORE = "ignore"


@dataclass(frozen=True)
class OfficeProgress:
    """``tasks`` to import, the ``questions`` about them, and how many tasks were read in each (file, sheet)."""

    tasks: tuple[GivenTask, ...] = ()
    questions: tuple[Question, ...] = ()
    sheets: Mapping[tuple[str, str], int] | None = None

    def count_in(self, file: str, sheet: str) -> int:
        return (self.sheets or {}).get((file, sheet), 0)

    def tells_of(self, sheet: SheetReading) -> bool:
        """Whether the sheet was read as one of tasks."""
        return (sheet.file, sheet.grid.title) in (self.sheets or {})


NO_TASKS = OfficeProgress()


def read_tasks_of_office(
    files: Sequence[BookFile], workbook: WorkbookReading, stored: PeriodFigures, answers: Mapping[str, str]
) -> OfficeProgress:
    """The progress of tasks in these files, beside the figures of ``workbook``.

    A sheet with tasks and without figures is about tasks alone: what was asked there about figures is dropped. In one
    with figures, rows whose names are of no task are those of targets, and no task is asked about.
    """
    if not any(find_task_table(grid) for file in files if not file.problem for grid in file.grids):
        return NO_TASKS
    tasks = stored.load_tasks()
    if not tasks.participants:
        return NO_TASKS
    reading = read_office_tasks(files, _task_plan(stored), answers)
    _keep_apart(reading, workbook)
    questions = [*reading.questions, *_ask_about_locks(reading.tasks, stored, answers)]
    left_out = {each.unit for each in reading.tasks if answers.get(f"locked:{each.unit}") == IGNORE}
    kept = tuple(each for each in reading.tasks if each.unit not in left_out)
    return OfficeProgress(kept, tuple(questions), reading.sheets)


def _task_plan(stored: PeriodFigures) -> TaskPlan:
    tasks = stored.tasks
    due = {code: tuple(tasks.duties[each.pk]) for code, each in tasks.participants.items()}
    context = build_plan_context(replace(stored, participants=stored.everyone))
    titles = Task.objects.filter(plan=stored.period.plan_id).values_list("code", "title")
    assisted = {
        code: frozenset(task for task, duty in tasks.duties[each.pk].items() if duty[1] == TaskUnit.Part.ASSIST)
        for code, each in tasks.participants.items()
    }
    return TaskPlan(tuple(TaskTitle(*each) for each in titles), due, context, assisted)


def _keep_apart(reading: OfficeTaskReading, workbook: WorkbookReading) -> None:
    for sheet in workbook.sheets:
        place = sheet.file, sheet.grid.title
        if place not in reading.sheets:
            continue
        has_figures = bool(sheet.figures) or any(question.about for question in sheet.questions)
        if has_figures and not reading.sure[place]:
            reading.tasks = [each for each in reading.tasks if not _stands_in(each, place)]
            reading.questions = [each for each in reading.questions if (each.file, each.sheet) != place]
            del reading.sheets[place]
        elif not has_figures:
            _drop_figures(sheet, reading.sheets[place])
        if place in reading.notes and place in reading.sheets:
            sheet.notes = [*sheet.notes, reading.notes[place]]


def _stands_in(task: GivenTask, place) -> bool:
    return any(cell.place[:2] == place for cell in task.cells.values())


def _drop_figures(sheet: SheetReading, number: int) -> None:
    """What a sheet of tasks was asked about as one of figures; that it is of another period stays asked."""
    sheet.questions = []
    sheet.skipped = None
    sheet.labels = []
    sheet.notes = [SheetProblem("tasks_read", {"number": number})]


def _ask_about_locks(given: list[GivenTask], stored: PeriodFigures, answers) -> Iterator[Question]:
    """A return that cannot be changed now, and that the workbook would change: its unit may be left out."""
    asked = set()
    for task in given:
        lock = stored.find_lock(task.unit)
        if lock is None or task.unit in asked or not _would_change(task, stored):
            continue
        asked.add(task.unit)
        place = next(iter(task.cells.values())).place
        yield Question(
            key=f"locked:{task.unit}", topic=QuestionTopic.ROW, why=lock, file=place.file, sheet=place.sheet,
            row=place.row, column=place.column, unit=task.unit, shown=stored.everyone[task.unit].short_name,
            choices=(Choice(IGNORE, SheetProblem("office_leave_unit_out")),),
        )  # fmt: skip


def _would_change(task: GivenTask, stored: PeriodFigures) -> bool:
    slot = stored.get_task_slot(task.unit, task.task)
    if slot is None:
        return False
    free = replace(slot, locked=None)
    return any(each.kind in WRITTEN_KINDS for each in judge_task(task, lambda *_key: free, PROGRESS_TEXT_MAX_LENGTH))
