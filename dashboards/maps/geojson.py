"""Read a map of areas (GeoJSON) that somebody brought: codes, names and outlines, and nothing else of it.

Every limit is checked here, and no text of the file is kept but names, cleaned. ``UnreadableMap`` says why a file is
refused; which words these are is said by the page.
"""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 20 * 1024 * 1024
MAX_AREAS = 4_000
MAX_POINTS = 300_000
MAX_NAME = 40
CODE_KEYS = ("adcode", "code", "gb", "id", "区划代码", "行政区划代码", "xzqdm", "pac")
NAME_KEYS = ("name", "名称", "xzqmc")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

Ring = list[tuple[float, float]]


class UnreadableMap(ValueError):
    """Why a file is no map that can be taken: ``reason`` and, where it is one area, its number and name."""

    def __init__(self, reason: str, area: int = 0, name: str = ""):
        super().__init__(reason)
        self.reason, self.area, self.name = reason, area, name


@dataclass(frozen=True)
class MapArea:
    """``code`` has twelve digits, or is "" where the file names none; ``rings`` are outlines in degrees."""

    code: str
    name: str
    rings: list[Ring]


@dataclass
class _Count:
    points: int = 0
    areas: list[MapArea] = field(default_factory=list)


def read_areas(data: bytes) -> list[MapArea]:
    """The areas of a GeoJSON file. Raises UnreadableMap."""
    if len(data) > MAX_BYTES:
        raise UnreadableMap("too_big")
    found = _parse(data)
    features = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise UnreadableMap("not_geojson")
    if len(features) > MAX_AREAS:
        raise UnreadableMap("too_many_areas")
    count = _Count()
    for number, feature in enumerate(features, 1):
        if isinstance(feature, dict):
            _read_feature(feature, number, count)
    if not count.areas:
        raise UnreadableMap("no_areas")
    return count.areas


def _parse(data):
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise UnreadableMap("not_json") from None


def _refuse_constant(text):
    raise ValueError(text)


def _read_feature(feature, number, count):
    given = feature.get("properties")
    properties = {str(key).lower(): value for key, value in given.items()} if isinstance(given, dict) else {}
    name = _clean_name(_first(properties, NAME_KEYS))
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return  # points of capitals, lines of borders: nothing that is filled
    whole = geometry.get("coordinates")
    polygons = [whole] if kind == "Polygon" else whole
    rings = []
    for polygon in _as_list(polygons, number, name):
        for ring in _as_list(polygon, number, name):
            rings.append(_read_ring(ring, number, name))
            count.points += len(rings[-1])
            if count.points > MAX_POINTS:
                raise UnreadableMap("too_many_points")
    if rings:
        properties.setdefault("id", feature.get("id"))
        count.areas.append(MapArea(find_code(properties), name, rings))


def _as_list(value, number, name) -> list[Any]:
    if not isinstance(value, list):
        raise UnreadableMap("coordinates", number, name)
    return value


def _read_ring(ring, number, name) -> Ring:
    points = [_read_point(point, number, name) for point in _as_list(ring, number, name)]
    if len(set(points)) < 3:
        raise UnreadableMap("coordinates", number, name)
    return points


def _read_point(point, number, name):
    if isinstance(point, list) and len(point) >= 2 and all(type(part) in (int, float) for part in point[:2]):
        x, y = point[:2]
        if -180 <= x <= 180 and -90 <= y <= 90 and math.isfinite(float(x)) and math.isfinite(float(y)):
            return float(x), float(y)
    raise UnreadableMap("coordinates", number, name)


def find_code(properties: dict[str, Any]) -> str:
    """The code of an area in twelve digits; "" for none. Six digits are a county's, nine a township's; some offices
    write the country's 156 before them."""
    for key in CODE_KEYS:
        value = properties.get(key)
        digits = str(value).strip() if type(value) in (int, str) else ""
        if not re.fullmatch(r"[0-9]{6,12}", digits):
            continue
        if len(digits) == 9 and digits.startswith("156"):
            digits = digits[3:]
        if len(digits) in (6, 9, 12):
            return digits.ljust(12, "0")
    return ""


def _first(properties, keys):
    return next((properties[key] for key in keys if isinstance(properties.get(key), str)), "")


def _clean_name(text):
    return _UNSEEN.sub("", text).strip()[:MAX_NAME]
