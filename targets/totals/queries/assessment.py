"""Assess a unit's value against its own share of a target, for the pages of returns."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from plans import calendar
from plans.models import Period, Plan
from targets.models import Target
from targets.models.target import RollUp
from targets.totals.arithmetic import KnownValue
from targets.totals.standing import Goal, GoalStanding, LightLimits, assess, pace_at


def goal_of_unit(
    target: Target,
    own: Decimal | None,
    *,
    start: Decimal | None = None,
    unjudged: str = "",
    deadline_passed: bool = False,
) -> Goal:
    """The ``Goal`` of one unit. ``own`` is its share, ``start`` its own baseline, a rate as shown (docs/adr/0015).

    ``unjudged`` and ``deadline_passed`` are as in ``Goal``.
    The upper end of a range belongs to the whole, not to a part of it, except where each unit is held against it.
    """
    each = target.is_ratio or target.rollup == RollUp.UNITS_REACHED
    return Goal(
        target.measure, target.direction, own, target.value2 if each else None, start, target.scale,
        from_zero=target.counts_from_zero, unjudged=unjudged, deadline_passed=deadline_passed,
    )  # fmt: skip


def effective_deadline(target: Target, plan: Plan) -> date:
    """The day by which the target is to be reached: its own, else the last day of the plan's year."""
    return target.deadline or date(plan.year, 12, 31)


def is_deadline_passed(target: Target, plan: Plan, period: Period) -> bool:
    """Whether the deadline is within ``period`` or before it, and its day is over: nothing excuses what is missing."""
    day = effective_deadline(target, plan)
    return day <= period.end and day < timezone.localdate()


def expected_pace(target: Target, plan: Plan, period: Period) -> Decimal:
    """The fraction of a target that should be done at the end of ``period``, from the plan's calendar; no query."""
    schedule = target.schedule or {}
    steps = calendar.steps(plan.year, plan.cadence) if schedule else ()
    shares = {step.end: Decimal(schedule[step.code]) for step in steps if schedule.get(step.code)}
    return pace_at(target.measure, period.end, plan.year, deadline=target.deadline, schedule=shares)


def assess_known_value(goal: Goal, known: KnownValue, pace: Decimal, plan: Plan) -> GoalStanding:
    """The ``GoalStanding`` of a known value, with the plan's limits for lights."""
    has_reports = known.reported or known.carried or known.absent
    limits = LightLimits(plan.yellow_from, plan.red_from)
    return assess(goal, known.value, known.base, pace, limits=limits, has_reports=has_reports)
