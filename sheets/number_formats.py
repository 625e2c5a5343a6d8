"""How Excel shows an exact number as a page shows it; without Django."""

from decimal import ROUND_HALF_UP, Decimal

MAX_DECIMALS = 8
POINTS = "+0.0;-0.0;0.0"  # a difference, its sign always shown


def number_format(decimals: int) -> str:
    """A number with so many decimals: 12,345.60."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def percent_format(share: Decimal) -> str:
    """A share (1 is the whole) in percent with one decimal; with more where it would seem to be all or nothing."""
    decimals = 1
    while decimals < MAX_DECIMALS and _looks_like_a_bound(share, decimals):
        decimals += 1
    return "0." + "0" * decimals + "%"


def _looks_like_a_bound(share, decimals):
    rounded = share.quantize(Decimal(1).scaleb(-decimals - 2), ROUND_HALF_UP)
    return rounded in (0, 1) and rounded != share
