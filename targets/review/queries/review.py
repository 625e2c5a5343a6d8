"""What waits for a reviewer, and what the review of one return shows."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts import policy
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.checks.queries.findings import snapshot_findings
from targets.evidence.queries import attach_evidence, list_snapshot_evidence
from targets.models import BasisHistory, Return, SentBackCell, Snapshot, SnapshotFigure, SnapshotProgress
from targets.models.report import State
from targets.returns.queries.objections import list_recheck_objections
from targets.returns.queries.return_page import attach_objections, submitted_target_lines, submitted_task_lines
from targets.returns.queries.returns import list_unit_objections

WAITING = (State.SUBMITTED, State.UNDER_REVIEW)
# Nothing stands: never submitted, or taken back. Who only assists in tasks may leave its return empty.
UNREAD = Q(state=State.DRAFT, optional=False)
# How the queue can be narrowed: the word in the address -> which returns.
SHOWN = {
    "waiting": Q(state__in=WAITING),
    "missing": UNREAD,
    "sent_back": Q(state=State.SENT_BACK),
    "accepted": Q(state=State.ACCEPTED),
    "all": ~Q(state=State.DRAFT, optional=True),
}


@dataclass(frozen=True)
class ToReview:
    """How the returns of one period stand that a person may review."""

    plan: Plan
    period: Period
    submitted: int
    under_review: int
    sent_back: int
    accepted: int
    missing: int

    @property
    def waiting(self):
        return self.submitted + self.under_review

    @property
    def total(self):
        return self.waiting + self.sent_back + self.accepted + self.missing

    @property
    def late(self):
        """How many are not submitted though they were due before today."""
        return self.missing if self.period.due_on < timezone.localdate() else 0

    def count(self, shown):
        """How many returns a word of SHOWN leaves."""
        return self.total if shown == "all" else getattr(self, shown)


def reviewable(person):
    """The returns that this person may review, whatever their state."""
    return Return.objects.filter(policy.paths_q(person, Verb.REVIEW, "participant__path"))


def to_review(person):
    """The ``ToReview`` of each begun period of each plan, the latest first. Two queries."""
    counted = {
        row["period"]: row
        for row in reviewable(person)
        .order_by()
        .values("period")
        .annotate(
            submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
            under_review=Count("pk", filter=Q(state=State.UNDER_REVIEW)),
            sent_back=Count("pk", filter=Q(state=State.SENT_BACK)),
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            missing=Count("pk", filter=UNREAD),
        )
    }
    periods = Period.objects.filter(pk__in=counted).select_related("plan").order_by("-start", "plan__code")
    return [
        ToReview(period.plan, period, **{name: n for name, n in counted[period.pk].items() if name != "period"})
        for period in periods
    ]


def queue(person, period, shown="waiting"):
    """The returns of a period that this person may review, in tree order; ``shown`` is a word of SHOWN. One query."""
    last = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-number")
    return (
        reviewable(person)
        .filter(SHOWN[shown], period=period)
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
class Review:
    """A submission as the reviewer reads it. ``whole`` are objections to the return as a whole, ``found`` is what the
    rules find in it as a whole; ``before`` is the submission that it is held against, whose objections show what had
    to be mended."""

    snapshot: Snapshot | None
    before: Snapshot | None
    lines: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    whole: list = field(default_factory=list)
    found: list = field(default_factory=list)

    @property
    def n_found(self):
        """How much the rules found in it."""
        return len(self.found) + sum(len(line.found) for line in self.lines)

    @property
    def changed(self):
        return sum(each.changed for each in [*self.lines, *self.tasks]) if self.before else 0


def read_review(report):
    """The latest submission of a return beside the one ``read_before``; without a submission, an empty Review."""
    snapshot = report.snapshots.select_related("by").order_by("-number").first()
    if snapshot is None:
        return Review(None, None)
    before = read_before(snapshot)
    review = Review(snapshot, before, submitted_target_lines(report, snapshot), submitted_task_lines(report, snapshot))
    attach_evidence(list_snapshot_evidence(snapshot.pk), review.lines, review.tasks)
    _beside(review)
    raised = list_unit_objections(snapshot.pk) or (list_unit_objections(before.pk) if before else [])
    review.found = _put_findings(snapshot_findings(snapshot.pk), review.lines)
    review.whole = attach_objections([*raised, *list_recheck_objections(snapshot.pk)], review.lines, review.tasks)
    return review


def read_before(snapshot):
    """The submission that a reviewer holds this one against: the last one before it that somebody sent back or
    accepted, else the last one before it, or None.

    One that its clerk took back, nobody may have read: beside it, what was mended since it was sent back would look as
    if nothing had changed, and the objections with their answers would be gone. ``review_facts`` counts by the same.
    """
    objected = SentBackCell.objects.filter(snapshot=OuterRef("pk"))
    accepted = BasisHistory.objects.filter(report=snapshot.report_id, accepted=OuterRef("pk"))
    earlier = Snapshot.objects.filter(report=snapshot.report_id, number__lt=snapshot.number)
    earlier = earlier.annotate(read=Exists(objected) | Exists(accepted))
    return earlier.order_by("-read", "-number").first()


def _put_findings(found, lines):
    """Each at the line of its target; those of the whole return come back."""
    by_code = {line.target.code: line for line in lines}
    for each in found:
        if each.about in by_code:
            by_code[each.about].found.append(each)
    return [each for each in found if each.about not in by_code]


def _beside(review):
    if review.before is None:
        return
    figures = {c.target_id: c for c in SnapshotFigure.objects.filter(snapshot=review.before)}
    said = {s.task_id: s for s in SnapshotProgress.objects.filter(snapshot=review.before)}
    for line in review.lines:
        line.before = figures.get(line.target.pk)
    for task in review.tasks:
        task.before = said.get(task.task.pk)
