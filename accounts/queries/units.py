"""Queries of the units that a person sees."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from accounts import policy
from accounts.policy import Verb
from orgs.models import Unit

# Each of these verbs makes a unit visible.
_VISIBILITY_VERBS = (Verb.MANAGE_UNITS, Verb.MANAGE_PEOPLE, Verb.SEE_PLAN)
MAX_ROWS = 300


def visible_units(person: Any) -> QuerySet[Unit]:
    """The units that the person sees, in tree order."""
    condition = Q(pk__in=[])
    for verb in _VISIBILITY_VERBS:
        condition |= policy.paths_q(person, verb)
    return Unit.objects.filter(condition)


def may_see(person: Any, unit: Unit) -> bool:
    """Whether `visible_units` contains this unit."""
    return any(policy.may(person, verb, unit) for verb in _VISIBILITY_VERBS)


def indented_units(person: Any) -> tuple[list[Unit], bool]:
    """The visible units in depth-first order, siblings by position, each with an attribute ``indent`` (0 to 4).

    If there are more than MAX_ROWS, only the two uppermost levels are listed; the second result says whether that is
    so.
    """
    units = visible_units(person)
    rows = list(units.order_by()[: MAX_ROWS + 1])  # unsorted: the nation to its villages is 665,000 rows
    if cut := len(rows) > MAX_ROWS:
        rows = _two_uppermost_levels(person, units)
    listed = {unit.pk for unit in rows}
    below = defaultdict(list)
    for unit in sorted(rows, key=lambda unit: (unit.position, unit.path)):
        below[unit.parent_id if unit.parent_id in listed else None].append(unit)
    return list(_walk(below, None, 0)), cut


def _two_uppermost_levels(person, units):
    """The visible units whose parent is not visible, and their children; searched among the units of the person's
    posts and their children."""
    paths = {path for verb in _VISIBILITY_VERBS for _reach, path in policy.grants(person, verb)}
    post_units = list(Unit.objects.filter(path__in=paths))
    near = units.filter(pk__in=[unit.pk for unit in post_units]) | units.filter(parent__in=post_units)
    tops = [unit for unit in near.select_related("parent") if not (unit.parent and may_see(person, unit.parent))]
    return tops + list(units.filter(parent__in=tops).order_by("path")[:MAX_ROWS])


def _walk(below, parent, indent):
    for unit in below[parent]:
        unit.indent = min(indent, 4)
        yield unit
        yield from _walk(below, unit.pk, indent + 1)
