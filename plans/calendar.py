"""Reporting periods of a year: codes, dates, names; without Django.

Codes: 2020-07 (month), 2020Q3 (quarter), 2020H1 (half year), 2020 (year).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# cadence -> months of a period, most frequent first
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class CalendarStep:
    """One period of a year; ``seq`` counts from 1, ``end`` is its last day."""

    code: str
    seq: int
    start: date
    end: date


def steps(year: int, cadence: str) -> list[CalendarStep]:
    """The periods of ``year`` in order. Raises KeyError for a cadence that is not in ``MONTHS``."""
    length = MONTHS[cadence]
    return [_step(year, cadence, seq, length) for seq in range(1, 12 // length + 1)]


def _step(year, cadence, seq, length):
    last = seq * length
    end = date(year, last, monthrange(year, last)[1])
    return CalendarStep(period_code(year, cadence, seq), seq, date(year, last - length + 1, 1), end)


_CODES = {"month": "{}-{:02d}", "quarter": "{}Q{}", "half": "{}H{}", "year": "{}"}


def period_code(year: int, cadence: str, seq: int) -> str:
    """The code of the ``seq``-th period (from 1) of a year."""
    return _CODES[cadence].format(year, seq)


_CHINESE = {"Q": ("一季度", "二季度", "三季度", "四季度"), "H": ("上半年", "下半年")}
_ENGLISH = {"Q": ("Q1 {}", "Q2 {}", "Q3 {}", "Q4 {}"), "H": ("first half of {}", "second half of {}")}


@lru_cache(maxsize=1000)
def period_name(code: str, *, chinese: bool = True) -> str:
    """The name of the period with this code: 2020年三季度, 2020年7月, 2020年上半年, 2020年.

    Any other code is returned unchanged.
    """
    year, rest = code[:4], code[4:]
    if not rest:
        return f"{year}年" if chinese else year
    if rest[0] == "-" and rest[1:].isdecimal():
        return f"{year}年{int(rest[1:])}月" if chinese else date(int(year), int(rest[1:]), 1).strftime("%B %Y")
    if rest[0] in _CHINESE and rest[1:].isdecimal():
        index = int(rest[1:]) - 1
        return f"{year}年{_CHINESE[rest[0]][index]}" if chinese else _ENGLISH[rest[0]][index].format(year)
    return code


def falls_due(end: date, frequency: str) -> bool:
    """Whether something reported with ``frequency`` (a key of MONTHS) is due in the period that ends on ``end``.

    In a monthly plan a quarterly target is due in the last month of each quarter.
    """
    return end.month % MONTHS[frequency] == 0
