"""Actions on plans, participants and groups."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts import policy
from accounts.models import Post
from audit.errors import Refused
from audit.models import Entry
from orgs.models import UnitKind
from plans.actions.participants import choose_participants, refresh_participants, remove_group, set_group
from plans.actions.plan import change_plan, close_plan, create_plan, delete_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task, set_task_units
from plans.models import Participant, Plan
from tests.factories import make_allocation, make_target, make_unit, set_issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(lincang):
    return create_plan(by=lincang.planner, unit=lincang.city, code="lincang-2020", title="2020年工作计划", year=2020)


def test_new_plan_has_periods_and_its_unit_as_participant(plan, lincang):
    assert [(p.code, p.seq, p.due_on) for p in plan.periods.all()][:2] == [
        ("2020Q1", 1, date(2020, 4, 10)),
        ("2020Q2", 2, date(2020, 7, 10)),
    ]
    assert [(p.unit, p.depth) for p in plan.participants.all()] == [(lincang.city, 0)]
    assert Entry.objects.get().verb == "plan.create"


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_create_requires_the_planner_of_the_unit(lincang, who):
    with pytest.raises(PermissionDenied):
        create_plan(by=getattr(lincang, who), unit=lincang.city, code="x", title="x", year=2020)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("code, cell", [("new", "code"), ("lincang-2020", "code"), ("临沧", "code")])
def test_invalid_code_is_an_error_of_its_field(plan, lincang, code, cell):
    with pytest.raises(Refused) as refused:
        create_plan(by=lincang.planner, unit=lincang.city, code=code, title="x", year=2020)
    assert list(refused.value.cells) == [cell]


def test_no_plan_without_its_audit_entry(lincang, monkeypatch):
    monkeypatch.setattr("plans.actions.plan.record", fail)
    with pytest.raises(ZeroDivisionError):
        create_plan(by=lincang.planner, unit=lincang.city, code="x", title="x", year=2020)
    assert not Plan.objects.exists()


def fail(**kwargs):
    raise ZeroDivisionError


def test_changed_cadence_recreates_periods(plan, lincang):
    change_plan(plan, by=lincang.planner, cadence="month")
    assert plan.periods.count() == 12
    assert plan.periods.last().code == "2020-12"


def test_days_to_report_change_due_dates_of_planned_periods(plan, lincang):
    set_issued(plan, open_seq=1)
    change_plan(plan, by=lincang.planner, days_to_report=15)
    assert [p.due_on for p in plan.periods.all()][:2] == [date(2020, 4, 10), date(2020, 7, 15)]


def test_year_of_an_issued_plan_is_fixed(plan, lincang):
    set_issued(plan)
    with pytest.raises(Refused) as refused:
        change_plan(plan, by=lincang.planner, year=2021, title="new")
    assert list(refused.value.cells) == ["year"]
    plan.refresh_from_db()
    assert (plan.year, plan.title) == (2020, "2020年工作计划")
    assert change_plan(plan, by=lincang.planner, year=2020, title="new").title == "new"


def test_red_must_not_begin_before_yellow(plan, lincang):
    with pytest.raises(Refused, match=r"\w"):
        change_plan(plan, by=lincang.planner, yellow_from=40)
    plan.refresh_from_db()
    assert plan.yellow_from == 10


def test_close_requires_closed_periods(plan, lincang):
    with pytest.raises(Refused):
        close_plan(plan, by=lincang.planner)
    set_issued(plan, open_seq=1)
    with pytest.raises(Refused, match="2020年一季度"):
        close_plan(plan, by=lincang.planner)
    plan.periods.update(state="locked")
    assert close_plan(plan, by=lincang.planner).state == "closed"
    with pytest.raises(Refused):
        change_plan(plan, by=lincang.planner, title="later")


def test_delete_a_draft_with_targets_after_naming_what_goes(plan, lincang):
    choose_participants(plan, [lincang.yongde, lincang.office], by=lincang.planner)
    task = add_task(plan, by=lincang.planner, section=add_section(plan, "一", by=lincang.planner), title="t")
    set_task_units(task, by=lincang.planner, leads=[lincang.office])
    target = make_target(plan, task=task, value=1)
    make_allocation(target, plan.participants.get(depth=0), 1)
    with pytest.raises(Refused) as refused:
        delete_plan(plan, by=lincang.planner, seen=2)  # the page named less
    assert refused.value.code == "seen"
    assert plan.targets.exists()
    delete_plan(plan, by=lincang.planner, seen=3)
    assert not Plan.objects.exists()
    entry = Entry.objects.get(verb="plan.delete", object_code="lincang-2020")
    assert entry.data == {"title": plan.title, "sections": 1, "tasks": 1, "targets": 1}


def test_issued_plan_cannot_be_deleted(plan, lincang):
    set_issued(plan)
    with pytest.raises(Refused):
        delete_plan(plan, by=lincang.planner, seen=0)


def test_parent_is_the_nearest_participating_ancestor(plan, lincang):
    town = make_unit("530923100000", parent=lincang.yongde)
    choose_participants(plan, [town, lincang.office], by=lincang.planner)
    root = plan.participants.get(depth=0)
    assert {(p.code, p.parent, p.depth) for p in plan.participants.all()} == {
        (lincang.city.code, None, 0),
        (lincang.office.code, root, 1),
        (town.code, root, 1),
    }
    choose_participants(plan, [town, lincang.yongde], by=lincang.planner)
    yongde = plan.participants.get(unit=lincang.yongde)
    assert [(p.code, p.parent, p.depth) for p in plan.participants.all()] == [
        (lincang.city.code, None, 0),
        (lincang.yongde.code, root, 1),
        (town.code, yongde, 2),
    ]
    choose_participants(plan, [], by=lincang.planner)
    assert plan.participants.get() == root


def test_children_of_a_removed_participant_move_up(plan, lincang):
    town = make_unit("530923100000", parent=lincang.yongde)
    choose_participants(plan, [town, lincang.yongde], by=lincang.planner)
    choose_participants(plan, [town], by=lincang.planner)
    assert [(p.code, p.depth) for p in plan.participants.all()] == [(lincang.city.code, 0), (town.code, 1)]


def test_units_outside_or_ended_are_refused(plan, lincang):
    gone = make_unit("530929000000", parent=lincang.city, to_date=date(2019, 12, 31))
    for unit in (lincang.elsewhere, lincang.province, gone):
        with pytest.raises(Refused) as refused:
            choose_participants(plan, [unit, lincang.yongde], by=lincang.planner)
        assert list(refused.value.cells) == [unit.code]
    assert plan.participants.count() == 1


def test_participant_with_allocations_is_not_removed(plan, lincang):
    choose_participants(plan, [lincang.yongde, lincang.fengqing], by=lincang.planner)
    make_allocation(make_target(plan, value=5), plan.participants.get(unit=lincang.yongde), 5)
    with pytest.raises(Refused) as refused:
        choose_participants(plan, [lincang.fengqing], by=lincang.planner)
    assert list(refused.value.cells) == [lincang.yongde.code]
    assert plan.participants.count() == 3
    choose_participants(plan, [lincang.yongde], by=lincang.planner)
    assert plan.participants.count() == 2


def test_participants_of_an_issued_plan_are_fixed(plan, lincang):
    set_issued(plan)
    with pytest.raises(Refused):
        choose_participants(plan, [lincang.yongde], by=lincang.planner)


def test_refresh_copies_present_names(plan, lincang):
    choose_participants(plan, [lincang.yongde], by=lincang.planner)
    lincang.yongde.name = "永德"
    lincang.yongde.save()
    refresh_participants(plan)
    assert plan.participants.get(unit=lincang.yongde).name == "永德"


def test_number_of_queries_for_a_province(lincang, django_assert_max_num_queries):
    plan = create_plan(by=make_leader_a_planner(lincang), unit=lincang.province, code="yunnan", title="省", year=2020)
    cities = [make_unit(f"5325{n:02d}000000", parent=lincang.province) for n in range(16)]
    counties = [make_unit(f"5325{n:02d}{k:02d}0000", parent=city) for n, city in enumerate(cities) for k in range(1, 9)]
    office = make_unit("530000000000-BG", parent=lincang.province, kind=UnitKind.OFFICE)
    with django_assert_max_num_queries(29):
        choose_participants(plan, [*cities, *counties, office], by=make_leader_a_planner(lincang))
    assert Participant.objects.count() == 1 + 16 + 128 + 1
    with django_assert_max_num_queries(29):
        choose_participants(plan, [*cities, *counties], by=make_leader_a_planner(lincang))


def make_leader_a_planner(lincang):
    Post.objects.get_or_create(person=lincang.leader, unit=lincang.province, role="planner")
    policy.clear_held_posts(lincang.leader)
    return lincang.leader


def test_groups(plan, lincang):
    choose_participants(plan, [lincang.yongde, lincang.fengqing], by=lincang.planner)
    counties = list(plan.participants.filter(depth=1))
    group = set_group(plan, "示范县", counties, by=lincang.planner)
    with pytest.raises(Refused):
        set_group(plan, "示范县", counties, by=lincang.planner)
    with pytest.raises(Refused):
        set_group(plan, "空", [], by=lincang.planner)
    set_group(plan, "示范县（市）", counties[:1], by=lincang.planner, group=group)
    assert [(g.name, g.participants.count()) for g in plan.groups.all()] == [("示范县（市）", 1)]
    remove_group(group, by=lincang.planner)
    assert plan.participants.count() == 3
    assert not plan.groups.exists()
