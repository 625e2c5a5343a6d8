"""The page of one unit in one period: the same for a province, a city and a county."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.queries.board import LIGHTS, read_board
from dashboards.queries.tasks import STATES, read_tasks
from dashboards.views.common import common, nothing_yet, place_of
from dashboards.views.lights import drawn, matrix
from dashboards.words import group_name, reports


@require_safe
def latest(request, plan_code, unit_code):
    """On to the newest period that has begun."""
    place = place_of(request, plan_code, unit_code)
    if place.period is None:
        return nothing_yet(request, place)
    return redirect(reverse("dashboards:unit", args=[plan_code, unit_code, place.period.code]) + place.query)


@require_safe
def unit(request, plan_code, unit_code, period_code):
    place = place_of(request, plan_code, unit_code, period_code)
    if place.period is None:
        return nothing_yet(request, place)
    board = read_board(place)
    single = not board.children
    context = common(request, place) | {
        "board": board,
        "single": single,
        "lines": [(line, reports(line, place.basis, single=single)) for line in board.own.lines],
        "tally": [(light, board.own.lights[light]) for light in LIGHTS],
        "ranking": [(group_name(kind, [r.participant for r in rows]), rows) for kind, rows in board.ranked()],
        "matrix": matrix(place, board),
        "lights": [(light, drawn(light)) for light in (*LIGHTS, "")],
        "states": STATES,
        "sections": read_tasks(place),
    }
    return render(request, "dashboards/unit.html", context)
