"""The periods of a plan with how far their returns are."""

from django.db.models import Count, Q

from targets.models.report import STANDING, State


def periods(plan):
    """The plan's periods in order with ``n_returns``, ``n_standing`` (handed in) and ``n_accepted``. One query."""
    return plan.periods.annotate(
        n_returns=Count("returns"),
        n_standing=Count("returns", filter=Q(returns__state__in=STANDING)),
        n_accepted=Count("returns", filter=Q(returns__state=State.ACCEPTED)),
    ).order_by("seq")
