"""Numbers in the sentences of findings: as one types them, exact, and rounded only where they cannot be written out."""

from decimal import ROUND_HALF_UP, Decimal

from targets.totals.standing import rate


def format_number(value):
    """A number without the zeros at its end: 3, 0.5, 1200."""
    short = value.normalize()
    return format(short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short, "f")


def format_beside_limit(value, limit):
    """``value`` rounded for reading, with as many decimals as it takes not to look like the ``limit`` it misses."""
    for places in (1, 2, 4, 6):
        short = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if short != limit:
            break
    return format_number(short)


def format_cell(cell, target, limit=None):
    """What stands in a cell as people read it: a number, or a rate with the two numbers that it is made of."""
    if not target.is_ratio:
        return format_number(cell.value)
    divided = format_beside_limit(rate(cell.value, cell.base, target.scale), limit)
    return f"{format_number(cell.value)} ÷ {format_number(cell.base)} = {divided}{target.scale}"
