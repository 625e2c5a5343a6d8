"""Where a page of totals stands: plan, unit, period and basis, as far as the person may see them."""

from dataclasses import dataclass

from django.http import Http404

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from plans.queries import get_plan
from targets.models import Target

SUBMITTED, ACCEPTED = "submitted", "accepted"


@dataclass(frozen=True)
class Place:
    """``periods`` and ``targets`` are all of the plan's, in order; ``period`` is shown, None when it has not begun."""

    plan: Plan
    participant: Participant
    periods: list[Period]
    period: Period | None
    basis: str = SUBMITTED
    targets: tuple[Target, ...] = ()

    @property
    def begun(self):
        return [p for p in self.periods if p.begun]

    @property
    def query(self):
        """What addresses carry so that the basis stays as it was chosen."""
        return f"?basis={self.basis}" if self.basis != SUBMITTED else ""


def find_place(person, plan_code, unit_code, period_code=None, *, basis=SUBMITTED):
    """The Place of an address; without ``period_code`` at the newest period that has begun.

    Raises Http404 for what is not there, and for a unit whose totals this person may not see.
    """
    plan = get_plan(person, plan_code)
    participant = Participant.objects.filter(plan=plan, unit__code=unit_code).first()
    if participant is None or not policy.may(person, Verb.SEE_TOTALS, participant):
        raise Http404
    periods, targets = list(plan.periods.order_by("seq")), tuple(plan.targets.order_by("position", "code"))
    begun = [] if plan.is_draft else [p for p in periods if p.begun]
    if period_code is None:
        return Place(plan, participant, periods, begun[-1] if begun else None, basis, targets)
    named = next((p for p in periods if p.code == period_code), None)
    if named is None:
        raise Http404
    return Place(plan, participant, periods, named if named in begun else None, basis, targets)


def above(person, participant):
    """The participants above whose totals this person may see, from the top: the way up from the page."""
    if participant.depth == 0:
        return []
    codes = participant.path.strip("/").split("/")
    paths = ["/" + "/".join(codes[:n]) + "/" for n in range(1, len(codes))]
    found = Participant.objects.filter(plan_id=participant.plan_id, path__in=paths).order_by("depth")
    return [each for each in found if policy.may(person, Verb.SEE_TOTALS, each)]
