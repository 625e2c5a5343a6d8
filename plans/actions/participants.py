"""Participants of a plan, and groups of them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.actions.guard import DRAFT, NOT_CLOSED, lock_plan, validated
from plans.actions.participant_rows import store_participants
from plans.models import Group, Participant, Plan


@transaction.atomic
def choose_participants(plan: Plan, units: Iterable[Unit], *, by: Person) -> QuerySet[Participant]:
    """Make exactly ``units`` and the plan's own unit the participants of a draft, and return them.

    Of a queryset only the ids are read. Raises Refused when a unit is outside the plan's unit or has ended, or when a
    participant with allocations would be removed.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    before = plan.participants.count()
    store_participants(plan, _ids(units))
    after = plan.participants.count()
    record(by=by, verb="plan.participants", on=plan, unit=plan.unit, data={"before": before, "after": after})
    return plan.participants.all()


def refresh_participants(plan: Plan) -> None:
    """Copy the present names and positions of the units into the participants, before the plan is issued.

    Call it with the plan locked. Raises Refused when a unit has ended since it was chosen.
    """
    store_participants(plan, _ids(plan.participants, "unit_id"))


def _ids(units, name="pk"):
    """The ids of units; a queryset is read as ids only, in chunks."""
    if hasattr(units, "values_list"):
        return units.values_list(name, flat=True).iterator()
    return [getattr(unit, name) for unit in units]


@transaction.atomic
def set_group(
    plan: Plan, name: str, participants: Iterable[Participant], *, by: Person, group: Group | None = None
) -> Group:
    """Create a group, or change the name and participants of ``group``. Raises Refused."""
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
def remove_group(group: Group, *, by: Person) -> None:
    """Delete a group; its participants stay."""
    plan = lock_plan(group.plan, by=by, states=NOT_CLOSED)
    record(by=by, verb="plan.group.remove", on=plan, unit=plan.unit, data={"name": group.name})
    group.delete()
