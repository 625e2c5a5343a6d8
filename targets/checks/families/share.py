"""A total beyond the unit's own share: overfulfilled, or counted twice."""

from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.formatting import format_number
from targets.checks.families.types import CheckContext, RuleTerms
from targets.models.target import Measure


def applies_to(target: Any) -> bool:
    """A rate cannot exceed a share, and a milestone is done or not."""
    return target.measure not in (Measure.RATIO, Measure.MILESTONE)


def check(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """Compare the value to date with the share: an increment with the sum of the reports before, others alone."""
    value, share = context.value(target), context.shares.get(target.pk)
    if value is None or share is None:
        return ""
    to_date = value + context.earlier(target).total if target.measure == Measure.INCREMENT else value
    if to_date <= share:
        return ""
    words = {"value": format_number(to_date), "share": format_number(share)}
    return _("%(value)s to date is more than the share of %(share)s") % words


def describe(terms: RuleTerms) -> str:
    return _("not more than the unit's own share")
