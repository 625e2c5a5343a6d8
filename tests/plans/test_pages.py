"""The pages of a plan: writing, reading, issue, periods."""

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
from tests.plans.page_requests import form_errors, request_page

pytestmark = pytest.mark.django_db


READ = ["plans:detail", "plans:participants", "plans:groups", "targets:periods"]
WRITE = ["plans:edit", "plans:write", "plans:section_new", "plans:task_new", "plans:group_new", "targets:target_new"]
POST = ["plans:close", "plans:delete", "plans:move"]


@pytest.mark.parametrize("who, read, write", [("planner", 200, 200), ("clerk", 200, 403), ("leader", 200, 403)])
def test_issued_plan_is_readable_and_only_its_planner_writes(client, lincang, filled_plan, who, read, write):
    set_issued(filled_plan, open_seq=1)
    client.force_login(getattr(lincang, who))
    section, group = filled_plan.sections.get().pk, filled_plan.groups.get().pk
    for name in READ:
        assert request_page(client, name, filled_plan.code).status_code == read, name
    assert request_page(client, "targets:target", filled_plan.code, "L01").status_code == read
    for name in WRITE:
        assert request_page(client, name, filled_plan.code).status_code == write, name
    for name, *args in (
        ("plans:section_edit", section), ("plans:task_edit", "T01"), ("plans:group_edit", group),
        ("targets:target_edit", "L01"), ("targets:target_adjust", "L01"), ("targets:target_new", "T01"),
    ):  # fmt: skip
        assert request_page(client, name, filled_plan.code, *args).status_code == write, name


@pytest.mark.parametrize("who", ["outsider", "clerk"])
def test_invisible_plan_is_404(client, lincang, filled_plan, who):
    """A draft is visible to its planner only, an issued plan to people in scope."""
    if who == "outsider":
        set_issued(filled_plan)
    client.force_login(getattr(lincang, who))
    for name in [*READ, *WRITE, "targets:issue"]:
        assert request_page(client, name, filled_plan.code).status_code == 404, name
    for name in [*POST, "targets:issue"]:
        assert request_page(client, name, filled_plan.code, data={}).status_code == 404, name
    assert request_page(client, "targets:period_move", filled_plan.code, "2020Q1", "open", data={}).status_code == 404
    assert filled_plan.title not in request_page(client, "plans:list").content.decode()


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_readers_cannot_post(client, lincang, filled_plan, who):
    set_issued(filled_plan, open_seq=1)
    client.force_login(getattr(lincang, who))
    for name, *args in (
        ("plans:close",), ("plans:delete",), ("plans:move",), ("plans:section_delete", filled_plan.sections.get().pk),
        ("plans:task_delete", "T01"), ("plans:group_delete", filled_plan.groups.get().pk),
        ("targets:target_delete", "L01"),
        ("targets:period_move", "2020Q1", "close"), ("targets:period_due", "2020Q1"), ("targets:issue",),
    ):  # fmt: skip
        assert request_page(client, name, filled_plan.code, *args, data={}).status_code == 403, name
    assert filled_plan.periods.get(seq=1).state == "open"


def test_readers_get_no_links_to_forms(client, lincang, filled_plan):
    set_issued(filled_plan)
    client.force_login(lincang.clerk)
    text = request_page(client, "plans:detail", filled_plan.code).content.decode()
    assert "第一部分" in text
    assert "10,000" in text
    for name in ("edit", "write"):
        assert reverse(f"plans:{name}", args=[filled_plan.code]) not in text


def test_write_and_issue_a_plan(planner_client, lincang):
    """All steps of a planner, by the forms of the pages."""
    made = {"unit": "临沧市", "title": "计划", "code": "", "year": 2020, "cadence": "quarter", "document_number": ""}
    lights = {"days_to_report": 10, "yellow_from": 10, "red_from": 30}
    response = request_page(planner_client, "plans:new", data={**made, **lights})
    plan = Plan.objects.get()
    assert (response.status_code, plan.code) == (302, "530900-2020")

    units = [lincang.yongde.code, lincang.office.code, lincang.elsewhere.code]
    request_page(planner_client, "plans:participants", plan.code, data={"depth": "county", "unit": units})
    assert {p.code for p in plan.participants.all()} == {lincang.city.code, lincang.yongde.code, lincang.office.code}

    request_page(planner_client, "plans:section_new", plan.code, data={"title": "部分", "parent": ""})
    section = plan.sections.get()
    task = {"title": "任务", "section": section.pk, "code": "", "text": "", "start_on": "", "due_on": "2020-11-30"}
    request_page(planner_client, "plans:task_new", plan.code, data={**task, f"unit-{lincang.office.code}": "lead"})
    assert [(row.unit, row.part) for row in plan.tasks.get().units.all()] == [(lincang.office, "lead")]

    target = {
        "name": "培训", "task": plan.tasks.get().pk, "measure": "increment", "direction": "at_least",
        "value": "１０，０００", "unit": "人次", "decimals": 0, "rollup": "sum", "frequency": "quarter", "weight": 1,
        "scale": "%", "baseline": "x",
        "schedule_2020Q1": "10", "schedule_2020Q2": "33.3", "schedule_2020Q3": "60", "schedule_2020Q4": "100",
    }  # fmt: skip
    response = request_page(planner_client, "targets:target_new", plan.code, "T01", data=target)
    assert response.status_code == 302, form_errors(response)
    made = plan.targets.get()
    assert (made.code, made.value, made.scale, made.baseline) == ("L01", 10000, "", None)
    assert made.schedule == {"2020Q1": "0.1", "2020Q2": "0.333", "2020Q3": "0.6", "2020Q4": "1"}

    assert request_page(planner_client, "targets:issue", plan.code).context["lacks"] == []
    request_page(planner_client, "targets:issue", plan.code, data={})
    plan.refresh_from_db()
    assert plan.state == "issued"


def test_no_checkboxes_above_the_maximum(planner_client, plan, lincang, monkeypatch):
    monkeypatch.setattr("plans.forms.units.MAX_UNITS", 2)
    choose_participants(plan, [lincang.yongde], by=lincang.planner)
    shown = request_page(planner_client, "plans:participants", plan.code, depth="county").content.decode()
    assert 'name="unit"' not in shown
    # A checkbox posted from an older page does not exclude the other units.
    request_page(
        planner_client, "plans:participants", plan.code, data={"depth": "county", "unit": [lincang.yongde.code]}
    )
    everybody = {lincang.city.code, lincang.yongde.code, lincang.fengqing.code, lincang.office.code}
    assert {p.code for p in plan.participants.all()} == everybody


def test_issue_page_links_each_missing_item(planner_client, plan, lincang):
    section = add_section(plan, "一", by=lincang.planner)
    task = add_task(plan, by=lincang.planner, section=section, title="t")
    add_target(plan, by=lincang.planner, task=task, name="x", unit="个")
    add_task(plan, by=lincang.planner, section=section, title="u")
    lacks = request_page(planner_client, "targets:issue", plan.code).context["lacks"]
    assert [lack["href"] for lack in lacks] == [
        reverse("targets:plan_table", args=[plan.code]) + "#task-T02",
        reverse("targets:plan_table", args=[plan.code]) + "#target-L01",
    ]
    response = request_page(planner_client, "targets:issue", plan.code, data={})
    assert response.status_code == 200
    assert Plan.objects.get().is_draft


def test_move_sections_and_tasks(planner_client, filled_plan, lincang):
    first = filled_plan.sections.get()
    second = add_section(filled_plan, "第二部分", by=lincang.planner)
    add_task(filled_plan, by=lincang.planner, section=first, title="b")
    response = request_page(planner_client, "plans:move", filled_plan.code, data={"what": f"section:{second.pk}:-1"})
    assert response.url == f"{reverse('plans:write', args=[filled_plan.code])}#section-{second.pk}"
    assert list(filled_plan.sections.all()) == [second, first]
    request_page(planner_client, "plans:move", filled_plan.code, data={"what": "task:T01:1"})
    assert [task.code for task in first.tasks.order_by("position")] == ["T02", "T01"]
    for what in ("", "section:x:1", "section:1:5", "plan:1:1", "task:T09:1", f"section:{second.pk}:"):
        assert request_page(planner_client, "plans:move", filled_plan.code, data={"what": what}).status_code == 404


def test_refusal_is_an_error_message(planner_client, filled_plan):
    section = filled_plan.sections.get().pk
    for name, *args in (("plans:task_delete", "T01"), ("plans:section_delete", section), ("plans:delete",)):
        response = planner_client.post(reverse(name, args=[filled_plan.code, *args]), follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert filled_plan.tasks.count() == filled_plan.sections.count() == 1


def test_task_keeps_units_that_are_not_participants(planner_client, filled_plan, lincang):
    choose_participants(filled_plan, [lincang.yongde, lincang.office], by=lincang.planner)
    task = filled_plan.tasks.get()
    task.units.create(unit=lincang.fengqing, part="assist")
    typed = {"title": "新", "section": task.section_id, "code": "T01", f"unit-{lincang.yongde.code}": "lead"}
    request_page(planner_client, "plans:task_edit", filled_plan.code, "T01", data=typed)
    assert {(row.unit, row.part) for row in task.units.all()} == {
        (lincang.fengqing, "assist"),
        (lincang.yongde, "lead"),
    }


def test_create_change_and_delete_groups(planner_client, filled_plan, lincang):
    typed = {"name": "边境县", "unit": [lincang.yongde.code]}
    request_page(planner_client, "plans:group_new", filled_plan.code, data=typed)
    group = filled_plan.groups.get(name="边境县")
    assert [p.code for p in group.participants.all()] == [lincang.yongde.code]
    wrong = request_page(
        planner_client, "plans:group_edit", filled_plan.code, group.pk, data={"name": "边境县", "unit": ["x"]}
    )
    assert form_errors(wrong)
    request_page(planner_client, "plans:group_delete", filled_plan.code, group.pk, data={})
    assert not filled_plan.groups.filter(name="边境县").exists()


def test_periods_open_close_and_reopen(planner_client, filled_plan, lincang):
    make_allocation(filled_plan.targets.get(), filled_plan.participants.get(unit=lincang.yongde), 5)
    issue_plan(filled_plan, by=lincang.planner)
    for verb, state in (("open", "open"), ("close", "closed"), ("lock", "locked")):
        request_page(planner_client, "targets:period_move", filled_plan.code, "2020Q1", verb, data={})
        assert filled_plan.periods.get(seq=1).state == state
    assert Return.objects.count() == 2
    request_page(planner_client, "targets:period_move", filled_plan.code, "2020Q1", "reopen", data={"reason": ""})
    assert filled_plan.periods.get(seq=1).state == "locked"
    request_page(planner_client, "targets:period_move", filled_plan.code, "2020Q1", "reopen", data={"reason": "补报"})
    assert filled_plan.periods.get(seq=1).state == "open"
    assert (
        request_page(planner_client, "targets:period_move", filled_plan.code, "2020Q1", "burn", data={}).status_code
        == 404
    )
    request_page(planner_client, "targets:period_due", filled_plan.code, "2020Q2", data={"due_on": "2020-07-20"})
    request_page(planner_client, "targets:period_due", filled_plan.code, "2020Q2", data={"due_on": "x"})
    assert filled_plan.periods.get(seq=2).due_on == date(2020, 7, 20)
    rows = request_page(planner_client, "targets:periods", filled_plan.code).context["periods"]
    assert [(row.n_returns, row.n_standing) for row in rows][:2] == [(2, 0), (0, 0)]


def test_number_of_queries_of_a_plan(client, lincang, filled_plan, django_assert_max_num_queries):
    section = filled_plan.sections.get()
    for n in range(2, 41):
        units = {"leads": [lincang.office], "assists": [lincang.yongde]}
        task = add_task(filled_plan, by=lincang.planner, section=section, title="t", **units)
        make_target(filled_plan, f"L{n:02d}", task=task, value=1)
        if n > 20:
            make_target(filled_plan, f"M{n:02d}", task=task, value=1)
    set_issued(filled_plan)
    client.force_login(lincang.clerk)
    with django_assert_max_num_queries(15):
        text = request_page(client, "plans:detail", filled_plan.code).content.decode()
    assert len(re.findall(r'id="task-T\d+"', text)) == 40
    assert filled_plan.targets.count() == 60
    client.force_login(lincang.planner)
    with django_assert_max_num_queries(15):
        request_page(client, "plans:write", filled_plan.code)


def test_number_of_queries_of_the_list(client, lincang, filled_plan, django_assert_max_num_queries):
    for n in range(10):
        create_plan(by=lincang.planner, unit=lincang.city, code=f"p{n}", title="p", year=2010 + n)
    client.force_login(lincang.planner)
    with django_assert_max_num_queries(10):
        assert request_page(client, "plans:list").content.decode().count("<code>") == 11


@pytest.mark.parametrize("who, unit, breaks_down", [
    ("planner", "530900000000", True), ("county_planner", "530923000000", True), ("clerk", "530923000000", False),
])  # fmt: skip
def test_links_to_allocation_and_totals_of_the_own_unit(client, lincang, filled_plan, who, unit, breaks_down):
    set_issued(filled_plan, open_seq=1)
    client.force_login(getattr(lincang, who))
    shown = request_page(client, "plans:detail", filled_plan.code).content.decode()
    assert (reverse("targets:allocation", args=[filled_plan.code, unit]) in shown) is breaks_down
    assert reverse("dashboards:latest", args=[filled_plan.code, unit]) in shown


def test_the_list_shows_the_newest_plan_first(client, lincang, filled_plan):
    create_plan(by=lincang.planner, unit=lincang.city, code="a-later-one", title="补充计划", year=filled_plan.year)
    create_plan(by=lincang.planner, unit=lincang.city, code="next-year", title="明年计划", year=filled_plan.year + 1)
    client.force_login(lincang.planner)
    text = request_page(client, "plans:list").text
    order = [text.index(f"<code>{code}</code>") for code in ("next-year", "a-later-one", filled_plan.code)]
    assert order == sorted(order)


@pytest.mark.parametrize("text, shown", [
    ("开展巾帼行动", False), ("1.开展“巾帼行动”。", False), ("（一） 开展巾帼行动；\n", False),
    ("开展巾帼行动，全年不少于3次。", True), ("", False),
])  # fmt: skip
def test_a_text_that_repeats_its_title_is_not_shown_twice(client, lincang, filled_plan, text, shown):
    section = filled_plan.sections.get()
    add_task(filled_plan, by=lincang.planner, section=section, title="开展巾帼行动", text=text, leads=[lincang.office])
    client.force_login(lincang.planner)
    for page in ("plans:detail", "plans:write"):
        assert ("task-text" in request_page(client, page, filled_plan.code).text) == shown


def test_the_next_step_after_the_issue_is_the_first_period(client, lincang, filled_plan):
    client.force_login(lincang.planner)
    places = [("plans:detail", filled_plan.code), ("targets:allocation", filled_plan.code, lincang.city.code)]
    pages = [*places, ("targets:baselines", *places[1][1:])]
    assert not any("开放第一期" in request_page(client, *place).text for place in pages)
    set_issued(filled_plan)
    for place in pages:
        assert "开放第一期" in request_page(client, *place).text
        assert f'action="/plans/{filled_plan.code}/periods/2020Q1/open/"' in request_page(client, *place).text
        assert "参与单位" in request_page(client, *place).text  # the tabs of the plan
    client.force_login(lincang.county_planner)
    assert "开放第一期" not in request_page(client, *places[0]).text
    filled_plan.periods.filter(seq=1).update(state="closed")
    client.force_login(lincang.planner)
    assert not any("开放第一期" in request_page(client, *place).text for place in pages)


def test_hints_name_the_year_of_the_plan(client, lincang, filled_plan):
    filled_plan.year = 2031
    filled_plan.save(update_fields=["year"])
    client.force_login(lincang.planner)
    text = request_page(client, "plans:edit", filled_plan.code).text
    assert "临妇发〔2031〕3号" in text
    assert "〔2020〕" not in text
