"""How a plan stands at a unit, in the few facts of a leader's first page; every number is one of the board's."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Q, Sum

from pages.lights import LIGHTS
from plans.models import Period
from targets.models import Return
from targets.models.report import STANDING, State
from targets.results.board import TotalsBoard, UnitResults, build_boards, read_children
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.results.reasons import (
    Laggard,
    TargetCost,
    list_costs,
    list_laggards,
    list_worst_lines,
    list_worst_units,
    worsened,
)

MAX_WORST = 3


@dataclass(frozen=True)
class LaggingTarget:
    """A target that is behind, with the children that hold it back (the first few) and how many there are."""

    line: TotalLine
    laggards: list[Laggard]
    silent: int


@dataclass(frozen=True)
class LaggingUnit:
    """A child at the end of the ranking, with the targets that cost it most."""

    results: UnitResults
    costs: list[TargetCost]


@dataclass(frozen=True)
class LightChange:
    """A target whose light is not what it was at the end of the period before."""

    line: TotalLine
    before: str
    worse: bool


@dataclass(frozen=True)
class ReturnCounts:
    """The returns of a period in a subtree: expected, handed in, accepted, and sent back or not yet handed in; and how
    many ``doubts`` there are about them."""

    expected: int
    standing: int
    accepted: int
    doubts: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.standing


@dataclass(frozen=True)
class Overview:
    """``before`` is the period that the changes compare with, None in the first one; ``overall_before`` and ``earlier``
    are the overall completion and the board at its end."""

    place: TotalsPlace
    board: TotalsBoard
    returns: ReturnCounts
    worst_targets: list[LaggingTarget]
    worst_units: list[LaggingUnit]
    before: Period | None
    changes: list[LightChange]
    overall_before: Decimal | None
    earlier: TotalsBoard | None = None

    @property
    def own(self) -> UnitResults:
        return self.board.own

    @property
    def tally(self) -> list[tuple[str, int]]:
        """(light, number of targets) in the order of legends."""
        return [(light, self.own.lights[light]) for light in LIGHTS]


def read_overview(place: TotalsPlace, *, children_before: bool = False, doubts_of: Q | None = None) -> Overview:
    """The overview of a place whose period has begun, with targets; four queries, whatever the number of children.
    Its lines have no amounts. With ``children_before`` the earlier board has the children, too. ``doubts_of``: see
    ``count_returns``."""
    previous = next((p for p in reversed(place.begun) if p.seq < place.seq), None)
    before = replace(place, period=previous) if previous else None
    board, earlier = build_boards(place, before, read_children(place.participant), children_before=children_before)
    return Overview(
        place=place,
        board=board,
        returns=count_returns(place, doubts_of),
        worst_targets=_find_worst_targets(board),
        worst_units=[
            LaggingUnit(child, list_costs(child.lines)[:MAX_WORST]) for child in list_worst_units(board)[:MAX_WORST]
        ],
        before=previous,
        changes=_compare(earlier.own, board.own) if earlier else [],
        overall_before=earlier.own.overall if earlier else None,
        earlier=earlier,
    )


def count_returns(place: TotalsPlace, doubts_of: Q | None = None) -> ReturnCounts:
    """The returns that units of this subtree owe for the period; one query. ``doubts_of`` is a condition on those whose
    doubts are counted; None: of no return."""
    owed = Return.objects.filter(
        period=place.shown_period, participant__path__startswith=place.participant.path, optional=False
    )
    doubts = Sum(f"{place.basis}__doubt_count", filter=doubts_of, default=0)
    counts = owed.aggregate(
        **({} if doubts_of is None else {"doubts": doubts}),  # before a name hides the submission that was accepted
        expected=Count("pk"),
        standing=Count("pk", filter=Q(state__in=STANDING)),
        accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
    )
    return ReturnCounts(**counts)


def _find_worst_targets(board):
    positions = {target.pk: n for n, target in enumerate(board.targets)}
    found = []
    for line in list_worst_lines(board.own.lines)[:MAX_WORST]:
        laggards = list_laggards(board, positions[line.target.pk])
        speaking = [each for each in laggards if not each.silent]
        found.append(LaggingTarget(line, speaking[:MAX_WORST], len(laggards) - len(speaking)))
    return found


def _compare(before, now):
    """The targets whose light changed, the worsened first."""
    changes = []
    for old, line in zip(before.lines, now.lines, strict=True):
        worse = worsened(old.standing.light, line.standing.light)
        if worse is not None:
            changes.append(LightChange(line, old.standing.light, worse))
    return sorted(changes, key=lambda change: not change.worse)
