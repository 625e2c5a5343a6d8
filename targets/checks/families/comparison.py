"""Compare what is typed with earlier reports: a decrease, a swing, a return that repeats the last one."""

from decimal import Decimal

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_beside_limit, format_number
from targets.checks.families.types import ZERO, EarlierReports
from targets.models.figure import Cell
from targets.models.target import Measure, Target
from targets.totals.arithmetic import ReportedValue


def applies_to_running_totals(target):
    return target.measure == Measure.RUNNING


def applies_to_numbers(target):
    return target.measure != Measure.MILESTONE


def check_decrease(terms, target, case):
    """A running total that is less than the last one; the same is none."""
    value, last = case.value(target), case.was(target).last
    if value is None or last is None or value >= last.value:
        return ""
    return _("%(value)s is less than %(last)s, the total of the last time") % {
        "value": format_number(value),
        "last": format_number(last.value),
    }


def check_swing(terms, target, case):
    """More than ``percent`` up or down, as ``find_amounts_to_compare`` says."""
    cell, was = case.cell(target), case.was(target)
    amounts = find_amounts_to_compare(target, cell, was)
    if amounts is None or not exceeds_percent(*amounts, terms.percent):
        return ""
    now, last = amounts
    words = {
        "now": _format_amount(target, cell, now),
        "last": _format_amount(target, was.last, last),
        "change": format_beside_limit(abs(now - last) * 100 / last, terms.percent),
        "percent": format_number(terms.percent),
    }
    if applies_to_running_totals(target):
        up = _("added %(now)s, the last time %(last)s: %(change)s%% more, beyond %(percent)s%%")
        down = _("added %(now)s, the last time %(last)s: %(change)s%% less, beyond %(percent)s%%")
    else:
        up = _("%(now)s, the last time %(last)s: %(change)s%% more, beyond %(percent)s%%")
        down = _("%(now)s, the last time %(last)s: %(change)s%% less, beyond %(percent)s%%")
    return (up if now > last else down) % words


def find_amounts_to_compare(
    target: Target, cell: Cell | ReportedValue | None, was: EarlierReports
) -> tuple[Decimal, Decimal] | None:
    """(amount now, amount of the last report) whose difference is the swing; None where there is nothing to compare.

    For a running total it is what was added that is compared: 100 after one quarter and 200 after two is an even pace.
    For a ratio it is the rate, times both denominators. From nothing there is no percentage, so no swing either.
    ``cell`` has value, base and na, or is None.
    """
    if cell is None or cell.value is None or was.last is None or was.last.value is None:
        return None
    now, last = cell.value, was.last.value
    if target.is_ratio:
        if not cell.base or not was.last.base:
            return None
        now, last = now * was.last.base, last * cell.base
    elif applies_to_running_totals(target):
        now, last = now - last, last - ((was.second.value if was.second else None) or ZERO)
    return (now, last) if last > 0 else None


def exceeds_percent(now: Decimal, last: Decimal, percent: Decimal) -> bool:
    """Whether ``now`` differs from ``last`` (above zero) by more than ``percent`` of it."""
    return abs(now - last) * 100 > percent * last


def _format_amount(target, cell, number):
    return f"{format_number(cell.value)} ÷ {format_number(cell.base)}" if target.is_ratio else format_number(number)


def check_identical(case):
    """Whether every cell says what it said the last time; a return with a new cell, or with no number, does not."""
    cells = [(case.cell(target), case.was(target).latest) for target in case.targets.values()]
    if not cells or any(cell is None or latest is None for cell, latest in cells):
        return ""
    numbers = [cell for cell, _latest in cells if not cell.na]
    if not numbers or any(ReportedValue(cell.value, cell.base, cell.na) != latest for cell, latest in cells):
        return ""
    return _("All %(count)s cells are as they were the last time") % {"count": len(cells)}


def describe_decrease(terms):
    return _("never less than the last time")


def describe_swing(terms):
    return _("not more than %(percent)s%% above or below the last report") % {"percent": format_number(terms.percent)}


def describe_identical(terms):
    return _("not every cell as the last time")
