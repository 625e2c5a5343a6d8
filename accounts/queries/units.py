"""Which units a person sees, and in which order."""

from collections import defaultdict

from django.db.models import Q

from accounts import policy
from accounts.policy import Verb
from orgs.models import Unit

# Whoever works with a unit's people, plans or totals may know that it is there.
_SEES = (Verb.MANAGE_UNITS, Verb.MANAGE_PEOPLE, Verb.SEE_PLAN)
MOST_ROWS = 300


def visible_units(person):
    """The units that this person may know of, as a queryset in tree order."""
    condition = Q(pk__in=[])
    for verb in _SEES:
        condition |= policy.paths_q(person, verb)
    return Unit.objects.filter(condition)


def may_see(person, unit):
    """Whether `visible_units` has this one."""
    return any(policy.may(person, verb, unit) for verb in _SEES)


def indented_units(person):
    """The units that a person sees as a page lists them: each under the one above it, neighbours by their position.

    Each unit gets `indent`, 0 for those that hang below none of the others. When there are more than MOST_ROWS, only
    the uppermost two steps are listed; the second answer says whether that is so.
    """
    units = visible_units(person)
    rows = list(units.order_by()[: MOST_ROWS + 1])  # unsorted: the nation to its villages is 665,000 rows
    if cut := len(rows) > MOST_ROWS:
        rows = _uppermost(person, units)
    there = {unit.pk for unit in rows}
    below = defaultdict(list)
    for unit in sorted(rows, key=lambda unit: (unit.position, unit.path)):
        below[unit.parent_id if unit.parent_id in there else None].append(unit)
    return list(_walk(below, None, 0)), cut


def _uppermost(person, units):
    """The units that hang below none of the others, and their children. They are near the person's posts."""
    paths = {path for verb in _SEES for _reach, path in policy.grants(person, verb)}
    posts = list(Unit.objects.filter(path__in=paths))
    near = units.filter(pk__in=[unit.pk for unit in posts]) | units.filter(parent__in=posts)
    tops = [unit for unit in near.select_related("parent") if not (unit.parent and may_see(person, unit.parent))]
    return tops + list(units.filter(parent__in=tops).order_by("path")[:MOST_ROWS])


def _walk(below, parent, indent):
    for unit in below[parent]:
        unit.indent = min(indent, 4)
        yield unit
        yield from _walk(below, unit.pk, indent + 1)
