"""The units that a document mentions by name."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from orgs.models import Level, Unit, UnitKind
from orgs.queries import AmbiguousName, NameBook, subtree
from plans.models import Plan
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


class MentionedUnits:
    """Finds the units that a document mentions by name. The names are loaded once."""

    def __init__(self, plan: Plan, units: QuerySet[Unit]) -> None:
        """``units`` are those that may be mentioned."""
        self.book, self.plan = NameBook(units), plan
        self.areas = [unit for unit in units if unit.parent_id == plan.unit_id and unit.kind in AREA_KINDS]

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
            if unit := self.book.find(name) or self.book.find(f"{self.plan.unit.name}{name}"):
                return [unit]
        except AmbiguousName:
            return []
        return self.areas if ALL_AREAS.fullmatch(name) else []
