"""The place of a page of totals: plan, unit, period and basis, as far as the person may see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from plans.queries import get_plan
from targets.db.shares_in_force import with_first_seq
from targets.models import Target

SUBMITTED, ACCEPTED = "submitted", "accepted"


@dataclass(frozen=True)
class TotalsPlace:
    """``periods`` and ``targets`` are all those of the plan, in order; ``period`` is None when it has not begun.
    ``round`` is the number of the settling round that wrote the totals, read before them; 0 without one."""

    plan: Plan
    participant: Participant
    periods: list[Period]
    period: Period | None
    basis: str = SUBMITTED
    targets: tuple[Target, ...] = ()
    round: int = 0

    @property
    def shown_period(self) -> Period:
        """``period`` of a place whose period has begun."""
        assert self.period is not None
        return self.period

    @property
    def seq(self) -> int:
        """The number of the shown period."""
        return self.shown_period.seq

    @property
    def begun(self) -> list[Period]:
        return [p for p in self.periods if p.begun]

    @property
    def query(self) -> str:
        """The query string that keeps the chosen basis in links."""
        return f"?basis={self.basis}" if self.basis != SUBMITTED else ""


def find_place(
    person: Person, plan_code: str, unit_code: str, period_code: str | None = None, *, basis: str = SUBMITTED
) -> TotalsPlace:
    """The place of an address; without ``period_code`` at the newest period that has begun.

    Raises Http404 for what is not there, and for a unit whose totals this person may not see.
    """
    plan = get_plan(person, plan_code)
    participant = Participant.objects.filter(plan=plan, unit__code=unit_code).first()
    if participant is None or not policy.may(person, Verb.SEE_TOTALS, participant):
        raise Http404
    return make_place(participant, plan, period_code, basis=basis)


def make_place(
    participant: Participant, plan: Plan, period_code: str | None = None, *, basis: str = SUBMITTED
) -> TotalsPlace:
    """As ``find_place``, of a participant whose totals the person may see; two queries."""
    # When the totals were settled is read with the periods: no query of its own.
    settled = {"settling": F("plan__settlement__rounds"), "settled_at": F("plan__settlement__settled_at")}
    periods: list[Any] = list(plan.periods.order_by("seq").annotate(**settled))
    targets = tuple(with_first_seq(plan.targets.order_by("position", "code")))
    begun = [] if plan.is_draft else [p for p in periods if p.begun]
    shown = begun[-1] if begun else None
    if period_code is not None:
        named = next((p for p in periods if p.code == period_code), None)
        if named is None:
            raise Http404
        shown = named if named in begun else None
    settling = next((p.settling for p in periods), None)
    return TotalsPlace(plan, participant, periods, shown, basis, targets, settling or 0)


def list_readable_ancestors(person: Person, participant: Participant) -> list[Participant]:
    """The participants above whose totals this person may see, from the top."""
    if participant.depth == 0:
        return []
    codes = participant.path.strip("/").split("/")
    paths = ["/" + "/".join(codes[:n]) + "/" for n in range(1, len(codes))]
    found = Participant.objects.filter(plan_id=participant.plan_id, path__in=paths).order_by("depth")
    return [each for each in found if policy.may(person, Verb.SEE_TOTALS, each)]
