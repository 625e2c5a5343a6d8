"""The design's worked examples, and the rules of known values one by one."""

from decimal import Decimal

import pytest

from targets.totals.arithmetic import (
    ReportedValue,
    ShareVersion,
    TargetRules,
    UnitTotal,
    known_values,
    meets_target,
    period_changes,
    unit_totals,
)

D = Decimal


def reports(*values):
    """Reports of periods 1, 2, …: a number, "na", or None for no report."""
    made = {}
    for seq, value in enumerate(values, 1):
        if value == "na":
            made[seq] = ReportedValue(na=True)
        elif value is not None:
            made[seq] = ReportedValue(D(value))
    return made


def values(measure, *said, **more):
    return [k.value for k in known_values(measure, reports(*said), len(said), **more)]


def to_date(a, b):
    """The city's totals of counties A and B, as plain sums of known values."""
    return [(x or 0) + (y or 0) for x, y in zip(a[1:], b[1:], strict=True)]


def test_worked_example_of_the_design():
    a, b = values("level", 5, None, 9), values("level", 2, 2, 1)
    assert period_changes(a) == [5, 0, 4]
    assert period_changes(b) == [2, 0, -1]
    assert to_date(a, b) == [7, 7, 10]


def test_worked_example_corrected():
    a, b = values("level", 6, None, 9), values("level", 2, 2, 1)
    assert period_changes(a) == [6, 0, 3]
    assert to_date(a, b) == [8, 8, 10]


def test_running_total_accepted_out_of_order():
    """100 submitted in Q1 and 250 accepted in Q2: accepted to date is 250."""
    assert [k.value for k in known_values("running", {2: ReportedValue(D(250))}, 2)] == [None, None, 250]


@pytest.mark.parametrize(
    ("measure", "said", "wanted"),
    [
        ("increment", (3, None, 4), [None, 3, 3, 7]),
        ("increment", (0, None, 4), [None, 0, 0, 4]),
        ("increment", (3, "na", 4), [None, 3, 3, 7]),
        ("running", (3, "na", None), [None, 3, 3, 3]),
        ("running", (3, "na", 9), [None, 3, 3, 9]),
        ("level", (3, "na", None), [None, 3, None, None]),
        ("level", (3, "na", 9), [None, 3, None, 9]),
        ("milestone", (0, 1, None), [None, 0, 1, 1]),
        ("milestone", (1, "na", None), [None, 1, None, None]),
        ("level", (None, None, None), [None, None, None, None]),
    ],
)
def test_known_values(measure, said, wanted):
    assert values(measure, *said) == wanted


def test_baseline_stands_until_the_first_report():
    assert values("level", None, 7, baseline=D(4)) == [4, 4, 7]
    assert values("increment", None, 7, baseline=D(4)) == [None, None, 7]


def test_a_baseline_is_no_report():
    first = known_values("level", {}, 1, baseline=D(4))[1]
    assert (first.reported, first.carried) == (False, False)


def test_blank_zero_and_not_applicable_are_three_things():
    blank, zero, na = (
        known_values("level", {1: r} if r else {}, 1)[1] for r in (None, ReportedValue(D(0)), ReportedValue(na=True))
    )
    assert (blank.value, blank.reported, blank.absent) == (None, False, False)
    assert (zero.value, zero.reported, zero.absent) == (0, True, False)
    assert (na.value, na.reported, na.absent) == (None, False, True)


def test_an_emptied_cell_falls_back_to_not_reported():
    assert known_values("level", {1: ReportedValue()}, 1)[1].value is None


def test_ratio_keeps_its_parts():
    steps = known_values("ratio", {1: ReportedValue(D(7), D(10)), 3: ReportedValue(D(0), D(0))}, 3)
    assert [(k.value, k.base) for k in steps] == [(None, None), (7, 10), (7, 10), (0, 0)]


@pytest.mark.parametrize(
    ("direction", "value", "bound", "upper", "wanted"),
    [
        ("at_least", 10, 10, None, True),
        ("at_least", D("9.999999"), 10, None, False),
        ("at_most", 10, 10, None, True),
        ("at_most", 11, 10, None, False),
        ("exactly", 10, 10, None, True),
        ("exactly", 11, 10, None, False),
        ("range", 2, 1, 2, True),
        ("range", 3, 1, 2, False),
        ("at_least", None, 0, None, False),
        ("at_least", 0, None, None, False),
    ],
)
def test_meets(direction, value, bound, upper, wanted):
    assert meets_target(direction, value, bound, upper) is wanted


def test_a_ratio_is_held_against_its_bound_without_dividing():
    third = {"base": D(3), "scale": "%"}
    assert not meets_target("at_least", D(1), D("33.333334"), **third)
    assert meets_target("at_least", D(1), D("33.333333"), **third)
    assert not meets_target("at_most", D(0), D(50), base=D(0), scale="%")


def test_units_reached_follows_an_adjusted_share():
    promise = TargetRules("level", rollup="units_reached", due=frozenset({1, 2}))
    shares = [ShareVersion(1, D(5), D(5)), ShareVersion(2, D(9), D(9))]
    sums = unit_totals(promise, "federation", shares, reports(6, 6), {}, 2)
    assert [s.submitted for s in sums] == [None, 1, 0]


def test_a_unit_without_a_share_owes_nothing_but_its_work_stays():
    promise = TargetRules("increment", due=frozenset({1, 2}))
    shares = [ShareVersion(1, D(5), D(5)), ShareVersion(2, None, None)]
    sums = unit_totals(promise, "office", shares, reports(3), {}, 2)
    assert [s.submitted for s in sums] == [None, 3, 3]
    assert [s.counts["body_owing"] for s in sums] == [0, 1, 0]


def test_adding_nothing_known_is_not_adding_zero():
    total = UnitTotal()
    total += UnitTotal()
    assert total.submitted is None
    total += UnitTotal(submitted=D(0))
    assert total.submitted == 0
