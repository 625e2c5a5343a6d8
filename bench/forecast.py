"""How many year's ends the band of the forecast holds, and how much nearer its middle is than a straight line.

Simulated years: each target has a season (how much of the year's work falls into which month) of its own; each unit
follows it with noise of its own, and reaches another amount every year. The year before gives the shares, this year is
forecast at the end of each month. Numbers are drawn from a fixed seed.
"""

import random
from collections.abc import Iterator
from decimal import Decimal

from targets.results.forecast import forecast_end

TARGETS, MONTHS = 200, 12
UNITS = {"16 cities": 16, "129 counties": 129}
NOISE = 3.0  # the smaller, the more a unit strays from the season of its target
LOWEST, HIGHEST, NEARER = 0.75, 0.85, 0.8


def run() -> bool:
    """Print coverage and error for both sizes; True where both limits are kept."""
    print("\nforecast of the year's end: 200 targets, months 3 to 11")
    kept = [_measure(name, units) for name, units in UNITS.items()]
    return all(kept)


def _measure(name, units):
    held = cases = 0
    ours = line = Decimal(0)
    for value, shares, month, end in _simulate(units):
        found = forecast_end(value, shares)
        if found is None:
            continue
        cases += 1
        held += found.low <= end <= found.high
        ours += abs(found.middle - end) / end
        line += abs(value * MONTHS / month - end) / end
    coverage, ratio = held / cases, float(ours / line)
    kept = LOWEST <= coverage <= HIGHEST and ratio <= NEARER
    print(
        f"  {name:<14}{cases:>7} cases   band holds {coverage:.1%} (75 % to 85 %)   "
        f"error ÷ straight line {ratio:.2f} (≤ {NEARER})   {'ok' if kept else 'MISSED'}"
    )
    return kept


def _simulate(units: int) -> Iterator[tuple[Decimal, list[Decimal], int, Decimal]]:
    """(value to date, shares of the year before, month, the year's end) of every unit and month."""
    draw = random.Random(2020)
    for _ in range(TARGETS):
        season = [draw.gammavariate(1.5, 1) for _ in range(MONTHS)]
        before = [_draw_year(draw, season) for _ in range(units)]
        now = [_draw_year(draw, season) for _ in range(units)]
        for month in range(3, MONTHS):
            shares = [year[month - 1] / year[-1] for year in before]
            for year in now[:8]:
                yield year[month - 1], shares, month, year[-1]


def _draw_year(draw, season):
    """The amounts to date of one unit at the end of each month, whole numbers."""
    size = draw.lognormvariate(5, 0.8)
    to_date, sums = Decimal(1), []
    for part in season:
        to_date += round(size * part * draw.gammavariate(NOISE, 1 / NOISE))
        sums.append(to_date)
    return sums
