"""What is said before a period is opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils import timezone

from plans.models import Period
from targets.models import Target
from targets.shares.queries.undivided import list_undivided_targets

MAX_NAMED = 12  # targets named in the dialog
register = template.Library()


@dataclass(frozen=True)
class OpeningNotes:
    """What to know before a period is opened: targets that nobody would report (``undivided``, the first of them
    ``named``), and, when its deadline is over, a later one to begin with (``new_due``)."""

    undivided: list[Target]
    new_due: date | None

    @property
    def named(self) -> list[Target]:
        return self.undivided[:MAX_NAMED]

    @property
    def more(self) -> int:
        return len(self.undivided) - len(self.named)


@register.simple_tag
def opening_notes(plan: Any, period: Period) -> OpeningNotes:
    """The notes of the dialog that opens ``period`` of ``plan``, a Plan; its targets are read once for each page."""
    if not hasattr(plan, "undivided_targets"):
        plan.undivided_targets = list_undivided_targets(plan)
    today = timezone.localdate()
    new_due = max(period.end, today) + timedelta(days=max(plan.days_to_report, 1)) if period.due_on < today else None
    return OpeningNotes(plan.undivided_targets, new_due)
