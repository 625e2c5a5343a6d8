"""Who takes part in a plan, and the groups of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, NOT_CLOSED, lock_plan, validated
from plans.actions.place import place_participants
from plans.models import Group


@transaction.atomic
def choose_participants(plan, units, *, by):
    """Let exactly ``units`` (and the plan's own unit) take part. Units that have allocations cannot be left out.

    ``units`` is any iterable of Unit, or a queryset, of which only the ids are read. Raises Refused when one lies
    outside the plan's unit or has ended.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    before = plan.participants.count()
    place_participants(plan, _ids(units))
    after = plan.participants.count()
    record(by=by, verb="plan.participants", on=plan, unit=plan.unit, data={"before": before, "after": after})
    return plan.participants.all()


def refresh_participants(plan):
    """Read the names and places of a plan's participants once more, as they stand on the day of its issue.

    Call it with the plan held. Raises Refused when a unit has ended or moved away since it was chosen.
    """
    place_participants(plan, _ids(plan.participants, "unit_id"))


def _ids(units, name="pk"):
    """The ids of units: of a queryset straight from the database."""
    if hasattr(units, "values_list"):
        return units.values_list(name, flat=True).iterator()
    return [getattr(unit, name) for unit in units]


@transaction.atomic
def set_group(plan, name, participants, *, by, group=None):
    """Make a group of ``participants``, or give ``group`` this name and these participants."""
    plan = lock_plan(plan, by=by, states=NOT_CLOSED)
    participants = list(participants)
    if any(participant.plan_id != plan.pk for participant in participants):
        raise Refused(_("A group is made of units that take part in the plan."))
    if not participants:
        raise Refused(_("Choose at least one unit."), cells={"participants": _("Choose at least one unit.")})
    group = group or Group(plan=plan)
    group.name = name
    validated(group).save()
    group.participants.set(participants)
    data = {"name": name, "units": [participant.code for participant in participants]}
    record(by=by, verb="plan.group", on=plan, unit=plan.unit, data=data)
    return group


@transaction.atomic
def remove_group(group, *, by):
    """Forget a group; its participants stay."""
    plan = lock_plan(group.plan, by=by, states=NOT_CLOSED)
    record(by=by, verb="plan.group.remove", on=plan, unit=plan.unit, data={"name": group.name})
    group.delete()
