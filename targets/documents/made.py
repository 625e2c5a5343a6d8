"""What an accepted proposal becomes in the plan: the fields of its target, and which units its words name."""

import re

from django.utils.translation import gettext as _

from orgs.models import Level, UnitKind
from orgs.queries import AmbiguousName, NameBook, subtree
from targets.models import Target
from targets.models.target import Measure, RollUp, Scale

MONEY_PLACES = 2
STEPS_BELOW = 2  # a city names its offices and its counties
AREA = (UnitKind.FEDERATION, UnitKind.ZONE)
AREAS = re.compile("[县区市州盟旗乡镇村]|街道|社区")
# Offices name all counties at once: 各县（区）, 各县区妇联, 县级妇联
EVERYBODY = re.compile("各[^，、]{0,4}[县区市州旗][^，、]{0,8}|[县市区]+级?妇联")
# What a revised document may change of a target.
PROMISED = ("name", "value", "value2", "unit", "baseline", "measure", "direction", "scale", "deadline")


def target_of(proposal, plan, *, reached=None):
    """An unsaved Target with what the proposal promises, its task and code still to be given. ``reached`` is how many
    units take part, for a number that each of them must reach."""
    target = Target(plan=plan, name=proposal.name, clause=proposal.text, frequency=plan.cadence)
    for name in PROMISED:
        setattr(target, name, getattr(proposal, name))
    target.definition = proposal.definition
    target.decimals = decimals(proposal)
    if each_unit(proposal):
        told = _("Each unit is to reach %(value)s %(unit)s (%(each)s); counted is how many units have.")
        target.rollup, target.value = RollUp.UNITS_REACHED, reached
        words = {"value": plain(proposal.value), "unit": proposal.unit, "each": proposal.each}
        target.definition = "\n".join(filter(None, [told % words, target.definition]))
    return target


def each_unit(proposal):
    """Whether the number is one that every area must reach (每县区至少1个), and not a rate or a count."""
    return bool(AREAS.search(proposal.each)) and proposal.measure not in (Measure.RATIO, Measure.MILESTONE)


def decimals(proposal):
    """How many decimals it is reported with: those that it is promised with; money to the hundredth."""
    if proposal.measure == Measure.MILESTONE:
        return 0
    numbers = [each for each in (proposal.value, proposal.value2, proposal.baseline) if each is not None]
    places = max((max(0, -number.normalize().as_tuple().exponent) for number in numbers), default=0)
    return max(places, MONEY_PLACES) if "元" in proposal.unit and proposal.scale == Scale.PLAIN else places


def plain(number):
    return "" if number is None else format(number.normalize(), "f")


def units_meant(plan):
    """The units that a document of this plan may mean, two steps down; of an issued plan whoever takes part."""
    if not plan.is_draft:
        return subtree(plan.unit).filter(participations__plan=plan)
    levels = list(Level.values)
    start = levels.index(plan.unit.level)
    return subtree(plan.unit).filter(level__in=levels[start : start + STEPS_BELOW])


def strangers(proposal):
    """The names of a task's units that are nobody's; three queries where it names any."""
    names = [*proposal.lead, *proposal.assist]
    if not names or not proposal.document.is_open:
        return []
    plan = proposal.document.plan
    return Names(plan, units_meant(plan)).find(names)[1]


class Names:
    """Which of the plan's units a document means. Names are read once; one that is not known is nobody's."""

    def __init__(self, plan, units):
        """``units`` is a queryset of those that may be meant."""
        self.book, self.plan = NameBook(units), plan
        self.areas = [unit for unit in units if unit.parent_id == plan.unit_id and unit.kind in AREA]

    def find(self, names):
        """(the units, the names that are nobody's)."""
        found, unknown = {}, []
        for name in names:
            units = self._units(name)
            found |= {unit.pk: unit for unit in units}
            if not units:
                unknown.append(name)
        return list(found.values()), unknown

    def _units(self, name):
        try:
            if unit := self.book.find(name) or self.book.find(f"{self.plan.unit.name}{name}"):
                return [unit]
        except AmbiguousName:
            return []
        return self.areas if EVERYBODY.fullmatch(name) else []
