"""Which fields a target of a measure has, and what they may hold. The form asks by this, the actions check by it."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from plans.calendar import MONTHS
from targets.models.numbers import LIMIT
from targets.models.target import Direction, Measure, RollUp, Scale

EVERY = ("name", "unit", "value", "frequency", "deadline", "definition", "data_source", "weight", "clause")
COUNTED = (*EVERY, "direction", "value2", "decimals", "rollup", "schedule")
FITS = {
    Measure.INCREMENT: COUNTED,
    Measure.RUNNING: COUNTED,
    Measure.LEVEL: (*COUNTED, "baseline"),
    Measure.RATIO: (*COUNTED, "baseline", "scale"),
    Measure.MILESTONE: EVERY,
}
# What a field holds where it does not fit.
ABSENT: dict = {
    "direction": Direction.AT_LEAST,
    "value2": None,
    "decimals": 0,
    "rollup": RollUp.SUM,
    "schedule": {},
    "baseline": None,
    "scale": Scale.PLAIN,
}
NUMBERS = ("value", "value2", "baseline")


def fit(target):
    """Empty what does not fit the target's measure and direction, so that nothing unseen is kept; gives ``target``."""
    for name, absent in ABSENT.items():
        if not fits(name, target.measure, target.direction):
            setattr(target, name, absent)
    if target.is_ratio and not target.unit:
        target.unit = target.scale
    if target.is_milestone and target.value is None:
        target.value = Decimal(1)
    return target


def fits(name, measure, direction):
    """Whether a target of this measure and direction has this field."""
    if name not in FITS[measure]:
        return False
    if name == "value2":
        return direction == Direction.RANGE
    if name == "schedule":
        return direction != Direction.AT_MOST  # the same bound holds in every period
    return True


def faults(target, periods):
    """What is wrong with the target as {field: words}; ``periods`` are the plan's, in order.

    What is only missing is no fault: a draft may wait for it (see ``targets.goals.missing``).
    """
    found = {name: words for name in NUMBERS if (words := _number_fault(target, name))}
    if MONTHS[target.frequency] < MONTHS[target.plan.cadence]:
        found["frequency"] = _("More often than the plan is reported (%(cadence)s). Change that in the plan first.") % {
            "cadence": target.plan.get_cadence_display()
        }
    if target.deadline and target.deadline < date(target.plan.year, 1, 1):
        found["deadline"] = _("This is before the year of the plan.")
    if words := schedule_fault(target.schedule, due_codes(target.frequency, periods)):
        found["schedule"] = words
    return found


def due_codes(frequency, periods):
    """The codes of the periods in which something of this frequency is reported."""
    return [period.code for period in periods if period.falls_due(frequency)]


def schedule_fault(schedule, codes):
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
