"""The pages on which a plan is written, read, issued and its periods kept, as people use them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from plans.models import Plan
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import add_target
from targets.models import Return
from tests.factories import make_allocation, make_target, set_issued
from tests.plans.browse import errors, page

pytestmark = pytest.mark.django_db


READ = ["plans:detail", "plans:participants", "plans:groups", "targets:periods"]
WRITE = ["plans:edit", "plans:write", "plans:section_new", "plans:task_new", "plans:group_new", "targets:target_new"]
POST = ["plans:close", "plans:delete", "plans:move"]


@pytest.mark.parametrize("who, read, write", [("planner", 200, 200), ("clerk", 200, 403), ("leader", 200, 403)])
def test_who_may_see_an_issued_plan_reads_and_only_its_planner_writes(client, place, full, who, read, write):
    set_issued(full, open_seq=1)
    client.force_login(getattr(place, who))
    section, group = full.sections.get().pk, full.groups.get().pk
    for name in READ:
        assert page(client, name, full.code).status_code == read, name
    assert page(client, "targets:target", full.code, "L01").status_code == read
    for name in WRITE:
        assert page(client, name, full.code).status_code == write, name
    for name, *args in (
        ("plans:section_edit", section), ("plans:task_edit", "T01"), ("plans:group_edit", group),
        ("targets:target_edit", "L01"), ("targets:target_adjust", "L01"), ("targets:target_new", "T01"),
    ):  # fmt: skip
        assert page(client, name, full.code, *args).status_code == write, name


@pytest.mark.parametrize("who", ["outsider", "clerk"])
def test_whom_the_plan_does_not_concern_is_told_nothing(client, place, full, who):
    """A draft concerns its planner alone; an issued plan nobody from elsewhere."""
    if who == "outsider":
        set_issued(full)
    client.force_login(getattr(place, who))
    for name in [*READ, *WRITE, "targets:issue"]:
        assert page(client, name, full.code).status_code == 404, name
    for name in [*POST, "targets:issue"]:
        assert page(client, name, full.code, data={}).status_code == 404, name
    assert page(client, "targets:period_move", full.code, "2020Q1", "open", data={}).status_code == 404
    assert full.title not in page(client, "plans:list").content.decode()


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_whoever_only_reads_presses_no_button(client, place, full, who):
    set_issued(full, open_seq=1)
    client.force_login(getattr(place, who))
    for name, *args in (
        ("plans:close",), ("plans:delete",), ("plans:move",), ("plans:section_delete", full.sections.get().pk),
        ("plans:task_delete", "T01"), ("plans:group_delete", full.groups.get().pk), ("targets:target_delete", "L01"),
        ("targets:period_move", "2020Q1", "close"), ("targets:period_due", "2020Q1"), ("targets:issue",),
    ):  # fmt: skip
        assert page(client, name, full.code, *args, data={}).status_code == 403, name
    assert full.periods.get(seq=1).state == "open"


def test_readers_find_no_way_to_write(client, place, full):
    set_issued(full)
    client.force_login(place.clerk)
    text = page(client, "plans:detail", full.code).content.decode()
    assert "第一部分" in text
    assert "10,000" in text
    for name in ("edit", "write"):
        assert reverse(f"plans:{name}", args=[full.code]) not in text


def test_a_plan_is_written_from_the_first_page_to_its_issue(planner, place):
    """The whole way of a planner, by the forms of the pages alone."""
    made = {"unit": "临沧市", "title": "计划", "code": "", "year": 2020, "cadence": "quarter", "document_number": ""}
    lights = {"days_to_report": 10, "yellow_from": 10, "red_from": 30}
    response = page(planner, "plans:new", data={**made, **lights})
    plan = Plan.objects.get()
    assert (response.status_code, plan.code) == (302, "530900-2020")

    units = [place.yongde.code, place.office.code, place.elsewhere.code]
    page(planner, "plans:participants", plan.code, data={"depth": "county", "unit": units})
    assert {p.code for p in plan.participants.all()} == {place.city.code, place.yongde.code, place.office.code}

    page(planner, "plans:section_new", plan.code, data={"title": "部分", "parent": ""})
    section = plan.sections.get()
    task = {"title": "任务", "section": section.pk, "code": "", "text": "", "start_on": "", "due_on": "2020-11-30"}
    page(planner, "plans:task_new", plan.code, data={**task, f"unit-{place.office.code}": "lead"})
    assert [(row.unit, row.part) for row in plan.tasks.get().units.all()] == [(place.office, "lead")]

    target = {
        "name": "培训", "task": plan.tasks.get().pk, "measure": "increment", "direction": "at_least",
        "value": "１０，０００", "unit": "人次", "decimals": 0, "rollup": "sum", "frequency": "quarter", "weight": 1,
        "scale": "%", "baseline": "x",
        "schedule_2020Q1": "10", "schedule_2020Q2": "33.3", "schedule_2020Q3": "60", "schedule_2020Q4": "100",
    }  # fmt: skip
    response = page(planner, "targets:target_new", plan.code, "T01", data=target)
    assert response.status_code == 302, errors(response)
    made = plan.targets.get()
    assert (made.code, made.value, made.scale, made.baseline) == ("L01", 10000, "", None)
    assert made.schedule == {"2020Q1": "0.1", "2020Q2": "0.333", "2020Q3": "0.6", "2020Q4": "1"}

    assert page(planner, "targets:issue", plan.code).context["lacks"] == []
    page(planner, "targets:issue", plan.code, data={})
    plan.refresh_from_db()
    assert plan.state == "issued"


def test_too_many_to_tick_take_part_all_or_none(planner, plan, place, monkeypatch):
    monkeypatch.setattr("plans.forms.units.MOST_UNITS", 2)
    choose_participants(plan, [place.yongde], by=place.planner)
    shown = page(planner, "plans:participants", plan.code, depth="county").content.decode()
    assert 'name="unit"' not in shown
    # A county that was ticked before the city grew does not throw the others out.
    page(planner, "plans:participants", plan.code, data={"depth": "county", "unit": [place.yongde.code]})
    everybody = {place.city.code, place.yongde.code, place.fengqing.code, place.office.code}
    assert {p.code for p in plan.participants.all()} == everybody


def test_the_issue_page_says_everything_with_the_way_to_mend_it(planner, plan, place):
    section = add_section(plan, "一", by=place.planner)
    task = add_task(plan, by=place.planner, section=section, title="t")
    add_target(plan, by=place.planner, task=task, name="x", unit="个")
    add_task(plan, by=place.planner, section=section, title="u")
    lacks = page(planner, "targets:issue", plan.code).context["lacks"]
    assert [lack["href"] for lack in lacks] == [
        reverse("plans:task_edit", args=[plan.code, "T02"]),
        reverse("targets:target_edit", args=[plan.code, "L01"]),
    ]
    response = page(planner, "targets:issue", plan.code, data={})
    assert response.status_code == 200
    assert Plan.objects.get().is_draft


def test_sections_and_tasks_move_by_buttons(planner, full, place):
    first = full.sections.get()
    second = add_section(full, "第二部分", by=place.planner)
    add_task(full, by=place.planner, section=first, title="b")
    response = page(planner, "plans:move", full.code, data={"what": f"section:{second.pk}:-1"})
    assert response.url == f"{reverse('plans:write', args=[full.code])}#section-{second.pk}"
    assert list(full.sections.all()) == [second, first]
    page(planner, "plans:move", full.code, data={"what": "task:T01:1"})
    assert [task.code for task in first.tasks.order_by("position")] == ["T02", "T01"]
    for what in ("", "section:x:1", "section:1:5", "plan:1:1", "task:T09:1", f"section:{second.pk}:"):
        assert page(planner, "plans:move", full.code, data={"what": what}).status_code == 404


def test_what_is_refused_is_said(planner, full):
    section = full.sections.get().pk
    for name, *args in (("plans:task_delete", "T01"), ("plans:section_delete", section), ("plans:delete",)):
        response = planner.post(reverse(name, args=[full.code, *args]), follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert full.tasks.count() == full.sections.count() == 1


def test_a_task_keeps_who_assists_from_outside_the_plan(planner, full, place):
    choose_participants(full, [place.yongde, place.office], by=place.planner)
    task = full.tasks.get()
    task.units.create(unit=place.fengqing, part="assist")
    typed = {"title": "新", "section": task.section_id, "code": "T01", f"unit-{place.yongde.code}": "lead"}
    page(planner, "plans:task_edit", full.code, "T01", data=typed)
    assert {(row.unit, row.part) for row in task.units.all()} == {(place.fengqing, "assist"), (place.yongde, "lead")}


def test_groups_are_made_and_changed(planner, full, place):
    typed = {"name": "边境县", "unit": [place.yongde.code]}
    page(planner, "plans:group_new", full.code, data=typed)
    group = full.groups.get(name="边境县")
    assert [p.code for p in group.participants.all()] == [place.yongde.code]
    wrong = page(planner, "plans:group_edit", full.code, group.pk, data={"name": "边境县", "unit": ["x"]})
    assert errors(wrong)
    page(planner, "plans:group_delete", full.code, group.pk, data={})
    assert not full.groups.filter(name="边境县").exists()


def test_periods_open_close_and_open_again(planner, full, place):
    make_allocation(full.targets.get(), full.participants.get(unit=place.yongde), 5)
    issue_plan(full, by=place.planner)
    for verb, state in (("open", "open"), ("close", "closed"), ("lock", "locked")):
        page(planner, "targets:period_move", full.code, "2020Q1", verb, data={})
        assert full.periods.get(seq=1).state == state
    assert Return.objects.count() == 2
    page(planner, "targets:period_move", full.code, "2020Q1", "reopen", data={"reason": ""})
    assert full.periods.get(seq=1).state == "locked"
    page(planner, "targets:period_move", full.code, "2020Q1", "reopen", data={"reason": "补报"})
    assert full.periods.get(seq=1).state == "open"
    assert page(planner, "targets:period_move", full.code, "2020Q1", "burn", data={}).status_code == 404
    page(planner, "targets:period_due", full.code, "2020Q2", data={"due_on": "2020-07-20"})
    page(planner, "targets:period_due", full.code, "2020Q2", data={"due_on": "x"})
    assert full.periods.get(seq=2).due_on == date(2020, 7, 20)
    rows = page(planner, "targets:periods", full.code).context["periods"]
    assert [(row.n_returns, row.n_standing) for row in rows][:2] == [(2, 0), (0, 0)]


def test_the_plan_is_read_in_few_queries(client, place, full, django_assert_max_num_queries):
    section = full.sections.get()
    for n in range(2, 41):
        units = {"leads": [place.office], "assists": [place.yongde]}
        task = add_task(full, by=place.planner, section=section, title="t", **units)
        make_target(full, f"L{n:02d}", task=task, value=1)
        if n > 20:
            make_target(full, f"M{n:02d}", task=task, value=1)
    set_issued(full)
    client.force_login(place.clerk)
    with django_assert_max_num_queries(15):
        text = page(client, "plans:detail", full.code).content.decode()
    assert len(re.findall(r'id="task-T\d+"', text)) == 40
    assert full.targets.count() == 60
    client.force_login(place.planner)
    with django_assert_max_num_queries(15):
        page(client, "plans:write", full.code)


def test_the_list_takes_the_same_queries_for_many_plans(client, place, full, django_assert_max_num_queries):
    for n in range(10):
        create_plan(by=place.planner, unit=place.city, code=f"p{n}", title="p", year=2010 + n)
    client.force_login(place.planner)
    with django_assert_max_num_queries(10):
        assert page(client, "plans:list").content.decode().count("<code>") == 11


@pytest.mark.parametrize("who, unit, breaks_down", [
    ("planner", "530900000000", True), ("county_planner", "530923000000", True), ("clerk", "530923000000", False),
])  # fmt: skip
def test_everybody_is_led_to_the_breakdown_and_the_totals_of_their_own_unit(
    client, place, full, who, unit, breaks_down
):
    set_issued(full, open_seq=1)
    client.force_login(getattr(place, who))
    shown = page(client, "plans:detail", full.code).content.decode()
    assert (reverse("targets:allocation", args=[full.code, unit]) in shown) is breaks_down
    assert reverse("dashboards:latest", args=[full.code, unit]) in shown
