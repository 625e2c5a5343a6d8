"""The targets of a plan that are not broken down at all: no unit would report them."""

from django.db.models import Exists, OuterRef, Q

from plans.models import Plan
from targets.models import Allocation, Target


def list_undivided_targets(plan: Plan) -> list[Target]:
    """The targets of which no unit below has a share and the plan's unit has none of its own, in the plan's order."""
    has_part = Q(participant__depth__gt=0, amount__isnull=False) | Q(own__isnull=False)
    parts = Allocation.objects.filter(has_part, target=OuterRef("pk"), replaced=False)
    return list(plan.targets.filter(~Exists(parts)).order_by("position", "code"))
