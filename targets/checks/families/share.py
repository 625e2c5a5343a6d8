"""More than the unit's own share: done very well, or counted twice."""

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_number
from targets.models.target import Measure


def applies_to(target):
    """A rate is no amount that could be more than a share, and a milestone is done or not."""
    return target.measure not in (Measure.RATIO, Measure.MILESTONE)


def check(terms, target, case):
    """An increment is held against its share with all that was reported before; anything else says it by itself."""
    value, share = case.value(target), case.shares.get(target.pk)
    if value is None or share is None:
        return ""
    to_date = value + case.was(target).total if target.measure == Measure.INCREMENT else value
    if to_date <= share:
        return ""
    return _("%(value)s to date is more than the share of %(share)s") % {
        "value": format_number(to_date),
        "share": format_number(share),
    }


def describe(terms):
    return _("not more than the unit's own share")
