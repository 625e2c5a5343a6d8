"""The tasks of which the units of a workbook report in its period, and what is stored of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import Participant, Period, Task, TaskUnit
from sheets.problems import SheetProblem
from sheets.tasks.model import TaskContent, TaskPart, TaskSlot
from sheets.tasks.words import TaskWords
from targets.models import Progress, Return
from targets.returns.forms import PROGRESS_TEXT_MAX_LENGTH


@dataclass
class PeriodTasks:
    """``participants`` by unit code, in the order of the tree, are those that lead a task or assist in one; ``returns``
    by participant id; ``duties`` by participant id and task code, those that are led first; ``progress`` by return id
    and task id."""

    participants: dict[str, Participant] = field(default_factory=dict)
    returns: dict[int, Return] = field(default_factory=dict)
    duties: dict[int, dict[str, tuple[Task, str]]] = field(default_factory=dict)
    progress: dict[int, dict[int, Progress]] = field(default_factory=dict)
    plan_id: int = 0

    @cached_property
    def titles(self) -> dict[str, str]:
        """code -> title of all tasks of the plan, also of those that none of these units reports; one query."""
        return dict(Task.objects.filter(plan=self.plan_id).values_list("code", "title"))

    def get_progress(self, code: str) -> dict[int, Progress]:
        """task id -> Progress of one unit."""
        participant = self.participants.get(code)
        report = self.returns.get(participant.pk) if participant else None
        return self.progress.get(report.pk, {}) if report else {}

    def get_task(self, code: str, task: str) -> Task | None:
        """The task of which a unit reports; None where it does not."""
        participant = self.participants.get(code)
        duty = self.duties[participant.pk].get(task) if participant else None
        return duty[0] if duty else None

    def list_led(self, code: str) -> list[Task]:
        """The tasks that a unit leads."""
        duties = self.duties.get(self.participants[code].pk, {}) if code in self.participants else {}
        return [task for task, part in duties.values() if part == TaskUnit.Part.LEAD]


def load_period_tasks(period: Period, reach: frozenset[int]) -> PeriodTasks:
    """The tasks of these participants (ids) that have begun by the end of the period; four queries at most."""
    people = {each.unit_id: each for each in Participant.objects.filter(pk__in=reach).order_by("path")}
    rows = TaskUnit.objects.filter(task__plan_id=period.plan_id, unit__in=people).select_related("task")
    duties: dict[int, dict[str, tuple[Task, str]]] = {}
    for row in rows.order_by("-part", "task__section__position", "task__section_id", "task__position", "task_id"):
        if row.task.begins_by(period.end):
            duties.setdefault(people[row.unit_id].pk, {})[row.task.code] = row.task, row.part
    found = PeriodTasks(duties=duties, plan_id=period.plan_id)
    found.participants = {each.code: each for each in people.values() if each.pk in duties}
    by_id = {each.pk: each for each in found.participants.values()}
    for report in Return.objects.filter(period=period, participant__in=by_id):
        report.participant, report.period = by_id[report.participant_id], period
        found.returns[report.participant_id] = report
    for progress in Progress.objects.filter(report__in=[each.pk for each in found.returns.values()]):
        found.progress.setdefault(progress.report_id, {})[progress.task_id] = progress
    return found


def read_content(progress: Progress | None) -> TaskContent:
    """The content of stored progress; blank for None."""
    if progress is None:
        return TaskContent()
    return TaskContent(progress.state, progress.done, progress.obstacle, progress.next_step)


def list_task_slots(tasks: PeriodTasks, find_lock) -> Iterator[TaskSlot]:
    """The rows of the sheet of tasks; ``find_lock`` (unit code -> SheetProblem or None) says what is shut."""
    for code, participant in tasks.participants.items():
        lock = find_lock(code)
        for task in tasks.duties[participant.pk]:
            yield make_slot(tasks, code, task, lock)


def make_slot(tasks: PeriodTasks, code: str, task_code: str, lock: SheetProblem | None) -> TaskSlot:
    """The slot of a task of which the unit reports."""
    participant = tasks.participants[code]
    task, part = tasks.duties[participant.pk][task_code]
    content = read_content(tasks.get_progress(code).get(task.pk))
    label = str(TaskUnit.Part(part).label)
    return TaskSlot(code, participant.name, task_code, task.title, label, content, lock)


def task_words(title: str) -> TaskWords:
    """What the sheet of tasks says around its cells."""
    return TaskWords(
        title=title,
        notes=(
            _("Type into the white cells only. Choose the state from the list."),
            _("A cell takes %(limit)s characters at most.") % {"limit": PROGRESS_TEXT_MAX_LENGTH},
        ),
        heads=(_("Unit"), _("Task"), pgettext("of a unit in a task", "Part"), *map(part_label, TaskPart)),
        text_limit=PROGRESS_TEXT_MAX_LENGTH,
        text_error=_("At most %(limit)s characters.") % {"limit": PROGRESS_TEXT_MAX_LENGTH},
        state_error=_("Choose one of the states of the list."),
    )


def part_label(part: TaskPart) -> str:
    """A part of progress as the page of a return calls it."""
    label = str(Progress._meta.get_field(str(part)).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]
