"""What a return that is shut needs, who decides it, and the pleas that wait for a person."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts import policy
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.models import Plea
from targets.models.report import State

Kind = Plea.Kind


def needed(report):
    """The kind of plea without which the unit can't change this return now, or "" when it needs none or none helps."""
    if report.period.plan.state == Plan.State.CLOSED:
        return ""
    accepted = report.state == State.ACCEPTED and not report.correcting
    if not (report.editable or accepted):
        return ""  # handed in: it waits for the review
    if report.period.state == Period.State.LOCKED and not report.has_leave:
        return Kind.UNLOCK
    if accepted:
        return Kind.CORRECTION
    return "" if report.open_now else Kind.LATE


def decides(kind, report):
    """(verb, where) that somebody must have to decide a plea of this kind."""
    if kind == Kind.UNLOCK:
        return Verb.PLAN, report.period.plan.unit
    return Verb.REVIEW, report.participant


@dataclass(frozen=True)
class Asking:
    """What a return's page says of pleas: the kind that its clerk may ask for, the one that waits, the last decided."""

    may_ask: str
    waiting: Plea | None
    decided: Plea | None
    may_withdraw: bool

    @property
    def kind_label(self):
        return Kind(self.may_ask).label if self.may_ask else ""


def asking(person, report):
    """The Asking of a return for this person. One query."""
    fills = policy.may(person, Verb.FILL, report.participant)
    pleas = list(report.pleas.exclude(state=Plea.State.WITHDRAWN).select_related("by", "decided_by")[:2])
    kind = needed(report)
    waiting = next((plea for plea in pleas if plea.state == Plea.State.WAITING), None)
    stale = waiting is not None and waiting.kind != kind
    may_ask = kind if fills and (waiting is None or stale) else ""
    decided = next((plea for plea in pleas if plea.state != Plea.State.WAITING), None)
    return Asking(may_ask, waiting, decided, fills)


def decided_by(person):
    """The pleas, of any state, that this person may decide, as a condition."""
    reviews = policy.paths_q(person, Verb.REVIEW, "report__participant__path")
    plans = policy.paths_q(person, Verb.PLAN, "report__period__plan__unit__path")
    return (Q(kind__in=(Kind.LATE, Kind.CORRECTION)) & reviews) | (Q(kind=Kind.UNLOCK) & plans)


def _fits():
    """``plea.kind == needed(report)``, as a condition: what was asked for and is not needed any more waits for nobody.

    (The period was opened again, or locked, or the return moved on.)
    """
    leave = Q(report__leave_until__gte=timezone.localdate())
    accepted = Q(report__state=State.ACCEPTED, report__correcting=False)
    fill = Q(report__state__in=(State.DRAFT, State.SENT_BACK)) | Q(report__correcting=True)
    locked = Q(report__period__state=Period.State.LOCKED) & ~leave
    late = Q(report__period__state=Period.State.CLOSED) & ~leave
    return ~Q(report__period__plan__state=Plan.State.CLOSED) & (
        (Q(kind=Kind.UNLOCK) & locked & (accepted | fill))
        | (Q(kind=Kind.CORRECTION) & accepted & ~locked)
        | (Q(kind=Kind.LATE) & late & fill)
    )


def to_decide(person):
    """The pleas that wait for this person's decision, the oldest first. Nobody decides their own."""
    waiting = Plea.objects.filter(decided_by(person), _fits(), state=Plea.State.WAITING).exclude(by=person)
    return waiting.select_related("report__participant", "report__period__plan", "by").order_by("pk")


def lately_decided(person, number=50):
    """The last pleas decided among those that this person may decide."""
    done = Plea.objects.filter(decided_by(person), state__in=(Plea.State.GRANTED, Plea.State.REFUSED))
    related = done.select_related("report__participant", "report__period__plan", "by", "decided_by")
    return related.order_by("-decided_at", "-pk")[:number]
