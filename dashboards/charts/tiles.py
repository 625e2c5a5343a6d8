"""A map of tiles: no border is drawn; the units below each area stand beside each other in the order of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.charts.drawing import LegendLight, fit_text, measure_text, place, place_legend
from pages.lights import NAMES

TILE, HIGH, GAP, HEAD = 70, 62, 6, 30  # a tile, its height, the space between two, and the name of a group
ACROSS = 4  # tiles in a row of a group
SPACE, UNDER = 24, 20  # between groups side by side, and one below the other
GROUP = ACROSS * TILE + (ACROSS - 1) * GAP
SMALL = 12


class TileNumber(NamedTuple):
    """What a tile shows. ``light`` is that of one target ("": no task; None: on the whole), ``colour`` the class of its
    ground, ``far`` how many targets are far behind; ``url`` leads to the unit, and ``words`` say all of it."""

    name: str
    url: str
    light: str | None
    colour: str
    text: str
    far: int
    words: str


class PlacedTile(NamedTuple):
    """A tile with its place within its group."""

    x: str
    y: str
    name: str
    number: TileNumber


@dataclass(frozen=True)
class PlacedGroup:
    """A group with its place within the picture. ``number_at`` is where its number begins, after its name."""

    x: str
    y: str
    name: str
    number: TileNumber
    number_at: str
    tiles: list[PlacedTile]
    width: int
    height: int
    template: str = "dashboards/pictures/tile_group.jinja"


@dataclass(frozen=True)
class TileMap:
    """All groups in one picture, in columns of like height; ``linked``: tiles are links."""

    groups: list[PlacedGroup]
    legend: list[LegendLight]
    width: int
    height: int
    linked: bool = False
    template: str = "dashboards/pictures/tiles.jinja"


def place_groups(groups: Sequence[tuple[TileNumber, Sequence[TileNumber]]]) -> list[PlacedGroup]:
    """Each group as a picture of its own: (its head, its tiles)."""
    return [_place_group(head, tiles) for head, tiles in groups]


def make_tile_map(groups: Sequence[PlacedGroup], *, columns: int = 4) -> TileMap:
    """The groups in one picture: each below the shortest column so far."""
    columns = max(1, min(columns, len(groups)))
    lights = {tile.number.light for group in groups for tile in group.tiles}
    legend, end = place_legend(light for light in NAMES if light in lights)
    top = 30 if legend else 0
    bottoms, placed = [top] * columns, []
    for group in groups:
        at = bottoms.index(min(bottoms))
        placed.append(
            PlacedGroup(
                place(at * (GROUP + SPACE)), place(bottoms[at]), group.name, group.number, group.number_at, group.tiles,
                group.width, group.height,
            )
        )  # fmt: skip
        bottoms[at] += group.height + UNDER
    width = columns * GROUP + (columns - 1) * SPACE
    return TileMap(placed, legend, max(width, end), max(bottoms) - UNDER + 2)


def _place_group(head, tiles):
    placed = [
        PlacedTile(
            place(at % ACROSS * (TILE + GAP)), place(HEAD + at // ACROSS * (HIGH + GAP)),
            fit_text(tile.name, TILE - 6), tile,
        )
        for at, tile in enumerate(tiles)
    ]  # fmt: skip
    rows = -(-len(tiles) // ACROSS)
    name = fit_text(head.name, GROUP - 110, 15)
    return PlacedGroup(
        "0", "0", name, head, place(22 * (head.light is not None) + measure_text(name, 15) + 8), placed, GROUP,
        HEAD + rows * (HIGH + GAP) - GAP + 2,
    )  # fmt: skip
