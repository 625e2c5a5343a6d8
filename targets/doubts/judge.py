"""All doubts about one return, from plain series. Imports nothing of Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from targets.doubts.cells import Growth, doubt_history, doubt_neighbours, doubt_steady
from targets.doubts.doubt import Doubt
from targets.doubts.series import list_amounts, list_steps
from targets.doubts.whole import doubt_digits, doubt_equal, doubt_full, doubt_round

MEASURES = ("increment", "running", "level")  # a ratio or a milestone has no amounts


@dataclass
class ReturnDoubts:
    """The doubts about one return: of its cells {target: doubts}, and of it as a ``whole``; the strongest first."""

    cells: dict[Any, list[Doubt]] = field(default_factory=dict)
    whole: list[Doubt] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many cells are doubted, and how often the whole."""
        return len(self.cells) + len(self.whole)


@dataclass(frozen=True)
class TargetSeries:
    """What one unit reported of a target, {seq: number}; its ``share`` (None: none) and what was ``done`` to date.
    ``neighbours`` are what ``measure_growth`` finds of other units, whose amounts are those of the same period."""

    measure: str
    values: Mapping[int, Decimal]
    share: Decimal | None = None
    done: Decimal | None = None
    neighbours: Sequence[Growth] = ()


def judge_return(series: Mapping[Any, TargetSeries], seq: int, typed: Doubt | None = None) -> ReturnDoubts:
    """The doubts about the return of period ``seq``; ``series`` by target, ``typed`` of ``doubt_fast``."""
    found = ReturnDoubts()
    for target, each in series.items():
        doubts = _judge_cell(each, seq)
        if doubts:
            found.cells[target] = sorted(doubts, key=lambda doubt: -doubt.strength)
    now = [each.values[seq] for each in series.values() if seq in each.values]
    owed = [(each.done, each.share) for each in series.values() if each.share is not None and each.measure != "level"]
    done = [(Decimal(-1) if value is None else value, share) for value, share in owed]
    reported = [value for each in series.values() for at, value in each.values.items() if at <= seq]
    whole = [typed, doubt_full(done), doubt_equal(now), doubt_round(now), doubt_digits(reported)]
    found.whole = sorted(filter(None, whole), key=lambda doubt: -doubt.strength)
    return found


def _judge_cell(each, seq):
    amounts = list_amounts(each.measure, each.values, seq)
    if not amounts:
        return []
    found = [
        doubt_history(amounts),
        doubt_neighbours(amounts, each.neighbours),
        doubt_steady(list_steps(each.measure, each.values, seq)),
    ]
    return [doubt for doubt in found if doubt]
