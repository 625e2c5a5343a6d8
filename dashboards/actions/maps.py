"""Take an office's map of the units below it, or remove it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from dashboards.maps.geojson import MAX_AREAS, MAX_BYTES, MAX_POINTS, MapArea, Ring, UnreadableMap, read_areas
from dashboards.maps.outlines import flatten
from dashboards.models import OfficeMap
from orgs.models import Unit

MAX_UNMATCHED = 200  # names that are listed


def save_map(unit: Unit, data: bytes, *, source: str, review_number: str = "", by: Person) -> OfficeMap:
    """Read the GeoJSON ``data`` as the map of the units below ``unit``, instead of the one that it has.

    Without a ``review_number`` (审图号) it is for internal use. Raises Refused with the reason, and then changes
    nothing; PermissionDenied for anybody but an administrator of the unit.
    """
    policy.require(by, Verb.MANAGE_UNITS, unit)
    source, review_number = source.strip(), review_number.strip()
    if not source:
        raise _refuse("source", _("Say where the map comes from."))
    try:
        areas = read_areas(data)
    except UnreadableMap as problem:
        raise _refuse("file", describe_problem(problem)) from None
    matched, unmatched = _match(unit, areas)
    if not matched:
        words = _(
            "No area of the map has the code of a unit below. The code stands in its property adcode, code or gb."
        )
        raise _refuse("file", words)
    fields = {
        "shapes": flatten(matched), "unmatched": unmatched[:MAX_UNMATCHED], "source": source,
        "review_number": review_number, "internal": not review_number, "by": by,
    }  # fmt: skip
    with transaction.atomic():
        found, _made = OfficeMap.objects.update_or_create(unit=unit, defaults=fields)
        data_of_row = {"areas": len(matched), "unmatched": len(unmatched), "source": source}
        record(by=by, verb="map.save", on=unit, unit=unit, data=data_of_row | {"review_number": review_number})
    return found


def _refuse(field, words):
    return Refused(words, cells={field: words})


def delete_map(unit: Unit, *, by: Person) -> None:
    """Remove the map of a unit; nothing where it has none. Raises PermissionDenied as ``save_map``."""
    policy.require(by, Verb.MANAGE_UNITS, unit)
    with transaction.atomic():
        deleted, _each = OfficeMap.objects.filter(unit=unit).delete()
        if deleted:
            record(by=by, verb="map.delete", on=unit, unit=unit)


def describe_problem(problem: UnreadableMap) -> str:
    """Why a file is refused, in words."""
    words = {
        "too_big": _("The file is larger than %(n)s MB. Simplify it first.") % {"n": MAX_BYTES // 1024 // 1024},
        "not_json": _("The file is damaged, or it is no GeoJSON."),
        "not_geojson": _("The file has no list of areas (FeatureCollection). Save it as GeoJSON."),
        "no_areas": _("The file has no outlines (Polygon, MultiPolygon)."),
        "too_many_areas": _("The file has more than %(n)s areas.") % {"n": MAX_AREAS},
        "too_many_points": _("The outlines have more than %(n)s points. Simplify them first.") % {"n": MAX_POINTS},
        "coordinates": _("Area %(n)s (%(name)s): its coordinates are no degrees of longitude and latitude.")
        % {"n": problem.area, "name": problem.name or "—"},
    }
    return words[problem.reason]


def _match(unit: Unit, areas: Iterable[MapArea]) -> tuple[dict[str, list[Ring]], list[str]]:
    """{code of a unit below: its outlines}, and the names of the areas that belong to none."""
    codes = set(Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).values_list("code", flat=True))
    matched: dict[str, list[Ring]] = {}
    unmatched = []
    for area in areas:
        if area.code in codes:
            matched.setdefault(area.code, []).extend(area.rings)
        else:
            unmatched.append(" ".join(filter(None, (area.name, area.code))) or _("(no name, no code)"))
    return matched, unmatched
