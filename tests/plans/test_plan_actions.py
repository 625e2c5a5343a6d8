"""Making, changing, closing and deleting plans; who takes part."""

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
def plan(place):
    return create_plan(by=place.planner, unit=place.city, code="lincang-2020", title="2020年工作计划", year=2020)


def test_a_new_plan_has_its_periods_and_its_own_unit(plan, place):
    assert [(p.code, p.seq, p.due_on) for p in plan.periods.all()][:2] == [
        ("2020Q1", 1, date(2020, 4, 10)),
        ("2020Q2", 2, date(2020, 7, 10)),
    ]
    assert [(p.unit, p.depth) for p in plan.participants.all()] == [(place.city, 0)]
    assert Entry.objects.get().verb == "plan.create"


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_units_planner_makes_its_plan(place, who):
    with pytest.raises(PermissionDenied):
        create_plan(by=getattr(place, who), unit=place.city, code="x", title="x", year=2020)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("code, cell", [("new", "code"), ("lincang-2020", "code"), ("临沧", "code")])
def test_a_bad_code_is_refused_at_its_field(plan, place, code, cell):
    with pytest.raises(Refused) as refused:
        create_plan(by=place.planner, unit=place.city, code=code, title="x", year=2020)
    assert list(refused.value.cells) == [cell]


def test_what_the_trail_cannot_keep_is_not_saved(place, monkeypatch):
    monkeypatch.setattr("plans.actions.plan.record", _broken)
    with pytest.raises(ZeroDivisionError):
        create_plan(by=place.planner, unit=place.city, code="x", title="x", year=2020)
    assert not Plan.objects.exists()


def _broken(**kwargs):
    raise ZeroDivisionError


def test_another_cadence_makes_other_periods(plan, place):
    change_plan(plan, by=place.planner, cadence="month")
    assert plan.periods.count() == 12
    assert plan.periods.last().code == "2020-12"


def test_more_days_to_report_move_the_due_dates_that_are_not_announced(plan, place):
    set_issued(plan, open_seq=1)
    change_plan(plan, by=place.planner, days_to_report=15)
    assert [p.due_on for p in plan.periods.all()][:2] == [date(2020, 4, 10), date(2020, 7, 15)]


def test_an_issued_plan_keeps_its_year(plan, place):
    set_issued(plan)
    with pytest.raises(Refused) as refused:
        change_plan(plan, by=place.planner, year=2021, title="new")
    assert list(refused.value.cells) == ["year"]
    plan.refresh_from_db()
    assert (plan.year, plan.title) == (2020, "2020年工作计划")
    assert change_plan(plan, by=place.planner, year=2020, title="new").title == "new"


def test_lights_stay_in_order(plan, place):
    with pytest.raises(Refused, match=r"\w"):
        change_plan(plan, by=place.planner, yellow_from=40)
    plan.refresh_from_db()
    assert plan.yellow_from == 10


def test_a_plan_is_closed_when_no_period_is_open(plan, place):
    with pytest.raises(Refused):
        close_plan(plan, by=place.planner)
    set_issued(plan, open_seq=1)
    with pytest.raises(Refused, match="2020Q1"):
        close_plan(plan, by=place.planner)
    plan.periods.update(state="locked")
    assert close_plan(plan, by=place.planner).state == "closed"
    with pytest.raises(Refused):
        change_plan(plan, by=place.planner, title="later")


def test_a_draft_goes_with_all_its_parts_but_not_with_targets(plan, place):
    choose_participants(plan, [place.yongde, place.office], by=place.planner)
    task = add_task(plan, by=place.planner, section=add_section(plan, "一", by=place.planner), title="t")
    set_task_units(task, by=place.planner, leads=[place.office])
    target = make_target(plan, task=task, value=1)
    with pytest.raises(Refused):
        delete_plan(plan, by=place.planner)
    target.delete()
    delete_plan(plan, by=place.planner)
    assert not Plan.objects.exists()
    assert Entry.objects.filter(verb="plan.delete", object_code="lincang-2020").exists()


def test_an_issued_plan_is_never_deleted(plan, place):
    set_issued(plan)
    with pytest.raises(Refused):
        delete_plan(plan, by=place.planner)


def test_participants_stand_below_the_nearest_that_takes_part(plan, place):
    town = make_unit("530923100000", parent=place.yongde)
    choose_participants(plan, [town, place.office], by=place.planner)
    root = plan.participants.get(depth=0)
    assert {(p.code, p.parent, p.depth) for p in plan.participants.all()} == {
        (place.city.code, None, 0),
        (place.office.code, root, 1),
        (town.code, root, 1),
    }
    choose_participants(plan, [town, place.yongde], by=place.planner)
    yongde = plan.participants.get(unit=place.yongde)
    assert [(p.code, p.parent, p.depth) for p in plan.participants.all()] == [
        (place.city.code, None, 0),
        (place.yongde.code, root, 1),
        (town.code, yongde, 2),
    ]
    choose_participants(plan, [], by=place.planner)
    assert plan.participants.get() == root


def test_whoever_hangs_below_one_that_leaves_moves_up(plan, place):
    town = make_unit("530923100000", parent=place.yongde)
    choose_participants(plan, [town, place.yongde], by=place.planner)
    choose_participants(plan, [town], by=place.planner)
    assert [(p.code, p.depth) for p in plan.participants.all()] == [(place.city.code, 0), (town.code, 1)]


def test_nobody_from_elsewhere_or_who_has_ended_takes_part(plan, place):
    gone = make_unit("530929000000", parent=place.city, to_date=date(2019, 12, 31))
    for unit in (place.elsewhere, place.province, gone):
        with pytest.raises(Refused) as refused:
            choose_participants(plan, [unit, place.yongde], by=place.planner)
        assert list(refused.value.cells) == [unit.code]
    assert plan.participants.count() == 1


def test_who_owes_something_is_not_left_out(plan, place):
    choose_participants(plan, [place.yongde, place.fengqing], by=place.planner)
    make_allocation(make_target(plan, value=5), plan.participants.get(unit=place.yongde), 5)
    with pytest.raises(Refused) as refused:
        choose_participants(plan, [place.fengqing], by=place.planner)
    assert list(refused.value.cells) == [place.yongde.code]
    assert plan.participants.count() == 3
    choose_participants(plan, [place.yongde], by=place.planner)
    assert plan.participants.count() == 2


def test_participants_are_fixed_once_issued(plan, place):
    set_issued(plan)
    with pytest.raises(Refused):
        choose_participants(plan, [place.yongde], by=place.planner)


def test_freezing_reads_the_names_of_the_day(plan, place):
    choose_participants(plan, [place.yongde], by=place.planner)
    place.yongde.name = "永德"
    place.yongde.save()
    refresh_participants(plan)
    assert plan.participants.get(unit=place.yongde).name == "永德"


def test_a_province_takes_part_in_a_few_statements(place, django_assert_max_num_queries):
    plan = create_plan(by=_provincial(place), unit=place.province, code="yunnan", title="省", year=2020)
    cities = [make_unit(f"5325{n:02d}000000", parent=place.province) for n in range(16)]
    counties = [make_unit(f"5325{n:02d}{k:02d}0000", parent=city) for n, city in enumerate(cities) for k in range(1, 9)]
    office = make_unit("530000000000-BG", parent=place.province, kind=UnitKind.OFFICE)
    with django_assert_max_num_queries(29):
        choose_participants(plan, [*cities, *counties, office], by=_provincial(place))
    assert Participant.objects.count() == 1 + 16 + 128 + 1
    with django_assert_max_num_queries(29):
        choose_participants(plan, [*cities, *counties], by=_provincial(place))


def _provincial(place):
    Post.objects.get_or_create(person=place.leader, unit=place.province, role="planner")
    policy.clear_held_posts(place.leader)
    return place.leader


def test_groups_are_of_participants(plan, place):
    choose_participants(plan, [place.yongde, place.fengqing], by=place.planner)
    counties = list(plan.participants.filter(depth=1))
    group = set_group(plan, "示范县", counties, by=place.planner)
    with pytest.raises(Refused):
        set_group(plan, "示范县", counties, by=place.planner)
    with pytest.raises(Refused):
        set_group(plan, "空", [], by=place.planner)
    set_group(plan, "示范县（市）", counties[:1], by=place.planner, group=group)
    assert [(g.name, g.participants.count()) for g in plan.groups.all()] == [("示范县（市）", 1)]
    remove_group(group, by=place.planner)
    assert plan.participants.count() == 3
    assert not plan.groups.exists()
