"""Counts of returns to review, and the content of the page on which one return is reviewed."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.checks.queries.findings import snapshot_findings
from targets.evidence.queries import attach_evidence, list_snapshot_evidence
from targets.models import Return, Snapshot, SnapshotFigure, SnapshotProgress
from targets.models.report import State
from targets.returns.queries.objections import list_recheck_objections, list_unit_objections
from targets.returns.queries.return_page import attach_objections, submitted_target_lines, submitted_task_lines
from targets.review.queries.summaries import order_by_review

WAITING = (State.SUBMITTED, State.UNDER_REVIEW)
# Never submitted, or withdrawn. A unit that only assists in tasks may leave its return empty.
NOT_SUBMITTED = Q(state=State.DRAFT, optional=False)
# Value of ?show= -> condition on the returns of the queue.
QUEUE_FILTERS = {
    "waiting": Q(state__in=WAITING),
    "missing": NOT_SUBMITTED,
    "sent_back": Q(state=State.SENT_BACK),
    "accepted": Q(state=State.ACCEPTED),
    "all": ~Q(state=State.DRAFT, optional=True),
}


@dataclass(frozen=True)
class PeriodReviewCounts:
    """How many of the returns of one period that a person may review are in which state."""

    plan: Plan
    period: Period
    submitted: int
    under_review: int
    sent_back: int
    accepted: int
    missing: int

    @property
    def waiting(self) -> int:
        return self.submitted + self.under_review

    @property
    def total(self) -> int:
        return self.waiting + self.sent_back + self.accepted + self.missing

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


def list_periods_to_review(person: Person) -> list[PeriodReviewCounts]:
    """The counts of every period in which there is a return to review, the latest first; two queries."""
    counts = {
        "submitted": Q(state=State.SUBMITTED),
        "under_review": Q(state=State.UNDER_REVIEW),
        "sent_back": Q(state=State.SENT_BACK),
        "accepted": Q(state=State.ACCEPTED),
        "missing": NOT_SUBMITTED,
    }
    rows = reviewable_returns(person).order_by().values("period")
    annotated = rows.annotate(**{f"n_{name}": Count("pk", filter=condition) for name, condition in counts.items()})
    by_period: dict[int, Any] = {row["period"]: row for row in annotated}
    periods = Period.objects.filter(pk__in=by_period).select_related("plan").order_by("-start", "plan__code")
    return [
        PeriodReviewCounts(period.plan, period, **{name: by_period[period.pk][f"n_{name}"] for name in counts})
        for period in periods
    ]


def list_queue_returns(person: Person, period: Period, shown: str = "waiting") -> QuerySet[Return]:
    """The returns of a period that this person may review, in tree order; ``shown`` is a key of QUEUE_FILTERS.

    Each has last_id, last_number, last_at and last_by of its latest submission (None without one).
    """
    last = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-number")
    return (
        reviewable_returns(person)
        .filter(QUEUE_FILTERS[shown], period=period)
        .select_related("participant__parent", "period__plan", "reviewer", "submitted")
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
    ``objections`` and ``findings`` are those of the return as a whole.
    """

    snapshot: Snapshot | None
    before: Snapshot | None
    lines: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    objections: list = field(default_factory=list)
    findings: list = field(default_factory=list)

    @property
    def finding_count(self) -> int:
        return len(self.findings) + sum(len(line.findings) for line in self.lines)

    @property
    def changed_count(self) -> int:
        """Cells that differ from ``before``; 0 without one."""
        return sum(each.changed for each in [*self.lines, *self.tasks]) if self.before else 0


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
