"""The areas of the two levels below a unit, as the tree has them, with one target or on the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from plans.models import Participant
from targets.models import Target
from targets.results.board import UnitResults, build_board, read_children
from targets.results.matrix import MAX_CELLS
from targets.results.place import TotalsPlace
from targets.results.ranking import areas_below, count_levels

MAX_UNITS = 1_000  # of the second level: more cannot be told apart in one picture


@dataclass(frozen=True)
class TileGroup:
    """An area of the next level with those below it, or (where ``head`` is the place itself) those right below the
    place that have nobody below them."""

    head: UnitResults
    tiles: list[UnitResults]


def read_tile_map(place: TotalsPlace, target: Target | None = None) -> list[TileGroup]:
    """The groups of a place in tree order; [] for a unit with nobody below.

    ``lines`` of each unit are that of ``target``, or of all targets, without amounts. Four queries, whatever the number
    of units.
    """
    targets = (target,) if target else place.targets
    levels = list(count_levels(place.participant).items())[:2]
    if len(levels) == 2 and (levels[1][1] > MAX_UNITS or levels[1][1] * len(targets) > MAX_CELLS):
        levels = levels[:1]
    units: list[Participant] = []
    if levels:
        found = [areas_below(place.participant, level) for level, _count in levels]
        units = list(reduce(or_, found).select_related("unit", "parent"))
    placed = replace(place, targets=tuple(targets))
    board = build_board(placed, units or read_children(place.participant), amounts=False)
    deepest = levels[-1][0] if len(levels) == 2 else ""
    return _group(board.own, board.children, deepest)


def _group(own: UnitResults, units: Sequence[UnitResults], deepest: str) -> list[TileGroup]:
    """Units of the level ``deepest`` below the one above them; all others that have none below them stay with the
    place."""
    inside: dict[str, list[UnitResults]] = {}
    for each in units:
        if deepest and each.participant.unit.level == deepest:
            inside.setdefault(_path_above(each, own), []).append(each)
    heads = [each for each in units if not deepest or each.participant.unit.level != deepest]
    groups = [TileGroup(each, inside.pop(each.participant.path)) for each in heads if each.participant.path in inside]
    grouped = {group.head.participant.pk for group in groups}
    alone = [each for each in heads if each.participant.pk not in grouped]
    alone += [each for rest in inside.values() for each in rest]
    return [*groups, TileGroup(own, alone)] if alone else groups


def _path_above(each, own):
    """The path of the area right below ``own`` under which a unit stands."""
    depth = own.participant.path.count("/") + 1
    return "/".join(each.participant.path.split("/")[:depth]) + "/"
