"""Outlines made plain: on a flat grid, with as few points as the picture needs."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from dashboards.maps.geojson import Ring

WIDTH = 4_000  # of the grid on which outlines are kept
MAX_POINTS = 40_000  # of all outlines together: the page stays small
SMALLEST = 6  # rings that are not larger are left out, unless they are all that an area has

Points = list[tuple[int, int]]


def flatten(areas: Mapping[str, list[Ring]]) -> dict[str, Any]:
    """{code: rings in degrees} as {"width", "height", "areas": {code: [[x, y, x, y, …], …]}} on a grid of integers.

    An equirectangular projection, true to scale in the middle of the map.
    """
    every = [point for rings in areas.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    narrow = math.cos(math.radians((south + north) / 2)) or 1.0
    scale = WIDTH / max((east - west) * narrow, north - south, 1e-9)

    def on_grid(ring) -> Points:
        return [(round((x - west) * narrow * scale), round((north - y) * scale)) for x, y in ring]

    grid = {code: _without_specks([on_grid(ring) for ring in rings]) for code, rings in areas.items()}
    tolerance, plain = 1.0, grid
    while True:
        plain = {code: [simplify(ring, tolerance) for ring in rings] for code, rings in grid.items()}
        if sum(len(ring) for rings in plain.values() for ring in rings) <= MAX_POINTS or tolerance > WIDTH:
            break
        tolerance *= 2
    return {
        "width": max(1, round((east - west) * narrow * scale)),
        "height": max(1, round((north - south) * scale)),
        "areas": {
            code: [[part for point in ring for part in point] for ring in rings] for code, rings in plain.items()
        },
    }


def _join(ring: Points) -> list[int]:
    return [part for point in ring for part in point]


def _without_specks(rings: list[Points]) -> list[Points]:
    large = [ring for ring in rings if _extent(ring) > SMALLEST]
    return large or [max(rings, key=_extent)]


def _extent(ring: Points) -> int:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def simplify(ring: Points, tolerance: float) -> Points:
    """The ring without points that lie nearer than ``tolerance`` to the line between those that are kept (Douglas and
    Peucker, without recursion); never fewer than three, unless it has fewer."""
    points = [point for at, point in enumerate(ring) if not at or point != ring[at - 1]]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) <= 3:
        return points
    far = max(range(len(points)), key=lambda n: math.dist(points[0], points[n]))
    keep = {0, far}
    parts = [(0, far), (far, len(points))]
    while parts:
        first, last = parts.pop()
        middle, distance = _farthest(points, first, last)
        if distance > tolerance:
            keep.add(middle)
            parts += [(first, middle), (middle, last)]
    return [points[n] for n in sorted(keep)] if len(keep) > 2 else [points[0], points[far], points[far - 1]]


def _farthest(points, first, last):
    """The point between two that is farthest from their line, and how far; ``last`` may be one beyond the end."""
    (ax, ay), (bx, by) = points[first], points[last % len(points)]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    best, distance = first, 0.0
    for at in range(first + 1, last):
        x, y = points[at]
        away = abs(dx * (y - ay) - dy * (x - ax)) / length if length else math.hypot(x - ax, y - ay)
        if away > distance:
            best, distance = at, away
    return best, distance


def find_middle(rings: Iterable[list[int]]) -> tuple[int, int, int]:
    """(x, y, width) of the largest ring of an area: where its name stands, and how much room there is."""
    best, found = -1.0, (0, 0, 0)
    for ring in rings:
        xs, ys = ring[::2], ring[1::2]
        area, cx, cy = 0.0, 0.0, 0.0
        for at in range(len(xs)):
            cross = xs[at - 1] * ys[at] - xs[at] * ys[at - 1]
            area += cross
            cx += (xs[at - 1] + xs[at]) * cross
            cy += (ys[at - 1] + ys[at]) * cross
        if abs(area) > best:
            best = abs(area)
            middle = (cx / (3 * area), cy / (3 * area)) if area else (sum(xs) / len(xs), sum(ys) / len(ys))
            found = round(middle[0]), round(middle[1]), max(xs) - min(xs)
    return found
