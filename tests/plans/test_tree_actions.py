"""Actions on sections and tasks."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from audit.errors import Refused
from audit.models import Entry
from plans import queries
from plans.actions.participants import choose_participants
from plans.actions.sections import add_section, change_section, move_section, remove_section
from plans.actions.tasks import add_task, change_task, move_task, remove_task, set_task_units
from plans.models import Section
from tests.factories import make_plan, make_target, set_issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(plan, lincang):
    """An object with methods that add sections and tasks as the planner."""

    class Writer:
        def section(self, title, parent=None):
            return add_section(plan, title, by=lincang.planner, parent=parent)

        def task(self, section, title="t", **fields):
            return add_task(plan, by=lincang.planner, section=section, title=title, **fields)

    return Writer()


def outline_rows(plan):
    return [
        (node.number, node.section.title, [t.number + t.task.title for t in node.tasks]) for node in queries.tree(plan)
    ]


def test_numbers_follow_positions(plan, lincang, writer):
    one, two = writer.section("one"), writer.section("two")
    below = writer.section("below", two)
    writer.task(below, "a"), writer.task(below, "b"), writer.task(one, "c")
    assert outline_rows(plan) == [("一、", "one", ["1.c"]), ("二、", "two", []), ("（一）", "below", ["1.a", "2.b"])]
    assert move_section(two, -1, by=lincang.planner)
    assert outline_rows(plan) == [("一、", "two", []), ("（一）", "below", ["1.a", "2.b"]), ("二、", "one", ["1.c"])]


def test_move_beyond_the_end_changes_nothing(plan, lincang, writer):
    one, _two = writer.section("one"), writer.section("two")
    task = writer.task(one)
    trail = Entry.objects.count()
    assert not move_section(one, -1, by=lincang.planner)
    assert not move_task(task, 1, by=lincang.planner)
    assert Entry.objects.count() == trail


def test_moving_renumbers_positions(plan, lincang, writer):
    rows = [writer.section(title) for title in "abcd"]
    Section.objects.update(position=7)
    move_section(rows[3], -1, by=lincang.planner)
    assert [row[1] for row in outline_rows(plan)] == ["a", "b", "d", "c"]
    assert sorted(plan.sections.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_move_tasks(plan, lincang, writer):
    one = writer.section("one")
    tasks = [writer.task(one, title) for title in "abc"]
    move_task(tasks[0], 1, by=lincang.planner)
    move_task(tasks[2], -1, by=lincang.planner)
    assert outline_rows(plan)[0][2] == ["1.b", "2.c", "3.a"]


def test_depth_of_sections_and_cycles(plan, lincang, writer):
    chain = [writer.section("0")]
    for n in range(1, 5):
        chain.append(writer.section(str(n), chain[-1]))
    with pytest.raises(Refused):
        writer.section("5", chain[-1])
    for parent in (chain[0], chain[3]):
        with pytest.raises(Refused):
            change_section(chain[0], by=lincang.planner, title="0", parent=parent)
    other = writer.section("other")
    with pytest.raises(Refused):  # five steps below another would be six
        change_section(chain[0], by=lincang.planner, title="0", parent=other)
    change_section(chain[1], by=lincang.planner, title="1", parent=other)
    assert [row[0] for row in outline_rows(plan)] == ["一、", "二、", "（一）", "1.", "（1）", "①"]


def test_section_of_another_plan_is_refused(plan, lincang, writer):
    other = Section.objects.create(plan=make_plan(lincang.city, "other"), title="x")
    for wrong in (
        lambda: writer.section("y", other),
        lambda: writer.task(other),
        lambda: change_task(writer.task(writer.section("z")), by=lincang.planner, section=other),
    ):
        with pytest.raises(Refused):
            wrong()
    assert not other.tasks.exists()


def test_only_an_empty_section_is_deleted(plan, lincang, writer):
    one = writer.section("one")
    below = writer.section("below", one)
    task = writer.task(below)
    for section in (one, below):
        with pytest.raises(Refused):
            remove_section(section, by=lincang.planner)
    remove_task(task, by=lincang.planner)
    remove_section(below, by=lincang.planner)
    remove_section(one, by=lincang.planner)
    assert outline_rows(plan) == []


def test_task_with_targets_is_not_deleted(plan, lincang, writer):
    task = writer.task(writer.section("one"))
    make_target(plan, task=task, value=3)
    with pytest.raises(Refused, match="L01"):
        remove_task(task, by=lincang.planner)
    assert plan.tasks.get() == task


def test_codes_of_tasks(plan, lincang, writer):
    one = writer.section("one")
    assert [writer.task(one).code, writer.task(one, code="Y07").code, writer.task(one).code] == ["T01", "Y07", "Y08"]
    with pytest.raises(Refused) as refused:
        writer.task(one, code="Y07")
    assert str(refused.value)
    with pytest.raises(Refused) as refused:
        writer.task(one, code="a/b")
    assert list(refused.value.cells) == ["code"]


def test_due_date_before_the_start_is_refused(plan, lincang, writer):
    with pytest.raises(Refused):
        writer.task(writer.section("one"), start_on=date(2020, 5, 1), due_on=date(2020, 4, 1))
    assert not plan.tasks.exists()


def test_leading_unit_does_not_assist(plan, lincang, writer):
    task = writer.task(writer.section("one"), leads=[lincang.office], assists=[lincang.office, lincang.yongde])
    node = queries.tree(plan)[0].tasks[0]
    assert (node.leads, node.assists) == ([lincang.office], [lincang.yongde])
    set_task_units(task, by=lincang.planner, leads=[lincang.yongde])
    node = queries.tree(plan)[0].tasks[0]
    assert (node.leads, node.assists) == ([lincang.yongde], [])


def test_unit_outside_the_plan_is_refused(plan, lincang, writer):
    task = writer.task(writer.section("one"))
    with pytest.raises(Refused):
        set_task_units(task, by=lincang.planner, assists=[lincang.elsewhere])
    assert not task.units.exists()


def test_issued_plan_allows_texts_only(plan, lincang, writer):
    one = writer.section("one")
    task = writer.task(one, leads=[lincang.office])
    set_issued(plan)
    assert change_task(task, by=lincang.planner, title="corrected", due_on=date(2020, 6, 30)).title == "corrected"
    assert change_section(one, by=lincang.planner, title="corrected", parent=None).title == "corrected"
    for wrong in (
        lambda: writer.section("two"),
        lambda: writer.task(one),
        lambda: move_task(task, 1, by=lincang.planner),
        lambda: remove_task(task, by=lincang.planner),
        lambda: change_task(task, by=lincang.planner, code="X"),
    ):
        with pytest.raises(Refused):
            wrong()


def test_new_lead_requires_closed_periods(plan, lincang, writer):
    task = writer.task(writer.section("one"), leads=[lincang.office])
    set_issued(plan, open_seq=1)
    set_task_units(task, by=lincang.planner, leads=[lincang.office], assists=[lincang.yongde])
    with pytest.raises(Refused):
        set_task_units(task, by=lincang.planner, leads=[lincang.office, lincang.yongde])
    plan.periods.update(state="closed")
    set_task_units(task, by=lincang.planner, leads=[lincang.yongde])
    assert task.units.get().unit == lincang.yongde


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_changes_require_the_planner(plan, lincang, writer, who):
    person = getattr(lincang, who)
    one = writer.section("one")
    task = writer.task(one)
    for wrong in (
        lambda: add_section(plan, "x", by=person),
        lambda: change_section(one, by=person, title="x"),
        lambda: move_section(one, 1, by=person),
        lambda: remove_section(one, by=person),
        lambda: add_task(plan, by=person, section=one, title="x"),
        lambda: change_task(task, by=person, title="x"),
        lambda: set_task_units(task, by=person, leads=[lincang.office]),
        lambda: move_task(task, 1, by=person),
        lambda: remove_task(task, by=person),
    ):
        with pytest.raises(PermissionDenied):
            wrong()


@pytest.mark.parametrize(
    "who, draft, issued",
    [("planner", True, True), ("clerk", False, True), ("leader", False, True)]
    + [("county_planner", False, True), ("outsider", False, False)],
)
def test_visible_plans(plan, lincang, who, draft, issued):
    person = getattr(lincang, who)
    assert queries.visible_plans(person).filter(pk=plan.pk).exists() == draft
    set_issued(plan)
    assert queries.visible_plans(person).filter(pk=plan.pk).exists() == issued


def test_unit_that_is_not_a_participant_does_not_see_the_plan(plan, lincang):
    choose_participants(plan, [lincang.fengqing], by=lincang.planner)
    set_issued(plan)
    with pytest.raises(Http404):
        queries.get_plan(lincang.clerk, plan.code)
    assert queries.get_plan(lincang.leader, plan.code) == plan
    with pytest.raises(PermissionDenied):
        queries.get_plan_to_write(lincang.leader, plan.code)


def test_number_of_queries_of_the_tree(plan, lincang, writer, django_assert_num_queries):
    for n in range(5):
        for task in [writer.task(writer.section(str(n)), leads=[lincang.office]) for _ in range(3)]:
            make_target(plan, f"L{task.pk}", task=task, value=1)
    with django_assert_num_queries(4):
        assert sum(len(t.targets) + len(t.leads) for node in queries.tree(plan) for t in node.tasks) == 30
