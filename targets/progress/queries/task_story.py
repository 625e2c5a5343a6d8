"""The story of a task: what all its units submitted of it over the year, period by period."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Task, TaskUnit
from targets.models import Evidence, Return, SentBackCell, SnapshotProgress
from targets.models.report import State
from targets.progress.queries.contributions import read_task_evidence
from targets.progress.task_dates import is_overdue, reference_date


@dataclass
class TaskStatement:
    """What one unit submitted of the task in one period; ``previous_state`` is its state before."""

    participant: Participant
    leads: bool
    progress: SnapshotProgress
    previous_state: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    objections: list[SentBackCell] = field(default_factory=list)

    @property
    def report(self) -> Return:
        return self.progress.snapshot.report

    @property
    def accepted(self) -> bool:
        return self.report.accepted_id == self.progress.snapshot_id

    @property
    def state_changed(self) -> bool:
        """Whether its state differs from that before."""
        return bool(self.progress.state) and self.progress.state != self.previous_state


@dataclass
class StoryPeriod:
    """A period: the statements that this person may read, the number of those that they may not (``hidden``), the
    leading units that submitted nothing, and whether the task is due in it."""

    period: Period
    statements: list[TaskStatement]
    silent: list[str]
    hidden: int
    due: bool

    @property
    def open(self) -> bool:
        """Whether statements can still be submitted."""
        return self.period.state == Period.State.OPEN


@dataclass
class TaskStory:
    """The periods that have begun, the units that lead and assist, the latest state, and whether it is overdue."""

    periods: list[StoryPeriod]
    leads: list[Participant]
    assists: list[Participant]
    state: str
    overdue: bool


def get_task_story(person: Person, task: Task, today: date) -> TaskStory:
    """The story of a task as far as this person may read it; five queries.

    They read the statements of units whose returns they may see, and all of them when they see the return of a unit
    that leads the task.
    """
    periods = [period for period in task.plan.periods.order_by("seq") if period.begun]
    participants = _read_participants(task)
    leads = [each for each, leading in participants.values() if leading]
    assists = [each for each, leading in participants.values() if not leading]
    sees_all = any(policy.may(person, Verb.SEE_RETURN, lead) for lead in leads)
    statements = _read_statements(task, participants)
    story_periods = [_build_period(person, task, period, statements, leads, sees_all) for period in periods]
    _attach_evidence_and_objections(person, task, [each for period in story_periods for each in period.statements])
    state = next((each.progress.state for each in reversed(statements) if each.leads and each.progress.state), "")
    day = reference_date(task.plan.year, periods[-1].end, today) if periods else None
    overdue = day is not None and is_overdue(task.due_on, state, day)
    return TaskStory(story_periods, leads, assists, state, overdue)


def _read_participants(task):
    """{participant id: (Participant, whether it leads)}, those that lead first."""
    rows = TaskUnit.objects.filter(task=task).values_list("unit_id", "part")
    leading = {unit_id: part == TaskUnit.Part.LEAD for unit_id, part in rows}
    found = Participant.objects.filter(plan=task.plan_id, unit_id__in=leading).order_by("path")
    return {each.pk: (each, leading[each.unit_id]) for each in sorted(found, key=lambda p: not leading[p.unit_id])}


def _read_statements(task, participants):
    """[TaskStatement] of each unit's latest submission of each period, without withdrawn ones; in order of time."""
    rows = (
        SnapshotProgress.objects.filter(
            snapshot__report__participant_id__in=participants, snapshot__report__period__plan=task.plan_id, task=task
        )
        .exclude(snapshot__report__state=State.DRAFT)
        .exclude(state="", done="", obstacle="", next_step="")
        .select_related("snapshot__by", "snapshot__report__period", "snapshot__report__reviewer")
        .order_by("snapshot__report__period__seq", "snapshot__number")
    )
    latest = {row.snapshot.report_id: row for row in rows}
    order = {pk: place for place, pk in enumerate(participants)}
    in_order = sorted(
        latest.values(), key=lambda r: (r.snapshot.report.period.seq, order[r.snapshot.report.participant_id])
    )
    found: list[TaskStatement] = []
    states: dict[int, str] = {}  # participant id -> its latest state
    for row in in_order:
        participant, leads = participants[row.snapshot.report.participant_id]
        found.append(TaskStatement(participant, leads, row, previous_state=states.get(participant.pk, "")))
        states[participant.pk] = row.state or states.get(participant.pk, "")
    return found


def _build_period(person, task, period, statements, leads, sees_all):
    of_period = [each for each in statements if each.report.period_id == period.pk]
    visible = [each for each in of_period if sees_all or policy.may(person, Verb.SEE_RETURN, each.participant)]
    submitted = {each.participant.pk for each in of_period}
    silent = [lead.short_name for lead in leads if lead.pk not in submitted]
    due = task.due_on is not None and period.start <= task.due_on <= period.end
    return StoryPeriod(period, visible, silent, len(of_period) - len(visible), due)


def _attach_evidence_and_objections(person, task, statements):
    """Set the files and objections of statements; objections to a whole return only for those who may see it."""
    by_snapshot = {each.progress.snapshot_id: each for each in statements}
    for (snapshot_id, _task), files in read_task_evidence(by_snapshot, [task.pk]).items():
        by_snapshot[snapshot_id].evidence = files
    whole = Q(task=None, target=None)
    cells = SentBackCell.objects.filter(whole | Q(task=task), snapshot_id__in=by_snapshot).select_related("by")
    for cell in cells:
        statement = by_snapshot[cell.snapshot_id]
        if cell.task_id or policy.may(person, Verb.SEE_RETURN, statement.participant):
            statement.objections.append(cell)
