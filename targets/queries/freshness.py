"""How fresh a plan's totals are: pages that show totals say so."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from targets.models import Mark, Settlement


@dataclass(frozen=True)
class Freshness:
    """When the totals were last settled (None: never), and how many changes are not in them yet."""

    settled_at: datetime | None
    waiting: int


def freshness(plan_id):
    """The plan's ``Freshness`` in one query; a plan that was never issued has no totals and nothing waits."""
    marks = Mark.objects.filter(plan_id=OuterRef("plan_id")).order_by().values("plan_id").annotate(n=Count("pk"))
    waiting = Coalesce(Subquery(marks.values("n")), 0)
    row = Settlement.objects.filter(plan_id=plan_id).annotate(waiting=waiting).first()
    return Freshness(row.settled_at, row.waiting) if row else Freshness(None, 0)
