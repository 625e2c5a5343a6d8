"""The pages of one number: what it is made of, the figures behind it, and what has changed it since a day."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from dashboards.queries.parts import find_target, read_origin, read_reports
from dashboards.queries.place import ACCEPTED, SUBMITTED
from dashboards.views.bars import bars
from dashboards.views.changes import changes_of
from dashboards.views.common import common, nothing_yet, place_of, with_query
from dashboards.views.figures import figures_of
from dashboards.words import reports

KEPT = ("show", "since")


@require_safe
def number(request, plan_code, unit_code, period_code, target_code):
    place = place_of(request, plan_code, unit_code, period_code)
    target = find_target(place, target_code)
    if target is None:
        raise Http404
    if place.period is None:
        return nothing_yet(request, place)
    show = request.GET.get("show") if request.GET.get("show") in SHOWN else "parts"
    context = common(request, place, name="dashboards:total", kept=KEPT, target_code=target_code)
    context |= {"target": target, "show": show, "tabs": _tabs(place, target, show)} | SHOWN[show](
        request, place, target
    )
    single = context["single"]
    context["counts"] = reports(context["line"], place.basis, single=single)
    return render(request, "dashboards/number.html", context)


def _tabs(place, target, show):
    url = reverse("dashboards:total", args=[place.plan.code, place.participant.code, place.period.code, target.code])
    names = {"parts": _("What it is made of"), "figures": _("The figures behind it"), "changes": _("What has changed")}
    return [
        {
            "url": with_query(url, place.basis, show=each if each != "parts" else ""),
            "label": names[each],
            "active": each == show,
        }
        for each in SHOWN
    ]


def _parts_of(request, place, target):
    own_reports = read_reports(place, target)
    origin = read_origin(place, target, own_reports)
    single = not origin.parts
    may_see_returns = policy.may(request.user, Verb.SEE_RETURN, place.participant)
    return {
        "origin": origin,
        "line": origin.line,
        "single": single,
        "parts": [(part, reports(part, place.basis, single=_alone(part))) for part in origin.parts],
        "bars": bars([line for _, line in origin.trend]),
        "trend": [(period, line, reports(line, place.basis, single=single)) for period, line in origin.trend],
        "reports": own_reports if may_see_returns and _worth_showing(origin, own_reports) else [],
    }


SHOWN = {"parts": _parts_of, "figures": figures_of, "changes": changes_of}


def _worth_showing(origin, own_reports):
    """A city that only sums its counties has returns (its tasks) without this target: they say nothing here."""
    return origin.owes or any(report.on(basis) for report in own_reports for basis in (SUBMITTED, ACCEPTED))


def _alone(part):
    return part.areas.owing + part.bodies.owing <= 1
