"""Sections and tasks: made, numbered, moved, corrected, refused."""

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
def write(plan, place):
    """add(title, parent) and task(section, title) as the planner."""

    class Write:
        def section(self, title, parent=None):
            return add_section(plan, title, by=place.planner, parent=parent)

        def task(self, section, title="t", **fields):
            return add_task(plan, by=place.planner, section=section, title=title, **fields)

    return Write()


def shown(plan):
    return [
        (node.number, node.section.title, [t.number + t.task.title for t in node.tasks]) for node in queries.tree(plan)
    ]


def test_numbers_follow_the_position(plan, place, write):
    one, two = write.section("one"), write.section("two")
    below = write.section("below", two)
    write.task(below, "a"), write.task(below, "b"), write.task(one, "c")
    assert shown(plan) == [("一、", "one", ["1.c"]), ("二、", "two", []), ("（一）", "below", ["1.a", "2.b"])]
    assert move_section(two, -1, by=place.planner)
    assert shown(plan) == [("一、", "two", []), ("（一）", "below", ["1.a", "2.b"]), ("二、", "one", ["1.c"])]


def test_what_stands_at_the_end_does_not_move_and_leaves_no_trace(plan, place, write):
    one, _two = write.section("one"), write.section("two")
    task = write.task(one)
    trail = Entry.objects.count()
    assert not move_section(one, -1, by=place.planner)
    assert not move_task(task, 1, by=place.planner)
    assert Entry.objects.count() == trail


def test_positions_with_gaps_and_doubles_mend_themselves(plan, place, write):
    rows = [write.section(title) for title in "abcd"]
    Section.objects.update(position=7)
    move_section(rows[3], -1, by=place.planner)
    assert [row[1] for row in shown(plan)] == ["a", "b", "d", "c"]
    assert sorted(plan.sections.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_tasks_move_in_their_section(plan, place, write):
    one = write.section("one")
    tasks = [write.task(one, title) for title in "abc"]
    move_task(tasks[0], 1, by=place.planner)
    move_task(tasks[2], -1, by=place.planner)
    assert shown(plan)[0][2] == ["1.b", "2.c", "3.a"]


def test_sections_go_five_deep_and_never_below_themselves(plan, place, write):
    chain = [write.section("0")]
    for n in range(1, 5):
        chain.append(write.section(str(n), chain[-1]))
    with pytest.raises(Refused):
        write.section("5", chain[-1])
    for parent in (chain[0], chain[3]):
        with pytest.raises(Refused):
            change_section(chain[0], by=place.planner, title="0", parent=parent)
    other = write.section("other")
    with pytest.raises(Refused):  # five steps below another would be six
        change_section(chain[0], by=place.planner, title="0", parent=other)
    change_section(chain[1], by=place.planner, title="1", parent=other)
    assert [row[0] for row in shown(plan)] == ["一、", "二、", "（一）", "1.", "（1）", "①"]


def test_a_section_of_another_plan_is_refused(plan, place, write):
    strange = Section.objects.create(plan=make_plan(place.city, "other"), title="x")
    for wrong in (
        lambda: write.section("y", strange),
        lambda: write.task(strange),
        lambda: change_task(write.task(write.section("z")), by=place.planner, section=strange),
    ):
        with pytest.raises(Refused):
            wrong()
    assert not strange.tasks.exists()


def test_only_an_empty_section_goes(plan, place, write):
    one = write.section("one")
    below = write.section("below", one)
    task = write.task(below)
    for full in (one, below):
        with pytest.raises(Refused):
            remove_section(full, by=place.planner)
    remove_task(task, by=place.planner)
    remove_section(below, by=place.planner)
    remove_section(one, by=place.planner)
    assert shown(plan) == []


def test_a_task_with_targets_stays(plan, place, write):
    task = write.task(write.section("one"))
    make_target(plan, task=task, value=3)
    with pytest.raises(Refused, match="L01"):
        remove_task(task, by=place.planner)
    assert plan.tasks.get() == task


def test_codes_are_proposed_or_typed_and_never_double(plan, place, write):
    one = write.section("one")
    assert [write.task(one).code, write.task(one, code="Y07").code, write.task(one).code] == ["T01", "Y07", "Y08"]
    with pytest.raises(Refused) as refused:
        write.task(one, code="Y07")
    assert str(refused.value)
    with pytest.raises(Refused) as refused:
        write.task(one, code="a/b")
    assert list(refused.value.cells) == ["code"]


def test_a_task_is_not_due_before_it_begins(plan, place, write):
    with pytest.raises(Refused):
        write.task(write.section("one"), start_on=date(2020, 5, 1), due_on=date(2020, 4, 1))
    assert not plan.tasks.exists()


def test_who_leads_does_not_assist(plan, place, write):
    task = write.task(write.section("one"), leads=[place.office], assists=[place.office, place.yongde])
    node = queries.tree(plan)[0].tasks[0]
    assert (node.leads, node.assists) == ([place.office], [place.yongde])
    set_task_units(task, by=place.planner, leads=[place.yongde])
    node = queries.tree(plan)[0].tasks[0]
    assert (node.leads, node.assists) == ([place.yongde], [])


def test_nobody_from_elsewhere_does_a_task(plan, place, write):
    task = write.task(write.section("one"))
    with pytest.raises(Refused):
        set_task_units(task, by=place.planner, assists=[place.elsewhere])
    assert not task.units.exists()


def test_after_issue_words_can_be_corrected_and_parts_cannot(plan, place, write):
    one = write.section("one")
    task = write.task(one, leads=[place.office])
    set_issued(plan)
    assert change_task(task, by=place.planner, title="corrected", due_on=date(2020, 6, 30)).title == "corrected"
    assert change_section(one, by=place.planner, title="corrected", parent=None).title == "corrected"
    for wrong in (
        lambda: write.section("two"),
        lambda: write.task(one),
        lambda: move_task(task, 1, by=place.planner),
        lambda: remove_task(task, by=place.planner),
        lambda: change_task(task, by=place.planner, code="X"),
    ):
        with pytest.raises(Refused):
            wrong()


def test_after_issue_a_new_lead_waits_until_no_period_is_open(plan, place, write):
    task = write.task(write.section("one"), leads=[place.office])
    set_issued(plan, open_seq=1)
    set_task_units(task, by=place.planner, leads=[place.office], assists=[place.yongde])
    with pytest.raises(Refused):
        set_task_units(task, by=place.planner, leads=[place.office, place.yongde])
    plan.periods.update(state="closed")
    set_task_units(task, by=place.planner, leads=[place.yongde])
    assert task.units.get().unit == place.yongde


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_writes(plan, place, write, who):
    person = getattr(place, who)
    one = write.section("one")
    task = write.task(one)
    for wrong in (
        lambda: add_section(plan, "x", by=person),
        lambda: change_section(one, by=person, title="x"),
        lambda: move_section(one, 1, by=person),
        lambda: remove_section(one, by=person),
        lambda: add_task(plan, by=person, section=one, title="x"),
        lambda: change_task(task, by=person, title="x"),
        lambda: set_task_units(task, by=person, leads=[place.office]),
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
def test_who_sees_a_plan(plan, place, who, draft, issued):
    person = getattr(place, who)
    assert queries.visible_plans(person).filter(pk=plan.pk).exists() == draft
    set_issued(plan)
    assert queries.visible_plans(person).filter(pk=plan.pk).exists() == issued


def test_a_unit_that_takes_no_part_does_not_see_the_plan(plan, place):
    choose_participants(plan, [place.fengqing], by=place.planner)
    set_issued(plan)
    with pytest.raises(Http404):
        queries.get_plan(place.clerk, plan.code)
    assert queries.get_plan(place.leader, plan.code) == plan
    with pytest.raises(PermissionDenied):
        queries.get_plan_to_write(place.leader, plan.code)


def test_the_tree_takes_four_queries(plan, place, write, django_assert_num_queries):
    for n in range(5):
        for task in [write.task(write.section(str(n)), leads=[place.office]) for _ in range(3)]:
            make_target(plan, f"L{task.pk}", task=task, value=1)
    with django_assert_num_queries(4):
        assert sum(len(t.targets) + len(t.leads) for node in queries.tree(plan) for t in node.tasks) == 30
