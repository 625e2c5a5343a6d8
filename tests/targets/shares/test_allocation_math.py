"""Breaking down in plain arithmetic: a split sums exactly, and what is left over has a sign that means something."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.shares.splitting import SplitRule, even_split, proportional_split, remainder, split_rule


@st.composite
def wholes(draw):
    decimals = draw(st.integers(0, 6))
    return Decimal(draw(st.integers(0, 10**20 - 1))).scaleb(-decimals), decimals


@given(wholes(), st.integers(1, 200))
def test_a_split_sums_exactly_and_is_even(written, n):
    whole, decimals = written
    parts = even_split(whole, n, decimals)
    step = Decimal(1).scaleb(-decimals)
    assert len(parts) == n
    assert sum(parts) == whole
    assert max(parts) - min(parts) in (0, step)
    assert all(part == round(part, decimals) for part in parts)
    assert parts == sorted(parts, reverse=True)  # what is left over goes to the first ones, always the same


def test_the_training_of_ten_thousand_over_eight_counties():
    assert even_split(Decimal(10000), 8, 0) == [Decimal(1250)] * 8
    assert even_split(Decimal(10), 8, 0) == [Decimal(2)] * 2 + [Decimal(1)] * 6
    assert even_split(Decimal("1.0"), 3, 1) == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]


@pytest.mark.parametrize(
    "whole, n, decimals", [("1.5", 2, 0), ("-1", 2, 0), ("1", 0, 0), ("0.0000001", 1, 6), ("1", 1, -1)]
)
def test_what_cannot_be_split_is_refused(whole, n, decimals):
    with pytest.raises(ValueError):
        even_split(Decimal(whole), n, decimals)


@given(st.lists(st.none() | st.decimals(0, 10**14, places=6)), st.decimals(0, 10**14, places=6))
def test_parts_and_what_is_left_make_the_whole(parts, whole):
    assert remainder(whole, parts) + sum(p for p in parts if p is not None) == whole


def test_without_a_whole_nothing_is_left_over():
    assert remainder(None, [Decimal(1)]) is None
    assert remainder(Decimal(3), []) == 3


@pytest.mark.parametrize(
    "measure, direction, rollup, parts",
    [
        ("increment", "at_least", "sum", SplitRule.SPLIT),
        ("level", "range", "sum", SplitRule.SPLIT),
        ("level", "at_most", "sum", SplitRule.BOUND),
        ("ratio", "at_least", "sum", SplitRule.RATE),
        ("ratio", "at_most", "sum", SplitRule.RATE),
        ("milestone", "at_least", "sum", SplitRule.OWNER),
        ("level", "at_least", "units_reached", SplitRule.EACH),
    ],
)
def test_only_what_adds_up_has_a_remainder(measure, direction, rollup, parts):
    assert split_rule(SimpleNamespace(measure=measure, direction=direction, rollup=rollup)) is parts


@given(wholes(), st.lists(st.decimals(0, 10**8, places=3), min_size=1, max_size=40).filter(any))
def test_a_proportional_split_meets_the_whole_and_stays_within_a_step_of_each_quota(written, weights):
    whole, decimals = written
    parts = proportional_split(whole, weights, decimals)
    step, total = Fraction(1, 10**decimals), sum(map(Fraction, weights))
    assert sum(map(Fraction, parts)) == Fraction(whole)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(whole) * Fraction(weight) / total) < step
        assert part == round(part, decimals)
        assert weight or not part


def test_a_proportional_split_by_largest_remainder():
    population = [Decimal("35.2"), Decimal("28.1"), Decimal("17.4"), Decimal(0)]
    assert proportional_split(Decimal(100), population, 0) == [44, 35, 21, 0]  # 43.62, 34.82, 21.56
    assert proportional_split(Decimal(2), [Decimal(1)] * 3, 0) == [1, 1, 0]
    assert proportional_split(Decimal("0.5"), [Decimal(1), Decimal(2)], 1) == [Decimal("0.2"), Decimal("0.3")]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_weights_that_split_nothing_are_refused(weights):
    with pytest.raises(ValueError):
        proportional_split(Decimal(5), [Decimal(weight) for weight in weights], 0)
