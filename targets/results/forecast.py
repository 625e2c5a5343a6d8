"""A forecast of the end of the year from how far units were by the same time a year before. Imports nothing of Django.

The method is that of empirical quantiles: a unit that had the share s of its year's result by now would end at
value / s. The shares of the year before give a middle and a band that holds 80 % of the cases; ``python -m bench
forecast`` measures how many it holds, and holds the middle against a straight line through the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

MIN_SHARES = 9  # of fewer, the quantiles at 10 and 90 % lie beyond the smallest and the largest
LOW, MIDDLE, HIGH = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")


@dataclass(frozen=True)
class Forecast:
    """Where the year may end: ``low`` to ``high`` hold 80 % of the cases. ``cases`` is the number of units whose past
    year it is made of."""

    low: Decimal
    middle: Decimal
    high: Decimal
    cases: int


def forecast_end(value: Decimal | None, shares: Sequence[Decimal], *, start: Decimal = Decimal(0)) -> Forecast | None:
    """The forecast from the ``value`` to date and the ``shares`` (1 is the whole) that others had by the same time.

    ``start`` is the value from which a level or a rate began. None where too little is known: fewer than ``MIN_SHARES``
    shares, no value, nothing done yet, or so many that had nothing by then that the band would have no end.
    """
    if value is None or value <= start or len(shares) < MIN_SHARES:
        return None
    ordered = sorted(shares)
    low, middle, high = (quantile(ordered, at) for at in (HIGH, MIDDLE, LOW))
    if high <= 0 or middle <= 0:
        return None
    done = value - start
    return Forecast(start + done / low, start + done / middle, start + done / high, len(shares))


def quantile(ordered: Sequence[Decimal], at: Decimal) -> Decimal:
    """The quantile of numbers in ascending order, between neighbours by a straight line at rank (n + 1) · ``at``, so
    that a new case lies below it with that probability; never beyond the smallest or the largest."""
    rank = (len(ordered) + 1) * at
    below = int(rank)
    if below < 1:
        return ordered[0]
    if below >= len(ordered):
        return ordered[-1]
    return ordered[below - 1] + (rank - below) * (ordered[below] - ordered[below - 1])
