"""What a return needs before it can be written, who decides about it, and the requests that wait for a person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.models import Plea, Return
from targets.models.report import State
from targets.returns.queries.needed_requests import get_needed_kind

Kind = Plea.Kind
PROPOSED_LEAVE = timedelta(days=3)
DECIDED = (Plea.State.GRANTED, Plea.State.REFUSED, Plea.State.OUTDATED)


def get_deciding_authority(kind: str, report: Return) -> tuple[Verb, Any]:
    """(verb, where) that a person must hold to decide a request of this kind: ``where`` is a unit or a participant."""
    if kind == Kind.UNLOCK:
        return Verb.PLAN, report.period.plan.unit
    return Verb.REVIEW, report.participant


@dataclass(frozen=True)
class RequestStatus:
    """What a return's page shows of requests: the kind that its clerk may ask for, the one that waits, the last that
    was decided."""

    may_ask: str
    waiting: Plea | None
    decided: Plea | None
    may_withdraw: bool
    may_decide: bool

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def proposed(self) -> date:
        """The last day of the leave that a page proposes."""
        return self.today + PROPOSED_LEAVE

    @property
    def kind_label(self) -> str:
        return str(Kind(self.may_ask).label) if self.may_ask else ""


def read_request_status(person: Person, report: Return) -> RequestStatus:
    """The requests of a return as this person sees them; one query."""
    fills = policy.may(person, Verb.FILL, report.participant)
    latest = list(report.pleas.exclude(state=Plea.State.WITHDRAWN).select_related("by", "decided_by")[:2])
    kind = get_needed_kind(report)
    waiting = next((each for each in latest if each.state == Plea.State.WAITING), None)
    outdated = waiting is not None and waiting.kind != kind
    may_ask = kind if fills and (waiting is None or outdated) else ""
    decided = next((each for each in latest if each.state != Plea.State.WAITING), None)
    may_decide = (
        waiting is not None
        and not outdated
        and waiting.by_id != person.pk
        and policy.may(person, *get_deciding_authority(waiting.kind, report))
    )
    return RequestStatus(may_ask, waiting, decided, fills, may_decide)


def decidable_by(person: Person) -> Q:
    """Condition on Plea: the requests, in any state, that this person may decide."""
    reviews = policy.paths_q(person, Verb.REVIEW, "report__participant__path")
    plans = policy.paths_q(person, Verb.PLAN, "report__period__plan__unit__path")
    return (Q(kind__in=(Kind.LATE, Kind.CORRECTION)) & reviews) | (Q(kind=Kind.UNLOCK) & plans)


def _is_still_needed():
    """``kind == get_needed_kind(report)`` as a condition on Plea.

    A request that is no longer needed (the period was opened again or locked, or the return moved on) waits for nobody.
    """
    leave = Q(report__leave_until__gte=timezone.localdate())
    accepted = Q(report__state=State.ACCEPTED, report__correcting=False)
    editable = Q(report__state__in=(State.DRAFT, State.SENT_BACK)) | Q(report__correcting=True)
    locked = Q(report__period__state=Period.State.LOCKED) & ~leave
    late = Q(report__period__state=Period.State.CLOSED) & ~leave
    return ~Q(report__period__plan__state=Plan.State.CLOSED) & (
        (Q(kind=Kind.UNLOCK) & locked & (accepted | editable))
        | (Q(kind=Kind.CORRECTION) & accepted & ~locked)
        | (Q(kind=Kind.LATE) & late & editable)
    )


def list_requests_to_decide(person: Person) -> QuerySet[Plea]:
    """The requests that wait for this person's decision, the oldest first; nobody decides their own."""
    waiting = Plea.objects.filter(decidable_by(person), _is_still_needed(), state=Plea.State.WAITING)
    related = waiting.exclude(by=person).select_related("report__participant", "report__period__plan", "by")
    return related.order_by("pk")


def list_decided_requests(person: Person, count: int = 50) -> QuerySet[Plea]:
    """The last decided requests among those that this person may decide."""
    done = Plea.objects.filter(decidable_by(person), state__in=DECIDED)
    related = done.select_related("report__participant", "report__period__plan", "by", "decided_by")
    return related.order_by("-decided_at", "-pk")[:count]
