"""The wall screen (大屏): how a plan stands at a unit in a few scenes, each filling a screen, one after the other."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.charts.bars import UnitNumber, make_bars_picture
from dashboards.charts.tiles import make_tile_map
from dashboards.charts.trend import make_trend_picture
from dashboards.overview_words import describe_laggards, describe_overall_before
from dashboards.views.common import get_place, render_not_begun
from dashboards.views.tiles import describe_quarters, place_tiles
from dashboards.views.trend import describe_trend, make_trend_rows
from dashboards.words import get_basis_label
from pages.formats import format_percent
from targets.results.board import UnitResults
from targets.results.overview import read_overview
from targets.results.parts import read_trend
from targets.results.tiles import read_tile_map
from targets.totals.queries.freshness import get_freshness

TILE_COLUMNS = 6  # a wide screen
MAX_BARS = 60


@require_safe
def wall(request, plan_code, unit_code):
    """The newest period that has begun, so that the screen goes on to the next by itself."""
    place = get_place(request, plan_code, unit_code)
    if place.period is None:
        return render_not_begun(request, place)
    if not place.targets:
        return redirect(reverse("dashboards:overview", args=[plan_code, unit_code, place.period.code]) + place.query)
    found, groups = read_overview(place), read_tile_map(place)
    target = found.worst_targets[0].line.target if found.worst_targets else place.targets[0]
    context = {
        "place": place,
        "plan": place.plan,
        "participant": place.participant,
        "period": place.period,
        "basis_name": get_basis_label(place.basis),
        "freshness": get_freshness(place.plan.pk),
        "overview": found,
        "overall_before": describe_overall_before(found),
        "tally": [(light, n) for light, n in found.tally if n or light != "unmet"],
        "targets": [(each.line, describe_laggards(each)) for each in found.worst_targets],
        "ranking": _draw_ranking(found.board),
        "tiles": make_tile_map(place_tiles(place, None, groups), columns=TILE_COLUMNS) if groups else None,
        "quarters": describe_quarters(),
        **_build_trend(place, target),
    }
    return render(request, "dashboards/wall.html", context)


def _draw_ranking(board):
    """The children of the largest kind as bars of their completion on the whole; None where there are none."""
    kinds: list[list[UnitResults]] = [children for _kind, children in board.ranked()]
    children = max(kinds, key=len, default=[])[:MAX_BARS]
    numbers = [
        UnitNumber(
            f"{child.rank} {child.participant.short_name}" if child.rank else child.participant.short_name, None,
            child.overall, format_percent(child.overall),
        )
        for child in children
    ]  # fmt: skip
    return make_bars_picture(numbers, shares=True) if numbers else None


def _build_trend(place, target):
    lines = dict(read_trend(place, target))
    line = lines[place.shown_period]
    picture = make_trend_picture(make_trend_rows(place, target, lines, None), line, None)
    return {"trend": picture, "trend_line": line, "trend_words": describe_trend(picture, None), "target": target}
