"""Queries of units: by name, ancestors, subtree."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from orgs import names
from orgs.models import Level, Unit, UnitAlias

MAX_FOUND = 50


class AmbiguousName(LookupError):
    """Several units have this name; ``units`` are the candidates."""

    def __init__(self, name: str, units: Iterable[Unit]):
        self.name = name
        self.units = list(units)
        super().__init__(f"{name}: {', '.join(unit.code for unit in self.units)}")

    @property
    def message(self) -> Any:
        """A translated message for the user, with the candidates."""
        found = "、".join(unit.full_name for unit in self.units[:5])
        return _("“%(name)s” may mean several units: %(found)s. Write the whole name or the code.") % {
            "name": self.name,
            "found": found,
        }


def subtree(unit: Unit, *, itself: bool = True) -> QuerySet[Unit]:
    """The unit's subtree in tree order, with or without the unit itself."""
    found = Unit.objects.filter(path__startswith=unit.path)
    return found if itself else found.exclude(pk=unit.pk)


def ancestors(unit: Unit) -> list[Unit]:
    """The ancestors, root first."""
    return list(Unit.objects.filter(code__in=unit.path.strip("/").split("/")[:-1]).order_by("path"))


def open_on(units: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """Those of ``units`` that have begun by ``day`` and not ended before it."""
    begun = Q(from_date=None) | Q(from_date__lte=day)
    return units.filter(begun, Q(to_date=None) | Q(to_date__gte=day))


def resolve(name: str, within: Unit | None = None, on: date | None = None) -> Unit | None:
    """The unit of this name, alias or code, inside the subtree of ``within`` and open on the day ``on``, or None.

    A unit's full name takes precedence over short names and aliases of others. Raises AmbiguousName when several units
    match.
    """
    wanted = names.normalize(name)
    units = subtree(within) if within else Unit.objects.all()
    units = open_on(units, on) if on else units
    aliased = UnitAlias.objects.filter(name=wanted).values("unit_id")
    found = _choose(wanted, units.filter(Q(code=wanted) | Q(name=wanted) | Q(short_name=wanted) | Q(pk__in=aliased)))
    return found or _choose(wanted, units.filter(level=Level.VILLAGE, short_name__in=names.village_names(wanted)))


class NameBook:
    """An index of the names of some units, read once for many lookups. ``find`` returns the same as ``resolve``."""

    def __init__(self, units: QuerySet[Unit]):
        self._by_name: defaultdict[str, dict[int, Unit]] = defaultdict(dict)
        for unit in units:
            for name in (unit.code, unit.name, unit.short_name):
                self._by_name[names.normalize(name)][unit.pk] = unit
        found = {unit.pk: unit for entries in self._by_name.values() for unit in entries.values()}
        for unit_id, name in UnitAlias.objects.filter(unit__in=units).values_list("unit_id", "name"):
            self._by_name[name][unit_id] = found[unit_id]

    def find(self, name: str) -> Unit | None:
        """The unit of this name, or None. Raises AmbiguousName."""
        wanted = names.normalize(name)
        return _choose(wanted, self._by_name.get(wanted, {}).values()) or _choose(wanted, self._villages(wanted))

    def _villages(self, wanted):
        for place in names.village_names(wanted):
            yield from (unit for unit in self._by_name.get(place, {}).values() if unit.level == Level.VILLAGE)


def search(text: str, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The first MAX_FOUND of ``units`` whose name or alias contains, or whose code begins with, ``text``."""
    wanted = names.normalize(text)
    if not wanted:
        return units.none()
    aliased = UnitAlias.objects.filter(name__contains=wanted).values("unit_id")
    village = Q(level=Level.VILLAGE, short_name__in=names.village_names(wanted))
    found = units.filter(Q(code__startswith=wanted) | Q(name__contains=wanted) | Q(pk__in=aliased) | village)
    return found.select_related("parent").order_by("path")[:MAX_FOUND]


def _choose(wanted, candidates):
    candidates = list(candidates)
    exact = [unit for unit in candidates if wanted in (unit.code, names.normalize(unit.name))] or candidates
    if len(exact) > 1:
        raise AmbiguousName(wanted, exact)
    return exact[0] if exact else None
