"""The calendar of a plan: which steps a year has, what they are called, and when something is due. No Django here.

Codes as people type them: 2020-07 (month), 2020Q3 (quarter), 2020H1 (half year), 2020 (year).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# cadence -> months in one step. The order is from the most frequent to the least.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class CalendarStep:
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
    return CalendarStep(period_code(year, cadence, seq), seq, date(year, last - length + 1, 1), end)


_CODES = {"month": "{}-{:02d}", "quarter": "{}Q{}", "half": "{}H{}", "year": "{}"}


def period_code(year, cadence, seq):
    return _CODES[cadence].format(year, seq)


_CHINESE = {"Q": ("一季度", "二季度", "三季度", "四季度"), "H": ("上半年", "下半年")}
_ENGLISH = {"Q": ("Q1 {}", "Q2 {}", "Q3 {}", "Q4 {}"), "H": ("first half of {}", "second half of {}")}


@lru_cache(maxsize=1000)
def period_name(code, *, chinese=True):
    """What people call the step of this code: 2020年三季度, 2020年7月, 2020年上半年, 2020年.

    A code of no step (a name of another calendar) is its own name.
    """
    year, rest = code[:4], code[4:]
    if not rest:
        return f"{year}年" if chinese else year
    if rest[0] == "-" and rest[1:].isdecimal():
        return f"{year}年{int(rest[1:])}月" if chinese else date(int(year), int(rest[1:]), 1).strftime("%B %Y")
    if rest[0] in _CHINESE and rest[1:].isdecimal():
        place = int(rest[1:]) - 1
        return f"{year}年{_CHINESE[rest[0]][place]}" if chinese else _ENGLISH[rest[0]][place].format(year)
    return code


def falls_due(end, frequency):
    """Whether something reported ``frequency`` is due in the step that ends on ``end``.

    A quarterly target of a plan that is otherwise monthly is due in the months that end a quarter.
    """
    return end.month % MONTHS[frequency] == 0
