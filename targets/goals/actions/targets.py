"""Targets of a plan: added, changed and deleted while it is a draft; corrected in words after its issue."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.order import next_position
from plans.actions.tasks import code_in_plan
from plans.codes import next_code
from plans.models import Period, Plan, Task
from targets.goals.fields import clear_unused_fields, find_faults
from targets.models import Figure, Target
from targets.models.target import Start

# What may be put right in an issued plan without an adjustment: nothing that a number is held against.
TEXT_FIELDS = {"name", "definition", "data_source", "clause"}


@transaction.atomic
def add_target(plan: Plan, *, by: Person, task: Task, name: str, code: str = "", **fields: Any) -> Target:
    """A new target of ``task``. Without a code it gets the next one (L01, L02); fields that do not fit are emptied.

    ``fields`` are those of Target; without a frequency it is reported as often as the plan.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    _require_same_plan(plan, task)
    code = code or next_code(plan.targets.order_by("pk").values_list("code", flat=True), "L")
    fields = {"frequency": plan.cadence, **fields}
    target = Target(plan=plan, task=task, code=code, name=name, position=next_position(plan.targets), **fields)
    _save(target)
    data = {"name": name, "task": task.code, "measure": target.measure, "value": target.value, "unit": target.unit}
    record(by=by, verb="target.add", on=code_in_plan(target, plan), unit=plan.unit, data=data)
    return target


@transaction.atomic
def change_target(target: Target, *, by: Person, **fields: Any) -> Target:
    """Change a target of a draft; of an issued plan only name, definition, data source and clause."""
    plan = lock_plan(target.plan, by=by, states=NOT_CLOSED)
    target = lock_target(plan, target)
    changed = assign_changes(target, fields)
    if fixed := changed.keys() - TEXT_FIELDS if not plan.is_draft else ():
        raise Refused(
            _("The plan has been issued: this changes only by an adjustment, with its reason and document."),
            cells={name: _("Only by an adjustment.") for name in fixed},
            code="state",
        )
    if "task" in changed:
        _require_same_plan(plan, target.task)
    _save(target)
    if changed:
        record(by=by, verb="target.change", on=code_in_plan(target, plan), unit=plan.unit, data=changed)
    return target


@transaction.atomic
def set_starts(plan: Plan, starts: Mapping[str, Decimal | None], *, by: Person) -> int:
    """Say from where levels and ratios of a draft begin: target code -> its baseline, or None where none is known.

    Returns how many targets were changed. Raises Refused, its cells named by the codes, when a baseline cannot be.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    targets = {target.code: target for target in plan.targets.filter(code__in=starts)}
    wrong = {}
    for code, target in targets.items():
        value = starts[code]
        try:
            change_target(target, by=by, baseline=value, start=Start.UNKNOWN if value is None else Start.NOT_SAID)
        except Refused as refused:
            wrong[code] = " ".join(map(str, refused.cells.values())) or str(refused.message)
    if wrong:
        raise Refused(_("Some baselines are not right. Nothing was saved."), cells=wrong, code="invalid")
    return len(targets)


@transaction.atomic
def remove_target(target: Target, *, by: Person) -> None:
    """Delete a target of a draft, and the shares of it that were given out."""
    plan = lock_plan(target.plan, by=by)
    if periods := list_reported_periods(target):
        message = _("The target has figures (%(periods)s), so it cannot be deleted.") % {"periods": "、".join(periods)}
        raise Refused(message, code="has figures")
    lock_plan(plan, by=by, states=DRAFT)
    data = {"name": target.name, "value": target.value, "shares": target.allocations.count()}
    record(by=by, verb="target.remove", on=code_in_plan(target, plan), unit=plan.unit, data=data)
    target.delete()


def lock_target(plan: Plan, target: Target) -> Target:
    """The target as it stands now, locked, with ``plan`` as its plan. Call it with the plan held."""
    fresh = plan.targets.select_for_update().get(pk=target.pk)
    fresh.plan = plan
    return fresh


def list_reported_periods(target: Target) -> list[str]:
    """The names of the periods that have a figure of this target, also one that is only being typed."""
    figures = Figure.objects.filter(target=target)
    periods = Period.objects.filter(pk__in=figures.values("report__period"))
    return [period.name for period in periods.order_by("seq")]


def _save(target):
    require_valid_target(target)
    validated(target).save()


def require_valid_target(target: Target) -> None:
    """Empty what does not fit, and raise Refused for what cannot be."""
    if found := find_faults(clear_unused_fields(target), target.plan.periods.all()):
        raise Refused(_("Some fields are not right."), cells=found, code="invalid")


def _require_same_plan(plan, task):
    if task.plan_id != plan.pk:
        raise Refused(_("This task belongs to another plan."))
