"""How numbers, percentages and bars are written on a page. Exact decimals; the only rounding is here, half up, once.

Rounding never reaches a bound that the number has not reached: 9,996 of 10,000 are 99.9 %, and 0.04 % is 0.1 %.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

ZERO, HUNDRED = Decimal(0), Decimal(100)
DIVISION_ERROR = Decimal("1e-20")  # a division is wrong in the 28th digit; nearer to a bound than this is at it
MISSING = "—"
MINUS = "−"  # U+2212: as wide as a digit, so that columns of figures line up
STATE_TONE = {
    "accepted": "good", "done": "good", "open": "good", "issued": "good",
    "submitted": "info", "under_review": "info", "under_way": "info",
    "sent_back": "bad", "behind": "bad", "missing": "bad",
    "withdrawn": "warn", "draft": "warn", "late": "warn",
    "planned": "calm", "closed": "calm", "locked": "calm", "not_started": "calm",
}  # fmt: skip


class Rounding(NamedTuple):
    """How a number is rounded that must not seem to reach what it has not reached: instead of a number of decimals."""

    decimals: int | None
    bounds: tuple[Decimal, ...] = (ZERO,)


def to_decimal(value) -> Decimal | None:
    """The value as a Decimal; None for None and "". Raises TypeError for a float: its last digits are already wrong."""
    if isinstance(value, Decimal):
        return value
    if value is None or value == "":
        return None
    if isinstance(value, float):
        raise TypeError(f"a float is not an exact number: {value!r}")
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)


@cache
def _last_place(decimals):
    return Decimal(1).scaleb(-int(decimals))


def round_beside_bounds(value: Decimal, decimals, bounds: Iterable[Decimal]) -> Decimal:
    """Half up, but a value that lies beside one of ``bounds`` stays on its side of it: one step short of the bound."""
    short = round_half_up(value, decimals)
    if short == value:
        return short
    step = _last_place(decimals)
    for bound in bounds:
        if value < bound <= short and bound - value > DIVISION_ERROR:
            short = bound.quantize(step, ROUND_FLOOR)
            short -= step if short == bound else ZERO
        elif short <= bound < value and value - bound > DIVISION_ERROR:
            short = bound.quantize(step, ROUND_CEILING)
            short += step if short == bound else ZERO
    return short


def round_half_up(value: Decimal, decimals) -> Decimal:
    """Half up to `decimals` places (or by a ``Rounding``), as people round; without, the digits that the value has."""
    if isinstance(decimals, Rounding):
        return round_beside_bounds(value, *decimals)
    if decimals is None or decimals == "":
        whole = value.to_integral_value()
        return whole.quantize(Decimal(1)) if value == whole else value.normalize()
    short = value.quantize(_last_place(decimals), ROUND_HALF_UP)
    return short or abs(short)  # no minus before a zero


def format_decimal(value: Decimal, *, thousands: bool) -> str:
    text = format(value, ",f" if thousands else "f")
    if text[0] != "-":
        return text
    return f"{MINUS}{text[1:]}" if value < 0 else text[1:]


def format_number(value, decimals=None) -> str:
    """12345.6 with 2 decimals is 12,345.60; nothing is a dash, which is not a zero."""
    value = to_decimal(value)
    return MISSING if value is None else format_decimal(round_half_up(value, decimals), thousands=True)


def format_plain(value, decimals=None) -> str:
    """The number as one types it: no thousands, an ASCII minus; nothing is empty."""
    value = to_decimal(value)
    return "" if value is None else format(round_half_up(value, decimals), "f")


def format_percent(ratio, decimals=1) -> str:
    """A ratio (1 is the whole) as 78.3%; 100% only where it is reached, 0% only where it is nothing."""
    ratio = to_decimal(ratio)
    if ratio is None:
        return MISSING
    return f"{format_decimal(round_beside_bounds(ratio * 100, decimals, (ZERO, HUNDRED)), thousands=True)}%"


def format_points(gap, bounds=(ZERO,), language=None) -> str:
    """A difference of two ratios in percentage points, with one decimal and its sign.

    ``bounds``, in points, are not reached by rounding: nothing, and where a light changes.
    """
    gap = to_decimal(gap)
    if gap is None:
        return MISSING
    gap = round_beside_bounds(gap * 100, 1, bounds)
    sign = "+" if gap > 0 else ""
    return _points_pattern(language or get_language()) % {"gap": sign + format_decimal(gap, thousands=True)}


@lru_cache(maxsize=10)
def _points_pattern(language):
    return _("%(gap)s points")


def format_bar_length(ratio) -> str:
    """A ratio as a place on a bar of 0 to 100: "78.30". Never localized: it is an SVG attribute."""
    share = min(max((to_decimal(ratio) or ZERO) * 100, ZERO), HUNDRED)
    return format(round_beside_bounds(share, 2, (ZERO, HUNDRED)), "f")


def state_tone(state) -> str:
    """The colour family of a state; its word is always beside it."""
    return STATE_TONE.get(str(state), "calm")


def format_day(day: date | None) -> str:
    """A day as 2020-03-31; empty for none."""
    return f"{day:%Y-%m-%d}" if day else ""
