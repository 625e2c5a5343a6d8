"""How fresh a plan's totals are, and whether they were found right: pages that show totals say so."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from targets.models import Check, Mark, Settlement
from targets.totals.alerts import ALERT_AFTER_FAILURES


@dataclass(frozen=True)
class Freshness:
    """When the totals were last settled (None: never), how many changes are not in them yet, whether adding them up
    keeps failing, and the last check that compared anything, by its time and its outcome ("same", "differs", …)."""

    settled_at: datetime | None
    waiting: int
    failing: bool = False
    checked_at: datetime | None = None
    outcome: str = ""
    plan_code: str = ""


def get_freshness(plan_id: int) -> Freshness:
    """The plan's ``Freshness`` in one query; a plan that was never issued has no totals and nothing waits."""
    marks = Mark.objects.filter(plan_id=OuterRef("plan_id")).order_by().values("plan_id").annotate(n=Count("pk"))
    checks = Check.objects.filter(plan_id=OuterRef("plan_id"), compared__gt=0).order_by("-id")
    row = (
        Settlement.objects.filter(plan_id=plan_id)
        .select_related("plan")
        .annotate(
            waiting=Coalesce(Subquery(marks.values("n")), 0),
            last_check=Subquery(checks.values(c=JSONObject(**{name: name for name in CHECK_FIELDS}))[:1]),
        )
        .first()
    )
    if row is None:
        return Freshness(None, 0)
    checked_at, outcome = _read_check(row.last_check)
    failing = row.failures >= ALERT_AFTER_FAILURES
    return Freshness(row.settled_at, row.waiting, failing, checked_at, outcome, row.plan.code)


CHECK_FIELDS = ("at", "compared", "differing", "late", "error", "repaired_at")


def _read_check(values):
    """(time, outcome) of a check that the database hands over as JSON."""
    if not values:
        return None, ""
    check = Check(**values | {"at": datetime.fromisoformat(values["at"])})
    return check.at, check.outcome.value
