"""The calendar of a plan: which steps a year has, what they are called, and when something is due. No Django here.

Codes as people type them: 2020-07 (month), 2020Q3 (quarter), 2020H1 (half year), 2020 (year).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

# cadence -> months in one step. The order is from the most frequent to the least.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Step:
    """One step of a calendar; ``seq`` counts from 1, both dates are inside the step."""

    code: str
    seq: int
    start: date
    end: date


def steps(year, cadence):
    """The steps of ``year`` in order. KeyError for a cadence that is not in ``MONTHS``."""
    length = MONTHS[cadence]
    return [_step(year, cadence, seq, length) for seq in range(1, 12 // length + 1)]


def _step(year, cadence, seq, length):
    last = seq * length
    end = date(year, last, monthrange(year, last)[1])
    return Step(code_of(year, cadence, seq), seq, date(year, last - length + 1, 1), end)


def code_of(year, cadence, seq):
    return {"month": f"{year}-{seq:02d}", "quarter": f"{year}Q{seq}", "half": f"{year}H{seq}", "year": f"{year}"}[
        cadence
    ]


def falls_due(end, frequency):
    """Whether something reported ``frequency`` is due in the step that ends on ``end``.

    A quarterly target of a plan that is otherwise monthly is due in the months that end a quarter.
    """
    return end.month % MONTHS[frequency] == 0
