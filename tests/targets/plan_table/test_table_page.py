"""The page of the table: what it shows, what it asks of the database, what a save answers."""

import json

import pytest
from django.urls import reverse

from plans.models import Task, TaskUnit
from targets.models import Proposal
from tests.factories import make_target, make_task, set_issued
from tests.targets.plan_table.conftest import read_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(planner_client, table_plan):
    """A function that posts JSON to one of the addresses of the table."""

    def post(name, **data):
        address = reverse(f"targets:plan_table_{name}", args=[table_plan.code])
        return planner_client.post(address, json.dumps(data), "application/json")

    return post


@pytest.fixture
def show(planner_client, table_plan):
    return lambda: planner_client.get(reverse("targets:plan_table", args=[table_plan.code]))


def test_what_is_missing_stands_at_the_top_with_its_cells(show):
    page = show().content.decode()
    assert "下达前还缺 2 处" in page
    assert 'data-gaps="task:T01:lead task:T03:lead target:L03:value ' in page
    assert 'data-id="task:T01:lead"' in page


def test_a_save_answers_with_the_rows_and_with_what_is_missing_still(post):
    answer = post("save", cells=[
        {"id": "task:T01:lead", "text": "办公室、各县区", "seen": ""},
        {"id": "target:L03:value", "text": "三个", "seen": ""},
    ]).json()  # fmt: skip
    assert answer["rows"]["task:T01"] == {"name": "开展巾帼宣讲", "lead": "办公室、各县区", "assist": "", "due": ""}
    assert set(answer["refused"]) == {"target:L03:value"}
    assert "下达前还缺 1 处" in answer["lacks"]


def test_when_nothing_is_missing_the_plan_can_be_issued_here(post, planner_client, table_plan):
    answer = post("save", cells=[
        {"id": "task:T01:lead", "text": "办公室", "seen": ""}, {"id": "target:L03:value", "text": "3", "seen": ""},
    ]).json()  # fmt: skip
    assert "没有缺项，可以下达" in answer["lacks"]
    assert "有 1 项带目标的任务没有牵头单位" in answer["lacks"]
    assert 'data-gaps="task:T03:lead ' in answer["lacks"]
    issue = reverse("targets:issue", args=[table_plan.code])
    assert '带目标、没有牵头单位的任务 <span class="count">1</span>' in planner_client.get(issue).content.decode()
    response = planner_client.post(issue)
    assert response.url == reverse("targets:allocation", args=[table_plan.code, table_plan.unit.code])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"cells": 3}', b'{"cells": [{"id": "task"}]}', b'{"cells": [{"id": 1, "text": 2, "seen": 3}]}'],
)
def test_what_our_page_does_not_send_is_refused(planner_client, table_plan, body):
    address = reverse("targets:plan_table_save", args=[table_plan.code])
    assert planner_client.post(address, body, "application/json").status_code == 400


def test_a_task_with_targets_that_has_a_lead_is_not_marked(post):
    answer = post("save", cells=[{"id": "task:T03:lead", "text": "办公室", "seen": ""}]).json()
    assert "没有牵头单位，可以下达" not in answer["lacks"]
    assert "task:T03" not in answer["lacks"]


def test_a_block_is_matched_and_nothing_is_saved(post, table_plan):
    before = read_texts(table_plan)
    answer = post("match", lines=[["开展巾帼宣讲", "办公室"], ["不在计划里的事", "办公室"]], at="task:T01:lead").json()
    assert answer["cells"] == {"task:T01:lead": "办公室"}
    assert "已填入 1 格" in answer["message"]
    assert "不在计划里的事" in answer["message"]
    assert read_texts(table_plan) == before


def test_all_units_of_the_next_level_join_by_one_press(planner_client, table_plan):
    table_plan.participants.filter(depth__gt=0).delete()
    assert (
        "本级部室和下一级单位全部参与"
        in planner_client.get(reverse("targets:plan_table", args=[table_plan.code])).content.decode()
    )
    planner_client.post(reverse("targets:plan_table_join", args=[table_plan.code]))
    assert table_plan.participants.count() == 4


def test_units_that_the_document_names_and_nobody_is_called_by_are_shown(show, table_plan, lincang):
    task = table_plan.tasks.get(code="T01")
    document = table_plan.documents.create(name="x", size=1, sha256="x", by=lincang.planner, text="x")
    Proposal.objects.create(
        document=document, number=1, kind="task", start=0, end=1, text="x", name="x", rule="item", sure="sure",
        decision="accepted", decided_at=document.at, task=task, lead=["档案局", "办公室"],
    )  # fmt: skip
    page = show().content.decode()
    assert '文件写的是：<span class="table-heard-name">档案局</span>' in page


def test_hundreds_of_rows_are_read_in_the_same_queries(show, table_plan, django_assert_num_queries, lincang):
    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert show().status_code == 200
        return len(captured)

    few = count()
    section = table_plan.sections.first()
    for n in range(100, 180):
        task = make_task(table_plan, f"T{n}", section=section)
        make_target(table_plan, f"L{n}", 5, task=task)
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit=lincang.office, part="lead") for task in Task.objects.filter(code__startswith="T1")
    )
    assert count() == few <= 40


def test_an_issued_plan_shows_what_an_adjustment_needs(show, table_plan):
    set_issued(table_plan)
    page = show().content.decode()
    assert "目标值、计量单位、填报方式等只能按调整修改" in page
    assert "下达前还缺" not in page
