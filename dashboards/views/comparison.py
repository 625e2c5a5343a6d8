"""A few units side by side in one target: their lines through the year in one picture, and a table beside it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.views.common import build_common_context, render_not_begun, with_query
from dashboards.views.matrix_table import get_shown_label
from dashboards.views.picture_files import respond_drawn
from dashboards.views.ranking import get_place_and_target
from dashboards.views.ranking_table import get_completion_value, get_date_value
from dashboards.views.unit_pictures import describe, draw_trends
from dashboards.words import get_basis_label
from pages.lights import light_name
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable
from targets.results.matrix import COMPLETION, VALUE
from targets.results.parts import read_trends
from targets.results.ranking import find_areas

MOST = 8  # units in one picture


@require_safe
def comparison(request, plan_code, unit_code, period_code, target_code):
    """The areas below a unit that ``?c=`` names (their codes; up to ``MOST``); ``show=value`` draws their numbers to
    date, else their completions."""
    place, target = get_place_and_target(request, plan_code, unit_code, period_code, target_code)
    if place.period is None:
        return render_not_begun(request, place)
    codes = list(dict.fromkeys(request.GET.getlist("c")))
    found = find_areas(place.participant, codes)
    units, shown = found[:MOST], VALUE if request.GET.get("show") == VALUE else COMPLETION
    whole, *trends = read_trends(place, target, [place.participant, *units])
    if kind := asked_kind(request):
        names = place.plan.title, place.participant.short_name, target.name, place.period.name, _("Comparison")
        return respond_table(_make_table(place, target, [*trends, whole]), kind, *names)
    picture = draw_trends(place, trends, whole, shown) if units else None
    title = f"{target.code} {target.name}", get_shown_label(shown), _("Comparison")
    if file := respond_drawn(request, place, picture, *title, notes=_list_notes(place, picture, shown)):
        return file
    context = build_common_context(
        request, place, name="dashboards:comparison", kept=("c", "show"), target_code=target_code
    ) | {
        "target": target,
        "units": units,
        "left_out": len(found) - len(units),
        "most": MOST,
        "rows": [_make_row(trend) for trend in [*trends, whole]],
        "begun": [period for period, _line in whole],
        "picture": picture,
        "show": shown,
        "shown": _list_shown(place, target, units, shown),
        "choose": with_query(_address("ranking", place, target), place.basis, c=[unit.code for unit in units],
                             level=units[0].unit.level if units else ""),
    }  # fmt: skip
    return render(request, "dashboards/comparison.html", context)


def _list_notes(place, picture, shown):
    """What a line that has no name of its own means, below the picture as a file."""
    if picture is None or shown != COMPLETION:
        return ()
    above = _("Broad and grey: %(unit)s as a whole.") % {"unit": place.participant.short_name}
    return (_("Dotted: the pace.") + above,) if picture.pace else (above,)


def _address(name, place, target):
    return reverse(f"dashboards:{name}", args=[place.plan.code, place.participant.code, place.period.code, target.code])


def _list_shown(place, target, units, shown):
    """What the picture may draw: dicts for components/_tabs.html."""
    url, codes = _address("comparison", place, target), [unit.code for unit in units]
    return [
        {
            "url": with_query(url, place.basis, c=codes, show=each if each != COMPLETION else ""),
            "label": get_shown_label(each),
            "active": each == shown,
        }
        for each in (COMPLETION, VALUE)
    ]


def _make_row(trend):
    """A unit with [(line, its completion in words)], one for each period that has begun."""
    return {"unit": trend[-1][1].participant, "cells": [(line, describe(line, COMPLETION)) for _, line in trend]}


def _make_table(place, target, trends):
    title = f"{place.plan.title} {target.code} {target.name} {place.shown_period.name} {get_basis_label(place.basis)}"
    labels = _("To date"), _("Completion"), _("Light")
    heads = [_("Unit"), *(f"{period.name} {label}" for period, _line in trends[-1] for label in labels)]
    rows = [
        [trend[-1][1].participant.name, *(value for _, line in trend for value in _list_values(line))]
        for trend in trends
    ]
    return SheetTable(title, heads, rows, sheet=_("Comparison"))


def _list_values(line):
    return get_date_value(line), get_completion_value(line.standing), light_name(line.standing.light)
