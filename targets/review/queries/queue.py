"""The review queue: which returns wait for whose review, each with its summary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from targets.checks.queries.swings import read_swing_limits
from targets.models import Figure, Progress, Return, SentBackCell
from targets.models.report import State
from targets.returns.queries.groups import UnitGroup, find_group, name_contains
from targets.review.queries.corrections import ReturnCorrection, read_corrections
from targets.review.queries.duty import ReviewingUnit, find_reviewing_units
from targets.review.queries.review import (
    WAITING,
    PeriodReviewCounts,
    list_queue_returns,
    own_duty,
    reviewable_returns,
)
from targets.review.queries.summaries import SubmissionSummary, summarize_submissions

PAGE_SIZE = 200  # returns: the counties of a province fit on one page, so sorting covers all of them
NO_SWING = Decimal(-1)  # sorts after a swing of 0 %


def waiting_for_review(person: Person) -> QuerySet[Return]:
    """The returns that this person may review now, as their duty or not, without those that this person's level has
    asked a level below to recheck."""
    delegated = SentBackCell.objects.filter(
        policy.paths_q(person, Verb.REVIEW, "to__path"), snapshot=OuterRef("submitted"), answer=""
    )
    return reviewable_returns(person).filter(~Exists(delegated), state__in=WAITING)


def waiting_as_duty(person: Person) -> QuerySet[Return]:
    """Those of ``waiting_for_review`` whose review is this person's duty."""
    return waiting_for_review(person).filter(own_duty(person))


def find_next_waiting(person: Person, report: Return) -> Return | None:
    """The next return of the period that waits for this person's review as a duty: after ``report`` in tree order, else
    the first."""
    others = waiting_as_duty(person).filter(period=report.period).exclude(pk=report.pk)
    others = others.select_related("participant", "period__plan").order_by("participant__path", "pk")
    return others.filter(participant__path__gt=report.participant.path).first() or others.first()


def awaiting_recheck(person: Person) -> QuerySet[Return]:
    """The returns that wait for this person's review because a level above asked for a recheck."""
    requested = SentBackCell.objects.filter(snapshot=OuterRef("submitted"), to__isnull=False, answer="")
    return waiting_for_review(person).filter(Exists(requested))


@dataclass(frozen=True)
class QueueChoice:
    """What of a queue is shown and how: ``shown`` is a key of QUEUE_FILTERS, ``sort`` of SORT_KEYS, ``words`` a part of
    a unit's name, ``group`` the unit to which the list is limited; with ``grouped`` rows stand by their groups."""

    shown: str = "waiting"
    sort: str = "urgency"
    words: str = ""
    group: UnitGroup | None = None
    grouped: bool = False

    @property
    def condition(self) -> Q:
        """The condition on Return of the search and of the group."""
        condition = self.group.contains if self.group else Q()
        return condition & name_contains(self.words) if self.words else condition


@dataclass
class ReviewQueueRow:
    """One return of the queue.

    ``rechecks`` counts the unanswered requests for a recheck; ``delegated`` says that this person's level made one of a
    level below, so the return does not wait here. ``may_accept``: this person may accept it now. ``reviewing`` is the
    unit whose duty the review is; ``correction`` is set where the submission corrects what was accepted.
    """

    report: Any  # a Return as ``list_queue_returns`` annotates it
    summary: SubmissionSummary
    days_late: int
    rechecks: int = 0
    delegated: bool = False
    may_accept: bool = False
    reviewing: ReviewingUnit | None = None
    correction: ReturnCorrection | None = None
    group: UnitGroup | None = None

    @property
    def state(self) -> str:
        """The state as pages show it."""
        if self.report.state == State.DRAFT:
            return "withdrawn" if self.report.last_number else "missing"
        return self.report.state

    @property
    def submitted_at(self) -> str:
        """When the latest submission was made, in local time; "" without one."""
        return f"{timezone.localtime(self.report.last_at):%Y-%m-%d %H:%M}" if self.report.last_at else ""

    @property
    def plain(self) -> bool:
        """Whether it can be accepted together with others."""
        return self.may_accept and not self.rechecks and not self.correction and self.summary.plain

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
    "doubts": lambda row: -(row.summary.doubts or 0),
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
    person: Person,
    counts: PeriodReviewCounts,
    choice: QueueChoice,
    groups: Sequence[UnitGroup] = (),
    page_number: int | str | None = 1,
    page_size: int = PAGE_SIZE,
) -> ReviewQueue:
    """One page of the queue of a period, sorted; nine queries at most, whatever the number of returns, and two where
    one of them is a correction. ``groups`` are those of ``list_unit_groups``."""
    period = counts.period
    found = list_queue_returns(person, period, choice.shown).filter(choice.condition)
    paginator = Paginator(found, page_size)
    if not (choice.words or choice.group):
        paginator.count = counts.count(choice.shown)  # already counted: saves a query
    page = paginator.get_page(page_number)
    limits = read_swing_limits(period.plan_id)
    rows = _make_rows(person, period, list(page.object_list), limits)
    for row in rows:
        row.group = find_group(groups, row.report.participant.path)
    rows.sort(key=SORT_KEYS[choice.sort])
    if choice.grouped:
        rows.sort(key=lambda row: row.group.path if row.group else "")
    return ReviewQueue(rows, page, limits.general)


def _make_rows(person, period, reports: list[Any], limits) -> list[ReviewQueueRow]:
    for report in reports:
        report.period = period
    summaries = summarize_submissions(period, {r.last_id: r.pk for r in reports if r.last_id}, limits)
    rechecks = _count_rechecks(person, reports)
    contributed = find_reviewer_contributions([r for r in reports if r.state in WAITING], person)
    reviewing = find_reviewing_units(r.participant.path for r in reports)
    corrections = read_corrections(reports)
    rows = []
    for report in reports:
        in_review_here = report.state == State.UNDER_REVIEW and report.reviewer_id == person.pk
        may_accept = (report.state == State.SUBMITTED or in_review_here) and report.pk not in contributed
        count, delegated = rechecks.get(report.submitted_id, (0, False))
        row = ReviewQueueRow(report, summaries.get(report.pk, SubmissionSummary()), count_days_late(report))
        row.rechecks, row.delegated, row.may_accept = count, delegated, may_accept
        row.reviewing, row.correction = reviewing.get(report.participant.path), corrections.get(report.pk)
        rows.append(row)
    return rows


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
