"""What the page of a unit knows: totals, amounts of a period, completion, counts, lights, ranks, tasks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards import words
from plans.models import Task
from targets.results.board import read_board
from targets.results.place import find_place
from targets.results.tasks import STATES, list_section_tasks
from targets.totals.queries.freshness import get_freshness
from targets.totals.stale_marks import mark_stale
from tests.dashboards.scene import Province, board, count_reads, line, make_progress, to_decimal

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Province()


def test_value_is_compared_with_allocation_and_pace(scene):
    a, b, c, d = scene.counties
    target = scene.target("L01", "400", shares={a: "100", b: "100", c: "100", d: "100"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "20"})
    scene.report(a, 2, {target: "30"}, accepted=False)
    scene.report(b, 2, {target: "60"})
    scene.settle()
    city = line(scene, scene.cities[0], "L01")
    assert (city.value, city.amount, city.bound) == (110, 90, 200)
    assert (city.standing.completion, city.standing.pace, city.standing.gap) == (
        to_decimal("0.55"),
        to_decimal("0.5"),
        to_decimal("0.05"),
    )
    assert city.standing.light == "green"
    province = line(scene, scene.unit, "L01")
    assert (province.value, province.bound, province.standing.light) == (110, 400, "yellow")
    accepted = line(scene, scene.unit, "L01", basis="accepted")
    assert (accepted.value, accepted.amount) == (80, 60)


def test_counts_of_reports_by_state(scene):
    a, b, c, d = scene.counties
    target = scene.target("L01", "400", shares=dict.fromkeys((a, b, c, d, scene.office), "80"))
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "20"})
    scene.report(b, 2, {target: "20"}, accepted=False)
    scene.report(c, 2, {target: "na"})
    scene.report(scene.office, 2, {target: "7"})
    scene.settle()
    shown = line(scene, scene.unit, "L01")
    assert words.describe_reports(shown, "submitted", single=False) == [
        "3 个单位已报 1 个，其中已审定 0 个，1 个沿用上期，1 个未报，1 个不适用（任务数仍计入）",
        "1 个部室（成员单位）已报 1 个，其中已审定 1 个",
    ]
    accepted = line(scene, scene.unit, "L01", basis="accepted")
    assert (
        words.describe_reports(accepted, "accepted", single=False)[0]
        == "3 个单位已审定 0 个，1 个沿用上期，2 个未报，1 个不适用（任务数仍计入）"
    )


def test_children_of_province_and_city(scene):
    scene.target("L01", "5", shares={scene.counties[0]: "5"})
    scene.issue(open_seq=2)
    for unit, name in ((scene.unit, "市州"), (scene.cities[0], "县区")):
        kind, rows = board(scene, unit).ranked()[0]
        assert words.get_group_label(kind, [row.participant for row in rows]) == name


def test_not_applicable_everywhere_has_no_light(scene):
    a = scene.counties[0]
    target = scene.target("L01", "5", measure="level", shares={a: "5"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "na"})
    scene.settle()
    shown = line(scene, a, "L01", "2020Q1")
    assert (shown.all_absent, shown.standing.light, shown.value) == (True, "na", None)


def test_level_starts_at_its_baseline(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "300", measure="level", shares={a: "100", b: "100"})
    target.allocations.filter(own__isnull=False).update(baseline=40)
    scene.issue(open_seq=2)
    scene.report(a, 2, {target: "70"})
    scene.settle()
    assert line(scene, a, "L01").standing.completion == to_decimal("0.5")
    assert line(scene, a, "L01").amount == 30
    silent = line(scene, b, "L01")
    assert (silent.standing.light, silent.standing.shown) == ("grey", 40)
    # nobody in the second city owes anything: no task, never a division by zero
    other = line(scene, scene.cities[1], "L01")
    assert (other.standing.light, other.standing.completion) == ("", None)


def test_baseline_of_the_plan_is_that_of_the_whole_alone(scene):
    a = scene.counties[0]
    level = scene.target("L01", "300", measure="level", baseline=to_decimal(100), shares={a: "200"})
    ratio = scene.target("L02", "70", measure="ratio", scale="%", baseline=to_decimal(50), shares={a: "70"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {level: "200", ratio: ("60", "100")})
    scene.settle()
    assert line(scene, scene.unit, "L01", "2020Q1").standing.completion == to_decimal("0.5")
    assert line(scene, a, "L01", "2020Q1").standing.completion == 1
    assert line(scene, scene.unit, "L02", "2020Q1").standing.completion == to_decimal("0.5")
    for part in (a, scene.cities[0]):
        standing = line(scene, part, "L02", "2020Q1").standing
        assert (standing.light, standing.completion, standing.pace, standing.gap) == ("unmet", None, None, None)


def test_ratio_divides_sums(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "70", measure="ratio", scale="%", shares={a: "70", b: "70"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: ("1", "10")})
    scene.report(b, 1, {target: ("90", "90")})
    scene.report(a, 2, {target: ("10", "10")})
    scene.settle()
    city = line(scene, scene.cities[0], "L01", "2020Q1")
    assert (city.value, city.base, city.standing.shown) == (91, 100, 91)
    assert line(scene, scene.cities[0], "L01").amount == 9


def test_upper_limit_applies_to_every_part(scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "15", measure="ratio", scale="/10万", direction="at_most", shares={a: "15", b: "15"})
    target.allocations.filter(participant=scene.participant(scene.cities[0])).delete()
    scene.issue(open_seq=2)
    scene.report(a, 2, {target: ("3", "20000")})
    scene.report(b, 2, {target: ("5", "10000")})
    scene.settle()
    assert line(scene, a, "L01").standing.light == "green"
    city = line(scene, scene.cities[0], "L01")
    assert (city.bound, city.standing.light) == (15, "red")
    assert line(scene, scene.cities[1], "L01").standing.light == ""


def test_upper_end_of_a_range_applies_to_the_plan_only(scene):
    target = scene.target("L01", "1", direction="range", value2=to_decimal(2), shares={scene.counties[0]: "1"})
    scene.issue(open_seq=2)
    scene.report(scene.counties[0], 1, {target: "3"})
    scene.settle()
    assert line(scene, scene.counties[0], "L01").standing.light == "blue"
    top = line(scene, scene.unit, "L01")
    assert (top.standing.met, top.standing.over) == (False, True)


def test_units_that_reached_their_share(scene):
    a, b, c, d = scene.counties
    target = scene.target("L01", "1", rollup="units_reached", shares=dict.fromkeys((a, b, c, d), "1"))
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "5"})
    scene.report(b, 1, {target: "0"})
    scene.settle()
    top = line(scene, scene.unit, "L01")
    assert (top.value, top.bound, top.standing.completion) == (1, 4, to_decimal("0.25"))
    assert line(scene, a, "L01").standing.light == "blue"


def test_quarterly_target_of_a_monthly_plan():
    scene = Province(cadence="month")
    a = scene.counties[0]
    target = scene.target("L01", "12", frequency="quarter", shares={a: "12"})
    scene.issue(open_seq=5)
    scene.report(a, 3, {target: "4"})
    scene.settle()
    may = line(scene, a, "L01", "2020-05")
    assert (may.value, may.amount, may.counted_seq, may.due) == (4, 0, 3, False)
    assert may.standing.light == "green"
    january = line(scene, a, "L01", "2020-01")
    assert words.describe_reports(january, "submitted", single=True) == ["尚未到上报期"]


def test_schedule_sets_the_pace(scene):
    a = scene.counties[0]
    target = scene.target("L01", "10", shares={a: "10"}, schedule={"2020Q1": "0.1", "2020Q2": "0.2", "2020Q4": "1"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {target: "2"})
    scene.settle()
    assert line(scene, a, "L01").standing.pace == to_decimal("0.2")
    assert line(scene, a, "L01").standing.light == "green"


def test_adjustment_applies_from_its_period(scene):
    a = scene.counties[0]
    target = scene.target("L01", "10", shares={a: "10"})
    scene.issue(open_seq=2)
    target.allocations.create(participant=scene.participant(a), amount=20, own=20, from_seq=2)
    scene.report(a, 1, {target: "5"})
    scene.settle()
    assert [line(scene, a, "L01", period).standing.completion for period in ("2020Q1", "2020Q2")] == [
        to_decimal("0.5"),
        to_decimal("0.25"),
    ]


def test_children_are_ranked_within_their_kind(scene):
    a, b = scene.counties[:2]
    one = scene.target("L01", "30", shares={a: "10", b: "10", scene.office: "10"}, weight=3)
    two = scene.target("L02", "10", shares={a: "10"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {one: "5", two: "0"})
    scene.report(b, 1, {one: "5"})
    scene.report(scene.office, 1, {one: "1"})
    scene.settle()
    city = board(scene, scene.cities[0])
    found = {child.participant.name: child for child in city.children}
    assert [found[name].lines[0].rank for name in ("县11", "县12", "市1办公室")] == [1, 1, 1]
    assert [found[name].lines[1].rank for name in ("县11", "县12")] == [1, None]
    assert (found["县11"].overall, found["县12"].overall) == (to_decimal("0.375"), to_decimal("0.5"))
    assert [(kind, [c.participant.name for c in rows]) for kind, rows in city.ranked()] == [
        ("federation", ["县12", "县11"]),
        ("office", ["市1办公室"]),
    ]


def test_tasks_have_the_state_last_reported_by_their_leading_units(scene):
    a, b, c, d = scene.counties
    shared, lonely = scene.task("大家的事", a, b, c), scene.task("没人报的事", d, section="另一件事")
    scene.issue(open_seq=2)
    scene.report(a, 1, progress={shared: make_progress("under_way")})
    scene.report(a, 2, progress={shared: make_progress("done")}, accepted=False)
    scene.report(b, 1, progress={shared: make_progress("behind")})
    scene.settle()

    def states(unit, basis="submitted"):
        place = find_place(scene.leader, "yn-2020", unit.code, "2020Q2", basis=basis)
        return {s.section.title: dict(s.states) for s in list_section_tasks(place)}

    none = dict.fromkeys(STATES, 0)
    assert states(scene.unit)["一件事"] == none | {"done": 1, "behind": 1, "silent": 1}
    assert states(scene.unit, "accepted")["一件事"] == none | {"under_way": 1, "behind": 1, "silent": 1}
    assert states(scene.unit)["另一件事"] == none | {"silent": 1}
    assert states(scene.cities[1]) == {"一件事": none | {"silent": 1}, "另一件事": none | {"silent": 1}}
    assert lonely.pk != shared.pk


def test_overdue_and_silent_tasks_are_marked(scene):
    a, b, c, _ = scene.counties
    task = scene.task("有期限的事", a, b, c)
    Task.objects.filter(pk=task.pk).update(due_on=date(2020, 3, 31))
    scene.issue(open_seq=3)
    scene.report(a, 1, progress={task: make_progress("done")})
    scene.report(b, 3, progress={task: make_progress("behind")})

    def out(period):
        [section] = list_section_tasks(find_place(scene.leader, "yn-2020", scene.unit.code, period))
        return [(line.state, line.overdue, line.quiet) for line in section.lines]

    assert out("2020Q3") == [("done", False, 0), ("behind", True, 0), ("silent", True, 3)]
    assert [quiet for _state, _overdue, quiet in out("2020Q2")] == [0, 2, 2]


def test_freshness_shows_time_and_waiting_changes(scene, django_assert_num_queries):
    assert (get_freshness(scene.plan.pk).settled_at, get_freshness(scene.plan.pk).waiting) == (None, 0)
    scene.issue(open_seq=1)
    scene.settle()
    mark_stale(plan_id=scene.plan.pk, from_seq=1)
    mark_stale(plan_id=scene.plan.pk + 1)
    with django_assert_num_queries(1):
        now = get_freshness(scene.plan.pk)
    assert now.waiting == 1
    assert now.settled_at is not None


@pytest.mark.parametrize("of", ["province", "city"])
def test_board_takes_three_queries(scene, of):
    """The children and their totals: stored ones, and those of counties and offices, which are derived."""
    shares = dict.fromkeys((*scene.counties, scene.office), "10")
    for n in range(5):
        scene.target(f"L{n}", "40", shares=shares)
    scene.issue(open_seq=2)
    scene.settle()
    unit = scene.unit if of == "province" else scene.cities[0]
    place = find_place(scene.leader, "yn-2020", unit.code, "2020Q2")
    with CaptureQueriesContext(connection) as queries:
        board = read_board(place)
    assert count_reads(queries) <= 3
    assert [line.bound for line in board.own.lines] == [40 if of == "province" else 30] * 5


def test_nobody_reported_is_a_blank_and_a_reported_zero_is_zero(scene):
    a, b, c, d = scene.counties
    target = scene.target("L01", "400", shares=dict.fromkeys((a, b, c, d), "100"))
    scene.issue(open_seq=2)
    for county in (a, b):
        scene.report(county, 1, {target: "20"})
    scene.report(b, 2, {target: "0"})
    scene.settle()
    amounts = {unit: line(scene, unit, "L01").amount for unit in (a, b, scene.cities[0], scene.cities[1])}
    assert amounts == {a: None, b: 0, scene.cities[0]: 0, scene.cities[1]: None}
