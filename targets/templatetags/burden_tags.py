"""What a request costs the units below, said on the page that sends it."""

from typing import Any

from django import template

from plans.models import Period
from targets.burden.cost import RequestCost
from targets.burden.queries.asked import read_costs
from targets.burden.queries.seconds import measure_seconds
from targets.burden.supplement import SupplementCost, read_supplement_cost

register = template.Library()


@register.simple_tag(takes_context=True)
def opening_cost(context: template.Context, plan: Any, period: Period) -> RequestCost:
    """What the returns of ``period`` cost; of all periods of the page that may be opened, two queries a page."""
    if not hasattr(plan, "opening_costs"):
        shown = [each for each in context.get("periods") or () if each.state == Period.State.PLANNED]
        plan.opening_costs = read_costs(shown or [period], measure_seconds())
    return plan.opening_costs[period.pk]


@register.simple_tag
def supplement_cost(review: Any) -> SupplementCost | None:
    """What the accepted proposals of a supplement add to each return; None for other documents, and for nothing."""
    return read_supplement_cost(review.document.plan, review.document.from_seq, review.rows)
