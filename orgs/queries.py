"""Reads of units: which one a name means, the chain above, the tree below."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs import names
from orgs.models import Level, Unit, UnitAlias

MOST_FOUND = 50


class AmbiguousName(LookupError):
    """Several units go by this name; `units` are the candidates. A name like this is never guessed."""

    def __init__(self, name, units):
        self.name = name
        self.units = list(units)
        super().__init__(f"{name}: {', '.join(unit.code for unit in self.units)}")

    @property
    def message(self):
        """What to tell the person who wrote the name."""
        found = "、".join(unit.full_name for unit in self.units[:5])
        return _("“%(name)s” may mean several units: %(found)s. Write the whole name or the code.") % {
            "name": self.name,
            "found": found,
        }


def subtree(unit, *, itself=True):
    """The unit's subtree in tree order."""
    found = Unit.objects.filter(path__startswith=unit.path)
    return found if itself else found.exclude(pk=unit.pk)


def ancestors(unit):
    """The units over it, the root first."""
    return list(Unit.objects.filter(code__in=unit.path.strip("/").split("/")[:-1]).order_by("path"))


def open_on(units, day):
    """Those of `units` (a queryset) that have begun by `day` and not ended before it."""
    begun = Q(from_date=None) | Q(from_date__lte=day)
    return units.filter(begun, Q(to_date=None) | Q(to_date__gte=day))


def resolve(name, within=None, on=None):
    """The unit that people mean by a name, alias or code: inside the subtree of `within`, and open on the day `on`.

    Returns None when nobody goes by it; raises Ambiguous when several do. A unit's whole name counts before the short
    names and aliases of others.
    """
    wanted = names.normalize(name)
    units = subtree(within) if within else Unit.objects.all()
    units = open_on(units, on) if on else units
    aliased = UnitAlias.objects.filter(name=wanted).values("unit_id")
    found = _choose(wanted, units.filter(Q(code=wanted) | Q(name=wanted) | Q(short_name=wanted) | Q(pk__in=aliased)))
    return found or _choose(wanted, units.filter(level=Level.VILLAGE, short_name__in=names.village_names(wanted)))


class NameBook:
    """All the names of some units, read once, for a sheet of many rows. `find` answers as `resolve` does."""

    def __init__(self, units):
        """`units` is a queryset of units."""
        self._by_name: defaultdict[str, dict[int, Unit]] = defaultdict(dict)
        for unit in units:
            for name in (unit.code, unit.name, unit.short_name):
                self._by_name[names.normalize(name)][unit.pk] = unit
        found = {unit.pk: unit for entries in self._by_name.values() for unit in entries.values()}
        for unit_id, name in UnitAlias.objects.filter(unit__in=units).values_list("unit_id", "name"):
            self._by_name[name][unit_id] = found[unit_id]

    def find(self, name):
        """The one unit of this name, or None; raises Ambiguous."""
        wanted = names.normalize(name)
        return _choose(wanted, self._by_name.get(wanted, {}).values()) or _choose(wanted, self._villages(wanted))

    def _villages(self, wanted):
        for place in names.village_names(wanted):
            yield from (unit for unit in self._by_name.get(place, {}).values() if unit.level == Level.VILLAGE)


def search(text, units):
    """Units of the queryset `units` whose code, name or other names contain `text`; at most fifty, in tree order."""
    wanted = names.normalize(text)
    if not wanted:
        return units.none()
    aliased = UnitAlias.objects.filter(name__contains=wanted).values("unit_id")
    village = Q(level=Level.VILLAGE, short_name__in=names.village_names(wanted))
    found = units.filter(Q(code__startswith=wanted) | Q(name__contains=wanted) | Q(pk__in=aliased) | village)
    return found.select_related("parent").order_by("path")[:MOST_FOUND]


def _choose(wanted, candidates):
    candidates = list(candidates)
    exact = [unit for unit in candidates if wanted in (unit.code, names.normalize(unit.name))] or candidates
    if len(exact) > 1:
        raise AmbiguousName(wanted, exact)
    return exact[0] if exact else None
