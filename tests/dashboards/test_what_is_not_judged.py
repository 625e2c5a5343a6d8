"""Lines without a light: not applicable, summed percentages, no baseline, a supplement before its period."""

from datetime import date

import pytest

from dashboards import words
from targets.models import Adjustment, Allocation
from targets.totals.descriptions import describe_start
from tests.dashboards.scene import Province, board, line, to_decimal

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Province()


def test_not_applicable_keeps_its_share_in_the_whole(scene):
    """The county does nothing more: no light, even after an earlier report; what was promised above stays."""
    a, b = scene.counties[:2]
    target = scene.target("L01", "100", shares={a: "40", b: "60"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "0"})
    scene.report(b, 1, {target: "30"})
    scene.report(a, 2, {target: "na"})
    scene.report(b, 2, {target: "30"})
    scene.settle()
    shown = line(scene, a, "L01")
    assert (shown.value, shown.standing.light, shown.standing.completion) == (0, "na", None)
    assert words.describe_reports(shown, "submitted", single=True) == ["不适用，任务数仍计入上级合计"]
    city = line(scene, scene.cities[0], "L01")
    assert (city.bound, city.standing.completion, city.areas.expected) == (100, to_decimal("0.6"), 1)
    assert words.describe_reports(city, "submitted", single=False)[0].endswith("1 个不适用（任务数仍计入）")


def test_not_applicable_leaves_a_count_of_units(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "1", measure="milestone", deadline=date(2020, 6, 30), shares={a: "1", b: "1"})
    scene.issue(open_seq=2)
    scene.report(a, 2, {target: "na"})
    scene.settle()
    city = line(scene, scene.cities[0], "L01")
    assert (city.bound, city.standing.light) == (1, "grey")
    assert words.describe_reports(city, "submitted", single=False)[0].endswith("1 个不适用（不计入）")


def test_a_sum_of_percentages_has_no_light(scene):
    """90, 80 and 100 % are not 270 %, and 270 of 95 no 284 %."""
    a, b, c = scene.counties[:3]
    target = scene.target("L01", "95", measure="level", unit="%", shares={a: "95", b: "95", c: "95"})
    scene.issue(open_seq=2)
    for unit, number in ((a, "90"), (b, "80"), (c, "100")):
        scene.report(unit, 2, {target: number})
    scene.settle()
    top = line(scene, scene.unit, "L01")
    assert (top.standing.shown, top.standing.light, top.standing.completion) == (270, "summed", None)
    assert board(scene, scene.unit).own.overall is None


def test_a_rate_without_a_baseline_is_reached_or_not(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "10", measure="ratio", scale="", unit="名", shares={a: "10", b: "10"})
    scene.issue(open_seq=2)
    scene.report(a, 2, {target: ("78", "10")})
    scene.report(b, 2, {target: ("100", "10")})
    scene.settle()
    assert [line(scene, unit, "L01").standing.light for unit in (a, b)] == ["unmet", "blue"]


@pytest.mark.parametrize("measure", ["level", "ratio"])
def test_baselines_of_some_units_are_not_the_start_of_their_whole(scene, measure):
    """Of two counties one began at 60. Held against that alone, 110 of 120 would be 83 %, and green."""
    a, b, other = scene.counties[:3]
    rate = {"scale": "", "unit": "名"} if measure == "ratio" else {}
    target = scene.target("L01", "180", measure=measure, shares={a: "60", b: "60", other: "60"}, **rate)
    scene.baseline(target, [a, other], "30", "1" if rate else None)
    scene.issue(open_seq=2)
    for unit in (a, b, other):
        scene.report(unit, 2, {target: ("55", "1") if rate else "55"})
    scene.settle()
    for unit in (scene.cities[0], scene.unit):
        shown = line(scene, unit, "L01")
        assert (shown.standing.light, shown.standing.pace, shown.standing.completion) == ("unmet", None, None)
        assert describe_start(shown.standing, target) == "有 1 个单位没有基数，只看达到没有"
    assert line(scene, a, "L01").standing.completion is not None
    whole = line(scene, scene.cities[1], "L01").standing
    assert (whole.goal.baseline, whole.light) == (30, "green")
    scene.baseline(target, [b], "30", "1" if rate else None)
    scene.settle()
    city = line(scene, scene.cities[0], "L01").standing
    assert (city.goal.baseline, city.light) == ((30, "yellow") if rate else (60, "green"))
    assert describe_start(city, target).startswith("完成率从基数 ")


def test_the_whole_is_judged_by_the_baseline_of_the_plan_where_one_of_a_unit_is_missing(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "120", measure="level", baseline=to_decimal("20"), shares={a: "60", b: "60"})
    scene.baseline(target, [a], "30")
    scene.issue(open_seq=2)
    for unit in (a, b):
        scene.report(unit, 2, {target: "35"})
    scene.settle()
    assert line(scene, scene.unit, "L01").standing.completion == to_decimal("0.5")
    assert line(scene, scene.cities[0], "L01").standing.completion is None


def test_units_that_reached_theirs_have_no_pace_while_one_has_no_baseline(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "60", measure="level", rollup="units_reached", shares={a: "60", b: "60"})
    scene.baseline(target, [a], "30")
    scene.issue(open_seq=2)
    for unit in (a, b):
        scene.report(unit, 2, {target: "35"})
    scene.settle()
    city = line(scene, scene.cities[0], "L01").standing
    assert (city.light, city.pace, city.goal.starts_missing) == ("unmet", None, 1)


def test_a_target_of_a_supplement_counts_from_its_period_on(scene):
    a = scene.counties[0]
    scene.target("L01", "10", shares={a: "10"})
    level = scene.target("L02", "40", measure="level", shares={a: "40"})
    added = scene.target("L03", "100", shares={a: "100"})
    Allocation.objects.filter(target__in=[level, added]).update(from_seq=2)
    scene.issue(open_seq=2)
    scene.settle()
    for unit in (scene.unit, scene.cities[0], a):
        early = line(scene, unit, "L03", "2020Q1")
        assert (early.bound, early.standing.light, early.standing.pace) == (None, "early", None)
        assert words.describe_reports(early, "submitted", single=False) == ["尚未到上报期"]
        assert line(scene, unit, "L02", "2020Q1").standing.light == "early"
        assert board(scene, unit, "2020Q1").own.lights["grey"] == 1
        due = line(scene, unit, "L03")
        assert (due.bound, due.standing.light, due.areas.silent) == (100, "grey", 1)


def test_an_adjustment_leaves_what_counted_before(scene):
    a = scene.counties[0]
    target = scene.target("L01", "100", shares={a: "100"})
    scene.issue(open_seq=2)
    later = {"target": target, "participant": scene.participant(scene.unit), "from_seq": 2, "amount": to_decimal(120)}
    why = Adjustment.objects.create(plan=scene.plan, from_seq=2, reason="改", document_number="1号", by=scene.reviewer)
    Allocation.objects.create(**later, adjustment=why)
    scene.settle()
    assert [line(scene, scene.unit, "L01", code).bound for code in ("2020Q1", "2020Q2")] == [100, 120]


def test_light_and_counts_agree_on_a_share_of_zero(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "100", shares={a: "100", b: "0"})
    scene.issue(open_seq=1)
    scene.settle()
    silent = line(scene, b, "L01", "2020Q1")
    assert (silent.standing.light, silent.areas.silent, silent.bound) == ("grey", 1, 0)
    scene.report(b, 1, {target: "0"})
    scene.settle()
    done = line(scene, b, "L01", "2020Q1")
    assert (done.standing.light, done.areas.reported, done.standing.completion) == ("blue", 1, None)
