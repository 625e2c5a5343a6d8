"""What a return's pages show, the clerk's and the reviewer's alike: a line for each target, and one for each task."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from plans import calendar
from plans.models import Task, TaskUnit
from targets.db.prepared import Prepared
from targets.models import Progress, SnapshotFigure, SnapshotProgress, Target
from targets.models.figure import Account, Cell
from targets.models.target import Measure
from targets.progress.queries.contributions import TaskContributions, attach_contributions
from targets.progress.task_dates import count_silent_periods, is_overdue, reference_date
from targets.returns.queries.returns import read_earlier_figures, read_earlier_progress
from targets.shares.queries.duties import Duty, duties, said_tasks
from targets.totals.arithmetic import KnownValue, ReportedValue, known_values
from targets.totals.queries.judging import assess_known_value, expected_pace, goal_of_unit
from targets.totals.standing import GoalStanding, rate
from targets.values.oddities import oddity
from targets.values.typed_numbers import decimals_of, decimals_shown

FIGURE_FIELDS = ("value", "base", "na", "reason", "done_on", "note")
YEAR_EFFECTS = {Measure.INCREMENT: "add", Measure.RUNNING: "stand"}
PROGRESS_FIELDS = ("state", "done", "obstacle", "next_step")


class DraftCell(NamedTuple):
    """A figure as it stands in the form: what is in it, and who typed it, when, from where."""

    value: Decimal | None
    base: Decimal | None
    na: bool
    reason: str
    done_on: date | None
    note: str
    version: int
    typist: str
    typed_at: datetime
    origin: str


# A form has a hundred of them: as rows they take a tenth of what they take as models.
_DRAFT_CELLS = Prepared(
    "typed_cells",
    """
SELECT f.target_id, f.value, f.base, f.na, f.reason, f.done_on, f.note, f.version,
    coalesce(nullif(who.name, ''), who.username), f.typed_at, f.origin
FROM targets_figure f JOIN accounts_person who ON who.id = f.typed_by_id
WHERE f.report_id = %(report)s
""",
)


@dataclass(frozen=True)
class PreviousReport:
    """What was reported the last time before this period, and in which period."""

    period_code: str
    report: ReportedValue
    shown: Decimal | None


@dataclass
class ReturnTargetLine:
    """A target in a return. ``cell`` is what stands in it (None: nothing yet), ``before`` what was submitted before."""

    target: Target
    own: Decimal | None
    cell: Cell | DraftCell | None
    last: PreviousReport | None
    known: KnownValue
    standing: GoalStanding
    before: Cell | None = None
    objections: list = field(default_factory=list)
    evidence: list = field(default_factory=list)  # the files that show it
    found: list = field(default_factory=list)  # what the rules find in it
    typed_reason: str = ""  # what the reviewer has typed beside it, when the page comes back refused
    so_far: Decimal | None = None  # the known value before this period

    @property
    def sums(self):
        """How this period's number makes the year: "add" to what was, "stand" for it; "" where that says nothing."""
        return YEAR_EFFECTS.get(self.target.measure, "")

    @property
    def added(self):
        """What a running total has grown by in this period."""
        value = getattr(self.cell, "value", None)
        return None if value is None else value - (self.so_far or 0)

    @property
    def version(self):
        return getattr(self.cell, "version", 0) if self.cell else 0

    @property
    def places(self):
        """Decimals with which what is typed is shown; None for as many as it has."""
        return decimals_shown(self.target)

    @property
    def share_places(self):
        return decimals_of(self.target)

    @property
    def shown(self):
        """This period's number as people read it: a ratio divided."""
        if self.cell is None or self.target.is_ratio:
            return rate(self.cell.value, self.cell.base, self.target.scale) if self.cell else None
        return self.cell.value

    @property
    def shown_before(self):
        """The submission before as people read it, where it is a ratio."""
        was = self.before
        return rate(was.value, was.base, self.target.scale) if was and self.target.is_ratio else None

    @property
    def oddity(self):
        return oddity(self.target, self.cell, self.last.report if self.last else None)

    @property
    def changed(self):
        """Whether it differs from the submission before (which must be there)."""
        return any(getattr(self.cell, name, None) != getattr(self.before, name, None) for name in FIGURE_FIELDS)


@dataclass
class ReturnTaskLine:
    """A task that the unit leads or assists in. ``last`` is what it said of it the last time, ``parts`` what those who
    assist say now, ``quiet`` for how many periods nothing was said."""

    task: Task
    said: Account | None
    last: Account | None
    parts: TaskContributions | None = None
    overdue: bool = False
    quiet: int = 0
    before: Account | None = None
    objections: list = field(default_factory=list)
    evidence: list = field(default_factory=list)  # the files that show it
    typed_reason: str = ""

    @property
    def version(self):
        return getattr(self.said, "version", 0) if self.said else 0

    @property
    def leads(self):
        return self.task.part == TaskUnit.Part.LEAD

    @property
    def assists(self):
        return not self.leads

    @property
    def done_without_file(self):
        """A task that ends in a document should show it; noted, and never refused."""
        return bool(self.leads and self.said and self.said.state == Account.TaskState.DONE and not self.evidence)

    @property
    def changed(self):
        return any(getattr(self.said, name, "") != getattr(self.before, name, "") for name in PROGRESS_FIELDS)


def draft_target_lines(report):
    """The lines of what is being typed; three queries."""
    with connection.cursor() as cursor:
        _DRAFT_CELLS.run(cursor, {"report": report.pk})
        cells = {target_id: DraftCell(*content) for target_id, *content in cursor.fetchall()}
    earlier = read_earlier_figures(report)
    owed = duties(report.participant, report.period)
    return [build_target_line(report, duty, cells.get(duty.target.pk), earlier) for duty in owed]


def draft_task_lines(report):
    return _task_lines(report, Progress.objects.filter(report=report))


def submitted_target_lines(report, snapshot):
    """The lines of a submission. What was submitted is shown also where, by a later adjustment, nothing is owed."""
    cells = {c.target_id: c for c in SnapshotFigure.objects.filter(snapshot=snapshot).select_related("target")}
    owed = {duty.target.pk: duty for duty in duties(report.participant, report.period)}
    extra = [Duty(cell.target, own=None) for target_id, cell in cells.items() if target_id not in owed]
    earlier = read_earlier_figures(report)
    rows = sorted([*owed.values(), *extra], key=lambda duty: (duty.target.position, duty.target.code))
    return [build_target_line(report, duty, cells.get(duty.target.pk), earlier) for duty in rows]


def submitted_task_lines(report, snapshot):
    return _task_lines(report, SnapshotProgress.objects.filter(snapshot=snapshot))


def _task_lines(report, accounts):
    """A line for each task, with what is said of it in ``accounts`` (a queryset); one query for a unit without tasks,
    else three, and at most two more when it leads some."""
    tasks = said_tasks(report.participant)
    if not tasks:
        return []
    period, last = report.period, read_earlier_progress(report)
    day = reference_date(period.plan.year, period.end, timezone.localdate())
    said = {each.task_id: each for each in accounts}
    tasks = [task for task in tasks if task.begins_by(period.end) or task.pk in said]
    lines = [ReturnTaskLine(task, said.get(task.pk), last.get(task.pk)) for task in tasks]
    for each in lines:
        state = (each.said and each.said.state) or (each.last and each.last.state) or ""
        each.overdue = each.leads and is_overdue(each.task.due_on, state, day)
        each.quiet = count_silent_periods(period.seq - 1, each.last.seq if each.last else 0, state) if each.leads else 0
    attach_contributions(report, lines)
    return lines


def build_target_line(report, duty, cell, earlier):
    """The Line of one duty; no query when ``report`` has its period and plan."""
    target, own, plan, seq = duty.target, duty.own, report.period.plan, report.period.seq
    start = {"baseline": duty.baseline, "baseline_base": duty.baseline_base}
    before = earlier.get(target.pk, {})
    here = {seq: ReportedValue(cell.value, cell.base, cell.na)} if cell else {}
    steps = known_values(target.measure, {**before, **here}, seq, **start)
    known, so_far = steps[seq], steps[seq - 1].value
    pace = expected_pace(target, plan, report.period)
    owed = None if known.absent and known.value is None else own  # not applicable: there is nothing to hold it against
    standing = assess_known_value(goal_of_unit(target, owed, **start), known, pace, plan)
    return ReturnTargetLine(target, own, cell, _previous_report(plan, target, before), known, standing, so_far=so_far)


def _previous_report(plan, target, before):
    seq = next((seq for seq in sorted(before, reverse=True) if before[seq].counts), None)
    if seq is None:
        return None
    report = before[seq]
    shown = rate(report.value, report.base, target.scale) if target.is_ratio else report.value
    return PreviousReport(calendar.period_code(plan.year, plan.cadence, seq), report, shown)


def attach_objections(objections, lines, tasks):
    """Put each objection at its line; those that concern the whole return come back."""
    by_target = {each.target.pk: each for each in lines}
    by_task = {each.task.pk: each for each in tasks}
    whole = []
    for objection in objections:
        place = by_target.get(objection.target_id) or by_task.get(objection.task_id)
        (place.objections if place else whole).append(objection)
    return whole
