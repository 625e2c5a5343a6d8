"""What a doubt is. Imports nothing of Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

STRONG, CLEAR = Decimal(3), Decimal("1.5")  # times the limit


class DoubtKind(StrEnum):
    """Why a number, or a whole return, is doubted."""

    HISTORY = "history"  # a jump against the unit's own earlier amounts
    NEIGHBOURS = "neighbours"  # a jump that no neighbour of like size made
    STEADY = "steady"  # the same amount each period
    FULL = "full"  # every number exactly at its share
    EQUAL = "equal"  # many equal numbers in one return
    ROUND = "round"  # many multiples of 100
    DIGITS = "digits"  # last digits more even than chance makes them
    FAST = "fast"  # one person's numbers for many units within a minute


@dataclass(frozen=True)
class Doubt:
    """One reason to ask. ``strength`` is 1 to 3, by how far it is beyond the limit; ``facts`` are the numbers of the
    sentence that ``targets.doubts.words.describe_doubt`` makes of it."""

    kind: DoubtKind
    strength: int
    facts: Mapping[str, Decimal | int] = field(default_factory=dict)


def rate_strength(found: Decimal | int, limit: Decimal | int) -> int:
    """1 to 3: how far ``found`` is beyond ``limit``, both above 0."""
    times = Decimal(found) / Decimal(limit)
    return 3 if times >= STRONG else 2 if times >= CLEAR else 1
