"""Blocks below each other whose units stand in different columns: each is looked at by itself."""

from collections import defaultdict
from dataclasses import dataclass, field

from sheets.layout.axes import Axes, NameHit
from sheets.layout.view import SheetView
from sheets.layout.words import SERIAL, UNIT_HEAD


@dataclass
class Zone:
    """Rows that follow each other, with the hits in them. ``head`` is the row that divides them from those above."""

    head: int
    axes: Axes = field(default_factory=Axes)


def divide_zones(view: SheetView, axes: Axes) -> list[Zone]:
    """The hits of ``axes.down``, divided where a head stands between rows that name units in other columns.

    Undivided, the columns of two blocks are taken for those of one table: cities, and their counties beside them.
    """
    by_row: dict[int, list[NameHit]] = defaultdict(list)
    for hits in axes.down.values():
        for hit in hits:
            by_row[hit.row].append(hit)
    zones: list[Zone] = []
    last = 0
    columns: set[int] = set()
    for row in sorted(by_row):
        here = {hit.column for hit in by_row[row]}
        head = _find_head_between(view, last, row) if zones and here != columns else 0
        if head or not zones:
            zones.append(Zone(head))
        for hit in by_row[row]:
            zones[-1].axes.down.setdefault(hit.column, []).append(hit)
        last, columns = row, here
    return zones


def _find_head_between(view, last, row):
    """The first row between two that names units or serial numbers of a new table; 0 without one."""
    for each in range(last + 1, row):
        facts = view.facts.get(each)
        if facts is None or facts.numbers or len(facts.texts) < 2 or facts.meta:
            continue
        if any(UNIT_HEAD.match(text) or SERIAL.match(text) for text in facts.texts.values()):
            return each
    return 0
