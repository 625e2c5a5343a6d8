"""The arithmetic of breaking a target down: parts against a whole, even and proportional splits. Nothing of Django."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
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

    What is left over goes to the first ones. Raises ValueError as ``proportional_split``.
    """
    return proportional_split(whole, [Decimal(1)] * n, decimals)


def proportional_split(whole: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Parts of ``whole`` in proportion to ``weights``, with ``decimals`` decimals, that sum to it exactly.

    The largest remainder method (Hamilton's): each gets its quota rounded down, and the units of the last decimal that
    are left over go to the largest remainders, of equal ones to the first. So each part differs from its exact quota by
    less than one such unit. Raises ValueError when ``whole`` is negative or cannot be written with ``decimals``, and
    when no weight is above zero or one is below.
    """
    total = sum(map(Fraction, weights), Fraction(0))
    if total <= 0 or decimals < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a split needs a weight above zero, none below, and no negative decimals")
    step = Decimal(1).scaleb(-decimals)
    units = int(whole.scaleb(decimals))
    if whole < 0 or units * step != whole:
        raise ValueError(f"{whole} cannot be split into parts with {decimals} decimals")
    quotas = [units * Fraction(weight) / total for weight in weights]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - quotas[i])  # a stable sort keeps their order
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    return [part * step for part in parts]
