"""Format numbers in the sentences of findings: exact as typed, rounded only where a quotient has no end."""

from decimal import Decimal
from typing import Any

from pages.formats import round_beside_bounds, round_half_up
from targets.totals.standing import rate


def format_number(value: Decimal) -> str:
    """A number without trailing zeros and exponent: 3, 0.5, 1200."""
    return format(value.normalize(), "f")


def format_beside_limit(value: Decimal, limit: Decimal | None) -> str:
    """``value`` rounded for reading, with as many decimals as keep it on its side of the violated ``limit``."""
    for places in (1, 2, 4):
        short = round_half_up(value, places)
        if limit is None or (short - limit) * (value - limit) > 0:
            return format_number(short)
    return format_number(round_beside_bounds(value, 6, () if limit is None else (limit,)))


def format_cell(cell: Any, target: Any, limit: Decimal | None = None) -> str:
    """A cell as people read it: a number, or a rate with the two numbers that it is made of."""
    if not target.is_ratio:
        return format_number(cell.value)
    shown = rate(cell.value, cell.base, target.scale)
    divided = "" if shown is None else format_beside_limit(shown, limit)
    return f"{format_number(cell.value)} ÷ {format_number(cell.base)} = {divided}{target.scale}"
