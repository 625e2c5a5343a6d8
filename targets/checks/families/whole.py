"""A ratio is a part of its whole: the numerator is not greater than the denominator."""

from django.utils.translation import gettext as _

from targets.checks.families.numbers import plain
from targets.models.target import Scale


def fits(target):
    """A ratio without a scale (每名执委联系 10 名) is no part of a whole."""
    return target.is_ratio and target.scale != Scale.PLAIN


def check(terms, target, case):
    """A blank denominator is asked for elsewhere; all of a whole is not more than it."""
    cell = case.cell(target)
    if cell is None or cell.na or cell.base is None or cell.value <= cell.base:
        return ""
    return _("the numerator %(value)s is more than the denominator %(base)s") % {
        "value": plain(cell.value),
        "base": plain(cell.base),
    }


def say(terms):
    return _("the numerator is not more than the denominator")
