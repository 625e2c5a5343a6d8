"""The plans whose totals a person may read, each with the topmost readable units."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Plan
from plans.queries import visible_plans


@dataclass
class ReadablePlan:
    """A plan with the topmost units whose totals a person may read."""

    plan: Plan
    units: list[Participant]


def list_readable_plans(person: Person) -> list[ReadablePlan]:
    """Visible plans, newest first, with the topmost units in each whose totals this person may see; two queries."""
    plans = list(visible_plans(person).order_by("-year", "unit__path", "code"))
    tops = Q(depth=0) | Q(path__in=[path for _, path in policy.grants(person, Verb.SEE_TOTALS)])
    found = Participant.objects.filter(policy.paths_q(person, Verb.SEE_TOTALS), tops, plan__in=plans).order_by("path")
    units = defaultdict(list)
    for participant in found:
        units[participant.plan_id].append(participant)
    return [ReadablePlan(plan, units[plan.pk]) for plan in plans if units[plan.pk]]
