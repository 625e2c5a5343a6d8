"""The periods of a plan with how far their returns are."""

from django.db.models import Count, Q

from accounts import policy
from accounts.policy import Verb
from targets.models import Return
from targets.models.report import STANDING, State
from targets.review.queries.review import NOT_SUBMITTED

NAMED = 50  # as many units are named; of more, the number says enough
MISSING = NOT_SUBMITTED | Q(state=State.SENT_BACK)  # nothing of theirs counts


def missing_returns(person, period):
    """The returns of a period that are missing among those that this person reviews, in the order of the tree."""
    reviewed = Return.objects.filter(policy.paths_q(person, Verb.REVIEW, "participant__path"))
    return reviewed.filter(MISSING, period=period).select_related("participant").order_by("participant__path")


def name_missing(periods):
    """Set on each period ``missing``, how many units have handed in nothing that stands, and ``missing_names``, the
    first of them by name, in the order of the tree. One query."""
    names: dict[int, list] = {period.pk: [] for period in periods}
    found = Return.objects.filter(MISSING, period__in=names).order_by("participant__path")
    for period_id, name in found.values_list("period_id", "participant__short_name"):
        names[period_id].append(name)
    for period in periods:
        missing = names[period.pk]
        period.missing, period.missing_names = len(missing), "、".join(missing[:NAMED])
        if len(missing) > NAMED:
            period.missing_names += "…"


def periods(plan):
    """The plan's periods in order with ``n_returns``, ``n_standing`` (handed in) and ``n_accepted``. One query."""
    return plan.periods.annotate(
        n_returns=Count("returns", filter=Q(returns__optional=False) | ~Q(returns__state=State.DRAFT)),
        n_standing=Count("returns", filter=Q(returns__state__in=STANDING)),
        n_accepted=Count("returns", filter=Q(returns__state=State.ACCEPTED)),
    ).order_by("seq")
