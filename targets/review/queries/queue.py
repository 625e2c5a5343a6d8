"""The review queue: which returns wait for whose review, each with its summary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from targets.checks.queries.swings import read_swing_limits
from targets.models import Figure, Progress, Return, SentBackCell
from targets.models.report import State
from targets.review.queries.review import WAITING, PeriodReviewCounts, list_queue_returns, reviewable_returns
from targets.review.queries.summaries import SubmissionSummary, summarize_submissions

PAGE_SIZE = 200  # returns: the counties of a province fit on one page, so sorting covers all of them
NO_SWING = Decimal(-1)  # sorts after a swing of 0 %


def waiting_for_review(person: Person) -> QuerySet[Return]:
    """The returns that wait for this person's review, without those that this person's level has asked a level below
    to recheck."""
    delegated = SentBackCell.objects.filter(
        policy.paths_q(person, Verb.REVIEW, "to__path"), snapshot=OuterRef("submitted"), answer=""
    )
    return reviewable_returns(person).filter(~Exists(delegated), state__in=WAITING)


def find_next_waiting(person: Person, report: Return) -> Return | None:
    """The next return of the period that waits for this person's review: after ``report`` in tree order, else the
    first."""
    others = waiting_for_review(person).filter(period=report.period).exclude(pk=report.pk)
    others = others.select_related("participant", "period__plan").order_by("participant__path", "pk")
    return others.filter(participant__path__gt=report.participant.path).first() or others.first()


def awaiting_recheck(person: Person) -> QuerySet[Return]:
    """The returns that wait for this person's review because a level above asked for a recheck."""
    requested = SentBackCell.objects.filter(snapshot=OuterRef("submitted"), to__isnull=False, answer="")
    return waiting_for_review(person).filter(Exists(requested))


@dataclass
class ReviewQueueRow:
    """One return of the queue.

    ``rechecks`` counts the unanswered requests for a recheck; ``delegated`` says that this person's level made one of a
    level below, so the return does not wait here. ``may_accept``: this person may accept it now.
    """

    report: Any  # a Return as ``list_queue_returns`` annotates it
    summary: SubmissionSummary
    days_late: int
    rechecks: int = 0
    delegated: bool = False
    may_accept: bool = False

    @property
    def plain(self) -> bool:
        """Whether it can be accepted together with others."""
        return self.may_accept and not self.rechecks and self.summary.plain

    @property
    def seen(self) -> str:
        """The return and the submission that is shown, as the dialog posts them: "unit code:number"."""
        return f"{self.report.participant.code}:{self.report.last_number}"


@dataclass
class ReviewQueue:
    """One page of the queue. ``swing_limit`` is the plan's general limit, in percent."""

    rows: list[ReviewQueueRow]
    page: Page
    swing_limit: Decimal

    @property
    def plain(self) -> list[ReviewQueueRow]:
        return [row for row in self.rows if row.plain]


# Value of ?sort= -> sort key of a row; equal rows stay in tree order.
SORT_KEYS: dict[str, Callable[[ReviewQueueRow], Any]] = {
    "urgency": lambda row: _urgency(row),
    "unit": lambda row: 0,
    "swing": lambda row: -(abs(row.summary.swing) if row.summary.swing is not None else NO_SWING),
    "findings": lambda row: -row.summary.findings,
    "changed": lambda row: -row.summary.changed,
    "files": lambda row: -row.summary.files,
    "late": lambda row: -row.days_late,
}


def _urgency(row):
    """Rechecks asked by a level above first, then the latest, then those that are not plain, then the oldest."""
    waits = row.report.state in WAITING and not row.delegated
    recheck = row.rechecks and not row.delegated
    return not waits, not recheck, -row.days_late, row.summary.plain, row.report.changed_at


def read_review_queue(
    person: Person, counts: PeriodReviewCounts, shown: str, sort: str = "urgency", page_number: int | str | None = 1
) -> ReviewQueue:
    """One page of the queue of a period, sorted; nine queries at most, whatever the number of returns.

    ``shown`` is a key of QUEUE_FILTERS, ``sort`` of SORT_KEYS.
    """
    period = counts.period
    paginator = Paginator(list_queue_returns(person, period, shown), PAGE_SIZE)
    paginator.count = counts.count(shown)  # already counted: saves a query
    page = paginator.get_page(page_number)
    reports: list[Any] = list(page.object_list)
    limits = read_swing_limits(period.plan_id)
    summaries = summarize_submissions(period, {r.last_id: r.pk for r in reports if r.last_id}, limits)
    rechecks = _count_rechecks(person, reports)
    contributed = find_reviewer_contributions([report for report in reports if report.submitted_id], person)
    rows = []
    for report in reports:
        in_review_here = report.state == State.UNDER_REVIEW and report.reviewer_id == person.pk
        may_accept = (report.state == State.SUBMITTED or in_review_here) and report.pk not in contributed
        summary = summaries.get(report.pk, SubmissionSummary())
        count, delegated = rechecks.get(report.submitted_id, (0, False))
        rows.append(ReviewQueueRow(report, summary, count_days_late(report), count, delegated, may_accept))
    return ReviewQueue(sorted(rows, key=SORT_KEYS[sort]), page, limits.general)


def _count_rechecks(person, reports):
    """{snapshot id: (unanswered requests for a recheck, whether one was made of a level below this person)}."""
    ids = [report.submitted_id for report in reports if report.submitted_id]
    below = policy.paths_q(person, Verb.REVIEW, "to__path")
    rows = SentBackCell.objects.filter(snapshot__in=ids, to__isnull=False, answer="").order_by().values("snapshot")
    return {
        row["snapshot"]: (row["count"], bool(row["below"]))
        for row in rows.annotate(count=Count("pk"), below=Count("pk", filter=below))
    }


def find_reviewer_contributions(reports: list[Return], person: Person) -> set[int]:
    """The ids of those submitted returns in which this person typed, imported or submitted anything; one query."""
    ids = [report.pk for report in reports]
    submitted = {report.pk for report in reports if report.submitted and report.submitted.by_id == person.pk}
    figures, progress = (cells.objects.filter(report__in=ids, typed_by=person) for cells in (Figure, Progress))
    typed = figures.values_list("report_id", flat=True).union(progress.values_list("report_id", flat=True))
    return submitted.union(typed)


def count_days_late(report: Return) -> int:
    """Days from the due date to the first submission, or to today while there is none; 0 when in time."""
    day = timezone.localtime(report.first_submitted_at).date() if report.first_submitted_at else timezone.localdate()
    return max((day - report.period.due_on) // timedelta(days=1), 0)
