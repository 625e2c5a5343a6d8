"""The arithmetic of breaking a target down: parts against a whole, and an even split. Nothing of Django."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any


class SplitRule(StrEnum):
    """How the parts of a target stand to its whole."""

    SPLIT = "split"  # they add up to it, with a reserve or a surplus
    RATE = "rate"  # each unit has a rate of its own (a ratio)
    BOUND = "bound"  # each unit keeps below the same or its own bound (at most)
    OWNER = "owner"  # a milestone: 1 for each that owes it
    EACH = "each"  # units reached: what one unit must reach to be counted


def split_rule(target: Any) -> SplitRule:
    """Which ``SplitRule`` a target (anything with ``measure``, ``direction``, ``rollup``) has."""
    if target.measure == "milestone":
        return SplitRule.OWNER
    if target.rollup == "units_reached":
        return SplitRule.EACH
    if target.measure == "ratio":
        return SplitRule.RATE
    return SplitRule.BOUND if target.direction == "at_most" else SplitRule.SPLIT


def remainder(whole: Decimal | None, parts: Iterable[Decimal | None]) -> Decimal | None:
    """What is left of ``whole``: above zero a reserve (机动), below zero a surplus (加码); None without a whole.

    ``parts`` may hold None for a unit without a share, which takes nothing.
    """
    if whole is None:
        return None
    return whole - sum((part for part in parts if part is not None), Decimal(0))


def even_split(whole: Decimal, n: int, decimals: int) -> list[Decimal]:
    """``n`` parts of ``whole`` that sum to it exactly and differ by at most one unit of the last decimal.

    The largest remainder method: equal quotas have equal remainders, so the units left over go to the first ones, in
    the order of the units. Raises ValueError when ``whole`` is negative or cannot be written with ``decimals``.
    """
    if n < 1 or decimals < 0:
        raise ValueError("a split needs at least one part and no negative decimals")
    step = Decimal(1).scaleb(-decimals)
    units = int(whole.scaleb(decimals))
    if whole < 0 or units * step != whole:
        raise ValueError(f"{whole} cannot be split into parts with {decimals} decimals")
    quota, left = divmod(units, n)
    return [(quota + (1 if i < left else 0)) * step for i in range(n)]
