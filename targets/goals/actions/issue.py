"""Issuing a plan: from then on its parts are fixed, and its participants frozen."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, lock_plan
from plans.actions.participants import refresh_participants
from plans.models import Plan
from targets.goals.readiness import list_missing_items
from targets.models import Settlement, Target
from targets.shares.actions.versions import complete_shares
from targets.totals.stale_marks import mark_stale


@transaction.atomic
def issue_plan(plan: Plan, *, by: Person) -> Plan:
    """Issue a draft. Raises Refused with everything that is missing, its cells named by the code of task or target."""
    plan = lock_plan(plan, by=by, states=DRAFT)
    if lacks := list_missing_items(plan):
        cells: dict[str, str] = {}
        for lack in lacks:
            cells[lack.code] = " ".join(filter(None, [cells.get(lack.code), lack.text]))
        raise Refused(_("The plan cannot be issued yet."), cells=cells, code="missing")
    refresh_participants(plan)
    _in_document_order(plan)
    complete_shares(plan)
    plan.state, plan.issued_at, plan.issued_by = Plan.State.ISSUED, timezone.now(), by
    plan.save(update_fields=["state", "issued_at", "issued_by"])
    Settlement.objects.create(plan=plan)
    mark_stale(plan_id=plan.pk)
    record(by=by, verb="plan.issue", on=plan, unit=plan.unit, data=_counts(plan))
    return plan


def _in_document_order(plan):
    """Grids, sheets and dashboards list targets by position: from now on in the order of the document."""
    targets = list(plan.targets.select_related("task"))
    sections = _section_order(plan)
    targets.sort(key=lambda t: (sections[t.task.section_id], t.task.position, t.task_id, t.position, t.code))
    for position, target in enumerate(targets):
        target.position = position
    Target.objects.bulk_update(targets, ["position"])


def _section_order(plan):
    """Section id → its place in the document."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in plan.sections.values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    order: list[int] = []
    ahead = list(reversed(below.get(None, [])))
    while ahead:
        order.append(ahead.pop())
        ahead.extend(reversed(below.get(order[-1], [])))
    return {pk: place for place, pk in enumerate(order)}


def _counts(plan):
    return {
        "participants": plan.participants.count(),
        "tasks": plan.tasks.count(),
        "targets": plan.targets.count(),
    }
