"""The units below a place ranked on the whole, with reasons, movement and timeliness; as a page and as a file."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.overview_words import describe_costs
from dashboards.views.common import build_common_context, get_place, render_not_begun
from dashboards.views.ranking_table import get_share_value
from dashboards.words import get_basis_label, get_group_label
from orgs.models import Level
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable
from targets.results.overall_ranking import read_overall_ranking

MAX_COSTS = 3


@require_safe
def overall_ranking(request, plan_code, unit_code, period_code):
    place = get_place(request, plan_code, unit_code, period_code)
    if place.period is None:
        return render_not_begun(request, place)
    found = read_overall_ranking(place, level=request.GET.get("level", ""), group=request.GET.get("group", ""))
    if kind := asked_kind(request):
        names = place.plan.title, place.participant.short_name, place.period.name, _("Ranking")
        return respond_table(_make_table(place, found), kind, *names)
    context = build_common_context(request, place, name="dashboards:overall_ranking", kept=("level", "group")) | {
        "ranking": found,
        "levels": [(each, Level(each).label) for each in found.levels],
        "kinds": [
            (
                get_group_label(kind, [unit.participant for unit in units]),
                [(unit, describe_costs(unit.costs[:MAX_COSTS])) for unit in units],
            )
            for kind, units in found.kinds
        ],
    }
    return render(request, "dashboards/overall_ranking.html", context)


def _make_table(place, found):
    title = f"{place.plan.title} {place.participant.name} {place.period.name} {get_basis_label(place.basis)}"
    heads = [
        _("Unit"), _("Kind"), _("Rank"), _("Rank before"), _("On the whole"), _("Before"), _("What cost most"),
        _("Returns owed"), _("In time"), _("Late"), _("Missing"), _("Times sent back"),
    ]  # fmt: skip
    rows = [
        _make_row(get_group_label(kind, [u.participant for u in units]), u)
        for kind, units in found.kinds
        for u in units
    ]
    return SheetTable(title, heads, rows, sheet=_("Ranking"))


def _make_row(kind, unit):
    times = unit.timeliness
    return [
        unit.participant.name, kind, unit.results.rank, unit.rank_before, get_share_value(unit.results.overall),
        get_share_value(unit.overall_before), describe_costs(unit.costs[:MAX_COSTS]),
        times.owed, times.in_time, times.late, times.missing, times.sent_back,
    ]  # fmt: skip
