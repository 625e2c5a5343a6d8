"""Doubts about a whole return: how its numbers look together, and how they were typed. Nothing of Django."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from targets.doubts.doubt import Doubt, DoubtKind, rate_strength

MIN_FULL = 8  # numbers with a share
MIN_NUMBERS = 10  # of a return, to be looked at together
LEAST_EQUAL = Decimal(20)  # smaller numbers are often equal
EQUAL_PART = Decimal("0.3")
HUNDRED = Decimal(100)
ROUND_PART = Decimal("0.6")
MIN_DIGITS = 60
# Chi-square with 9 degrees of freedom is below 0.9 in about 4 of 10,000 honest cases.
TOO_EVEN = Decimal("0.9")
FAST_UNITS, FAST_SECONDS = 40, 60


def doubt_full(done: Iterable[tuple[Decimal, Decimal]]) -> Doubt | None:
    """Each (done to date, share) is exactly full; shares of 0 are left out."""
    owed = [(value, share) for value, share in done if share > 0]
    if len(owed) < MIN_FULL or any(value != share for value, share in owed):
        return None
    return Doubt(DoubtKind.FULL, rate_strength(len(owed), MIN_FULL), {"count": len(owed)})


def doubt_equal(values: Iterable[Decimal]) -> Doubt | None:
    """Many of a return's numbers are the same; small ones are left out."""
    seen = [value for value in values if value >= LEAST_EQUAL]
    if len(seen) < MIN_NUMBERS:
        return None
    value, count = Counter(seen).most_common(1)[0]
    limit = EQUAL_PART * len(seen)
    if count < limit:
        return None
    return Doubt(DoubtKind.EQUAL, rate_strength(count, limit), {"value": value, "count": count, "of": len(seen)})


def doubt_round(values: Iterable[Decimal]) -> Doubt | None:
    """Most of a return's numbers from 100 on are multiples of 100."""
    seen = [value for value in values if value >= HUNDRED]
    count = sum(value % HUNDRED == 0 for value in seen)
    if len(seen) < MIN_NUMBERS or count < ROUND_PART * len(seen):
        return None
    # All of them are at most 1.7 times the limit: how many there are says more.
    return Doubt(DoubtKind.ROUND, rate_strength(count, MIN_NUMBERS), {"count": count, "of": len(seen)})


def doubt_digits(values: Iterable[Decimal]) -> Doubt | None:
    """The last digits of whole numbers from 100 on are spread more evenly than chance does; ``values`` are those of the
    year to date."""
    digits = Counter(int(value) % 10 for value in values if value >= HUNDRED and value == int(value))
    count = sum(digits.values())
    if count < MIN_DIGITS:
        return None
    expected = Decimal(count) / 10
    distance = sum((digits[each] - expected) ** 2 for each in range(10)) / expected
    if distance > TOO_EVEN:
        return None
    facts = {"count": count, "least": min(digits.values()), "most": max(digits.values())}
    return Doubt(DoubtKind.DIGITS, rate_strength(TOO_EVEN, max(distance, Decimal("0.01"))), facts)


class TypedMoment(NamedTuple):
    """A number typed on a page, not brought by a workbook: in which return, of which unit, by whom, at what second."""

    report: Any
    unit: Any
    person: Any
    second: float


def doubt_fast(moments: Iterable[TypedMoment]) -> dict[Any, Doubt]:
    """{return: Doubt} of those for which one person typed within a minute together with those of many other units."""
    by_person = defaultdict(list)
    for each in moments:
        by_person[each.person].append(each)
    found: dict[Any, Doubt] = {}
    for typed in by_person.values():
        if len({each.unit for each in typed}) >= FAST_UNITS:
            _find_fast(sorted(typed, key=lambda each: each.second), found)
    return found


def _find_fast(typed, found):
    """Slide a minute over the moments of one person, in order."""
    first, units = 0, Counter[Any]()
    for last, each in enumerate(typed):
        units[each.unit] += 1
        while each.second - typed[first].second >= FAST_SECONDS:
            units[typed[first].unit] -= 1
            if not units[typed[first].unit]:
                del units[typed[first].unit]
            first += 1
        count = len(units)
        # Where it grows no more, only what was typed last can be new.
        grown = count > (found[each.report].facts["count"] if each.report in found else 0)
        if count >= FAST_UNITS and grown:
            doubt = Doubt(DoubtKind.FAST, rate_strength(count, FAST_UNITS), {"count": count})
            for report in {typed[at].report for at in range(first, last + 1)}:
                if report not in found or found[report].facts["count"] < count:
                    found[report] = doubt
