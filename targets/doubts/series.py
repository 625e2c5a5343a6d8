"""Series of reported numbers as series of amounts. Imports nothing of Django."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise


def list_amounts(measure: str, values: Mapping[int, Decimal], seq: int) -> list[Decimal]:
    """What each period added, oldest first, the last one that of period ``seq``; of a level what stood.

    ``values`` is {seq: number as reported}. Empty where nothing was reported for ``seq``, or where the number before it
    of a running total is missing, so that nobody knows what this period added.
    """
    if seq not in values:
        return []
    if measure == "running":
        return list_changes({0: Decimal(0), **values} if 1 in values else values, seq)
    return [values[each] for each in sorted(values) if each <= seq]


def list_steps(measure: str, values: Mapping[int, Decimal], seq: int) -> list[Decimal]:
    """The amounts that are compared for equality: of a level its changes, else ``list_amounts``."""
    return list_changes(values, seq) if measure == "level" else list_amounts(measure, values, seq)


def list_changes(values: Mapping[int, Decimal], seq: int) -> list[Decimal]:
    """The differences of numbers that follow each other in the rhythm of the series (its shortest step), the last one
    that up to ``seq``."""
    seqs = sorted(each for each in values if each <= seq)
    pairs = list(pairwise(seqs))
    if not pairs or seqs[-1] != seq:
        return []
    rhythm = min(after - before for before, after in pairs)
    if pairs[-1][1] - pairs[-1][0] != rhythm:
        return []
    return [values[after] - values[before] for before, after in pairs if after - before == rhythm]
