"""Which fields a target has, by measure and direction, and which values are valid. Used by the form and the actions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from plans.calendar import MONTHS
from plans.models import Period
from targets.models import Target
from targets.models.numbers import LIMIT, PLACES
from targets.models.target import Direction, Measure, RollUp, Scale, Start

COMMON_FIELDS = ("name", "unit", "value", "frequency", "deadline", "definition", "data_source", "weight", "clause")
NUMERIC_FIELDS = (*COMMON_FIELDS, "direction", "value2", "decimals", "rollup", "schedule")
FIELDS_BY_MEASURE = {
    Measure.INCREMENT: NUMERIC_FIELDS,
    Measure.RUNNING: NUMERIC_FIELDS,
    Measure.LEVEL: (*NUMERIC_FIELDS, "baseline", "start"),
    Measure.RATIO: (*NUMERIC_FIELDS, "baseline", "start", "scale", "part_decimals"),
    Measure.MILESTONE: COMMON_FIELDS,
}
# The value of a field that does not apply.
UNUSED_VALUES: dict = {
    "direction": Direction.AT_LEAST,
    "value2": None,
    "decimals": 0,
    "part_decimals": 0,
    "rollup": RollUp.SUM,
    "schedule": {},
    "baseline": None,
    "start": Start.NOT_SAID,
    "scale": Scale.PLAIN,
}
NUMBERS = ("value", "value2", "baseline")


def clear_unused_fields(target: Target) -> Target:
    """Reset the fields that do not apply to the target's measure and direction; returns ``target``."""
    for name, absent in UNUSED_VALUES.items():
        if not field_applies(name, target.measure, target.direction):
            setattr(target, name, absent)
    if target.is_ratio and not target.unit:
        target.unit = target.scale
    if target.is_ratio and target.plan.is_draft:  # 92.5% is a usual rate: it is never refused for its decimals
        target.decimals = max(target.decimals, *map(_count_places, (target.value, target.value2, target.baseline)))
    if target.is_milestone and target.value is None:
        target.value = Decimal(1)
    return target


def _count_places(number):
    """How many decimals a number has, as far as the database can keep them; 0 for None."""
    return 0 if number is None else min(PLACES, max(0, -int(number.normalize().as_tuple().exponent)))


def field_applies(name: str, measure: str, direction: str) -> bool:
    """Whether a target of this measure and direction has this field."""
    if name not in FIELDS_BY_MEASURE[Measure(measure)]:
        return False
    if name == "value2":
        return direction == Direction.RANGE
    if name == "schedule":
        return direction != Direction.AT_MOST  # the same bound holds in every period
    if name == "start":
        return direction != Direction.AT_MOST  # nothing is counted from it
    return True


def find_faults(target: Target, periods: Iterable[Period]) -> dict[str, str]:
    """Invalid fields of the target as {field: message}; ``periods`` are the plan's, in order.

    A missing value is valid in a draft (see ``targets.goals.readiness``).
    """
    found = {name: words for name in NUMBERS if (words := _number_fault(target, name))}
    if MONTHS[target.frequency] < MONTHS[target.plan.cadence]:
        found["frequency"] = _("More often than the plan is reported (%(cadence)s). Change that in the plan first.") % {
            "cadence": target.plan.get_cadence_display()
        }
    if target.deadline and target.deadline < date(target.plan.year, 1, 1):
        found["deadline"] = _("This is before the year of the plan.")
    if target.start == Start.UNKNOWN and target.baseline is not None:
        found["start"] = _("Give the baseline, or say that none is known: not both.")
    if target.sums_percentages and not _is_issued(target):
        found["rollup"] = summed_percentages_fault(target)
    if words := schedule_fault(target.schedule, due_codes(target.frequency, periods)):
        found["schedule"] = words
    return found


def summed_percentages_fault(target: Target) -> str:
    """Why percentages are not added up, and what to do instead (docs/adr/0015)."""
    return _(
        "Its unit is “%(unit)s”, and such numbers cannot be added up: 90%% and 80%% are not 170%%. Choose “ratio”: the "
        "units then report the part and the whole, and the rate is made of the sums. If each unit is to reach it, "
        "choose “units that reached theirs”. If it is to rise by so many points, give the baseline, and as value what "
        "it is to be."
    ) % {"unit": target.unit}


def _is_issued(target):
    """Targets of issued plans keep what they were issued with: pages warn of it."""
    return target.pk is not None and not target.plan.is_draft


def due_codes(frequency: str, periods: Iterable[Period]) -> list[str]:
    """The codes of the periods in which something of this frequency is reported."""
    return [period.code for period in periods if period.falls_due(frequency)]


def schedule_fault(schedule: dict[str, str], codes: list[str]) -> str:
    """What is wrong with a schedule ({period code: "0.25"}) for a target due at ``codes``; "" when nothing is."""
    if not schedule:
        return ""
    if set(schedule) != set(codes):
        return _("Give the share for each of %(codes)s, or for none of them.") % {"codes": "、".join(codes)}
    try:
        shares = [Decimal(schedule[code]) for code in codes]
    except (InvalidOperation, TypeError):
        return _("The shares must be numbers.")
    if any(not 0 <= share <= 1 for share in shares):
        return _("The shares must lie between 0 and 100 %.")
    if shares != sorted(shares):
        return _("The shares are cumulative: none may be less than the one before.")
    return ""


def _number_fault(target, name):
    value = getattr(target, name)
    if value is None:
        return ""
    if value < 0:
        return _("The number must not be negative.")
    if value >= LIMIT:
        return _("The number is too large.")
    if value != round(value, target.decimals):
        return _("The target is reported with %(n)s decimals.") % {"n": target.decimals}
    if target.is_milestone and value < 1:
        return _("At least one unit must do it.")
    return ""
