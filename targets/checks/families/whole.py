"""A ratio is a part of its whole: the numerator is not greater than the denominator."""

from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_number
from targets.checks.families.types import CheckContext, RuleTerms
from targets.models.target import Scale


def applies_to(target: Any) -> bool:
    """A ratio without a scale (每名执委联系 10 名) is no part of a whole."""
    return target.is_ratio and target.scale != Scale.PLAIN


def check(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """A numerator beyond the denominator; a blank denominator is reported as missing elsewhere."""
    cell = context.cell(target)
    if cell is None or cell.na or cell.base is None or cell.value <= cell.base:
        return ""
    return _("the numerator %(value)s is more than the denominator %(base)s") % {
        "value": format_number(cell.value),
        "base": format_number(cell.base),
    }


def describe(terms: RuleTerms) -> str:
    return _("the numerator is not more than the denominator")
