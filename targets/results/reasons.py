"""Why a number lags and why a unit stands where it does: what each costs. From judged lines, without queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plans.models import Participant
from targets.results.board import TotalsBoard, UnitResults
from targets.results.line import TotalLine
from targets.totals.standing import BLUE, GREEN, GREY, HUNDRED, ONE, RED, UNMET, YELLOW, ZERO, limit_share

# From the best to the worst; a light that is not in it judges nothing.
ORDER = (BLUE, GREEN, UNMET, YELLOW, RED, GREY)


@dataclass(frozen=True)
class TargetCost:
    """What one target takes from a unit's overall completion, in percentage points. Over all targets of the unit the
    costs and the overall completion sum to 100."""

    line: TotalLine
    points: Decimal


@dataclass(frozen=True)
class Laggard:
    """A unit that holds a target back. ``missing`` is the amount between what it has and what its share asks for by
    now; None for a rate or a count of units, and for a unit that has not reported."""

    participant: Participant
    line: TotalLine
    missing: Decimal | None

    @property
    def silent(self) -> bool:
        return self.line.standing.light == GREY


def list_costs(lines: Iterable[TotalLine]) -> list[TargetCost]:
    """The targets that cost a unit something of its overall completion, the dearest first."""
    owing = [line for line in lines if line.standing.counts]
    whole = sum((line.target.weight for line in owing), ZERO)
    if not whole:
        return []
    costs = [
        TargetCost(line, (ONE - limit_share(line.standing.completion)) * line.target.weight * HUNDRED / whole)
        for line in owing
    ]
    return sorted((cost for cost in costs if cost.points), key=lambda cost: (-cost.points, cost.line.target.position))


def list_laggards(board: TotalsBoard, place_of_target: int) -> list[Laggard]:
    """The children that lag in a target of the board, by what they are short of; the silent ones last."""
    lines = [child.lines[place_of_target] for child in board.children]
    found = [Laggard(line.participant, line, _missing(line)) for line in lines if _lags(line)]
    return sorted(found, key=lambda each: (each.silent, -(each.missing or ZERO), -(each.line.standing.lag or ZERO)))


def list_worst_lines(lines: Iterable[TotalLine]) -> list[TotalLine]:
    """The lines behind pace or past their deadline, the worst first; then those without any report."""
    lagging = [line for line in lines if _lags(line)]
    return sorted(lagging, key=_badness)


def list_worst_units(board: TotalsBoard) -> list[UnitResults]:
    """The children from the lowest overall completion up, without those who lack nothing; all of the kind that has most
    units, so that an office is not held against counties."""
    kinds = [same for _kind, same in board.ranked()]
    largest: Sequence[UnitResults] = max(kinds, key=len, default=[])
    return [child for child in reversed(largest) if child.overall is not None and child.overall < ONE]


def worsened(before: str, now: str) -> bool | None:
    """Whether a light has become worse (True) or better (False); None where nothing changed or nothing is judged."""
    if before == now or before not in ORDER or now not in ORDER:
        return None
    return ORDER.index(now) > ORDER.index(before)


def _badness(line):
    """Sorts the far behind first and the silent last, within a light by their lag."""
    standing = line.standing
    silent = standing.light == GREY
    return silent, -ORDER.index(standing.light), -(standing.lag or ZERO), line.target.position


def _lags(line):
    return line.standing.light in (YELLOW, RED, GREY) and line.counted_seq > 0


def _missing(line):
    standing = line.standing
    if line.is_rate or line.reached_units or standing.pace is None or line.bound is None or standing.shown is None:
        return None
    start = standing.goal.baseline or ZERO if standing.goal and standing.goal.has_start else ZERO
    return max(start + (line.bound - start) * standing.pace - standing.shown, ZERO)
