"""The rows of a return's pages, for clerks and reviewers: a line for each target, and one for each task."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from plans import calendar
from plans.models import TaskUnit
from targets.models import Figure, Progress, Return, SentBackCell, Snapshot, SnapshotFigure, SnapshotProgress, Target
from targets.models.figure import Account, Cell
from targets.models.target import Measure
from targets.progress.queries.contributions import TaskContributions, attach_contributions
from targets.progress.task_dates import count_silent_periods, is_overdue, reference_date
from targets.returns.queries.returns import read_earlier_figures, read_earlier_progress
from targets.shares.queries.duties import Duty, list_duties, list_reportable_tasks
from targets.totals.arithmetic import KnownValue, ReportedValue, known_values
from targets.totals.queries.assessment import (
    assess_known_value,
    expected_pace,
    goal_of_unit,
    is_deadline_passed,
)
from targets.totals.standing import NOT_APPLICABLE, SUMMED_PERCENT, GoalStanding, rate
from targets.values.oddities import find_oddity
from targets.values.typed_numbers import decimals_of, decimals_shown

FIGURE_FIELDS = ("value", "base", "na", "reason", "done_on", "note")
# How a period's number makes up the year's: added to those before, or replacing them.
YEAR_EFFECTS: dict[str, str] = {Measure.INCREMENT: "add", Measure.RUNNING: "stand"}
TYPED_FIELDS = ("typed_at", "origin")
PROGRESS_FIELDS = ("state", "done", "obstacle", "next_step")


class DraftCell(NamedTuple):
    """A figure of a draft: its content, and who typed it, when, from where."""

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


@dataclass(frozen=True)
class PreviousReport:
    """The last report before this period; ``shown`` is its number, a ratio divided."""

    period_code: str
    report: ReportedValue
    shown: Decimal | None


@dataclass
class ReturnTargetLine:
    """A target in a return. ``own`` is the unit's share, ``cell`` the content (None: nothing yet), ``earlier_cell`` the
    content in the previous submission of the same return."""

    target: Target
    own: Decimal | None = None
    cell: Cell | DraftCell | None = None
    previous_report: PreviousReport | None = None  # the last report before this period
    known: KnownValue | None = None
    standing: GoalStanding | None = None
    earlier_cell: Cell | None = None
    accepted_cell: Cell | None = None  # while a correction is reviewed: the accepted content, which stands
    objections: list = field(default_factory=list)
    evidence: list = field(default_factory=list)  # the files attached to it
    findings: list = field(default_factory=list)  # the findings of the check rules
    doubts: list = field(default_factory=list)  # on the page of a review: why the number looks unlikely, as sentences
    typed_reason: str = ""  # the reviewer's reason, when the page comes back refused
    earlier_value: Decimal | None = None  # the known value before this period

    @property
    def sums(self):
        """How this period's number makes up the year's: "add", "stand" (replaces it), or "" for other measures."""
        return YEAR_EFFECTS.get(self.target.measure, "")

    @property
    def added(self):
        """By how much a running total has grown in this period."""
        value = getattr(self.cell, "value", None)
        return None if value is None else value - (self.earlier_value or 0)

    @property
    def version(self) -> int:
        """The version of the cell; 0 when there is none."""
        return getattr(self.cell, "version", 0) if self.cell else 0

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in: neither a number nor that it is not applicable."""
        return self.cell is None or (self.cell.value is None and not self.cell.na)

    @property
    def places(self):
        """The number of decimals of a typed number; None: as many as it has."""
        return decimals_shown(self.target)

    @property
    def share_places(self):
        """The number of decimals of the share."""
        return decimals_of(self.target)

    @property
    def shown(self):
        """This period's number, a ratio divided."""
        if self.cell is None or self.target.is_ratio:
            return rate(self.cell.value, self.cell.base, self.target.scale) if self.cell else None
        return self.cell.value

    @property
    def earlier_shown(self):
        """The ratio in the submission before, divided; None for other measures."""
        cell = self.earlier_cell
        return rate(cell.value, cell.base, self.target.scale) if cell and self.target.is_ratio else None

    @property
    def accepted_shown(self):
        """The accepted ratio, divided; None for other measures."""
        cell = self.accepted_cell
        return rate(cell.value, cell.base, self.target.scale) if cell and self.target.is_ratio else None

    @property
    def oddity(self):
        """A hint that the number looks wrong beside the last report, or ""."""
        return find_oddity(self.target, self.cell, self.previous_report.report if self.previous_report else None)

    @property
    def changed(self):
        """Whether the content differs from the submission before."""
        return any(getattr(self.cell, name, None) != getattr(self.earlier_cell, name, None) for name in FIGURE_FIELDS)


@dataclass
class ReturnTaskLine:
    """A task that the unit leads or assists in.

    ``progress`` is its content in this return, ``previous_progress`` in the last report before this period,
    ``earlier_progress`` in the previous submission of this return; ``contributions`` are those of the assisting units,
    ``silent_periods`` is the number of periods without progress.
    """

    task: Any  # from ``list_reportable_tasks``, with its ``part``
    progress: Account | None
    previous_progress: Any  # from ``read_earlier_progress``, with ``seq`` and ``period_code``, or None
    contributions: TaskContributions | None = None
    overdue: bool = False
    silent_periods: int = 0
    earlier_progress: Account | None = None
    objections: list = field(default_factory=list)
    evidence: list = field(default_factory=list)
    typed_reason: str = ""

    @property
    def version(self) -> int:
        return getattr(self.progress, "version", 0) if self.progress else 0

    @property
    def leads(self):
        return self.task.part == TaskUnit.Part.LEAD

    @property
    def assists(self):
        return not self.leads

    @property
    def done_without_file(self):
        """Whether a led task is done without any file attached; a remark that never blocks the submission."""
        return bool(
            self.leads and self.progress and self.progress.state == Account.TaskState.DONE and not self.evidence
        )

    @property
    def changed(self):
        return any(
            getattr(self.progress, name, "") != getattr(self.earlier_progress, name, "") for name in PROGRESS_FIELDS
        )


def draft_target_lines(report: Return) -> list[ReturnTargetLine]:
    """The target lines of the draft; three queries."""
    typist = Coalesce(NullIf("typed_by__name", Value("")), "typed_by__username")
    rows = Figure.objects.filter(report=report).values_list(
        "target_id", *FIGURE_FIELDS, "version", typist, *TYPED_FIELDS
    )
    cells = {target_id: DraftCell(*content) for target_id, *content in rows}
    earlier = read_earlier_figures(report)
    owed = list_duties(report.participant, report.period)
    return [build_target_line(report, duty, cells.get(duty.target.pk), earlier) for duty in owed]


def draft_task_lines(report: Return) -> list[ReturnTaskLine]:
    """The task lines of the draft."""
    return _task_lines(report, Progress.objects.filter(report=report))


def submitted_target_lines(report: Return, snapshot: Snapshot) -> list[ReturnTargetLine]:
    """The target lines of a submission, also of targets that the unit no longer owes after an adjustment."""
    cells = {cell.target_id: cell for cell in SnapshotFigure.objects.filter(snapshot=snapshot).select_related("target")}
    owed = {duty.target.pk: duty for duty in list_duties(report.participant, report.period)}
    extra = [Duty(cell.target, own=None) for target_id, cell in cells.items() if target_id not in owed]
    earlier = read_earlier_figures(report)
    rows = sorted([*owed.values(), *extra], key=lambda duty: (duty.target.position, duty.target.code))
    return [build_target_line(report, duty, cells.get(duty.target.pk), earlier) for duty in rows]


def submitted_task_lines(report: Return, snapshot: Snapshot) -> list[ReturnTaskLine]:
    """The task lines of a submission."""
    return _task_lines(report, SnapshotProgress.objects.filter(snapshot=snapshot))


def _task_lines(report, accounts):
    """A line for each task, with its progress in ``accounts`` (a queryset); one query for a unit without tasks, else
    three, and at most three more when it leads some."""
    tasks = list_reportable_tasks(report.participant)
    if not tasks:
        return []
    period, previous = report.period, read_earlier_progress(report)
    day = reference_date(period.plan.year, period.end, timezone.localdate())
    progress = {each.task_id: each for each in accounts}
    tasks = [task for task in tasks if task.begins_by(period.end) or task.pk in progress]
    lines = [ReturnTaskLine(task, progress.get(task.pk), previous.get(task.pk)) for task in tasks]
    for each in lines:
        latest = each.previous_progress
        state = (each.progress and each.progress.state) or (latest and latest.state) or ""
        each.overdue = each.leads and is_overdue(each.task.due_on, state, day)
        each.silent_periods = (
            count_silent_periods(period.seq - 1, latest.seq if latest else 0, state) if each.leads else 0
        )
    attach_contributions(report, lines)
    return lines


def build_target_line(
    report: Return, duty: Duty, cell: Any, earlier: dict[int, dict[int, ReportedValue]]
) -> ReturnTargetLine:
    """The line of one duty with the content of its ``cell`` and ``earlier`` figures; no query when ``report`` has its
    period and plan."""
    target, own, plan, seq = duty.target, duty.own, report.period.plan, report.period.seq
    start = {"baseline": duty.baseline, "baseline_base": duty.baseline_base}
    reports = earlier.get(target.pk, {})
    here = {seq: ReportedValue(cell.value, cell.base, cell.na)} if cell else {}
    steps = known_values(target.measure, {**reports, **here}, seq, **start)
    known, earlier_value = steps[seq], steps[seq - 1].value
    pace = expected_pace(target, plan, report.period)
    passed = is_deadline_passed(target, plan, report.period)
    why = _why_unjudged(target, own, known)
    goal = goal_of_unit(target, own, start=_read_start(report, duty), unjudged=why, deadline_passed=passed)
    standing = assess_known_value(goal, known, pace, plan)
    previous = _previous_report(plan, target, reports)
    return ReturnTargetLine(target, own, cell, previous, known, standing, earlier_value=earlier_value)


def _read_start(report, duty):
    """The unit's own baseline, or None; that of the plan is its own where it is the plan's unit and owes the whole."""
    target = duty.target
    start = rate(duty.baseline, duty.baseline_base, target.scale) if target.is_ratio else duty.baseline
    owes_all = report.participant.depth == 0 and duty.own == target.value
    return target.baseline if start is None and owes_all else start


def _why_unjudged(target, own, known):
    """Not applicable has no light, whatever was done before; nor have percentages that are added up period by period
    (of a level or a running total the unit's own percentage stands alone)."""
    if own is not None and known.absent:
        return NOT_APPLICABLE
    return SUMMED_PERCENT if target.sums_percentages and target.measure == Measure.INCREMENT else ""


def _previous_report(plan, target, reports):
    """The latest of ``reports`` {seq: ReportedValue} that counts, or None."""
    seq = next((seq for seq in sorted(reports, reverse=True) if reports[seq].counts), None)
    if seq is None:
        return None
    report = reports[seq]
    shown = rate(report.value, report.base, target.scale) if target.is_ratio else report.value
    return PreviousReport(calendar.period_code(plan.year, plan.cadence, seq), report, shown)


def attach_objections(
    objections: Iterable[SentBackCell], lines: list[ReturnTargetLine], tasks: list[ReturnTaskLine]
) -> list[SentBackCell]:
    """Add each objection to its line; returns those that concern the whole return."""
    by_target: dict[int | None, ReturnTargetLine] = {each.target.pk: each for each in lines}
    by_task: dict[int | None, ReturnTaskLine] = {each.task.pk: each for each in tasks}
    whole: list[SentBackCell] = []
    for objection in objections:
        line = by_target.get(objection.target_id) or by_task.get(objection.task_id)
        (line.objections if line else whole).append(objection)
    return whole
