"""Each kind of doubt, and what only looks like it."""

from decimal import Decimal

import pytest

from bench.doubt import run as run_bench
from targets.doubts.cells import doubt_history, doubt_neighbours, doubt_steady, measure_growth
from targets.doubts.doubt import Doubt, DoubtKind
from targets.doubts.judge import TargetSeries, judge_return
from targets.doubts.series import list_amounts, list_steps
from targets.doubts.whole import (
    TypedMoment,
    doubt_digits,
    doubt_equal,
    doubt_fast,
    doubt_full,
    doubt_round,
)
from targets.doubts.words import describe_doubt


def numbers(*values):
    return [Decimal(value) for value in values]


def growths(*series):
    """What is measured of other units, where there is enough."""
    return list(filter(None, map(measure_growth, series)))


def kind(doubt):
    return doubt and doubt.kind


# --- one number -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((50, 40, 60, 600), True),
        ((50, 40, 60, 240), True),
        ((50, 40, 60, 239), False),
        ((40, 60, 600), False),  # too short a history
        ((1, 2, 1, 9), False),  # small counts
        ((0, 0, 0, 500), False),  # the first work of the year
        ((600, 40, 60, 600), False),  # it was as high before
        ((), False),
    ],
)
def test_a_jump_against_the_own_history(amounts, found):
    assert kind(doubt_history(numbers(*amounts))) == (DoubtKind.HISTORY if found else None)


def test_a_jump_that_neighbours_of_like_size_do_not_make():
    calm = [numbers(90, 100, 110, 100 + each) for each in range(6)]
    assert kind(doubt_neighbours(numbers(100, 100, 100, 350), growths(*calm))) == DoubtKind.NEIGHBOURS


@pytest.mark.parametrize(
    "neighbours",
    [
        [numbers(100, 100, 100, 100)] * 4,  # too few
        [numbers(100, 100, 100, 380)] * 6,  # a campaign of all
        [*[numbers(100, 100, 100, 100)] * 6, numbers(100, 100, 100, 300)],  # one other made it as well
        [numbers(1000, 1000, 1000, 1000)] * 6,  # of another size
        [numbers(100, 100)] * 6,  # without a history
    ],
)
def test_what_only_looks_like_a_jump_against_neighbours(neighbours):
    assert doubt_neighbours(numbers(100, 100, 100, 350), growths(*neighbours)) is None


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((7, 25, 25, 25, 25, 25), True),
        ((25, 25, 25, 25, 25, 26), False),
        ((25, 25, 25, 25), False),
        ((1, 1, 1, 1, 1, 1), False),  # small counts
        ((0, 0, 0, 0, 0, 0), False),  # nothing done
    ],
)
def test_the_same_amount_each_period(amounts, found):
    assert kind(doubt_steady(numbers(*amounts))) == (DoubtKind.STEADY if found else None)


def test_amounts_of_running_totals_and_levels():
    values = dict(enumerate(numbers(10, 30, 60), 1))
    assert list_amounts("increment", values, 3) == numbers(10, 30, 60)
    assert list_amounts("running", values, 3) == numbers(10, 20, 30)
    assert list_amounts("level", values, 3) == numbers(10, 30, 60)
    assert list_steps("level", values, 3) == numbers(20, 30)
    assert list_amounts("running", values, 4) == [], "nothing reported"


def test_what_a_running_total_added_over_a_gap_is_unknown():
    values = dict(zip((1, 2, 3, 6), numbers(10, 20, 30, 90), strict=True))
    assert list_amounts("running", values, 6) == []
    quarterly = dict(zip((3, 6, 9), numbers(10, 30, 60), strict=True))
    assert list_amounts("running", quarterly, 9) == numbers(20, 30)


# --- a whole return ---------------------------------------------------------------------------------------------------


def test_all_exactly_full():
    full = [(Decimal(each), Decimal(each)) for each in range(1, 9)]
    assert kind(doubt_full(full)) == DoubtKind.FULL
    assert doubt_full(full[:7]) is None, "too few"
    assert doubt_full([*full, (Decimal(99), Decimal(100))]) is None, "one is nearly full"
    assert doubt_full([*full[:7], (Decimal(0), Decimal(0))]) is None, "a share of nothing is no number"


def test_many_equal_numbers():
    others = [Decimal(100 + each) for each in range(7)]
    assert kind(doubt_equal([*others, *numbers(66, 66, 66)])) == DoubtKind.EQUAL
    assert doubt_equal([*others, *numbers(66, 66, 67)]) is None
    assert doubt_equal([*others, *numbers(2, 2, 2, 2, 2)]) is None, "small numbers are often equal"
    assert doubt_equal(numbers(66, 66, 66)) is None, "too few"


def test_many_round_numbers():
    others = numbers(110, 120, 130, 150)
    assert kind(doubt_round([*others, *numbers(100, 200, 300, 500, 1200, 2000)])) == DoubtKind.ROUND
    assert doubt_round([*others, *numbers(100, 200, 300, 500, 1200, 2010)]) is None
    assert doubt_round(numbers(*[10 * each for each in range(1, 10)])) is None, "tens are a habit"


def test_last_digits_too_even():
    assert kind(doubt_digits([Decimal(100 + each) for each in range(60)])) == DoubtKind.DIGITS
    assert doubt_digits([Decimal(100 + each) for each in range(50)]) is None, "too few"
    uneven = [Decimal(100 + each) for each in range(60)] + numbers(105, 105, 105, 101, 101)
    assert doubt_digits(uneven) is None
    assert doubt_digits([Decimal(10 * each) for each in range(10, 90)]) is None, "rounded to tens"


def typed(units, *, seconds=1.0, person="a"):
    return [TypedMoment(f"return of {unit}", unit, person, unit * seconds) for unit in range(units)]


def test_numbers_typed_for_forty_units_within_a_minute():
    assert set(doubt_fast(typed(40))) == {f"return of {unit}" for unit in range(40)}
    assert doubt_fast(typed(39)) == {}
    assert doubt_fast(typed(60, seconds=2)) == {}, "thirty within a minute"
    early = [TypedMoment(f"return of {unit}", unit, "a", unit - 600) for unit in range(50, 60)]
    assert set(doubt_fast([*early, *typed(40)])) == set(doubt_fast(typed(40))), "not what was typed before"
    counts = [doubt.facts["count"] for doubt in doubt_fast(typed(80, seconds=1)).values()]
    assert set(counts) == {60}, "the most within any minute"
    assert doubt_fast([*typed(20), *typed(40, person="b")[20:]]) == {}, "two people"
    assert doubt_fast([TypedMoment(each, each % 12, "a", each / 10) for each in range(400)]) == {}, (
        "a year of twelve units"
    )


# --- together ---------------------------------------------------------------------------------------------------------


def test_a_return_is_judged_by_all_kinds_at_once():
    jump = dict(enumerate(numbers(50, 40, 60, 600), 1))
    calm = dict(enumerate(numbers(50, 40, 60, 55), 1))
    found = judge_return({1: TargetSeries("increment", jump), 2: TargetSeries("running", calm)}, 4)
    assert {key: [each.kind for each in doubts] for key, doubts in found.cells.items()} == {1: [DoubtKind.HISTORY]}
    assert (found.whole, found.count) == ([], 1)


def test_a_blank_cell_is_not_full():
    owed = {each: TargetSeries("increment", {1: Decimal(9)}, Decimal(9), Decimal(9)) for each in range(8)}
    assert [each.kind for each in judge_return(owed, 1).whole] == [DoubtKind.FULL]
    assert judge_return(owed | {9: TargetSeries("increment", {}, Decimal(9))}, 1).whole == []


FACTS = {
    "now": Decimal(600), "largest": Decimal(60), "times": Decimal(10) / 3, "neighbours": Decimal(1), "count": 7,
    "amount": Decimal(25), "value": Decimal(66), "of": 12, "least": 6, "most": 7,
}  # fmt: skip


@pytest.mark.parametrize("each", list(DoubtKind))
def test_every_kind_has_its_sentence(each):
    text = describe_doubt(Doubt(each, 1, FACTS))
    assert text
    assert "%(" not in text
    assert "3.33" not in text, "rounded"


def test_planted_kinds_are_found_and_honest_numbers_left_alone(capsys):
    assert run_bench(units=48, targets=60), capsys.readouterr().out
