"""The map of tiles of a unit: those below each area side by side, with one target or on the whole; and its table."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dashboards.charts.office_map import make_map_picture
from dashboards.charts.tiles import PlacedGroup, TileNumber, make_tile_map, place_groups
from dashboards.forms import describe_use
from dashboards.models import OfficeMap
from dashboards.views.common import build_common_context, get_place, render_not_begun, with_query
from dashboards.views.matrix_table import find_quarter
from dashboards.views.picture_files import respond_drawn
from dashboards.views.ranking_table import get_completion_value, get_date_value, get_share_value
from dashboards.views.unit_pictures import describe
from dashboards.words import describe_data_period, get_basis_label
from pages.formats import format_percent
from pages.lights import NAMES, light_name
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable
from targets.results.board import UnitResults
from targets.results.matrix import COMPLETION
from targets.results.parts import find_target
from targets.results.tiles import read_tile_map
from targets.totals.standing import RED

MAP = "map"


@require_safe
def tiles(request, plan_code, unit_code, period_code):
    """``?t=`` is the code of the target; without it, how the units stand on the whole. ``view=map`` shows the office's
    own map, where it brought one."""
    place = get_place(request, plan_code, unit_code, period_code)
    if place.period is None:
        return render_not_begun(request, place)
    if not place.targets:
        return redirect(reverse("dashboards:unit", args=[plan_code, unit_code, period_code]) + place.query)
    target = find_asked_target(request, place)
    groups = read_tile_map(place, target)
    if kind := asked_kind(request):
        names = place.plan.title, place.participant.short_name, target.name if target else "", place.period.name
        return respond_table(_make_table(place, target, groups), kind, *names, _("Tiles"))
    placed = place_tiles(place, target, groups)
    office_map = find_office_map(place)
    chart = _draw_map(place, target, groups, office_map) if office_map and request.GET.get("view") == MAP else None
    title = f"{target.code} {target.name}" if target else _("On the whole"), _("Tiles")
    notes = (
        *((describe_use(office_map),) if chart and office_map else ()),
        *(() if target else (describe_quarters(),)),
    )
    picture = chart or (make_tile_map(placed) if placed else None)
    if file := respond_drawn(request, place, picture, *title, notes=notes):
        return file
    first = groups[0].head.lines[0] if target and groups else None
    context = build_common_context(request, place, name="dashboards:tiles", kept=("t", "view")) | {
        "target": target,
        "groups": placed,
        "chart": chart,
        "use": describe_use(office_map) if chart and office_map else "",
        "views": _list_views(place, target, chart) if office_map else [],
        "quarters": describe_quarters(),
        "alone": len(placed) == 1,
        "rows": list(list_units(groups)),
        "lights": _list_lights(placed) if target else [],
        "data_period": describe_data_period(first.data_code) if first else "",
    }
    return render(request, "dashboards/tiles.html", context)


def find_office_map(place):
    """The map that the office of the place brought; None where it brought none."""
    return OfficeMap.objects.filter(unit_id=place.participant.unit_id).first()


def _draw_map(place, target, groups, office_map):
    """The map with the units of the tiles; where it has none of a group, with the area above them."""
    number, shapes = _make_target_number if target else _make_whole_number, office_map.shapes
    units: list[UnitResults] = []
    for group in groups:
        inside = any(tile.participant.code in shapes["areas"] for tile in group.tiles)
        above = group.head.participant.code in shapes["areas"]
        units += group.tiles if inside or not above else [group.head]
    return make_map_picture(shapes, [(unit.participant.code, number(place, unit)) for unit in units])


def _list_views(place, target, chart):
    """The choice between tiles and map: dicts for components/_tabs.html."""
    url = reverse("dashboards:tiles", args=[place.plan.code, place.participant.code, place.period.code])
    code = target.code if target else ""
    labels = (("", _("Tiles"), chart is None), (MAP, _("Map"), chart is not None))
    return [
        {"url": with_query(url, place.basis, t=code, view=view), "label": label, "active": active}
        for view, label, active in labels
    ]


def describe_quarters():
    """What the colours and marks of tiles mean where they show units on the whole."""
    return _(
        "The darker, the more of what is owed is done (by quarters). The red diamond: how many targets are far behind."
    )


def find_asked_target(request, place):
    """The target that ``?t=`` names; None without it. Raises Http404 for one that the plan has not."""
    code = request.GET.get("t", "")
    target = find_target(place, code) if code else None
    if code and target is None:
        raise Http404
    return target


def place_tiles(place, target, groups) -> list[PlacedGroup]:
    """The groups of ``read_tile_map`` as pictures."""
    number = _make_target_number if target else _make_whole_number
    return place_groups(
        [
            (number(place, group.head), [number(place, tile) for tile in group.tiles])
            for group in groups
        ]
    )  # fmt: skip


def _list_lights(placed):
    """The lights of the tiles, in the order of legends."""
    found = {tile.number.light for group in placed for tile in group.tiles}
    return [light for light in NAMES if light in found]


def list_units(groups):
    """[(results, whether it is the head of a group)] of all units of a map, each once, in its order."""
    for group in groups:
        yield group.head, True
        for tile in group.tiles:
            yield tile, False


def _make_target_number(place, unit):
    (line,) = unit.lines
    light, text = line.standing.light, describe(line, COMPLETION)
    words = pgettext("between phrases", ", ").join((unit.participant.name, light_name(light), text))
    names = [place.plan.code, unit.participant.code, place.period.code, line.target.code]
    url = reverse("dashboards:total", args=names) + place.query
    return TileNumber(unit.participant.short_name, url, light, light or "none", text, 0, words)


def _make_whole_number(place, unit):
    text, far = format_percent(unit.overall), unit.lights[RED]
    phrases = [unit.participant.name, text, *([_("%(n)s targets far behind") % {"n": far}] if far else [])]
    url = reverse("dashboards:unit", args=[place.plan.code, unit.participant.code, place.period.code]) + place.query
    colour = "none" if unit.overall is None else find_quarter(unit.overall)
    words = pgettext("between phrases", ", ").join(phrases)
    return TileNumber(unit.participant.short_name, url, None, colour, text, far, words)


def _make_table(place, target, groups):
    title = f"{place.plan.title} {place.participant.name} {place.period.name} {get_basis_label(place.basis)}"
    units = [unit for unit, _head in list_units(groups)]
    above = [unit.participant.parent.short_name if unit.participant.parent_id else None for unit in units]
    if target:
        heads = [_("Unit"), _("Belongs to"), _("To date"), _("Completion"), _("Light")]
        lines = [unit.lines[0] for unit in units]
        numbers = [[get_date_value(x), get_completion_value(x.standing), light_name(x.standing.light)] for x in lines]
        title = f"{title} {target.code} {target.name}"
    else:
        heads = [_("Unit"), _("Belongs to"), _("On the whole"), _("Targets far behind")]
        numbers = [[get_share_value(unit.overall), unit.lights[RED]] for unit in units]
    rows = [[unit.participant.name, *rest] for unit, *rest in zip(units, above, strict=True)]
    rows = [[*row, *more] for row, more in zip(rows, numbers, strict=True)]
    return SheetTable(title, heads, rows, sheet=_("Tiles"))
