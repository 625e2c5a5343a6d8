"""From where the progress of a level or a ratio is counted, and why a number has no light, in a few words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pages.formats import Rounding, format_day, format_number
from targets.models.target import RollUp
from targets.totals.standing import NOT_APPLICABLE, SUMMED_PERCENT


def describe_start(standing: Any, target: Any) -> str:
    """The baseline that completion and light are computed from, or that there is none; "" where nothing is judged.

    ``standing`` is a ``GoalStanding`` of ``target``.
    """
    goal = standing.goal
    if goal is None or not (goal.has_start or goal.starts_unknown) or not standing.judged:
        return ""
    if goal.baseline is not None:
        return _("baseline %(number)s") % {"number": _format_baseline(goal, target)}
    if goal.from_zero:
        return _("no baseline given: counted from 0")
    if goal.starts_missing:
        text = ngettext(
            "%(count)s unit has no baseline: no pace, only reached or not",
            "%(count)s units have no baseline: no pace, only reached or not",
            goal.starts_missing,
        )
        return text % {"count": goal.starts_missing}
    if target.baseline is not None and goal.has_start:  # that of the whole, not of this part
        return _("no baseline of this unit: no pace, only reached or not")
    return _("baseline not known: no pace, only reached or not")


def describe_start_briefly(standing: Any, target: Any) -> str:
    """The baseline of ``describe_start`` for the cell of a table; "" where completion does not count from one."""
    goal = standing.goal
    if goal is None or not goal.has_start or goal.baseline is None or standing.completion is None:
        return ""
    return pgettext("in a cell", "baseline %(number)s") % {"number": _format_baseline(goal, target)}


def _format_baseline(goal, target):
    places = max(1, target.decimals) if target.is_ratio else target.decimals
    return f"{format_number(goal.baseline, Rounding(places))}{target.scale}"


def describe_overdue(standing: Any, target: Any) -> str:
    """That the deadline has passed and the goal is not reached; "" otherwise."""
    if not standing.overdue:
        return ""
    if target.deadline is None:
        return _("the year is over")
    return _("deadline %(day)s has passed") % {"day": format_day(target.deadline)}


def describe_done_on(target: Any, day: date | None) -> str:
    """The day on which a milestone was done, and whether that was after its deadline; "" for no day."""
    if day is not None and target.deadline is not None and day > target.deadline:
        return _("%(day)s, done late") % {"day": format_day(day)}
    return format_day(day)


def describe_unjudged(standing: Any, target: Any) -> str:
    """Whether the share of what is not applicable still counts above, or why a number has no light; else ""."""
    if standing.light == SUMMED_PERCENT:
        return _("percentages cannot be added up period by period")
    if standing.light != NOT_APPLICABLE or target.is_rate:
        return ""
    if share_stays(target):
        return _("its share still counts in the whole above")
    return _("not counted among the units above")


def share_stays(target: Any) -> bool:
    """Whether the share of a unit to which a target is not applicable stays in the whole of the level above.

    An amount stays until the breakdown is adjusted: a clerk's word alone lowers no promise. Where units are counted,
    the unit is not counted; a rate has no share that could leave.
    """
    return target.rollup == RollUp.SUM and not target.is_milestone and not target.is_ratio
