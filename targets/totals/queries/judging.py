"""From a target and a unit's own share of it to how it stands: how the pages of returns ask for a Standing."""

from decimal import Decimal

from plans import calendar
from targets.models.target import RollUp
from targets.totals.standing import Goal, LightLimits, assess, pace_at, rate


def goal_of_unit(target, own, *, baseline=None, baseline_base=None):
    """What one unit owes itself. ``own`` is its share; a rate's baseline that is not its own is that of the plan.

    The upper end of a range belongs to the whole, not to a part of it, except where each unit is held against it.
    """
    each = target.is_ratio or target.rollup == RollUp.UNITS_REACHED
    start = rate(baseline, baseline_base, target.scale) if target.is_ratio else baseline
    if start is None and target.is_ratio:
        start = target.baseline
    return Goal(target.measure, target.direction, own, target.value2 if each else None, start, target.scale)


def expected_pace(target, plan, period):
    """The share of a target that should be done when ``period`` is over; without a query, from the plan's calendar."""
    schedule = target.schedule or {}
    steps = calendar.steps(plan.year, plan.cadence) if schedule else ()
    shares = {step.end: Decimal(schedule[step.code]) for step in steps if schedule.get(step.code)}
    return pace_at(target.measure, period.end, plan.year, deadline=target.deadline, schedule=shares)


def assess_known_value(goal, known, pace, plan):
    """The ``GoalStanding`` of a ``Known`` value, with the limits of light that the plan sets."""
    has_reports = known.reported or known.carried or known.absent
    limits = LightLimits(plan.yellow_from, plan.red_from)
    return assess(goal, known.value, known.base, pace, limits=limits, has_reports=has_reports)
