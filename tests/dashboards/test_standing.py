"""Completion, pace, light and rank: the table of the design, its worked cases, and what must hold for any numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.totals.standing import Goal, assess, light_for_lag, pace_at, rank_rows, weighted_completion

QUARTER_ENDS = [date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31)]


def judge(measure, direction, value, bound, *, pace="0.75", base=None, upper=None, baseline=None, scale="", **more):
    number = lambda text: None if text is None else Decimal(text)
    goal = Goal(measure, direction, number(bound), number(upper), number(baseline), scale)
    return assess(goal, number(value), number(base), Decimal(pace), **more)


@pytest.mark.parametrize(
    "measure, direction, value, bound, extra, completion, light",
    [
        # increment and running, at least and exactly: to date / allocation, uncapped
        ("increment", "at_least", "7500", "10000", {}, "0.75", "green"),
        ("running", "at_least", "5600", "56000", {}, "0.1", "red"),
        ("increment", "at_least", "13000", "10000", {}, "1.3", "blue"),
        ("increment", "exactly", "4", "4", {}, "1", "blue"),
        ("increment", "exactly", "5", "4", {}, "1.25", "green"),
        ("increment", "at_least", "0", "10", {}, "0", "red"),
        # a level and a ratio go from their baseline to what is owed
        ("level", "at_least", "60", "100", {"baseline": "40"}, None, "red"),
        ("level", "at_least", "85", "100", {"baseline": "40"}, "0.75", "green"),
        ("level", "at_least", "30", "100", {"baseline": "40"}, None, "red"),
        ("level", "at_least", "100", "100", {"baseline": "120"}, "1", "blue"),
        ("ratio", "at_least", "62", "70", {"base": "100", "baseline": "50", "scale": "%"}, "0.6", "yellow"),
        ("ratio", "at_least", "35", "70", {"base": "50", "baseline": "50", "scale": "%"}, "1", "blue"),
        ("ratio", "at_least", "200", "10", {"base": "20", "scale": ""}, "1", "blue"),
        # at most: met or not
        ("ratio", "at_most", "3", "15", {"base": "20000", "scale": "/10万"}, "1", "green"),
        ("ratio", "at_most", "4", "15", {"base": "20000", "scale": "/10万"}, "0", "red"),
        ("increment", "at_most", "0", "0", {}, "1", "green"),
        # a range: met inside, below its lower end as "at least"
        ("increment", "range", "1", "1", {"upper": "2"}, "1", "blue"),
        ("increment", "range", "2", "1", {"upper": "2"}, "2", "blue"),
        ("increment", "range", "3", "1", {"upper": "2"}, "3", "green"),
        ("increment", "range", "0", "1", {"upper": "2"}, "0", "red"),
        ("increment", "range", "9", "1", {}, "9", "blue"),
        # a milestone: done / owed
        ("milestone", "at_least", "3", "4", {}, "0.75", "green"),
        ("milestone", "at_least", "4", "4", {}, "1", "blue"),
    ],
)
def test_table_of_the_design(measure, direction, value, bound, extra, completion, light):
    standing = judge(measure, direction, value, bound, **extra)
    assert standing.light == light
    if completion is not None:
        assert standing.completion == Decimal(completion)


def test_unknown_is_grey_and_zero_is_not():
    assert judge("increment", "at_least", None, "10").light == "grey"
    assert judge("increment", "at_least", None, "10").completion is None
    assert judge("increment", "at_least", "0", "10").completion == 0


def test_baseline_is_assessed_only_after_a_report():
    silent = judge("level", "at_least", "40", "100", baseline="40", has_reports=False)
    assert (silent.light, silent.shown, silent.completion) == ("grey", Decimal(40), None)
    assert judge("level", "at_least", "40", "100", baseline="40").light == "red"


def test_rate_without_denominator_is_unknown():
    assert judge("ratio", "at_least", "0", "70", base="0", scale="%").light == "grey"
    assert judge("ratio", "at_least", "5", "70", scale="%").shown is None


def test_rate_below_its_bound_is_not_rounded_up():
    base = Decimal(10) ** 30
    goal = Goal("ratio", "at_least", Decimal(70), scale="%", from_zero=True)
    below = assess(goal, base * 70 / 100 - Decimal(1000), base, Decimal(1))
    assert below.met is False
    assert below.light == "green"


def test_no_allocation_is_no_task():
    standing = judge("increment", "at_least", "5", None)
    assert (standing.light, standing.completion, standing.gap) == ("", None, None)
    assert standing.shown == 5


def test_a_share_of_zero_owes_a_report_and_nothing_more():
    silent = judge("increment", "at_least", None, "0")
    assert (silent.light, silent.pace, silent.completion) == ("grey", None, None)
    done = judge("increment", "at_least", "0", "0")
    assert (done.light, done.met, done.completion, done.gap) == ("blue", True, None, None)
    half = judge("increment", "at_least", "50", "100")
    for each in (silent, done):  # it neither raises the mean nor lowers it, and has no rank
        assert weighted_completion([(half, Decimal(1)), (each, Decimal(9))]) == Decimal("0.5")
    assert judge("increment", "exactly", "3", "0").over


def test_gap_in_points_and_distance_of_upper_limits():
    assert judge("increment", "at_least", "70", "100").gap == Decimal("-0.05")
    assert judge("increment", "at_least", "80", "100").gap == Decimal("0.05")
    kept = judge("ratio", "at_most", "3", "15", base="25000", scale="/10万")
    assert (kept.gap, kept.distance, kept.pace) == (None, 3, None)


def test_exceeded_upper_limit():
    assert judge("increment", "exactly", "5", "4").over
    assert judge("increment", "range", "3", "1", upper="2").over
    assert not judge("increment", "range", "2", "1", upper="2").over
    assert not judge("increment", "range", "0", "1", upper="2").over


@pytest.mark.parametrize(
    "lag, light", [("10", "green"), ("10.01", "yellow"), ("30", "yellow"), ("30.01", "red"), ("-5", "green")]
)
def test_the_limits_of_lights(lag, light):
    assert light_for_lag(Decimal(lag), Decimal(10), Decimal(30)) == light


def test_exact_limit_is_not_missed_by_division_error():
    pace, done = Decimal(8) / Decimal(11), Decimal(8) / Decimal(11) - Decimal("0.1")
    assert light_for_lag((pace - done) * 100 + Decimal("1e-25"), Decimal(10), Decimal(30)) == "green"


# --- pace ---


def test_default_pace_is_linear_by_months():
    assert [pace_at("increment", end, 2020) for end in QUARTER_ENDS] == [
        Decimal("0.25"),
        Decimal("0.5"),
        Decimal("0.75"),
        Decimal(1),
    ]
    june = date(2020, 6, 30)
    assert [pace_at("running", end, 2020, deadline=june) for end in QUARTER_ENDS] == [Decimal("0.5"), 1, 1, 1]


def test_schedule_is_a_step_function():
    schedule = {date(2020, 6, 30): Decimal("0.2"), date(2020, 12, 31): Decimal(1)}
    assert [pace_at("increment", end, 2020, schedule=schedule) for end in QUARTER_ENDS] == [
        0,
        Decimal("0.2"),
        Decimal("0.2"),
        1,
    ]


def test_milestone_is_due_at_its_deadline():
    april = date(2020, 4, 30)
    assert [pace_at("milestone", end, 2020, deadline=april) for end in QUARTER_ENDS] == [0, 1, 1, 1]
    assert [pace_at("milestone", end, 2020) for end in QUARTER_ENDS] == [0, 0, 0, 1]


# --- ranks ---


def at(day):
    return datetime(2020, 7, day, tzinfo=UTC)


def test_equal_completions_share_a_rank():
    rows = [
        (Decimal("0.5"), at(9), "late"),
        (None, None, "silent"),
        (Decimal("0.9"), at(9), "best"),
        (Decimal("0.5"), at(2), "early"),
        (Decimal("0.1"), None, "last"),
    ]
    assert rank_rows(rows) == [(1, "best"), (2, "early"), (2, "late"), (4, "last"), (None, "silent")]


def test_unknown_completions_are_not_ranked():
    assert rank_rows([(None, None, "a")]) == [(None, "a")]
    assert rank_rows([]) == []


def test_overall_completion_is_capped_and_weighted():
    done = judge("increment", "at_least", "200", "100")
    half = judge("increment", "at_least", "50", "100")
    silent = judge("increment", "at_least", None, "100")
    free = judge("increment", "at_least", "5", None)
    assert weighted_completion([(done, Decimal(1)), (half, Decimal(3)), (free, Decimal(9))]) == Decimal("0.625")
    assert weighted_completion([(done, Decimal(1)), (silent, Decimal(1))]) == Decimal("0.5")
    assert weighted_completion([(free, Decimal(1))]) is None
    assert weighted_completion([(done, Decimal(0))]) is None


# --- what holds for any numbers ---

numbers = st.decimals(min_value=0, max_value=10**13, places=6)
maybe = st.none() | numbers


@given(
    measure=st.sampled_from(["increment", "running", "level", "ratio", "milestone"]),
    direction=st.sampled_from(["at_least", "at_most", "exactly", "range"]),
    bound=maybe, upper=maybe, baseline=maybe, value=maybe, base=maybe,
    pace=st.decimals(min_value=0, max_value=1, places=4),
    scale=st.sampled_from(["", "%", "‰", "/10万"]),
    heard=st.booleans(),
)  # fmt: skip
def test_any_numbers_are_assessed_without_an_error(
    measure, direction, bound, upper, baseline, value, base, pace, scale, heard
):
    standing = assess(Goal(measure, direction, bound, upper, baseline, scale), value, base, pace, has_reports=heard)
    assert (standing.light == "") == (bound is None)
    of_zero = bound == 0 and direction != "at_most"
    assert (standing.completion is None) == (standing.light in ("", "grey", "unmet") or of_zero)
    if standing.light == "unmet":
        assert (baseline, standing.pace, standing.gap) == (None, None, None)
    assert standing.met == (standing.light == "blue" or (standing.light == "green" and direction == "at_most"))


@given(st.lists(st.none() | st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal("0.5"), Decimal(1)]), max_size=12))
def test_a_rank_is_one_more_than_how_many_are_better(completions):
    rows = [(completion, None, place) for place, completion in enumerate(completions)]
    ranked = {place: rank for rank, place in rank_rows(rows)}
    for place, mine in enumerate(completions):
        better = sum(1 for other in completions if other is not None and mine is not None and other > mine)
        assert ranked[place] == (None if mine is None else better + 1)


# --- no baseline, not applicable, sums of percentages ---


@pytest.mark.parametrize("measure", ["level", "ratio"])
def test_without_a_baseline_there_is_no_pace(measure):
    base = {"base": "1"} if measure == "ratio" else {}
    standing = judge(measure, "at_least", "7.8", "10", pace="0.5", **base)
    assert (standing.light, standing.completion, standing.pace, standing.gap) == ("unmet", None, None, None)
    reached = judge(measure, "at_least", "10", "10", pace="0.5", **base)
    assert (reached.light, reached.completion, reached.pace, reached.gap) == ("blue", 1, None, None)
    silent = judge(measure, "at_least", None, "10", **base)
    assert (silent.light, silent.pace) == ("grey", None)


def test_more_than_promised_is_not_unmet():
    standing = judge("level", "exactly", "5", "4")
    assert (standing.light, standing.over, standing.pace) == ("green", True, None)


def test_plans_issued_before_count_from_zero():
    goal = Goal("level", "at_least", Decimal(10), from_zero=True)
    standing = assess(goal, Decimal("7.8"), None, Decimal("0.5"))
    assert (standing.light, standing.completion) == ("green", Decimal("0.78"))


def test_an_upper_limit_needs_no_baseline():
    assert judge("ratio", "at_most", "3", "15", base="20000", scale="/10万").light == "green"


@pytest.mark.parametrize("value", [None, "0", "30"])
def test_not_applicable_has_no_light_whatever_was_done(value):
    goal = Goal("increment", "at_least", Decimal(100), unjudged="na")
    standing = assess(goal, value and Decimal(value), None, Decimal(1))
    assert (standing.light, standing.completion, standing.judged) == ("na", None, False)


def test_what_is_not_judged_is_left_out_of_the_mean():
    done = judge("increment", "at_least", "10", "10")
    absent = assess(Goal("increment", "at_least", Decimal(10), unjudged="na"), Decimal(1), None, Decimal(1))
    summed = assess(Goal("level", "at_least", Decimal(95), unjudged="summed"), Decimal(270), None, Decimal(1))
    unmet = judge("level", "at_least", "5", "10")
    assert weighted_completion([(done, Decimal(1)), (absent, Decimal(1)), (summed, Decimal(1))]) == 1
    assert weighted_completion([(done, Decimal(1)), (unmet, Decimal(1))]) == Decimal("0.5")
    assert weighted_completion([(absent, Decimal(1))]) is None


def test_nothing_owed_comes_before_a_sum_of_percentages():
    assert assess(Goal("level", "at_least", None, unjudged="summed"), Decimal(270), None, Decimal(1)).light == ""


# --- the deadline has passed ---


def judge_late(measure, direction, value, bound, *, base=None, upper=None, starts_unknown=False):
    number = lambda text: None if text is None else Decimal(text)
    goal = Goal(measure, direction, number(bound), number(upper), deadline_passed=True, starts_unknown=starts_unknown)
    return assess(goal, number(value), number(base), Decimal(1))


@pytest.mark.parametrize(
    ("measure", "direction", "value", "bound", "light", "overdue"),
    [
        ("increment", "at_least", "91.7", "100", "yellow", True),  # eight points short: within the limit of yellow
        ("increment", "at_least", "69", "100", "red", True),
        ("milestone", "at_least", "19", "20", "yellow", True),
        ("increment", "exactly", "9", "10", "yellow", True),
        ("level", "at_least", "9.9", "10", "yellow", True),  # without a baseline: no pace, but late all the same
        ("increment", "at_least", None, "10", "grey", True),
        ("increment", "at_least", "100", "100", "blue", False),
        ("increment", "exactly", "11", "10", "green", False),  # more than promised is not late
        ("increment", "at_most", "9", "10", "green", False),
        ("increment", "at_most", "11", "10", "red", False),
        ("increment", "at_least", "0", "0", "blue", False),  # a share of zero demands nothing
    ],
)
def test_after_the_deadline_what_is_missing_is_behind(measure, direction, value, bound, light, overdue):
    standing = judge_late(measure, direction, value, bound)
    assert (standing.light, standing.overdue) == (light, overdue)


def test_before_the_deadline_nothing_is_overdue():
    standing = judge("increment", "at_least", "91.7", "100", pace="1")
    assert (standing.light, standing.overdue) == ("green", False)


def test_counted_units_whose_starts_are_unknown_have_no_pace():
    goal = Goal("increment", "at_least", Decimal(8), starts_unknown=True)
    standing = assess(goal, Decimal(5), None, Decimal("0.5"))
    assert (standing.completion, standing.pace, standing.gap, standing.light) == (Decimal("0.625"), None, None, "unmet")
    assert assess(goal, Decimal(8), None, Decimal("0.5")).light == "blue"
