"""Who takes part in a plan, and the groups of them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.actions.guard import DRAFT, LIVING, checked, held
from plans.models import Group, Participant
from plans.placing import places

FROZEN = ("parent", "path", "depth", "position", "name", "short_name", "kind")


@transaction.atomic
def choose_participants(plan, units, *, by):
    """Let exactly ``units`` (and the plan's own unit) take part. Units that have allocations cannot be left out.

    ``units`` is any iterable of Unit. Raises Refused when one lies outside the plan's unit or has ended.
    """
    plan = held(plan, by=by, states=DRAFT)
    before = plan.participants.count()
    place(plan, list(units))
    after = plan.participants.count()
    record(by=by, verb="plan.participants", on=plan, unit=plan.unit, data={"before": before, "after": after})
    return plan.participants.all()


def freeze(plan):
    """Read the names and places of a plan's participants once more, as they stand on the day of its issue.

    Call it with the plan held. Raises Refused when a unit has ended or moved away since it was chosen.
    """
    place(plan, list(Unit.objects.filter(participations__plan=plan)))


def place(plan, units):
    """Make the plan's participants exactly ``units`` and its own unit: one statement for each level of the tree."""
    units = {unit.path: unit for unit in [plan.unit, *units]}
    _refuse_strangers(plan, units.values())
    _leave_out(plan, {unit.pk for unit in units.values()})
    old = {participant.unit_id: participant for participant in plan.participants.all()}
    by_path: dict[str, Participant] = {}
    found = places(plan.unit.path, units)
    for depth in range(max(place.depth for place in found) + 1):
        level = [_participant(plan, units[p.path], p, old, by_path) for p in found if p.depth == depth]
        Participant.objects.bulk_create([row for row in level if row.pk is None])
        Participant.objects.bulk_update([row for row in level if row.unit_id in old], FROZEN, batch_size=500)
        by_path |= {row.path: row for row in level}


def _participant(plan, unit, place, old, by_path):
    row = old.get(unit.pk) or Participant(plan=plan, unit=unit)
    row.parent = by_path[place.above] if place.above else None
    row.path, row.depth, row.position = unit.path, place.depth, unit.position
    row.name, row.short_name, row.kind = unit.name, unit.short_name, unit.kind
    return row


def _refuse_strangers(plan, units):
    today = timezone.localdate()
    if strangers := [unit for unit in units if not unit.path.startswith(plan.unit.path)]:
        raise Refused(
            _("%(names)s: not below %(unit)s.") % {"names": _names(strangers), "unit": plan.unit.name},
            cells={unit.code: _("Not below the plan's unit.") for unit in strangers},
        )
    if ended := [unit for unit in units if unit.closed_on(today)]:
        raise Refused(
            _("%(names)s: ended, so cannot take part.") % {"names": _names(ended)},
            cells={unit.code: _("Ended.") for unit in ended},
        )


def _leave_out(plan, unit_ids):
    """Delete the others. Those that owe something stay, and nobody is left out then."""
    others = plan.participants.exclude(unit_id__in=unit_ids)
    if owing := list(others.filter(allocations__isnull=False).distinct()):
        raise Refused(
            _("%(names)s: has allocations in this plan. Take them back first.") % {"names": _names(owing)},
            cells={row.code: _("Has allocations.") for row in owing},
            code="has allocations",
        )
    for depth in sorted(set(others.values_list("depth", flat=True)), reverse=True):
        # Whoever hung below one that goes is placed anew right after; meanwhile it hangs at the top of the plan.
        root = plan.participants.filter(depth=0).first()
        going = others.filter(depth=depth)
        plan.participants.filter(parent__in=going.values("pk")).update(parent=root)
        going.delete()


@transaction.atomic
def set_group(plan, name, participants, *, by, group=None):
    """Make a group of ``participants``, or give ``group`` this name and these participants."""
    plan = held(plan, by=by, states=LIVING)
    participants = list(participants)
    if any(participant.plan_id != plan.pk for participant in participants):
        raise Refused(_("A group is made of units that take part in the plan."))
    if not participants:
        raise Refused(_("Choose at least one unit."), cells={"participants": _("Choose at least one unit.")})
    group = group or Group(plan=plan)
    group.name = name
    checked(group).save()
    group.participants.set(participants)
    data = {"name": name, "units": [participant.code for participant in participants]}
    record(by=by, verb="plan.group", on=plan, unit=plan.unit, data=data)
    return group


@transaction.atomic
def remove_group(group, *, by):
    """Forget a group; its participants stay."""
    plan = held(group.plan, by=by, states=LIVING)
    record(by=by, verb="plan.group.remove", on=plan, unit=plan.unit, data={"name": group.name})
    group.delete()


def _names(rows):
    names = [row.short_name or row.name for row in rows]
    return "、".join(names[:10]) + ("…" if len(names) > 10 else "")
