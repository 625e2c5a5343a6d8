"""Keep figures of units by which targets are split, such as their population."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Conflict, Refused
from orgs.models import Unit
from plans.models import Participant
from targets.models import SplitFigure

NAME_MAX_LENGTH = 40
FIRST_YEAR, LAST_YEAR = 1949, 2200


@transaction.atomic
def keep_split_figures(
    participant: Participant,
    name: str,
    year: int | None,
    values: Mapping[Participant, Decimal | None],
    *,
    by: Person,
    seen: Mapping[Participant, Decimal | None] | None = None,
) -> int:
    """Keep the figures of units below ``participant`` under a name and a year; None takes a figure away. Returns how
    many were changed.

    Raises Refused for a name or a year that cannot be; Conflict, naming the units, when a figure is no longer as it was
    ``seen`` on the page.
    """
    policy.require(by, Verb.ALLOCATE, participant)
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX_LENGTH:
        raise Refused(_("Say in at most 40 characters what these figures are, such as 人口."), code="name")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Write the year of these figures with four digits."), code="year")
    Unit.objects.select_for_update(no_key=True).get(pk=participant.unit_id)  # new rows have nothing to be locked by
    units = {child.unit_id: child for child in values}
    kept = SplitFigure.objects.select_for_update().filter(unit__in=units, name=name, year=year)
    before = dict(kept.values_list("unit", "value"))
    _require_unchanged(before, values, seen or {})
    changed = {child: value for child, value in values.items() if before.get(child.unit_id) != value}
    if not changed:
        return 0
    kept.filter(unit__in=[child.unit_id for child, value in changed.items() if value is None]).delete()
    SplitFigure.objects.bulk_create(
        (SplitFigure(unit_id=c.unit_id, name=name, year=year, value=v) for c, v in changed.items() if v is not None),
        update_conflicts=True,
        unique_fields=["unit", "name", "year"],
        update_fields=["value"],
    )
    records = {child.code: [before.get(child.unit_id), value] for child, value in changed.items()}
    data = {"name": name, "year": year, "cells": records}
    record(by=by, verb="allocation.figures", on=participant.unit, unit=participant.unit, data=data)
    return len(changed)


def _require_unchanged(before, values, seen):
    """Raise Conflict unless each stored figure is as it was seen, or already as it is to be."""
    others = [child for child, was in seen.items() if before.get(child.unit_id) not in (was, values[child])]
    if others:
        cells = {child.code: str(_("changed meanwhile")) for child in others}
        message = _("Others have changed figures of these units meanwhile: %(names)s. Look at them, and save again.")
        raise Conflict(message % {"names": "、".join(child.short_name for child in others)}, cells=cells)
