"""Counts of returns to review, and the content of the page on which one return is reviewed."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.checks.queries.findings import snapshot_findings
from targets.evidence.queries import attach_evidence, list_snapshot_evidence
from targets.models import Return, SentBackCell, Snapshot, SnapshotFigure, SnapshotProgress
from targets.models.report import State
from targets.returns.queries.objections import list_recheck_objections, list_unit_objections
from targets.returns.queries.return_page import attach_objections, submitted_target_lines, submitted_task_lines
from targets.review.queries.corrections import ReturnCorrection, is_correction, read_corrections
from targets.review.queries.duty import ReviewingUnit, own_duty_q
from targets.review.queries.summaries import order_by_review

WAITING = (State.SUBMITTED, State.UNDER_REVIEW)
# Never submitted, or withdrawn. A unit that only assists in tasks may leave its return empty.
NOT_SUBMITTED = Q(state=State.DRAFT, optional=False)
# Value of ?show= -> condition on the returns of the queue; "waiting" and "also" need the person, too.
QUEUE_FILTERS = {
    "waiting": Q(state__in=WAITING),
    "also": Q(state__in=WAITING),
    "missing": NOT_SUBMITTED,
    "sent_back": Q(state=State.SENT_BACK),
    "accepted": Q(state=State.ACCEPTED),
    "all": ~Q(state=State.DRAFT, optional=True),
}


@dataclass(frozen=True)
class PeriodReviewCounts:
    """How many of the returns of one period that a person may review are in which state.

    ``waiting`` are those whose review is this person's duty, ``also`` those that a nearer level is to review.
    """

    plan: Plan
    period: Period
    waiting: int
    also: int
    sent_back: int
    accepted: int
    missing: int
    own_plan: bool

    @property
    def total(self) -> int:
        return self.waiting + self.also + self.sent_back + self.accepted + self.missing

    @property
    def late(self) -> int:
        """How many are missing and overdue."""
        return self.missing if self.period.due_on < timezone.localdate() else 0

    def count(self, shown: str) -> int:
        """How many returns match a key of QUEUE_FILTERS."""
        return self.total if shown == "all" else getattr(self, shown)


def reviewable_returns(person: Person) -> QuerySet[Return]:
    """The returns that this person may review, whatever their state."""
    return Return.objects.filter(policy.paths_q(person, Verb.REVIEW, "participant__path"))


def own_duty(person: Person) -> Q:
    """The condition on Return: its review is this person's duty, because nobody nearer reviews it, or because a level
    above asked this person's own level to recheck it."""
    levels = [path for _reach, path in policy.grants(person, Verb.REVIEW)]
    asked = SentBackCell.objects.filter(snapshot=OuterRef("submitted"), to__path__in=levels, answer="")
    return own_duty_q(person, "participant__path") | Q(Exists(asked))


def find_filter(person: Person, shown: str) -> Q:
    """The condition on the returns of the queue for a key of QUEUE_FILTERS."""
    condition = QUEUE_FILTERS[shown]
    if shown == "waiting":
        return condition & own_duty(person)
    return condition & ~own_duty(person) if shown == "also" else condition


def list_periods_to_review(person: Person) -> list[PeriodReviewCounts]:
    """The counts of every period in which there is a return to review, the latest first; three queries."""
    names = ("waiting", "also", "sent_back", "accepted", "missing")
    rows = reviewable_returns(person).order_by().values("period")
    annotated = rows.annotate(**{f"n_{name}": Count("pk", filter=find_filter(person, name)) for name in names})
    by_period: dict[int, Any] = {row["period"]: row for row in annotated}
    periods = Period.objects.filter(pk__in=by_period).select_related("plan__unit").order_by("-start", "plan__code")
    own_units = {path for _reach, path in policy.grants(person, Verb.REVIEW)}
    return [
        PeriodReviewCounts(
            period.plan,
            period,
            **{name: by_period[period.pk][f"n_{name}"] for name in names},
            own_plan=period.plan.unit.path in own_units,
        )
        for period in periods
    ]


def count_queue_returns(person: Person, period: Period, condition: Q) -> dict[str, int]:
    """{key of QUEUE_FILTERS: how many returns of the period match it and ``condition``}, of those that this person may
    review; one query."""
    found = reviewable_returns(person).filter(condition, period=period)
    return found.aggregate(**{name: Count("pk", filter=find_filter(person, name)) for name in QUEUE_FILTERS})


def list_queue_returns(person: Person, period: Period, shown: str = "waiting") -> QuerySet[Return]:
    """The returns of a period that this person may review, in tree order; ``shown`` is a key of QUEUE_FILTERS.

    Each has last_id, last_number, last_at and last_by of its latest submission (None without one).
    """
    last = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-number")
    return (
        reviewable_returns(person)
        .filter(find_filter(person, shown), period=period)
        .select_related("participant__parent", "reviewer", "submitted")
        .annotate(
            last_id=Subquery(last.values("pk")[:1]),
            last_number=Subquery(last.values("number")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_by=Subquery(last.values("by__name")[:1]),
        )
        .order_by("participant__path", "pk")
    )


@dataclass
class SubmissionReview:
    """A submission as the reviewer reads it.

    ``before`` is the earlier submission that it is compared with; its objections show what had to be corrected.
    ``objections`` and ``findings`` are those of the return as a whole. Of a correction, ``correction`` says why it was
    allowed, and ``standing`` is the accepted submission whose numbers stand meanwhile.
    """

    snapshot: Snapshot | None
    before: Snapshot | None
    lines: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    objections: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    correction: ReturnCorrection | None = None
    standing: Snapshot | None = None

    @property
    def finding_count(self) -> int:
        return len(self.findings) + sum(len(line.findings) for line in self.lines)

    @property
    def changed_count(self) -> int:
        """Cells that differ from ``before``; 0 without one."""
        return sum(each.changed for each in [*self.lines, *self.tasks]) if self.before else 0


def is_own_duty(person: Person, review: SubmissionReview, reviewing: ReviewingUnit | None) -> bool:
    """``own_duty`` for a return that has been read; ``reviewing`` is the nearest unit with reviewers."""
    levels = {path for _reach, path in policy.grants(person, Verb.REVIEW)}
    objections = [*review.objections, *(o for each in [*review.lines, *review.tasks] for o in each.objections)]
    asked = any(each.to and each.to.path in levels and not each.answer for each in objections)
    return asked or reviewing is None or reviewing.path in levels


def read_submission_review(report: Return) -> SubmissionReview:
    """The latest submission of a return compared with an earlier one; empty while nothing was submitted."""
    snapshot = report.snapshots.select_related("by").order_by("-number").first()
    if snapshot is None:
        return SubmissionReview(None, None)
    before = find_compared_submission(snapshot)
    lines, tasks = submitted_target_lines(report, snapshot), submitted_task_lines(report, snapshot)
    review = SubmissionReview(snapshot, before, lines, tasks)
    attach_evidence(list_snapshot_evidence(snapshot.pk), lines, tasks)
    if before:
        _attach_earlier_cells(before, lines, tasks)
    if is_correction(report):
        review.correction = read_corrections([report]).get(report.pk)
        review.standing = report.accepted
        _attach_accepted_cells(report.accepted_id, lines)
    objections = list_unit_objections(snapshot.pk) or (list_unit_objections(before.pk) if before else [])
    review.findings = _attach_findings(snapshot_findings(snapshot.pk), lines)
    review.objections = attach_objections([*objections, *list_recheck_objections(snapshot.pk)], lines, tasks)
    return review


def find_compared_submission(snapshot: Snapshot) -> Snapshot | None:
    """The earlier submission with which this one is compared, see ``order_by_review``."""
    earlier = Snapshot.objects.filter(report=snapshot.report_id, number__lt=snapshot.number)
    return order_by_review(earlier).first()


def _attach_findings(findings, lines):
    """Attach each finding to the line of its target; return those of the whole return."""
    by_code = {line.target.code: line for line in lines}
    for finding in findings:
        if finding.about in by_code:
            by_code[finding.about].findings.append(finding)
    return [finding for finding in findings if finding.about not in by_code]


def _attach_earlier_cells(before, lines, tasks):
    figures = {figure.target_id: figure for figure in SnapshotFigure.objects.filter(snapshot=before)}
    progress = {account.task_id: account for account in SnapshotProgress.objects.filter(snapshot=before)}
    for line in lines:
        line.earlier_cell = figures.get(line.target.pk)
    for task in tasks:
        task.earlier_progress = progress.get(task.task.pk)


def _attach_accepted_cells(snapshot_id, lines):
    figures = {figure.target_id: figure for figure in SnapshotFigure.objects.filter(snapshot=snapshot_id)}
    for line in lines:
        line.accepted_cell = figures.get(line.target.pk)
