"""The board of a plan's tasks: what the leading units last submitted, what is overdue, and who is silent."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan, Task, TaskUnit
from plans.numbering import task_number
from plans.queries import SectionNode, outline
from targets.models import SnapshotEvidence, SnapshotProgress
from targets.progress.task_dates import (
    NOT_DUE,
    count_due_periods,
    count_silent_periods,
    describe_state,
    is_overdue,
    reference_date,
)

# The statuses by which tasks can be filtered: the states of a task, and what needs attention.
STATUS_FILTERS = ("overdue", "silent", "behind", "under_way", "not_started", "done", NOT_DUE)


@dataclass
class LeadUnitStatus:
    """A unit that leads a task, with what it last submitted (state "" and seq 0: nothing yet).

    ``due_periods`` are those
    in which it should have reported the task by now. ``may_read``: whether the texts may be shown, which only those may
    read who may see the unit's return.
    """

    unit: str
    path: str
    state: str = ""
    seq: int = 0
    period: str = ""
    done: str = ""
    obstacle: str = ""
    next_step: str = ""
    has_file: bool = False
    overdue: bool = False
    silent_periods: int = 0
    due_periods: int = 0
    may_read: bool = False

    @property
    def code(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def word(self) -> str:
        """The state, or why there is none."""
        return describe_state(self.state, self.due_periods)

    @property
    def statuses(self) -> set[str]:
        """Those of STATUS_FILTERS that apply."""
        found = {self.word}
        return found | ({"overdue"} if self.overdue else set()) | ({"silent"} if self.silent_periods else set())

    @property
    def without_file(self) -> bool:
        """Whether the task is done and no file was ever submitted with it."""
        return self.state == "done" and not self.has_file


@dataclass
class TaskBoardRow:
    """A task with the units that lead it; ``assisting`` counts the units that assist, ``assisted`` those of them that
    have submitted something in the current period."""

    task: Task
    number: str = ""
    assisting: int = 0
    assisted: int = 0
    leads: list[LeadUnitStatus] = field(default_factory=list)

    @property
    def statuses(self) -> set[str]:
        """Those of STATUS_FILTERS that apply to some leading unit."""
        return set().union(*(lead.statuses for lead in self.leads))

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(status, number of leading units) in the order of STATUS_FILTERS: for a task with many leading units."""
        counted = Counter(status for lead in self.leads for status in lead.statuses)
        return [(status, counted[status]) for status in STATUS_FILTERS if counted[status]]


@dataclass
class TaskBoard:
    """The tasks of a plan by section; ``current`` is the newest period that has begun (None: none yet), ``units`` are
    the (code, name) of all leading units."""

    sections: list[SectionNode]
    rows: list[TaskBoardRow]
    current: Period | None
    units: list[tuple[str, str]]

    def filter(
        self, *, unit: str = "", section: str = "", status: str = ""
    ) -> list[tuple[SectionNode, list[TaskBoardRow]]]:
        """(section, rows) of the tasks that match all given values: a unit's code, a section's id, a status."""
        found = [
            row
            for row in self.rows
            if (not unit or any(lead.code == unit for lead in row.leads))
            and (not section or str(row.task.section_id) == section)
            and (not status or status in row.statuses)
        ]
        by_section = [
            (node, [row for row in found if row.task.section_id == node.section.pk]) for node in self.sections
        ]
        return [(node, rows) for node, rows in by_section if rows]

    def count(self, status: str) -> int:
        """The number of tasks with this status."""
        return sum(status in row.statuses for row in self.rows)


def get_task_board(person: Person, plan: Plan, today: date) -> TaskBoard:
    """The board of all tasks of a plan; seven queries, whatever its size."""
    sections = outline(plan)
    periods = list(plan.periods.order_by("seq"))
    current = next((period for period in reversed(periods) if period.begun), None)
    rows = _read_rows(plan, current)
    _set_due_flags(rows, plan, periods, current, today)
    for node in sections:
        in_section = [row for row in rows if row.task.section_id == node.section.pk]
        for k, row in enumerate(in_section, 1):
            row.number = task_number(node.depth, k)
    units = {}
    for lead in (lead for row in rows for lead in row.leads):
        lead.may_read = policy.may(person, Verb.SEE_RETURN, lead)
        units[lead.code] = lead.unit
    return TaskBoard(sections, rows, current, sorted(units.items()))


def _read_rows(plan, current):
    assisted = _count_assisted(plan, current) if current else {}
    leads = _read_leads(plan)
    assists = Count("units", filter=Q(units__part=TaskUnit.Part.ASSIST))
    tasks = plan.tasks.annotate(assisting=assists).order_by("position", "pk")
    return [
        TaskBoardRow(task, assisting=task.assisting, assisted=assisted.get(task.pk, 0), leads=leads.get(task.pk, []))
        for task in tasks
    ]


def _read_leads(plan):
    """{task id: [LeadUnitStatus]}, the units in the order of the tree."""
    rows = TaskUnit.objects.filter(part=TaskUnit.Part.LEAD, task__plan=plan, unit__participations__plan=plan).order_by(
        "unit__participations__path"
    )
    names = ("unit__participations__pk", "unit__participations__short_name", "unit__participations__path")
    leads = list(rows.values_list("task_id", *names))
    latest = _read_latest_progress(plan, {participant_id for _task, participant_id, *_ in leads})
    with_file = _list_tasks_with_file(plan)
    found: dict[int, list[LeadUnitStatus]] = {}
    for task_id, participant_id, unit, path in leads:
        key = (participant_id, task_id)
        status = LeadUnitStatus(unit, path, *latest.get(key, ()))
        status.has_file = key in with_file
        found.setdefault(task_id, []).append(status)
    return found


def _submitted_progress(plan):
    """Progress that is not empty in the submissions that count."""
    rows = SnapshotProgress.objects.filter(task__plan=plan, snapshot__report__submitted=F("snapshot"))
    return rows.exclude(state="", done="", obstacle="", next_step="")


def _read_latest_progress(plan, participant_ids):
    """{(participant id, task id): (state, seq, period code, done, obstacle, next_step)}, the latest with progress."""
    report = "snapshot__report__"
    rows = (
        _submitted_progress(plan)
        .filter(snapshot__report__participant__in=participant_ids)
        .order_by(f"{report}participant", "task", f"-{report}period__seq")
        .distinct(f"{report}participant", "task")
        .values_list(
            f"{report}participant", "task", "state", f"{report}period__seq", f"{report}period__code",
            "done", "obstacle", "next_step",
        )
    )  # fmt: skip
    return {(participant_id, task_id): content for participant_id, task_id, *content in rows}


def _list_tasks_with_file(plan):
    """{(participant id, task id)} with a file in some submission that counts."""
    rows = SnapshotEvidence.objects.filter(evidence__task__plan=plan, snapshot__report__submitted=F("snapshot"))
    return set(rows.values_list("snapshot__report__participant", "evidence__task"))


def _count_assisted(plan, current):
    """{task id: number of assisting units that submitted something of it in the period}."""
    assists = TaskUnit.objects.filter(
        part=TaskUnit.Part.ASSIST, task=OuterRef("task"), unit=OuterRef("snapshot__report__participant__unit")
    )
    rows = _submitted_progress(plan).filter(Exists(assists), snapshot__report__period=current)
    return dict(rows.order_by().values_list("task").annotate(Count("snapshot")))


def _set_due_flags(rows, plan, periods, current, today):
    """Set ``overdue`` and ``silent_periods`` of each leading unit; nothing before the first period has begun."""
    if current is None:
        return
    day = reference_date(plan.year, current.end, today)
    is_open = current.state == Period.State.OPEN
    last_expected = count_due_periods(current.seq, is_open=is_open, due_on=current.due_on, today=today)
    for row in rows:
        start_on = row.task.start_on
        seq_before_start = max((p.seq for p in periods if start_on and p.end < start_on), default=0)
        for lead in row.leads:
            lead.due_periods = last_expected - seq_before_start
            lead.overdue = is_overdue(row.task.due_on, lead.state, day)
            lead.silent_periods = count_silent_periods(last_expected, max(lead.seq, seq_before_start), lead.state)
