"""An office's map as a picture: each unit in its outline, with its name and its number where there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from dashboards.charts.drawing import CHARACTER, LegendLight, measure_text, place, place_legend
from dashboards.charts.tiles import TileNumber
from dashboards.maps.outlines import find_middle
from pages.lights import NAMES

WIDTH, HEIGHT, TOP = 960, 720, 30  # at most


class PlacedArea(NamedTuple):
    """A unit: the path of its outlines, where its name stands, and whether there is room for it."""

    path: str
    x: str
    y: str
    number: TileNumber
    roomy: bool


@dataclass(frozen=True)
class MapPicture:
    """``missing`` are the units that the map has not."""

    areas: list[PlacedArea]
    missing: list[TileNumber]
    legend: list[LegendLight]
    width: int
    height: int
    template: str = "dashboards/pictures/office_map.jinja"


def make_map_picture(shapes: Mapping[str, Any], units: Sequence[tuple[str, TileNumber]]) -> MapPicture:
    """The picture of ``shapes`` (as of ``flatten``) for ``units``: (code, what it shows)."""
    scale = min(Decimal(WIDTH) / shapes["width"], Decimal(HEIGHT) / shapes["height"])
    drawn = [(shapes["areas"][code], number) for code, number in units if code in shapes["areas"]]
    lights = {number.light for _, number in drawn}
    legend, end = place_legend(light for light in NAMES if light in lights)
    return MapPicture(
        [_place_area(rings, number, scale) for rings, number in drawn],
        [number for code, number in units if code not in shapes["areas"]],
        legend, max(round(shapes["width"] * scale), end), round(shapes["height"] * scale) + TOP + 2,
    )  # fmt: skip


def _place_area(rings, number, scale):
    def draw(ring):
        points = [f"{place(x * scale)} {place(y * scale + TOP)}" for x, y in zip(ring[::2], ring[1::2], strict=True)]
        return f"M{'L'.join(points)}Z"

    x, y, wide = find_middle(rings)
    room = wide * scale >= measure_text(number.name, CHARACTER) * Decimal("0.9")
    return PlacedArea("".join(map(draw, rings)), place(x * scale), place(y * scale + TOP), number, room)
