"""What templates show of a target's promise."""

from decimal import Decimal

from django import template

from targets.models import Target
from targets.shares.queries.each_values import read_each_values

register = template.Library()


@register.simple_tag(takes_context=True)
def each_value(context: template.Context, target: Target) -> Decimal | None:
    """What each unit must reach to be counted for a target that counts units; None where it is not the same for all.

    Read once for each page, and only where such a target is shown.
    """
    plan = context["plan"]
    if not hasattr(plan, "each_values"):
        plan.each_values = read_each_values(plan)
    return plan.each_values.get(target.pk)
