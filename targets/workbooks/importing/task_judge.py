"""What a workbook's progress of tasks would do to what is stored, and what is written of it."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from sheets.outcomes import WRITTEN_KINDS, OutcomeKind
from sheets.problems import SheetProblem
from sheets.tasks.judging import judge_task
from sheets.tasks.model import GivenTask, TaskOutcome
from targets.returns.actions.draft import ProgressInput
from targets.returns.forms import PROGRESS_TEXT_MAX_LENGTH
from targets.workbooks.actions.progress_writing import TasksInput
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.period_tasks import read_content


class TaskJudge:
    """``outcomes`` of all cells, and ``inputs``: unit code -> {task id: ProgressInput} of what is written.

    ``keeps``: a text stays where its cell is blank.
    """

    def __init__(self, stored: PeriodFigures, given: Iterable[GivenTask], *, keeps: bool = False) -> None:
        self._stored, self._keeps = stored, keeps
        self.outcomes = [self._check(each) for task in given for each in self._judge(task)]
        self.inputs: dict[str, dict[int, ProgressInput]] = {}
        for outcome in self.outcomes:
            if outcome.kind in WRITTEN_KINDS:
                self._add_input(outcome)
        self._filled = {each.unit for each in self.outcomes if each.after}

    def gives_progress(self, code: str) -> bool:
        """Whether the workbook gives progress of a unit's tasks."""
        return code in self._filled

    def input_of(self, code: str) -> TasksInput | None:
        """What is written into the return of a unit, and what its tasks lack before it may be submitted; None for a
        unit without tasks."""
        tasks = self._stored.tasks
        if code not in tasks.participants:
            return None
        participant = tasks.participants[code]
        duties = {task.pk: task for task, _part in tasks.duties[participant.pk].values()}
        led = frozenset(task.pk for task in tasks.list_led(code))
        stored = tasks.get_progress(code)
        return TasksInput(duties, led, stored, self.inputs.get(code, {}))

    def _judge(self, task: GivenTask) -> Iterable[TaskOutcome]:
        if task.unit not in self._stored.everyone:
            filled = [each for each in task.cells.items() if each[1].text and not each[1].untouched]
            yield from (_out_of_reach(task, *each) for each in filled[:1])
            return
        yield from judge_task(task, self._stored.get_task_slot, PROGRESS_TEXT_MAX_LENGTH)

    def _check(self, outcome: TaskOutcome) -> TaskOutcome:
        if self._keeps and outcome.kind == OutcomeKind.CHANGED and not outcome.after:
            return replace(outcome, kind=OutcomeKind.UNCHANGED, after=outcome.before)
        return outcome

    def _add_input(self, outcome: TaskOutcome) -> None:
        task = self._stored.tasks.get_task(outcome.unit, outcome.task)
        if task is None:
            return
        mine = self.inputs.setdefault(outcome.unit, {})
        if task.pk not in mine:
            content = read_content(self._stored.tasks.get_progress(outcome.unit).get(task.pk))
            mine[task.pk] = ProgressInput(**asdict(content))
        mine[task.pk] = replace(mine[task.pk], **{str(outcome.part): outcome.after})


def _out_of_reach(task, part, cell) -> TaskOutcome:
    problem = SheetProblem("out_of_reach")
    return TaskOutcome(OutcomeKind.REFUSED, task.unit, task.task, part, cell.name, cell.place, problem=problem)
