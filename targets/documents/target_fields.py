"""The target that an accepted proposal becomes."""

from decimal import Decimal

from django.utils.translation import gettext as _

from plans.models import Plan
from targets.models import Proposal, Target
from targets.models.each_words import is_of_others
from targets.models.target import Measure, RollUp, Scale

MONEY_DECIMALS = 2
RATE_DECIMALS = 1
# The fields of a target that a revised document may change.
TARGET_FIELDS = ("name", "value", "value2", "unit", "baseline", "measure", "direction", "scale", "deadline")


def build_target(proposal: Proposal, plan: Plan, *, reached: Decimal | int | None = None) -> Target:
    """An unsaved Target with the fields of the proposal, without its task and code. ``reached`` is how many units take
    part, for a number that each of them must reach."""
    target = Target(plan=plan, name=proposal.name, clause=proposal.text, frequency=plan.cadence)
    for name in TARGET_FIELDS:
        setattr(target, name, getattr(proposal, name))
    target.definition = proposal.definition
    target.decimals = count_decimals(proposal)
    if target.is_ratio and "元" in target.unit:
        target.part_decimals = MONEY_DECIMALS
    if counts_units(proposal):
        sentence = _("Each unit is to reach %(value)s %(unit)s (%(each)s); counted is how many units have.")
        target.rollup, target.value = RollUp.UNITS_REACHED, reached
        params = {"value": format_plain(proposal.value), "unit": proposal.unit, "each": proposal.each}
        target.definition = "\n".join(filter(None, [sentence % params, target.definition]))
    return target


def counts_units(proposal: Proposal) -> bool:
    """Whether the number is one that every area must reach (每县区至少1个), so that areas are counted."""
    return proposal.counts_units


def sums_each(proposal: Proposal) -> bool:
    """Whether a number of each person or household (每名执委10名) would become a sum: ten for a whole county."""
    return is_of_others(proposal.each) and proposal.measure not in (Measure.RATIO, Measure.MILESTONE)


def count_decimals(proposal: Proposal) -> int:
    """How many decimals the target is reported with: as many as the proposal has; at least two for money, one for
    a rate: 92.5 is a usual one."""
    if proposal.measure == Measure.MILESTONE:
        return 0
    numbers = [each for each in (proposal.value, proposal.value2, proposal.baseline) if each is not None]
    places = max((max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers), default=0)
    if proposal.measure == Measure.RATIO:
        places = max(places, RATE_DECIMALS)
    return max(places, MONEY_DECIMALS) if "元" in proposal.unit and proposal.scale == Scale.PLAIN else places


def format_plain(number: Decimal | None) -> str:
    """The number without exponent and trailing zeros; "" for None."""
    return "" if number is None else format(number.normalize(), "f")
