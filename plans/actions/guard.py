"""What every action on a plan begins with: the plan held still, and the person allowed to do this to it."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Plan

DRAFT = (Plan.State.DRAFT,)
ISSUED = (Plan.State.ISSUED,)
NOT_CLOSED = (Plan.State.DRAFT, Plan.State.ISSUED)
STATE_REFUSALS = {
    DRAFT: _("The plan has been issued: its parts are fixed. What it says can still be corrected."),
    ISSUED: _("The plan is not issued, or it is closed already."),
    NOT_CLOSED: _("The plan is closed: nothing in it changes any more."),
}


def lock_plan(plan, *, by, states=NOT_CLOSED, verb=Verb.PLAN):
    """The plan as it stands now, its row locked until the transaction ends.

    The lock keeps two people from giving the same number, and anybody from adding to a plan while it is being issued.
    It lets rows that refer to the plan be inserted meanwhile. Raises PermissionDenied, or Refused when the plan is in
    none of ``states``.
    """
    fresh = Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    policy.require(by, verb, fresh.unit)
    if fresh.state not in states:
        raise Refused(STATE_REFUSALS[states], code="state")
    return fresh


def validated(thing):
    """``thing`` (a model instance) when all its fields and constraints are right; else Refused, naming each field."""
    try:
        thing.full_clean()
    except ValidationError as error:
        cells = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        message = cells.pop(NON_FIELD_ERRORS, "") or _("Some fields are not right.")
        raise Refused(message, cells=cells, code="invalid") from error
    return thing


def assign_changes(thing, fields):
    """Set ``fields`` on ``thing``; what differed as {name: [before, after]} in words that the trail can keep."""
    differing = {name: [getattr(thing, name), value] for name, value in fields.items() if getattr(thing, name) != value}
    for name, (_before, after) in differing.items():
        setattr(thing, name, after)
    return {name: [_word(before), _word(after)] for name, (before, after) in differing.items()}


def _word(value):
    """Objects are kept by their code: the trail must outlive what it tells of."""
    return getattr(value, "code", None) or (value.pk if hasattr(value, "pk") else value)
