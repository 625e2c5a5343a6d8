"""One target over all units of a level, ranked, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.views.common import build_common_context, get_place, render_not_begun
from dashboards.views.ranking_table import make_ranking_table
from dashboards.words import describe_data_period
from orgs.models import Level
from pages.lights import LIGHTS, light_name
from pages.table_files import asked_kind, respond_table
from targets.results.parts import find_target
from targets.results.ranking import read_ranking

PAGE_SIZE = 100


@require_safe
def ranking(request, plan_code, unit_code, period_code, target_code):
    """All units of a level, paginated."""
    place, target = _get_place_and_target(request, plan_code, unit_code, period_code, target_code)
    if place.period is None:
        return render_not_begun(request, place)
    found = _read_ranking(request, place, target)
    kept = {"level": found.level, "group": found.group.name if found.group else "", "light": _get_light(request)}
    lines = _filter_lines(found, kept["light"])
    context = build_common_context(
        request, place, name="dashboards:ranking", kept=tuple(kept), target_code=target_code
    ) | {
        "target": target,
        "ranking": found,
        "levels": [(each, Level(each).label) for each in found.levels],
        "lights": [(each, light_name(each)) for each in LIGHTS],
        "light": kept["light"],
        "data_period": describe_data_period(next((line.data_code for line in lines), "")),
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "count": len(lines),
        "download": _reverse("dashboards:ranking_file", place, target),
    }
    return render(request, "dashboards/ranking.html", context)


@require_safe
def ranking_file(request, plan_code, unit_code, period_code, target_code):
    """The same rows as a file."""
    place, target = _get_place_and_target(request, plan_code, unit_code, period_code, target_code)
    if place.period is None:
        raise Http404
    lines = _filter_lines(_read_ranking(request, place, target), _get_light(request))
    names = [place.plan.title, place.participant.short_name, target.name, place.period.name, _("Ranking")]
    return respond_table(make_ranking_table(place, target, lines), asked_kind(request), *names)


def _get_place_and_target(request, plan_code, unit_code, period_code, target_code):
    place = get_place(request, plan_code, unit_code, period_code)
    target = find_target(place, target_code)
    if target is None:
        raise Http404
    return place, target


def _reverse(name, place, target):
    return reverse(name, args=[place.plan.code, place.participant.code, place.period.code, target.code])


def _read_ranking(request, place, target):
    return read_ranking(place, target, level=request.GET.get("level", ""), group=request.GET.get("group", ""))


def _get_light(request):
    light = request.GET.get("light", "")
    return light if light in LIGHTS else ""


def _filter_lines(found, light):
    return [line for line in found.lines if light in ("", line.standing.light)]
