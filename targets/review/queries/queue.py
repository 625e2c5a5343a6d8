"""What waits for whom to be reviewed, and the queue: each return with what one wants to know before opening it."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts import policy
from accounts.policy import Verb
from targets.models import Figure, Progress, Return, SentBackCell
from targets.models.report import State
from targets.review.queries.facts import Facts, read_facts, swing_limits
from targets.review.queries.review import WAITING, queue, reviewable

PAGE = 200  # returns; a province's counties are one page, so that sorting is of all of them
NOTHING = Decimal(-1)


def waits_for(person):
    """The returns whose review is this person's: all that may be reviewed, but for those that somebody up here has
    sent to a level below to look at again."""
    again = SentBackCell.objects.filter(
        policy.paths_q(person, Verb.REVIEW, "to__path"), snapshot=OuterRef("submitted"), answer=""
    )
    return reviewable(person).filter(~Exists(again), state__in=WAITING)


def next_waiting(person, report):
    """The next return of the period that waits for this person's review, in tree order and round again, or None."""
    others = waits_for(person).filter(period=report.period).exclude(pk=report.pk)
    others = others.select_related("participant", "period__plan").order_by("participant__path", "pk")
    return others.filter(participant__path__gt=report.participant.path).first() or others.first()


def asked_of(person):
    """Those of them that a level above wants looked at again."""
    again = SentBackCell.objects.filter(snapshot=OuterRef("submitted"), to__isnull=False, answer="")
    return waits_for(person).filter(Exists(again))


@dataclass
class Row:
    """One return of the queue. ``again`` counts what a level above (or, ``theirs``, this person) wants looked at."""

    report: Return
    facts: Facts
    late: int
    again: int = 0
    theirs: bool = False
    mine: bool = False

    @property
    def plain(self):
        """Whether it can be accepted together with others."""
        return self.mine and not self.again and self.facts.plain

    @property
    def seen(self):
        """How the dialog names it and the submission that was seen."""
        return f"{self.report.participant.code}:{self.report.last_number}"


@dataclass
class Queue:
    rows: list[Row]
    page: Page
    limit: Decimal  # the swing, in percent, that passes

    @property
    def plain(self):
        return [row for row in self.rows if row.plain]


# The word in the address -> the key by which rows are sorted; what is equal stays in the order of the tree.
SORTS = {
    "urgency": lambda row: _urgency(row),
    "unit": lambda row: 0,
    "swing": lambda row: -(abs(row.facts.swing) if row.facts.swing is not None else NOTHING),
    "findings": lambda row: -row.facts.findings,
    "changed": lambda row: -row.facts.changed,
    "files": lambda row: -row.facts.files,
    "late": lambda row: -row.late,
}


def _urgency(row):
    """What a level above asks first, then what is late, then what has something to look at, then what waits longest."""
    waits = row.report.state in WAITING and not row.theirs
    asked = row.again and not row.theirs
    return not waits, not asked, -row.late, row.facts.plain, row.report.changed_at


def read_queue(person, standing, shown, sort="urgency", number=1):
    """The ``Queue`` of a period (a ToReview): one page of its returns, sorted. Six queries, however many they are."""
    period = standing.period
    pages = Paginator(queue(person, period, shown), PAGE)
    pages.count = standing.count(shown)  # it has been counted already
    page = pages.get_page(number)
    reports = list(page.object_list)
    limits = swing_limits(period.plan_id)
    facts = read_facts(period, {report.last_id: report.pk for report in reports if report.last_id}, limits)
    again = _asked_again(person, reports)
    own = own_hands([report for report in reports if report.submitted_id], person)
    rows = []
    for report in reports:
        asked, theirs = again.get(report.submitted_id, (0, False))
        mine = report.state == State.SUBMITTED or (
            report.state == State.UNDER_REVIEW and report.reviewer_id == person.pk
        )
        rows.append(
            Row(report, facts.get(report.pk, Facts()), days_late(report), asked, theirs, mine and report.pk not in own)
        )
    return Queue(sorted(rows, key=SORTS[sort]), page, limits[0])


def _asked_again(person, reports):
    """{submission: (how many things have to be looked at again, whether it was asked of a level below this person)}."""
    ids = [report.submitted_id for report in reports if report.submitted_id]
    below = policy.paths_q(person, Verb.REVIEW, "to__path")
    rows = SentBackCell.objects.filter(snapshot__in=ids, to__isnull=False, answer="").order_by().values("snapshot")
    return {
        row["snapshot"]: (row["n"], bool(row["below"]))
        for row in rows.annotate(n=Count("pk"), below=Count("pk", filter=below))
    }


def own_hands(reports, person):
    """The ids of those submitted returns in which this person typed, imported or submitted anything; one query."""
    ids = [report.pk for report in reports]
    found = {report.pk for report in reports if report.submitted.by_id == person.pk}
    figures, said = (cells.objects.filter(report__in=ids, typed_by=person) for cells in (Figure, Progress))
    return found.union(figures.values_list("report_id", flat=True).union(said.values_list("report_id", flat=True)))


def days_late(report):
    """Days after the due date on which it was first submitted, or since then when it never was; 0 when in time."""
    day = timezone.localtime(report.first_submitted_at).date() if report.first_submitted_at else timezone.localdate()
    return max((day - report.period.due_on) // timedelta(days=1), 0)
