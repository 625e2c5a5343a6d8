"""A number lies within bounds: not less than the lower one, not more than the upper one."""

from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_cell, format_number
from targets.checks.families.types import CheckContext, RuleTerms
from targets.models.target import Measure
from targets.totals.arithmetic import SHARES


def applies_to(target: Any) -> bool:
    return target.measure != Measure.MILESTONE


def check(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """What is wrong with the target's number, or "". A number equal to a bound is within it."""
    cell = context.cell(target)
    if cell is None or cell.na or (target.is_ratio and not cell.base):
        return ""
    # A rate is compared without dividing: 2 of 3 is not exactly 66.67 of a hundred.
    value, one = (cell.value * SHARES[target.scale], cell.base) if target.is_ratio else (cell.value, 1)
    if terms.low is not None and value < terms.low * one:
        words = {
            "value": format_cell(cell, target, terms.low),
            "bound": format_number(terms.low) + _scale_sign(target),
        }
        return _("%(value)s is less than the lower bound %(bound)s") % words
    if terms.high is not None and value > terms.high * one:
        words = {
            "value": format_cell(cell, target, terms.high),
            "bound": format_number(terms.high) + _scale_sign(target),
        }
        return _("%(value)s is more than the upper bound %(bound)s") % words
    return ""


def describe(terms: RuleTerms) -> str:
    sign = _scale_sign(terms.target) if terms.target else ""
    words = {
        "low": terms.low is not None and format_number(terms.low) + sign,
        "high": terms.high is not None and format_number(terms.high) + sign,
    }
    if terms.high is None:
        return _("not less than %(low)s") % words
    if terms.low is None:
        return _("not more than %(high)s") % words
    return _("between %(low)s and %(high)s") % words


def _scale_sign(target):
    """The sign behind a rate (%, ‰); "" for anything else."""
    return target.scale if target.is_ratio else ""
