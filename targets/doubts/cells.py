"""Doubts about one number of a return, from what was reported before and what neighbours report. Nothing of Django.

Amounts are what each period added (of a level: what stood at its end), oldest first, blanks left out.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import median

from targets.doubts.doubt import Doubt, DoubtKind, rate_strength

MIN_EARLIER = 3  # amounts: fewer are no history
LEAST_JUMP = Decimal(30)  # a jump by less is noise of small counts
OWN_TIMES = Decimal(4)  # times the largest amount before
NEIGHBOUR_TIMES = Decimal(3)  # times what neighbours of like size made of theirs
MIN_NEIGHBOURS = 5
LIKE_SIZE = Decimal(3)  # usual amounts at most so many times apart
STEADY_PERIODS = 5
LEAST_STEADY = Decimal(10)  # smaller amounts are equal by chance

Growth = tuple[Decimal, Decimal]  # a usual amount, and the last one divided by it


def doubt_history(amounts: Sequence[Decimal]) -> Doubt | None:
    """The last amount is several times the largest before it."""
    *earlier, now = amounts or [Decimal(0)]
    if len(earlier) < MIN_EARLIER:
        return None
    largest = max(earlier)
    if largest <= 0 or now - largest < LEAST_JUMP or now < OWN_TIMES * largest:
        return None
    facts = {"now": now, "largest": largest, "times": now / largest}
    return Doubt(DoubtKind.HISTORY, rate_strength(now / largest, OWN_TIMES), facts)


def doubt_neighbours(amounts: Sequence[Decimal], neighbours: Iterable[Growth]) -> Doubt | None:
    """The last amount is several times the usual one, and no neighbour of like size made such a jump.

    ``neighbours`` are what ``measure_growth`` finds of other units for the same period.
    """
    grown = measure_growth(amounts)
    if grown is None:
        return None
    usual, growth = grown
    if growth < NEIGHBOUR_TIMES / 3:  # the lowest limit that there is
        return None
    others = [times for size, times in neighbours if usual <= LIKE_SIZE * size and size <= LIKE_SIZE * usual]
    if len(others) < MIN_NEIGHBOURS:
        return None
    middle, largest = median(others), max(others)
    limit = NEIGHBOUR_TIMES * max(middle, Decimal(1) / 3)
    if growth < limit or growth < largest * Decimal("1.5") or amounts[-1] - usual * middle < LEAST_JUMP:
        return None
    facts: dict[str, Decimal | int] = {"times": growth, "neighbours": middle, "count": len(others)}
    return Doubt(DoubtKind.NEIGHBOURS, rate_strength(growth, limit), facts)


def measure_growth(amounts: Sequence[Decimal]) -> Growth | None:
    """(usual amount, the last one divided by it); None where there is too little before it. The usual amount is the
    median of the earlier ones."""
    *earlier, now = amounts or [Decimal(0)]
    if len(earlier) < MIN_EARLIER:
        return None
    usual = median(earlier)
    return (usual, now / usual) if usual > 0 else None


def doubt_steady(amounts: Sequence[Decimal]) -> Doubt | None:
    """The same amount was added in each of the last periods; of a level, ``amounts`` are its changes."""
    if len(amounts) < STEADY_PERIODS or abs(amounts[-1]) < LEAST_STEADY:
        return None
    count = 0
    for each in reversed(amounts):
        if each != amounts[-1]:
            break
        count += 1
    if count < STEADY_PERIODS:
        return None
    return Doubt(DoubtKind.STEADY, rate_strength(count, STEADY_PERIODS), {"amount": amounts[-1], "count": count})
