"""Compare a return with what was reported before: a falling running total, a swing, an identical return."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_beside_limit, format_number
from targets.checks.families.types import ZERO, CheckContext, EarlierReports, RuleTerms
from targets.models.target import Measure
from targets.totals.arithmetic import ReportedValue


def is_running(target: Any) -> bool:
    return target.measure == Measure.RUNNING


def is_numeric(target: Any) -> bool:
    """Whether it is reported as a number: a milestone is done or not."""
    return target.measure != Measure.MILESTONE


def check_decrease(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """A running total that is less than the one before; an equal one is right."""
    value, last = context.value(target), context.earlier(target).last
    if value is None or last is None or last.value is None or value >= last.value:
        return ""
    return _("%(value)s is less than %(last)s, the total of the last time") % {
        "value": format_number(value),
        "last": format_number(last.value),
    }


def find_amounts_to_compare(target: Any, cell: Any, earlier: EarlierReports) -> tuple[Decimal, Decimal] | None:
    """(now, last): the amount in ``cell`` and that of the last report, comparable with each other; None where there is
    nothing to compare, or where ``last`` is 0 and a change has no percentage.

    Of a running total it is the amount added since the report before: 100 after one quarter and 200 after two is an
    even pace. Of a ratio both are rates, each multiplied by both denominators so that nothing is divided.
    ``cell`` has value, base and na, or is None.
    """
    last, second = earlier.last, earlier.second
    if cell is None or cell.value is None or last is None or last.value is None:
        return None
    if target.is_ratio:
        if not cell.base or not last.base:
            return None
        pair = cell.value * last.base, last.value * cell.base
    elif is_running(target):
        pair = cell.value - last.value, last.value - ((second and second.value) or ZERO)
    else:
        pair = cell.value, last.value
    return pair if pair[1] > 0 else None


def exceeds_percent(now: Decimal, last: Decimal, percent: Decimal) -> bool:
    """Whether ``now`` differs from ``last`` (above zero) by more than ``percent`` of it; multiplied, hence exact."""
    return abs(now - last) * 100 > percent * last


def check_swing(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """More than ``percent`` above or below the last report. A running total that falls is found as such, not as a swing
    of more than all that was added."""
    cell, earlier = context.cell(target), context.earlier(target)
    amounts = find_amounts_to_compare(target, cell, earlier)
    limit = terms.percent or ZERO
    if amounts is None or amounts[0] < 0 or not exceeds_percent(*amounts, limit):
        return ""
    now, last = amounts
    words = {
        "now": _format_amount(target, cell, now),
        "last": _format_amount(target, earlier.last, last),
        "change": format_beside_limit(abs(now - last) * 100 / last, limit),
        "percent": format_number(limit),
    }
    if is_running(target):
        up = _("added %(now)s, the last time %(last)s: %(change)s%% more, beyond %(percent)s%%")
        down = _("added %(now)s, the last time %(last)s: %(change)s%% less, beyond %(percent)s%%")
    else:
        up = _("%(now)s, the last time %(last)s: %(change)s%% more, beyond %(percent)s%%")
        down = _("%(now)s, the last time %(last)s: %(change)s%% less, beyond %(percent)s%%")
    return (up if now > last else down) % words


def _format_amount(target, cell, number):
    if target.is_ratio:
        return f"{format_number(cell.value)} ÷ {format_number(cell.base)}"
    return format_number(number)


def check_identical(context: CheckContext) -> str:
    """Every cell equal to the last report; not of a return with a new cell, or without any number."""
    cells = [(context.cell(target), context.earlier(target).latest) for target in context.targets.values()]
    if not cells or any(cell is None or latest is None for cell, latest in cells):
        return ""
    numbers = [cell for cell, _latest in cells if not cell.na]
    if not numbers or any(ReportedValue(cell.value, cell.base, cell.na) != latest for cell, latest in cells):
        return ""
    return _("All %(count)s cells are as they were the last time") % {"count": len(cells)}


def describe_decrease(terms: RuleTerms) -> str:
    return _("never less than the last time")


def describe_swing(terms: RuleTerms) -> str:
    return _("not more than %(percent)s%% above or below the last report") % {
        "percent": format_number(terms.percent or ZERO)
    }


def describe_identical(terms: RuleTerms) -> str:
    return _("not every cell as the last time")
