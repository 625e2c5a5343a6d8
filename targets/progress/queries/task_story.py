"""What was said of one task over the year, by all who have part in it: one story, period by period."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, TaskUnit
from targets.models import SentBackCell, SnapshotProgress
from targets.models.report import State
from targets.progress.queries.contributions import read_task_evidence
from targets.progress.task_dates import is_overdue, reference_date


@dataclass
class TaskStatement:
    """What one unit said in one period; ``was`` is its state before, ``objections`` why it was sent back."""

    participant: Participant
    leads: bool
    said: SnapshotProgress
    was: str = ""
    evidence: list = field(default_factory=list)
    objections: list = field(default_factory=list)

    @property
    def report(self):
        return self.said.snapshot.report

    @property
    def accepted(self):
        return self.report.accepted_id == self.said.snapshot_id

    @property
    def moved(self):
        """Whether the task stands otherwise than this unit said before."""
        return bool(self.said.state) and self.said.state != self.was


@dataclass
class StoryPeriod:
    """A period: who spoke, which leading units said nothing, and how many words are not for this reader."""

    period: Period
    words: list[TaskStatement]
    silent: list[str]
    hidden: int
    due: bool

    @property
    def waiting(self):
        """Still time to say something."""
        return self.period.state == Period.State.OPEN


@dataclass
class TaskStory:
    chapters: list[StoryPeriod]
    leads: list[Participant]
    assists: list[Participant]
    state: str
    overdue: bool


def get_task_story(person, task, today):
    """The story of a task as far as this person may read it: the words of units whose returns they may see, and for
    those who see the return of a unit that leads it all of them. Five queries."""
    periods = [period for period in task.plan.periods.order_by("seq") if period.begun]
    parts = _read_participants(task)
    leads = [each for each, leading in parts.values() if leading]
    sees_all = any(policy.may(person, Verb.SEE_RETURN, lead) for lead in leads)
    words = _read_statements(task, parts)
    chapters = [_build_period(person, task, period, words, leads, sees_all) for period in periods]
    _attach_evidence_and_objections(person, task, [word for chapter in chapters for word in chapter.words])
    state = next((w.said.state for w in reversed(words) if w.leads and w.said.state), "")
    late = bool(periods) and is_overdue(task.due_on, state, reference_date(task.plan.year, periods[-1].end, today))
    return TaskStory(chapters, leads, [each for each, leading in parts.values() if not leading], state, late)


def _read_participants(task):
    """{participant id: (Participant, whether it leads)}, those that lead first."""
    rows = TaskUnit.objects.filter(task=task).values_list("unit_id", "part")
    leading = {unit_id: part == TaskUnit.Part.LEAD for unit_id, part in rows}
    found = Participant.objects.filter(plan=task.plan_id, unit_id__in=leading).order_by("path")
    return {each.pk: (each, leading[each.unit_id]) for each in sorted(found, key=lambda p: not leading[p.unit_id])}


def _read_statements(task, parts):
    """What each unit's latest submission of each period says, but for those that were taken back; in order of time."""
    rows = (
        SnapshotProgress.objects.filter(
            snapshot__report__participant_id__in=parts, snapshot__report__period__plan=task.plan_id, task=task
        )
        .exclude(snapshot__report__state=State.DRAFT)
        .exclude(state="", done="", obstacle="", next_step="")
        .select_related("snapshot__by", "snapshot__report__period", "snapshot__report__reviewer")
        .order_by("snapshot__report__period__seq", "snapshot__number")
    )
    latest = {row.snapshot.report_id: row for row in rows}
    order = {pk: place for place, pk in enumerate(parts)}
    said = sorted(
        latest.values(), key=lambda r: (r.snapshot.report.period.seq, order[r.snapshot.report.participant_id])
    )
    found, before = [], {}
    for row in said:
        participant, leads = parts[row.snapshot.report.participant_id]
        found.append(TaskStatement(participant, leads, row, was=before.get(participant.pk, "")))
        before[participant.pk] = row.state or before.get(participant.pk, "")
    return found


def _build_period(person, task, period, words, leads, sees_all):
    of_period = [word for word in words if word.report.period_id == period.pk]
    seen = [word for word in of_period if sees_all or policy.may(person, Verb.SEE_RETURN, word.participant)]
    spoke = {word.participant.pk for word in of_period}
    silent = [lead.short_name for lead in leads if lead.pk not in spoke]
    due = task.due_on is not None and period.start <= task.due_on <= period.end
    return StoryPeriod(period, seen, silent, len(of_period) - len(seen), due)


def _attach_evidence_and_objections(person, task, words):
    """The files of what was said, and why it was sent back: as a whole, for those alone who may see the return."""
    by_snapshot = {word.said.snapshot_id: word for word in words}
    for (snapshot_id, _task), files in read_task_evidence(by_snapshot, [task.pk]).items():
        by_snapshot[snapshot_id].evidence = files
    whole = Q(task=None, target=None)
    for cell in SentBackCell.objects.filter(whole | Q(task=task), snapshot_id__in=by_snapshot).select_related("by"):
        word = by_snapshot[cell.snapshot_id]
        if cell.task_id or policy.may(person, Verb.SEE_RETURN, word.participant):
            word.objections.append(cell)
