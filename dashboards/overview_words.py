"""Sentences of the overview: why a target or a unit lags, and what has changed."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pages.formats import Rounding, format_number, format_percent, round_beside_bounds
from pages.lights import light_name
from targets.results.overview import LaggingTarget, LightChange, Overview
from targets.results.reasons import Laggard, TargetCost
from targets.totals.standing import HUNDRED


def describe_laggards(found: LaggingTarget) -> str:
    """Which units hold a target back, and by how much; "" where none below does."""
    phrases = [_describe_laggard(each) for each in found.laggards]
    if found.silent:
        text = ngettext("%(count)s unit has not reported", "%(count)s units have not reported", found.silent)
        phrases.append(text % {"count": found.silent})
    return pgettext("between phrases", ", ").join(phrases)


def _describe_laggard(each: Laggard) -> str:
    words = {"unit": each.participant.short_name, "measure": each.line.target.unit}
    if each.missing:
        words["n"] = format_number(each.missing, Rounding(each.line.target.decimals))
        return _("%(unit)s is %(n)s %(measure)s short of its pace") % words
    if each.line.standing.lag is not None and each.line.standing.distance is None:
        words["points"] = _points(each.line.standing.lag)
        return _("%(unit)s is %(points)s points behind") % words
    return _("%(unit)s has not kept it") % words


def describe_costs(costs: list[TargetCost]) -> str:
    """Which targets cost a unit most of its overall completion."""
    phrases = [
        _("%(target)s −%(points)s points") % {"target": each.line.target.name, "points": _points(each.points)}
        for each in costs
    ]
    return pgettext("between phrases", ", ").join(phrases)


def describe_change(change: LightChange) -> str:
    """The light before and now: 正常 → 滞后."""
    words = {"before": light_name(change.before), "now": light_name(change.line.standing.light)}
    return _("%(before)s → %(now)s") % words


def describe_overall_before(overview: Overview) -> str:
    """The overall completion at the end of the period before, which the page compares with; "" for none."""
    if overview.before is None or overview.overall_before is None:
        return ""
    words = {"period": overview.before.name, "before": format_percent(overview.overall_before)}
    return _("%(period)s: %(before)s") % words


def _points(points: Decimal) -> str:
    return format_number(round_beside_bounds(points, 1, (Decimal(0), HUNDRED)), 1)
