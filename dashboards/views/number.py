"""The page of one number, with three tabs: its parts, the figures behind it, and what has changed it since a day."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from dashboards.views.changes import build_changes_context
from dashboards.views.common import build_common_context, get_place, render_not_begun, with_query
from dashboards.views.figures import build_figures_context
from dashboards.views.picture_files import respond_drawn
from dashboards.views.ranking_table import make_ranking_table
from dashboards.views.trend import build_trend_context, describe_trend
from dashboards.views.trend_chart import make_trend_chart
from dashboards.words import describe_reports
from pages.table_files import asked_kind, respond_table
from targets.results.explain import read_absent_share
from targets.results.parts import find_target, list_reported_returns, read_origin
from targets.results.place import ACCEPTED, SUBMITTED

KEPT_PARAMETERS = ("show", "since")


@require_safe
def number(request, plan_code, unit_code, period_code, target_code):
    place = get_place(request, plan_code, unit_code, period_code)
    target = find_target(place, target_code)
    if target is None:
        raise Http404
    if place.period is None:
        return render_not_begun(request, place)
    show = request.GET.get("show") if request.GET.get("show") in TABS else "parts"
    context = build_common_context(
        request, place, name="dashboards:total", kept=KEPT_PARAMETERS, target_code=target_code
    )
    context |= {"target": target, "show": show, "tabs": _build_tabs(place, target, show)} | TABS[show](
        request, place, target
    )
    if file := _respond_trend(request, place, target, context):
        return file
    if kind := asked_kind(request):
        lines = [context["line"], *(part for part, _counts in context.get("parts", ()))]
        names = place.plan.title, place.participant.short_name, target.name, place.period.name
        return respond_table(make_ranking_table(place, target, lines), kind, *names)
    single = context["single"]
    context["absent_share"] = read_absent_share(place, target, context["line"])
    context["counts"] = describe_reports(context["line"], place.basis, single=single)
    return render(request, "dashboards/number.html", context)


def _respond_trend(request, place, target, context):
    """The picture of the tab "trend" as a file; None where none is asked for."""
    if "picture" not in context:
        return None
    notes = (describe_trend(context["picture"], context["last_year"]), context["forecast_text"])
    return respond_drawn(
        request, place, context["picture"], f"{target.code} {target.name}", _("Trend"), notes=tuple(filter(None, notes))
    )


def _build_tabs(place, target, show):
    url = reverse("dashboards:total", args=[place.plan.code, place.participant.code, place.period.code, target.code])
    names = {
        "parts": _("What it is made of"),
        "trend": _("Trend"),
        "figures": _("The figures behind it"),
        "changes": _("What has changed"),
    }
    return [
        {
            "url": with_query(url, place.basis, show=each if each != "parts" else ""),
            "label": names[each],
            "active": each == show,
        }
        for each in TABS
    ]


def _build_parts_context(request, place, target):
    own_reports = list_reported_returns(place, target)
    origin = read_origin(place, target, own_reports)
    single = not origin.parts
    may_see_returns = policy.may(request.user, Verb.SEE_RETURN, place.participant)
    return {
        "origin": origin,
        "line": origin.line,
        "single": single,
        "parts": [(part, describe_reports(part, place.basis, single=_is_single_unit(part))) for part in origin.parts],
        "bars": make_trend_chart([line for _, line in origin.trend]),
        "trend": [(period, line, describe_reports(line, place.basis, single=single)) for period, line in origin.trend],
        "reports": own_reports if may_see_returns and _has_own_reports(origin, own_reports) else [],
    }


TABS = {
    "parts": _build_parts_context,
    "trend": build_trend_context,
    "figures": build_figures_context,
    "changes": build_changes_context,
}


def _has_own_reports(origin, own_reports):
    """A city that only sums its counties has returns (for its tasks) without this target: they are not shown."""
    return origin.owes or any(report.has_figure(basis) for report in own_reports for basis in (SUBMITTED, ACCEPTED))


def _is_single_unit(part):
    return part.areas.owing + part.bodies.owing <= 1
