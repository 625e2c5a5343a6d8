"""Units by targets in one table: filtered, sorted and chosen by the address, as a page and as a file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.views.common import build_common_context, get_place, render_not_begun, with_query
from dashboards.views.matrix_table import get_shown_label, make_matrix_table, make_sheet_table
from dashboards.words import get_each_label
from pages.lights import LIGHTS
from pages.table_files import asked_kind, respond_table
from targets.doubts.queries.period_doubts import read_period_doubts
from targets.results.matrix import COMPLETION, SHOWN, WHOLE, MatrixChoice, read_matrix

MANY = 20  # targets; more print small
ASCENDING = "asc"
PARAMETERS = "level", "group", "light", "section", "t", "show", "sort", "order"


@require_safe
def matrix(request, plan_code, unit_code, period_code):
    """The areas below a unit with all targets. ``?level=``, ``group``, ``light``, ``section``, ``t`` (a target;
    several), ``show`` (what a cell shows), ``sort`` and ``order=asc``; see ``MatrixChoice``."""
    place = get_place(request, plan_code, unit_code, period_code)
    if place.period is None:
        return render_not_begun(request, place)
    if not place.targets:
        return redirect(reverse("dashboards:unit", args=[plan_code, unit_code, period_code]) + place.query)
    found = read_matrix(place, _read_choice(request.GET))
    table = make_matrix_table(place, found, read_period_doubts(request.user, place))
    if kind := asked_kind(request):
        names = place.plan.title, place.participant.short_name, place.period.name, _("Units by targets")
        return respond_table(make_sheet_table(table), kind, *names)
    context = build_common_context(request, place, name="dashboards:matrix", kept=PARAMETERS) | {
        "matrix": found,
        "choice": found.choice,
        "table": table,
        "whole": _sort_link(place, found.choice, WHOLE),
        "columns": [_make_column(place, found.choice, head) for head in table.heads],
        "levels": [(level, get_each_label(level)) for level in found.levels],
        "lights": LIGHTS,
        "shown": [(each, get_shown_label(each)) for each in SHOWN],
        "many": len(found.targets) > MANY,
        "all_url": with_query(_address(place), place.basis),
    }
    return render(request, "dashboards/matrix.html", context)


def _read_choice(query):
    light = query.get("light", "")
    return MatrixChoice(
        query.get("level", ""), query.get("group", ""), light if light in LIGHTS else "", query.get("section", ""),
        tuple(query.getlist("t")), query.get("sort", ""), query.get("order") == ASCENDING, query.get("show", ""),
    )  # fmt: skip


def _address(place):
    return reverse("dashboards:matrix", args=[place.plan.code, place.participant.code, place.period.code])


def _sort_link(place, choice, sort):
    """{url, aria}: the address that sorts by this column, the largest first, or the other way round where it is so
    already; and how the column is sorted now."""
    active = choice.sort == sort
    turned = active and not choice.ascending
    query = {
        "level": choice.level, "group": choice.group, "light": choice.light, "section": choice.section,
        "t": list(choice.codes), "show": "" if choice.shown == COMPLETION else choice.shown, "sort": sort,
        "order": ASCENDING if turned else "",
    }  # fmt: skip
    aria = ("ascending" if choice.ascending else "descending") if active else ""
    return {"url": with_query(_address(place), place.basis, **query), "aria": aria}


def _make_column(place, choice, head):
    """{head, sort, ranking}: a head with the addresses that sort by it and that rank all units by it."""
    names = [place.plan.code, place.participant.code, place.period.code, head.code]
    ranking = with_query(reverse("dashboards:ranking", args=names), place.basis, level=choice.level)
    return {"head": head, "sort": _sort_link(place, choice, head.code), "ranking": ranking}
