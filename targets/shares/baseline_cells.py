"""The cells of a board that have a baseline, and their values."""

from dataclasses import dataclass
from decimal import Decimal

from plans.models import Participant
from targets.models.target import Measure, Target
from targets.shares.board import AllocationBoard, cell_key

MEASURES = (Measure.LEVEL, Measure.RATIO)  # whatever is counted up from nothing begins at 0


@dataclass
class BaselineCell:
    """One baseline. ``pair`` is (value, denominator), ``rows`` the allocations in force that keep it."""

    target: Target
    participant: Participant
    rows: list

    @property
    def key(self) -> str:
        return cell_key(self.target, self.participant)

    @property
    def pair(self) -> tuple[Decimal | None, Decimal | None]:
        first = min(self.rows, key=lambda row: row.from_seq)
        return (first.baseline, first.baseline_base)

    @property
    def text(self) -> str:
        return "/".join(format(number.normalize(), "f") for number in self.pair if number is not None) or "—"


def baseline_targets(board: AllocationBoard) -> list[Target]:
    return [target for target in board.targets if target.measure in MEASURES]


def baseline_cells(board: AllocationBoard) -> list[BaselineCell]:
    """The cells of those that report a level or a ratio themselves: they have a share of their own in some version."""
    cells = []
    for participant in [board.participant, *board.children]:
        for target in baseline_targets(board):
            rows = [row for row in board.versions.get((participant.pk, target.pk), ()) if not row.replaced]
            if any(row.own is not None for row in rows):
                cells.append(BaselineCell(target, participant, rows))
    return cells
