"""The page of one unit in one period: the same for a province, a city and a county."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.queries.board import read_board
from dashboards.queries.tasks import STATES, read_tasks
from dashboards.queries.wide import read_levels, read_wide
from dashboards.views.common import common, nothing_yet, place_of, with_query
from dashboards.views.lights import drawn, heads, matrix, wide_rows
from dashboards.words import each_of, group_name, reports
from pages.lights import LIGHTS


@require_safe
def latest(request, plan_code, unit_code):
    """On to the newest period that has begun."""
    place = place_of(request, plan_code, unit_code)
    if place.period is None:
        return nothing_yet(request, place)
    return redirect(reverse("dashboards:unit", args=[plan_code, unit_code, place.period.code]) + place.query)


@require_safe
def unit(request, plan_code, unit_code, period_code):
    """The children of the place, or with ``?level=`` all units of the level after the next."""
    place = place_of(request, plan_code, unit_code, period_code)
    if place.period is None:
        return nothing_yet(request, place)
    levels = read_levels(place)
    wide = levels[1] if request.GET.get("level") in levels[1:] else ""
    board = read_wide(place, wide) if wide else read_board(place)
    single = not board.children
    context = common(request, place, kept=("level",) if wide else ()) | {
        "board": board,
        "single": single,
        "wide": wide,
        "levels": _levels(place, levels, wide),
        "lines": [(line, reports(line, place.basis, single=single)) for line in board.own.lines],
        "tally": [(light, board.own.lights[light]) for light in LIGHTS],
        "ranking": [(group_name(kind, [r.participant for r in rows]), rows) for kind, rows in board.ranked()],
        "lights": [(light, drawn(light)) for light in (*LIGHTS, "")],
        "states": STATES,
        "sections": read_tasks(place),
    }
    if wide:
        context |= {"heads": heads(place, board, wide), "rows": wide_rows(board)}
    else:
        context["matrix"] = matrix(place, board)
    return render(request, "dashboards/unit.html", context)


def _levels(place, levels, wide):
    """The choice between the units right below and those one level further: dicts for components/_tabs.html."""
    address = reverse("dashboards:unit", args=[place.plan.code, place.participant.code, place.period.code])
    return [
        {
            "url": with_query(address, place.basis, level=level if deeper else "") + "#below",
            "label": each_of(level),
            "active": deeper == bool(wide),
        }
        for deeper, level in enumerate(levels)
    ]
