"""The periods of a plan with counts of their returns."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period, Plan
from targets.models import Return
from targets.models.report import STANDING, State
from targets.review.queries.review import NOT_SUBMITTED

MAX_NAMES = 50  # of missing units in one sentence
MISSING = NOT_SUBMITTED | Q(state=State.SENT_BACK)  # condition on Return: no submission counts


def list_missing_returns(person: Person, period: Period) -> QuerySet[Return]:
    """The missing returns of a period among those that this person reviews, in tree order."""
    reviewed = Return.objects.filter(policy.paths_q(person, Verb.REVIEW, "participant__path"))
    return reviewed.filter(MISSING, period=period).select_related("participant").order_by("participant__path")


def attach_missing_units(periods: Iterable[Any]) -> None:
    """Set on each period ``missing``, the number of units whose return is missing, and ``missing_names``, the first of
    them in tree order; one query."""
    names: dict[int, list] = {period.pk: [] for period in periods}
    found = Return.objects.filter(MISSING, period__in=names).order_by("participant__path")
    for period_id, name in found.values_list("period_id", "participant__short_name"):
        names[period_id].append(name)
    for period in periods:
        missing = names[period.pk]
        period.missing, period.missing_names = len(missing), "、".join(missing[:MAX_NAMES])
        if len(missing) > MAX_NAMES:
            period.missing_names += "…"


def list_periods(plan: Plan) -> QuerySet[Period]:
    """The plan's periods in order with ``n_returns``, ``n_standing`` (submitted) and ``n_accepted``."""
    return plan.periods.annotate(
        n_returns=Count("returns", filter=Q(returns__optional=False) | ~Q(returns__state=State.DRAFT)),
        n_standing=Count("returns", filter=Q(returns__state__in=STANDING)),
        n_accepted=Count("returns", filter=Q(returns__state=State.ACCEPTED)),
    ).order_by("seq")
