"""The page of one number: what it is made of, how it came about, and the figures behind it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from dashboards.queries.parts import find_target, read_origin, read_reports
from dashboards.queries.place import ACCEPTED, SUBMITTED
from dashboards.views.bars import bars
from dashboards.views.common import common, nothing_yet, place_of
from dashboards.words import reports


@require_safe
def number(request, plan_code, unit_code, period_code, target_code):
    place = place_of(request, plan_code, unit_code, period_code)
    target = find_target(place, target_code)
    if target is None:
        raise Http404
    if place.period is None:
        return nothing_yet(request, place)
    own_reports = read_reports(place, target)
    origin = read_origin(place, target, own_reports)
    single = not origin.parts
    may_see_returns = policy.may(request.user, Verb.SEE_RETURN, place.participant)
    context = common(request, place, target_code=target_code) | {
        "target": target,
        "origin": origin,
        "line": origin.line,
        "single": single,
        "counts": reports(origin.line, place.basis, single=single),
        "parts": [(part, reports(part, place.basis, single=_alone(part))) for part in origin.parts],
        "bars": bars([line for _, line in origin.trend]),
        "trend": [(period, line, reports(line, place.basis, single=single)) for period, line in origin.trend],
        "reports": own_reports if may_see_returns and _worth_showing(origin, own_reports) else [],
    }
    return render(request, "dashboards/number.html", context)


def _worth_showing(origin, own_reports):
    """A city that only sums its counties has returns (its tasks) without this target: they say nothing here."""
    return origin.owes or any(report.on(basis) for report in own_reports for basis in (SUBMITTED, ACCEPTED))


def _alone(part):
    return part.areas.owing + part.bodies.owing <= 1
