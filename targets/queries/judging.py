"""From a target and what a participant owes of it to its standing: the one way in which pages ask targets.rollup.standing."""

from decimal import Decimal

from plans import calendar
from targets.rollup.standing import Goal, pace_at, rate, stand


def goal_of(target, bound, *, baseline=None, baseline_base=None):
    """What is owed: ``bound`` is the share or the whole, as kept in the allocation; a ratio's baseline is divided here."""
    start = rate(baseline, baseline_base, target.scale) if target.is_ratio else baseline
    return Goal(target.measure, target.direction, bound, target.value2, start, target.scale)


def pace_of(target, plan, period):
    """The share of a target that should be done when ``period`` is over; without a query, from the plan's calendar."""
    schedule = target.schedule or {}
    steps = calendar.steps(plan.year, plan.cadence) if schedule else ()
    shares = {step.end: Decimal(schedule[step.code]) for step in steps if schedule.get(step.code)}
    return pace_at(target.measure, period.end, plan.year, deadline=target.deadline, schedule=shares)


def judge(goal, value, base, pace, plan):
    """The ``Standing`` of a number to date, with the limits of light that the plan sets."""
    return stand(goal, value, base, pace, yellow_from=plan.yellow_from, red_from=plan.red_from)
