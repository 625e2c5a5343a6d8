"""The page of one unit in one period: the same for a province, a city and a county."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.views.common import build_common_context, get_place, render_not_begun, with_query
from dashboards.views.lights import matrix
from dashboards.views.ranking_table import make_board_table
from dashboards.words import describe_reports, get_group_label, get_kind_label
from pages.lights import LIGHTS
from pages.table_files import asked_kind, respond_table
from targets.results.board import read_board
from targets.results.task_summary import read_task_summary
from targets.results.tasks import STATES, list_section_tasks
from targets.totals.standing import NOT_APPLICABLE, NOT_BEGUN


@require_safe
def latest(request, plan_code, unit_code):
    """On to the newest period that has begun."""
    place = get_place(request, plan_code, unit_code)
    if place.period is None:
        return render_not_begun(request, place)
    return redirect(reverse("dashboards:unit", args=[plan_code, unit_code, place.period.code]) + place.query)


@require_safe
def unit(request, plan_code, unit_code, period_code):
    """The place and its children; ``?light=`` limits the list of targets to those with this light."""
    place = get_place(request, plan_code, unit_code, period_code)
    if place.period is None:
        return render_not_begun(request, place)
    if not place.targets:
        return _task_page(request, place)
    board = read_board(place)
    if kind := asked_kind(request):
        names = place.plan.title, place.participant.short_name, place.period.name, _("Totals")
        return respond_table(make_board_table(place, board), kind, *names)
    single, asked = not board.children, request.GET.get("light")
    light = asked if asked in LIGHTS else ""
    lines = [line for line in board.own.lines if not light or line.standing.light == light]
    early = [NOT_BEGUN] if any(line.standing.light == NOT_BEGUN for line in board.own.lines) else []
    context = build_common_context(request, place, kept=("light",)) | {
        "board": board,
        "single": single,
        "light": light,
        "lines": [(line, describe_reports(line, place.basis, single=single)) for line in lines],
        "tally": [(each, board.own.lights[each], _light_url(place, each)) for each in LIGHTS],
        "all_url": _light_url(place, ""),
        "ranking": [(get_group_label(kind, [r.participant for r in rows]), rows) for kind, rows in board.ranked()],
        "lights": (*LIGHTS, "", NOT_APPLICABLE, *early),
        "states": STATES,
        "sections": list_section_tasks(place),
        "matrix": matrix(place, board),
    }
    return render(request, "dashboards/unit.html", context)


def _light_url(place, light):
    address = reverse("dashboards:unit", args=[place.plan.code, place.participant.code, place.period.code])
    return with_query(address, place.basis, light=light) + "#targets-title"


def _task_page(request, place):
    """The page of a plan without targets: how its tasks stand."""
    summary = read_task_summary(place)
    context = build_common_context(request, place) | {
        "summary": summary,
        "sections": summary.sections,
        "states": STATES,
        "offices": [(get_kind_label(kind), offices) for kind, offices in summary.offices],
    }
    return render(request, "dashboards/tasks.html", context)
