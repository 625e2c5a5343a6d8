"""One target over all units of a level: ranked, as bars and as a table, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.views.common import build_common_context, get_place, render_not_begun
from dashboards.views.matrix_table import get_shown_label
from dashboards.views.picture_files import respond_drawn
from dashboards.views.ranking_table import make_ranking_table
from dashboards.views.unit_pictures import MAX_BARS, draw_bars
from dashboards.words import describe_data_period
from orgs.models import Level
from pages.lights import LIGHTS, light_name
from pages.table_files import asked_kind, respond_table
from targets.results.matrix import COMPLETION, VALUE
from targets.results.parts import find_target
from targets.results.ranking import GAP, RANK, SORTS, TREE, WORST, read_ranking
from targets.results.ranking import VALUE as BY_VALUE

PAGE_SIZE = 100
KEPT = "level", "group", "above", "light", "sort", "show", "c"


@require_safe
def ranking(request, plan_code, unit_code, period_code, target_code):
    """All units of a level, paginated. ``?level=``, ``group``, ``above`` (the code of an area), ``light``, ``sort``
    (see ``read_ranking``), ``show`` (what the bars show) and ``c`` (codes of units that are ticked; several)."""
    place, target = get_place_and_target(request, plan_code, unit_code, period_code, target_code)
    if place.period is None:
        return render_not_begun(request, place)
    found, light = _read_ranking(request, place, target), _get_light(request)
    lines = _filter_lines(found, light)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = VALUE if request.GET.get("show") == VALUE else COMPLETION
    picture = draw_bars(lines[:MAX_BARS], shown) if lines else None
    names = f"{target.code} {target.name}", get_shown_label(shown)
    if file := respond_drawn(request, place, picture, *names):
        return file
    context = build_common_context(request, place, name="dashboards:ranking", kept=KEPT, target_code=target_code) | {
        "target": target,
        "ranking": found,
        "levels": [(each, Level(each).label) for each in found.levels],
        "lights": [(each, light_name(each)) for each in LIGHTS],
        "light": light,
        "sorts": [(each, get_sort_label(each)) for each in SORTS],
        "sort": _get_sort(request),
        "show": shown,
        "data_period": describe_data_period(next((line.data_code for line in lines), "")),
        "page": page,
        "count": len(lines),
        "picture": picture,
        "max_bars": MAX_BARS if len(lines) > MAX_BARS else 0,
        **_find_ticked(request, found, page.object_list),
        "download": _reverse("dashboards:ranking_file", place, target),
    }
    return render(request, "dashboards/ranking.html", context)


@require_safe
def ranking_file(request, plan_code, unit_code, period_code, target_code):
    """The same rows as a file."""
    place, target = get_place_and_target(request, plan_code, unit_code, period_code, target_code)
    if place.period is None:
        raise Http404
    lines = _filter_lines(_read_ranking(request, place, target), _get_light(request))
    names = [place.plan.title, place.participant.short_name, target.name, place.period.name, _("Ranking")]
    return respond_table(make_ranking_table(place, target, lines), asked_kind(request), *names)


def get_place_and_target(request, plan_code, unit_code, period_code, target_code):
    """The place of the address and its target. Raises Http404 for a target that the plan has not."""
    place = get_place(request, plan_code, unit_code, period_code)
    target = find_target(place, target_code)
    if target is None:
        raise Http404
    return place, target


def get_sort_label(sort: str) -> str:
    """An order of the lines, in words."""
    return {
        RANK: _("by rank, the best first"),
        WORST: _("by completion, the lowest first"),
        BY_VALUE: _("by the number to date, the largest first"),
        GAP: _("furthest behind its pace first"),
        TREE: _("in the order of the units"),
    }[sort]


def _reverse(name, place, target):
    return reverse(name, args=[place.plan.code, place.participant.code, place.period.code, target.code])


def _read_ranking(request, place, target):
    asked = {name: request.GET.get(name, "") for name in ("level", "group", "above")}
    return read_ranking(place, target, **asked, sort=_get_sort(request))


def _get_sort(request):
    sort = request.GET.get("sort", RANK)
    return sort if sort in SORTS else RANK


def _get_light(request):
    light = request.GET.get("light", "")
    return light if light in LIGHTS else ""


def _filter_lines(found, light):
    return [line for line in found.lines if light in ("", line.standing.light)]


def _find_ticked(request, found, shown):
    """``ticked``: the codes that the address names; ``elsewhere``: those that are not on this page of the table."""
    codes, here = request.GET.getlist("c"), {line.participant.code for line in shown}
    return {"ticked": codes, "elsewhere": [code for code in dict.fromkeys(codes) if code not in here]}
