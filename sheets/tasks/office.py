"""The progress of tasks in an office's own tables. What is not sure is asked, and its texts wait for the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheets.files.grid import cell_name
from sheets.files.reading import BookFile
from sheets.office.assembly.asking import IGNORE, PERIOD
from sheets.office.assembly.belonging import find_form_unit, find_sheet_period
from sheets.office.assembly.known import KnownPlan
from sheets.office.keys import cell_key, label_key, sheet_key
from sheets.office.model import Certainty, Choice, PlanContext, Question, QuestionTopic
from sheets.office.periods import PeriodFit
from sheets.problems import SheetProblem
from sheets.tasks.heads import TaskColumn, TaskTable, find_task_table
from sheets.tasks.model import CellPlace, GivenTask, GivenText, TaskPart
from sheets.tasks.names import TaskTitle, match_task
from sheets.tasks.row_rules import find_other_leads, sort_by_period
from sheets.tasks.states import STATE_WORDS, read_state
from sheets.tasks.texts import cell_text

MAX_CHOICES = 60
TASK, STATE, UNIT = "task:", "state:", "unit:"  # what an answer begins with


@dataclass(frozen=True)
class TaskPlan:
    """``titles`` are all tasks of the plan, ``due`` the codes of those that each unit reports (unit code -> codes);
    ``assisted`` those in which it only assists; ``context`` has the names of these units and the period."""

    titles: tuple[TaskTitle, ...]
    due: Mapping[str, tuple[str, ...]]
    context: PlanContext
    assisted: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class OfficeTaskReading:
    """``tasks`` that were read, ``questions`` also answered ones, and by (file, sheet) how many tasks were read and
    ``sure``: how many of them by their own name; ``notes``: what else is said of a sheet."""

    tasks: list[GivenTask] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    sheets: dict[tuple[str, str], int] = field(default_factory=dict)
    sure: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: dict[tuple[str, str], SheetProblem] = field(default_factory=dict)


@dataclass
class _Row:
    """A row in which something stands of a task."""

    number: int
    shown: str
    code: str
    cells: dict[TaskPart, GivenText]
    unit: str = ""


def read_office_tasks(files: Sequence[BookFile], plan: TaskPlan, answers: Mapping[str, str]) -> OfficeTaskReading:
    """What the tables of tasks in these files give."""
    reading, known = OfficeTaskReading(), KnownPlan(plan.context)
    several = len(files) > 1
    for file in files:
        for grid in file.grids if not file.problem else ():
            table = None if grid.hidden else find_task_table(grid)
            if table is not None:
                _SheetOfTasks(file.name, table, plan, known, answers, several).read(reading)
    _settle_repeats(reading, answers)
    return reading


class _SheetOfTasks:
    def __init__(self, file, table: TaskTable, plan: TaskPlan, known, answers, several) -> None:
        self._file, self._table, self._grid, self._plan = file, table, table.grid, plan
        self._known, self._answers, self._several = known, answers, several
        self._place = file, table.grid.title
        self._questions: list[Question] = []
        self._lead_rows: dict[tuple[str, tuple[str, ...]], int] = {}  # where it was asked whose such rows are
        above = range(1, table.head)
        self._lines = [text for row in above for text in self._grid.row_texts(row).values() if text]

    def read(self, reading: OfficeTaskReading) -> None:
        rows = self._keep_this_period(self._find_rows(), reading)
        if not rows:
            return
        sheet_unit = "" if TaskColumn.UNIT in self._table.columns else self._unit_of_sheet()
        tasks, sure = [], 0
        for row in rows:
            row.unit = self._unit_of(row, sheet_unit)
            code, by_name = self._task_of(row) if row.unit != IGNORE else (IGNORE, False)
            sure += by_name
            if IGNORE in (row.unit, code):
                continue
            cells = self._resolve_states(row)
            if row.unit and code:
                tasks.append(GivenTask(row.unit, code, cells))
        reading.tasks += tasks
        reading.questions += self._questions
        reading.sheets[self._place], reading.sure[self._place] = len(tasks), sure

    # --- the rows ---

    def _find_rows(self) -> list[_Row]:
        rows = []
        task_column = self._table.columns[TaskColumn.TASK]
        code_column = self._table.columns.get(TaskColumn.CODE)
        for number in self._table.body:
            if number in self._grid.hidden_rows or self._is_heading(number, task_column):
                continue
            cells = self._read_cells(number)
            shown = cell_text(self._grid.merged_value(number, task_column))
            code = cell_text(self._grid.merged_value(number, code_column)) if code_column else ""
            if cells and shown:
                rows.append(_Row(number, shown, code, cells))
        return rows

    def _is_heading(self, row, column) -> bool:
        """A line over the whole table (一、思想引领), or the head that goes on."""
        merged = self._grid.merged_range(row, column)
        others = [at for at in self._table.columns.values() if at != column]
        over_all = merged is not None and any(merged.left <= at <= merged.right for at in others)
        return over_all or bool(merged and merged.top <= self._table.head)

    def _read_cells(self, row) -> dict[TaskPart, GivenText]:
        cells = {}
        for part in self._table.parts:
            column = self._table.columns[part]
            problem = self._grid.problems.get((row, column))
            text = cell_text(self._grid.merged_value(row, column))
            if text or problem:
                cells[part] = GivenText(text, self._name(row, column), CellPlace(*self._place, row, column), problem)
        if TaskPart.STATE not in cells and TaskPart.DONE in cells and read_state(cells[TaskPart.DONE].text):
            cells[TaskPart.STATE] = cells.pop(TaskPart.DONE)  # 进展情况: 正在推进
        return cells

    def _name(self, row, column) -> str:
        name = f"{self._grid.title}!{cell_name(row, column)}"
        return f"{self._file}/{name}" if self._several else name

    # --- of which period and unit ---

    def _keep_this_period(self, rows: list[_Row], reading) -> list[_Row]:
        """The rows that are of this period; by their own column 上报期 where the table has one."""
        column = self._table.columns.get(TaskColumn.PERIOD)
        if column is None:
            return rows if rows and self._is_of_period(reading) else []
        said = [(row, cell_text(self._grid.merged_value(row.number, column))) for row in rows]
        periods = sort_by_period(said, self._plan.context)
        if note := periods.describe_others():
            reading.notes[self._place] = note
            reading.sheets[self._place], reading.sure[self._place] = 0, len(rows)
        if not periods.unsaid or not self._is_of_period(reading):
            return periods.of_period
        kept = {row.number for row in (*periods.of_period, *periods.unsaid)}
        return [row for row in rows if row.number in kept]

    def _is_of_period(self, reading) -> bool:
        answer = self._answers.get(sheet_key(*self._place)) or self._answers.get(sheet_key(self._file, ""), "")
        period = find_sheet_period(self._lines, self._grid.title, self._file, self._plan.context)
        if answer == IGNORE or (period.fit == PeriodFit.OTHER and answer != PERIOD):
            return False
        if answer == PERIOD or (period.fit != PeriodFit.UNKNOWN and not period.contradiction):
            return True
        params = {"text": period.said_by, "other": period.contradiction}
        why = SheetProblem("periods_contradict", params) if period.contradiction else SheetProblem("no_period_of_tasks")
        choices = tuple(Choice(each, SheetProblem(f"choose_{each}")) for each in (PERIOD, IGNORE))
        shown = self._grid.title
        reading.questions.append(
            Question(sheet_key(*self._place), QuestionTopic.SHEET, why, *self._place, shown=shown, choices=choices)
        )
        reading.sheets[self._place], reading.sure[self._place] = 0, 0
        return False

    def _unit_of_sheet(self) -> str:
        """The unit of the whole table, "" while it is asked."""
        units = list(self._plan.due)
        if len(units) == 1:
            return units[0]
        named = find_form_unit(self._lines, self._grid.title, self._file, self._known)
        if named.unit in self._plan.due and not named.others:
            return named.unit
        return ""

    def _unit_of(self, row: _Row, sheet_unit: str) -> str:
        if sheet_unit:
            return self._unit_beside(row, sheet_unit)
        column = self._table.columns.get(TaskColumn.UNIT) or self._table.columns.get(TaskColumn.LEAD)
        if column is None:
            return self._ask_unit(self._table.head, self._table.columns[TaskColumn.TASK], "", "no_unit_of_tasks")
        text = cell_text(self._grid.merged_value(row.number, column))
        match = self._known.match_unit(text) if text else None
        if match and match.unit and match.certainty == Certainty.SURE:
            return match.unit
        merged = self._grid.merged_range(row.number, column)
        return self._ask_unit(merged.top if merged else row.number, column, text, "unit_unknown")

    def _unit_beside(self, row: _Row, sheet_unit: str) -> str:
        """The unit of a row of a table of one unit: its 牵头单位 may name another one.

        That one where it alone reports the task; a unit that assists, and whose row could be of no other, lists who
        leads; else it is asked, once for each name.
        """
        column = self._table.columns.get(TaskColumn.LEAD)
        text = cell_text(self._grid.merged_value(row.number, column)) if column else ""
        others = find_other_leads(text, sheet_unit, self._known)
        if not others:
            return sheet_unit
        due, task = self._plan.due, match_task(row.shown, row.code, self._plan.titles).code
        able = [unit for unit in (sheet_unit, *others) if task in due.get(unit, ())]
        if len(able) == 1 and (able[0] in others or task in self._plan.assisted.get(sheet_unit, ())):
            return able[0]
        offered = able if task else [unit for unit in (sheet_unit, *others) if unit in due]
        first = self._lead_rows.setdefault((text, tuple(offered)), row.number)
        return self._ask_unit(first, column, text, "lead_is_another", offered)

    def _ask_unit(self, row, column, shown, why, units=None) -> str:
        key = label_key(*self._place, row, column)
        answer = self._answers.get(key, "")
        if units is None:
            units = [unit.code for unit in self._plan.context.units if unit.code in self._plan.due][:MAX_CHOICES]
        choices = [Choice(UNIT + unit, SheetProblem("choose_unit", {"unit": unit})) for unit in units]
        self._ask(key, SheetProblem(why), (row, column), shown, choices)
        return answer.removeprefix(UNIT)

    # --- which task, and its state ---

    def _task_of(self, row: _Row) -> tuple[str, bool]:
        """The code of the task, "" while it is asked; and whether the row itself names it."""
        column = self._table.columns[TaskColumn.TASK]
        titles = [task for task in self._plan.titles if not row.unit or task.code in self._plan.due.get(row.unit, ())]
        match = match_task(row.shown, row.code, titles)
        if match.code:
            return match.code, True
        elsewhere = match_task(row.shown, row.code, self._plan.titles).code
        key = label_key(*self._place, row.number, column)
        codes = dict.fromkeys([*match.near, *(task.code for task in titles)])
        choices = [Choice(TASK + code, SheetProblem("choose_task", {"task": code})) for code in codes][:MAX_CHOICES]
        why = SheetProblem("task_not_reported" if elsewhere else "task_unknown")
        self._ask(key, why, (row.number, column), row.shown, choices)
        return self._answers.get(key, "").removeprefix(TASK), False

    def _resolve_states(self, row: _Row) -> dict[TaskPart, GivenText]:
        """The cells of a row; a state that is not understood is asked, and left out until it is answered."""
        cells = dict(row.cells)
        given = cells.get(TaskPart.STATE)
        if given is None or given.problem or read_state(given.text):
            return cells
        key = cell_key(*given.place)
        answer = self._answers.get(key, "")
        choices = [Choice(STATE + code, SheetProblem("choose_state", {"state": code})) for code in STATE_WORDS]
        self._ask(key, SheetProblem("state_unclear", {"text": given.text[:40]}), given.place[2:], given.text, choices)
        del cells[TaskPart.STATE]
        if answer.startswith(STATE):
            word = STATE_WORDS[answer.removeprefix(STATE)]
            cells[TaskPart.STATE] = GivenText(word, given.name, given.place)
        return cells

    def _ask(self, key, why, at, shown, choices) -> None:
        """A question once, with the choice to leave out what it is about."""
        if any(question.key == key for question in self._questions):
            return
        offered = (*choices, Choice(IGNORE, SheetProblem("choose_ignore")))
        row, column = at
        self._questions.append(
            Question(
                key,
                QuestionTopic.TASK,
                why,
                *self._place,
                row=row,
                column=column,
                shown=shown[:200],
                label="",
                choices=offered,
            )
        )  # fmt: skip


def _settle_repeats(reading: OfficeTaskReading, answers) -> None:
    """A task of a unit that stands twice with different texts: which is right is asked; the same twice is read once."""
    kept: dict[tuple[str, str], GivenTask] = {}
    for given in reading.tasks:
        before = kept.setdefault((given.unit, given.task), given)
        if before is given or _texts(before) == _texts(given):
            continue
        first, second = (next(iter(each.cells.values()), None) for each in (before, given))
        if first is None or second is None:
            continue
        key = f"task_twice:{given.unit}:{given.task}:{second.name}"[:400]
        answer = answers.get(key, "")
        names = [Choice(each, SheetProblem("choose_place", {"text": cell.name}))
                 for each, cell in (("first", first), ("second", second))]  # fmt: skip
        place = second.place
        reading.questions.append(
            Question(
                key,
                QuestionTopic.TASK,
                SheetProblem("task_twice"),
                place.file,
                place.sheet,
                place.row,
                place.column,
                unit=given.unit,
                shown=second.text[:200],
                choices=tuple(names),
            )
        )  # fmt: skip
        if answer == "second":
            kept[given.unit, given.task] = given
        elif answer != "first":
            kept[given.unit, given.task] = GivenTask(given.unit, given.task, {})
    reading.tasks = [each for each in kept.values() if each.cells]


def _texts(given):
    return {part: cell.text for part, cell in given.cells.items()}
