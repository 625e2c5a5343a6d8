"""What waits for a person: returns to fill in, to recheck and to review, requests to decide, drafts; and the counts.

Plain data; ``targets.home.items`` writes the sentences and addresses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.manageable_people import manageable_people
from accounts.models import Person
from accounts.policy import Verb
from accounts.queries.people import failed_logins
from plans.models import Participant, Period, Plan
from targets.home.filled import count_filled
from targets.models import Plea, Return, SentBackCell, Urge, UrgedReturn
from targets.models.report import State, open_now, with_leave
from targets.periods.queries.leave_requests import list_requests_to_decide
from targets.periods.queries.periods import MISSING
from targets.returns.queries.returns import TO_FILL, list_open_returns
from targets.review.queries.duty import ReviewingUnit, find_reviewing_units
from targets.review.queries.queue import waiting_as_duty
from targets.review.queries.review import WAITING


@dataclass(frozen=True)
class TodoCounts:
    """How much waits for a person: returns to fill in, returns to review, requests to decide."""

    fill: int
    review: int
    requests: int

    @property
    def total(self) -> int:
        return self.fill + self.review + self.requests


@dataclass(frozen=True)
class ReturnToFill:
    """A return to fill in, with the unread reminder of it, the objections with which its latest submission was sent
    back, the refused request to report late, where that was the last decision, and how much is filled in: (filled,
    owed), None where it is closed."""

    report: Return
    reminder: Urge | None = None
    objections: Sequence[SentBackCell] = ()
    refusal: Plea | None = None
    filled: tuple[int, int] | None = None


@dataclass(frozen=True)
class ReturnToRecheck:
    """A return that a level above asked this person's level to recheck, with the open questions."""

    report: Return
    objections: Sequence[SentBackCell]


@dataclass(frozen=True)
class ReviewsOfPeriod:
    """How many returns of a period wait for a person's review."""

    period: Period
    count: int


# --- counts, in the head of every page --------------------------------------------------------------------------------


def count_todo(person: Person) -> TodoCounts:
    """How much waits for this person; one query, and for reviewers the one of ``own_duty``.

    The head of every page asks for it, so all counts are one statement.
    """
    fills, reviews = policy.may_anywhere(person, Verb.FILL), policy.may_anywhere(person, Verb.REVIEW)
    decides = reviews or policy.may_anywhere(person, Verb.PLAN)
    wanted = {
        "fill": _compile_returns_to_fill(policy.grants(person, Verb.FILL), person.pk, timezone.localdate())
        if fills
        else None,
        "review": _compile(returns_to_review(person)) if reviews else None,
        "requests": _compile(list_requests_to_decide(person)) if decides else None,
    }
    return TodoCounts(**dict.fromkeys(wanted, 0) | _count({name: each for name, each in wanted.items() if each}))


def _count(statements):
    """How many rows each of these statements, {name: (SQL, parameters)}, has: {name: number} by one query."""
    if not statements:
        return {}
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS waiting)" for sql, _parameters in statements.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [each for _sql, parameters in statements.values() for each in parameters])
        return dict(zip(statements, cursor.fetchone(), strict=True))


def _compile(rows):
    return rows.order_by().values("pk").query.sql_with_params()


@lru_cache(maxsize=1000)
def _compile_returns_to_fill(grants, person_id, today):
    """The statement of ``returns_to_fill``, kept: by ``count()`` 3.1 ms, and 5.7 ms when the queryset is built anew;
    kept 1.2 ms (median of 200), because Django takes longer to write the statement than the database to answer it."""
    return _compile(_build_returns_to_fill(grants, person_id, today))


# --- returns to fill in -----------------------------------------------------------------------------------------------


def returns_to_fill(person: Person) -> QuerySet[Return]:
    """The open returns of this person's units, and those that are missing though their period is closed: they would be
    forgotten. A unit that has asked to report late waits for the answer, unless the person was reminded."""
    return _build_returns_to_fill(policy.grants(person, Verb.FILL), person.pk, timezone.localdate()).all()


@lru_cache(maxsize=1000)
def _build_returns_to_fill(grants, person_id, today):
    """The unevaluated queryset of ``returns_to_fill``; the arguments are all that it depends on."""
    own = policy.paths_q_of_grants(grants, "participant__path")
    asked = Exists(Plea.objects.filter(report=OuterRef("pk"), kind=Plea.Kind.LATE, state=Plea.State.WAITING))
    reminded = Q(pk__in=_unread_reminders(person_id).values("report"))
    in_closed_period = Q(period__state=Period.State.CLOSED) & ~Q(period__plan__state=Plan.State.CLOSED)
    missing = MISSING & in_closed_period & (reminded | ~Q(asked))
    return Return.objects.filter(own, TO_FILL & open_now(today) | missing)


def _unread_reminders(person_id):
    return UrgedReturn.objects.filter(urge__to=person_id, urge__seen_at=None).select_related("urge__by")


def list_returns_to_fill(person: Person) -> list[ReturnToFill]:
    """The returns of ``returns_to_fill``, the open ones first; nine queries at most."""
    if not policy.may_anywhere(person, Verb.FILL):
        return []
    reminders = {row.report_id: row.urge for row in _unread_reminders(person.pk)}
    open_returns = [each.report for each in list_open_returns(person)]
    others = returns_to_fill(person).exclude(pk__in=[report.pk for report in open_returns])
    closed = list(others.select_related("period__plan", "participant").order_by("period__seq", "pk"))
    objections = _list_last_objections([report.pk for report in open_returns if report.state == State.SENT_BACK])
    refusals = _find_last_refusals([report.pk for report in closed])
    filled = count_filled(open_returns)
    return [
        ReturnToFill(r, reminders.get(r.pk), objections.get(r.pk, ()), refusals.get(r.pk), filled.get(r.pk))
        for r in (*open_returns, *closed)
    ]


def _find_last_refusals(report_ids: list[int]) -> dict[int, Plea]:
    """return id -> its refused request to report late, where that was the last decision."""
    if not report_ids:
        return {}
    decided = Plea.objects.filter(report__in=report_ids, kind=Plea.Kind.LATE, decided_at__isnull=False)
    last = {each.report_id: each for each in decided.order_by("pk").select_related("decided_by")}
    return {report_id: each for report_id, each in last.items() if each.state == Plea.State.REFUSED}


def _list_last_objections(report_ids: Iterable[int]) -> dict[int, list[SentBackCell]]:
    """return id -> the objections to its latest submission that was sent back."""
    if not report_ids:
        return {}
    cells = SentBackCell.objects.filter(report__in=report_ids, to=None).select_related("by", "target", "task")
    last: dict[int, list[SentBackCell]] = {}
    for cell in cells.order_by("-snapshot__number", "pk"):
        found = last.setdefault(cell.report_id, [])
        if not found or found[0].snapshot_id == cell.snapshot_id:
            found.append(cell)
    return last


# --- returns to review and requests to decide -------------------------------------------------------------------------


def returns_to_review(person: Person) -> QuerySet[Return]:
    """The returns whose review waits for this person as a duty, and that are not locked."""
    waiting = waiting_as_duty(person).exclude(period__plan__state=Plan.State.CLOSED)
    return waiting.filter(~Q(period__state=Period.State.LOCKED) | with_leave(timezone.localdate()))


def list_reviews(person: Person) -> list[ReviewsOfPeriod]:
    """The counts of ``returns_to_review`` by period, the one that has waited longest first; two queries."""
    if not policy.may_anywhere(person, Verb.REVIEW):
        return []
    rows = returns_to_review(person).values("period").annotate(n=Count("pk"), since=Min("changed_at")).order_by("since")
    counts = {row["period"]: row["n"] for row in rows}
    periods = Period.objects.select_related("plan").in_bulk(list(counts))
    return [ReviewsOfPeriod(periods[pk], count) for pk, count in counts.items()]


def list_rechecks(person: Person) -> list[ReturnToRecheck]:
    """The returns that a level above asked a level of this person to recheck, and that wait for it; one query."""
    levels = [path for _reach, path in policy.grants(person, Verb.REVIEW)]
    if not levels:
        return []
    cells = SentBackCell.objects.filter(to__path__in=levels, answer="", report__in=returns_to_review(person))
    cells = cells.select_related("by", "target", "task", "report__participant", "report__period__plan").order_by("pk")
    by_report: dict[int, list[SentBackCell]] = {}
    for cell in cells:
        if cell.snapshot_id == cell.report.submitted_id:
            by_report.setdefault(cell.report_id, []).append(cell)
    return [ReturnToRecheck(found[0].report, found) for found in by_report.values()]


def list_requests(person: Person) -> Iterable[Plea]:
    """The requests for leave or correction that wait for this person's decision."""
    decides = policy.may_anywhere(person, Verb.REVIEW) or policy.may_anywhere(person, Verb.PLAN)
    return list_requests_to_decide(person) if decides else ()


# --- what was handed in and asked for ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandedInReturn:
    """A return that this person's unit has submitted and that is not accepted: at whom it waits. ``reviewing`` is the
    unit that is to review it (None: nobody is)."""

    report: Return
    reviewing: ReviewingUnit | None


def list_handed_in(person: Person) -> list[HandedInReturn]:
    """The returns of the person's units that wait for their review, the longest waiting first; two queries at most."""
    if not policy.may_anywhere(person, Verb.FILL):
        return []
    own = Return.objects.filter(policy.paths_q(person, Verb.FILL, "participant__path"), state__in=WAITING)
    reports = list(
        own.exclude(period__plan__state=Plan.State.CLOSED)
        .select_related("participant", "period__plan", "reviewer", "submitted")
        .order_by("changed_at", "pk")
    )
    reviewing = find_reviewing_units([report.participant.path for report in reports]) if reports else {}
    return [HandedInReturn(report, reviewing.get(report.participant.path)) for report in reports]


def list_pending_requests(person: Person) -> list[Plea]:
    """The requests that this person's units have made and nobody has decided, the oldest first; one query."""
    if not policy.may_anywhere(person, Verb.FILL):
        return []
    own = policy.paths_q(person, Verb.FILL, "report__participant__path")
    found = Plea.objects.filter(own, state=Plea.State.WAITING).exclude(report__period__plan__state=Plan.State.CLOSED)
    return list(found.select_related("report__participant", "report__period__plan__unit", "by").order_by("pk"))


# --- plans ------------------------------------------------------------------------------------------------------------


def list_draft_plans(person: Person) -> Iterable[Plan]:
    """The drafts that wait to be issued by this person."""
    drafts = Plan.objects.filter(policy.paths_q(person, Verb.PLAN, "unit__path"), state=Plan.State.DRAFT)
    return drafts if policy.may_anywhere(person, Verb.PLAN) else ()


def list_own_participants(person: Person) -> QuerySet[Participant]:
    """The person's own units in every issued plan, where they may read the totals; the newest plan first."""
    own = {h.unit_id for h in policy.held_posts(person) if Verb.SEE_TOTALS in policy.VERBS_BY_ROLE[h.role]}
    return (
        Participant.objects.filter(unit_id__in=own)
        .exclude(plan__state=Plan.State.DRAFT)
        .select_related("plan")
        .order_by("-plan__year", "plan__code", "path")
    )


def list_locked_logins(person: Person) -> list[dict[str, str]]:
    """The locked logins that this person may unlock: dicts of username and name, one for each login."""
    if not policy.may_anywhere(person, Verb.UNLOCK):
        return []
    in_scope = manageable_people(person, Verb.UNLOCK)
    locked = {row["username"] for row in failed_logins(in_scope) if row["locked"]}
    found = in_scope.filter(username__in=locked).values_list("username", "name") if locked else []
    return [{"username": username, "name": name} for username, name in found]


def list_open_periods_to_import(person: Person) -> QuerySet[Period]:
    """The open periods for which this person may bring workbooks."""
    if not policy.may_anywhere(person, Verb.IMPORT):
        return Period.objects.none()
    below = Participant.objects.filter(policy.paths_q(person, Verb.IMPORT), plan=OuterRef("plan"))
    found = Period.objects.filter(Exists(below), state=Period.State.OPEN).exclude(plan__state=Plan.State.DRAFT)
    return found.select_related("plan").order_by("due_on", "plan__code", "seq")
