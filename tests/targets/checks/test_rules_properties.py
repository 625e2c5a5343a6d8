"""Properties of the rules that hold for any input."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from targets.checks.families.types import EarlierReports, Kind, RuleTerms
from targets.totals.arithmetic import ReportedValue
from tests.targets.checks.test_rules_pure import (
    ADD,
    ALL,
    BLANK,
    EACH,
    LEVEL,
    MEN,
    NA,
    RATE,
    RUN,
    WOMEN,
    earlier_reports,
    finding_texts,
    target,
)

D = Decimal
NUMBERS = st.decimals(min_value=0, max_value=10**13, places=6, allow_nan=False, allow_infinity=False)
CELLS = st.one_of(st.just(NA), st.just(BLANK), NUMBERS.map(ReportedValue))


@given(st.lists(NUMBERS, min_size=1, max_size=6), NUMBERS)
def test_parts_equal_only_their_sum(numbers, other):
    parts = tuple(target(20 + n, f"部分{n}") for n in range(len(numbers)))
    cells = dict(zip(parts, map(ReportedValue, numbers), strict=True))
    terms = RuleTerms(Kind.PARTS, target=ALL, parts=parts)
    assert finding_texts(terms, cells | {ALL: ReportedValue(sum(numbers))}) == []
    assert bool(finding_texts(terms, cells | {ALL: ReportedValue(other)})) == (other != sum(numbers))


@given(st.fixed_dictionaries(dict.fromkeys((MEN, WOMEN, ALL, RUN, LEVEL), CELLS)), CELLS, CELLS)
def test_every_rule_handles_any_cell_values(cells, last, second):
    before = dict.fromkeys(
        cells, EarlierReports(last if last.value is not None else None, None, last, last.value or D(0))
    )
    for terms in (
        RuleTerms(Kind.BOUNDS, target=MEN, low=D(5), high=D(9)),
        RuleTerms(Kind.PARTS, target=ALL, parts=(MEN, WOMEN)),
        RuleTerms(Kind.NEVER_FALLS),
        RuleTerms(Kind.SWING, percent=D("0.1")),
        RuleTerms(Kind.OVER_SHARE),
        RuleTerms(Kind.WHOLE),
        RuleTerms(Kind.FORMULA, target=MEN, parts=(WOMEN, ALL), formula="#1 ÷ #2 ≤ #4 × 3%"),
        RuleTerms(Kind.SAME),
    ):
        for text in finding_texts(terms, cells, before=before, shares={MEN: 5, RUN: 0}):
            assert 0 < len(text) <= 500


@given(NUMBERS, NUMBERS, st.decimals(min_value="0.1", max_value=1000, places=1))
def test_swing_is_found_only_above_its_percentage(now, last, percent):
    found = finding_texts(
        RuleTerms(Kind.SWING, percent=percent),
        {ADD: ReportedValue(now)},
        before={ADD: earlier_reports(ReportedValue(last))},
    )
    swing = abs(Fraction(now) - Fraction(last))
    assert bool(found) == (last > 0 and swing / Fraction(last) > Fraction(percent) / 100)


def test_largest_ratios_are_compared_exactly():
    """Products of two figures have forty digits; at the default precision of 28 they would be equal."""
    last = earlier_reports(("99999999999999.999998", "99999999999999.999999"))
    terms = RuleTerms(Kind.SWING, percent=D("0.1"))
    assert finding_texts(terms, {RATE: ("99999999999999.999999", "99999999999999.999998")}, before={RATE: last}) == []
    bound = RuleTerms(Kind.BOUNDS, target=EACH, high=D("99999999999999.999999"))
    assert finding_texts(bound, {EACH: ("99999999999999.999999", "0.999999")})
    low = RuleTerms(Kind.BOUNDS, target=EACH, low=D("99999999999999.999999"))
    assert finding_texts(low, {EACH: ("99999999999999.999998", 1)})
