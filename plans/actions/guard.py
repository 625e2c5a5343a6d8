"""Shared steps of the actions on a plan: lock and check the plan, validate, collect changes."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Plan

Instance = TypeVar("Instance", bound=Model)
DRAFT = (Plan.State.DRAFT,)
ISSUED = (Plan.State.ISSUED,)
NOT_CLOSED = (Plan.State.DRAFT, Plan.State.ISSUED)
STATE_REFUSALS = {
    DRAFT: _("The plan has been issued: its parts are fixed. What it says can still be corrected."),
    ISSUED: _("The plan is not issued, or it is closed already."),
    NOT_CLOSED: _("The plan is closed: nothing in it changes any more."),
}


def lock_plan(plan: Plan, *, by: Person, states: tuple[Plan.State, ...] = NOT_CLOSED, verb: Verb = Verb.PLAN) -> Plan:
    """Lock the plan's row until the transaction ends and return the fresh row.

    The lock (FOR NO KEY UPDATE) serializes changes of the plan, so that no code is given twice and nothing is added
    while the plan is issued; rows that refer to the plan can still be inserted. Raises PermissionDenied, or Refused
    when the state is not one of ``states``.
    """
    fresh = Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    policy.require(by, verb, fresh.unit)
    if fresh.state not in states:
        raise Refused(STATE_REFUSALS[states], code="state")
    return fresh


def validated(instance: Instance) -> Instance:
    """Run ``full_clean`` and return the instance. Raises Refused with the errors of each field."""
    try:
        instance.full_clean()
    except ValidationError as error:
        cells = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        message = cells.pop(NON_FIELD_ERRORS, "") or _("Some fields are not right.")
        raise Refused(message, cells=cells, code="invalid") from error
    return instance


def assign_changes(instance: Model, fields: Mapping[str, Any]) -> dict[str, list]:
    """Set ``fields`` on the instance; return those that changed as {name: [before, after]} for an audit entry."""
    changes = {}
    for name, after in fields.items():
        before = getattr(instance, name)
        if before != after:
            setattr(instance, name, after)
            changes[name] = [_to_audit_value(before), _to_audit_value(after)]
    return changes


def _to_audit_value(value):
    """The code or primary key of a model instance: audit entries outlive the rows that they name."""
    return getattr(value, "code", None) or (value.pk if hasattr(value, "pk") else value)
