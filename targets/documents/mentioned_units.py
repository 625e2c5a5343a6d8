"""The units that a document mentions by name."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from orgs.models import Level, Unit, UnitKind
from orgs.queries import AmbiguousName, NameBook, subtree
from plans.models import Plan
from targets.documents.near_offices import NearOffices
from targets.models import Proposal

LEVELS_BELOW = 2  # the document of a city mentions its offices and its counties
AREA_KINDS = (UnitKind.FEDERATION, UnitKind.ZONE)
# Names that mean all counties: 各县（区）, 各县区妇联, 县级妇联
ALL_AREAS = re.compile("各[^，、]{0,4}[县区市州旗][^，、]{0,8}|[县市区]+级?妇联")


def mentionable_units(plan: Plan) -> QuerySet[Unit]:
    """The units that a document of this plan may mention: two levels down, or the participants of an issued plan."""
    if not plan.is_draft:
        return subtree(plan.unit).filter(participations__plan=plan)
    levels = list(Level.values)
    start = levels.index(plan.unit.level)
    return subtree(plan.unit).filter(level__in=levels[start : start + LEVELS_BELOW])


def find_unknown_units(proposal: Proposal) -> list[str]:
    """The names of a task's units that match no unit; three queries when it names any."""
    names = [*proposal.lead, *proposal.assist]
    if not names or not proposal.document.is_open:
        return []
    plan = proposal.document.plan
    return MentionedUnits(plan, mentionable_units(plan)).find(names)[1]


ALL_OFFICES = re.compile("(?:机关)?各(?:部门|部室|科室|处室|部|室)+|(?:机关)?全体部室")
# How a document calls the unit that issued it (市妇联, 本级), by the level of that unit.
OWN_WORDS = {Level.NATION: "全国", Level.PROVINCE: "[省区市]", Level.CITY: "[市州盟]", Level.COUNTY: "[县区市旗]"}


class MentionedUnits:
    """Finds the units that a document mentions by name. The names are loaded once."""

    def __init__(self, plan: Plan, units: QuerySet[Unit]) -> None:
        """``units`` are those that may be mentioned."""
        self.book, self.plan = NameBook(units), plan
        level = OWN_WORDS.get(Level(plan.unit.level), "[乡镇村]")
        self.own_unit = re.compile(f"{level}级?妇联(?:机关|本级)?|本级|妇联机关")
        below = [unit for unit in units if unit.parent_id == plan.unit_id]
        self.areas = [unit for unit in below if unit.kind in AREA_KINDS]
        self.offices = [unit for unit in below if unit.kind == UnitKind.OFFICE]
        own_names = sorted({plan.unit.name, plan.unit.short_name, "机关"}, key=len, reverse=True)
        own_words = [re.compile(f"^{re.escape(own)}") for own in own_names]
        self.alike = NearOffices(self.offices, [*own_words, re.compile(f"^(?:{self.own_unit.pattern})")])

    def find(self, names: Iterable[str]) -> tuple[list[Unit], list[str]]:
        """(the units, the names that match none)."""
        found: dict[int, Unit] = {}
        unknown = []
        for name in names:
            units = self._find_one(name)
            found |= {unit.pk: unit for unit in units}
            if not units:
                unknown.append(name)
        return list(found.values()), unknown

    def _find_one(self, name):
        try:
            if unit := self._find_named(name):
                return [unit]
        except AmbiguousName:
            return []
        if ALL_AREAS.fullmatch(name):
            return self.areas
        if ALL_OFFICES.fullmatch(name):
            return self.offices
        office = self.alike.find_certain(name)
        return [office] if office else []

    def list_near(self, name: str) -> list[Unit]:
        """For a name that matches none: the offices that may be meant, the likest first."""
        return self.alike.list_near(name)

    def _find_named(self, name):
        """The unit of this name, with or without the words for the plan's own unit before it (市妇联办公室)."""
        found = self.book.find(name) or self.book.find(f"{self.plan.unit.name}{name}")
        if found is None and (own := self.own_unit.match(name)):
            rest = name[own.end() :]
            found = self._find_named(rest) if rest else self.plan.unit
        return found
