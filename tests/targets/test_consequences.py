"""What a page says hangs on a unit, a post and a person, before it closes or ends them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post
from accounts.queries.consequences import PERSON_CLOSE, POST_END, UNIT_CLOSE
from orgs.models import Unit
from pages.consequences import list_consequences
from plans.models import Plan, TaskUnit
from targets.models import Plea, Return
from tests.factories import make_person, make_plan, make_unit
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def said(act, subject):
    """{sentence: (names, more)}"""
    return {each.text: (list(each.names), each.more) for each in list_consequences(act, subject)}


def test_a_county_with_an_active_clerk_and_a_draft(world, client):
    fill_return(world, world.report())
    Plea.objects.create(report=world.report(2), kind="late", reason="停电", by=world.clerk)
    client.force_login(world.people["system_admin"])
    address = reverse("units:close", args=[world.county.code])
    page = client.post(address, {"to_date": timezone.localdate()})
    found = {each.text: each for each in page.context["consequences"]}
    texts = " ".join(found)
    assert "这里还有" in texts
    assert "它参与了 1 个正在执行的计划" in texts
    assert "份报表等着填写上报" in texts
    assert "其中 1 份已填了数，还没有上报。" in texts
    assert "有 1 项申请等着答复。" in texts
    assert any("人clerk（填报员）" in name for each in found.values() for name in each.names)
    assert world.plan.title in page.text
    assert Unit.objects.get(pk=world.county.pk).to_date is None
    client.post(address, {"to_date": timezone.localdate(), "sure": "1"})
    assert Unit.objects.get(pk=world.county.pk).to_date == timezone.localdate()


def test_of_a_city_its_plans_drafts_tasks_and_open_units(world):
    make_plan(world.city, "draft-2021", year=2021, title="明年计划")
    TaskUnit.objects.get_or_create(task=world.task, unit=world.city, part="lead")
    texts = said(UNIT_CLOSE, world.city)
    assert texts["下级还有 2 个未停用的单位。"][1] == 0
    assert texts["有 1 个正在执行的计划是它制定的。"] == ([world.plan.title], 0)
    assert texts["有 1 个计划草稿是它的。"] == (["明年计划"], 0)
    assert texts["它牵头 1 项任务。"] == ([f"{world.task.code} {world.task.title}"], 0)


def test_a_submitted_return_and_a_closed_plan(world):
    fill_and_submit(world, world.report())
    assert "有 1 份已上报的报表还没有审定。" in said(UNIT_CLOSE, world.county)
    Plan.objects.filter(pk=world.plan.pk).update(state=Plan.State.CLOSED)
    assert not any("正在执行" in text for text in said(UNIT_CLOSE, world.county))


def test_many_things_are_counted_and_the_first_are_named(world):
    for number in range(7):
        make_unit(f"45020199{number:04}", f"第{number}镇", parent=world.county)
    names, more = said(UNIT_CLOSE, world.county)["下级还有 7 个未停用的单位。"]
    assert (len(names), more) == (5, 2)


def test_the_last_clerk_leaves_returns_behind(world):
    posts = Post.objects.filter(unit=world.county, role="clerk")
    posts.filter(person=world.people["colleague"]).delete()
    post = posts.get(person=world.clerk)
    texts = said(POST_END, post)
    assert f"{world.county.full_name}没有别的填报员。" in texts
    assert any("等着填写上报" in text for text in texts)
    assert f"不能再使用{world.county.full_name}填报员这个岗位。" in said(PERSON_CLOSE, world.clerk)


def test_a_reviewer_with_a_return_in_hand(world):
    fill_and_submit(world, world.report())
    reviewer = world.people["reviewer"]
    Return.objects.filter(pk=world.report().pk).update(state="under_review", reviewer=reviewer)
    texts = said(POST_END, reviewer.posts.get())
    assert "有 1 份报表正由此人审核。" in texts
    assert not any("没有别的" in text for text in texts)


def test_the_question_takes_a_fixed_number_of_queries(world, django_assert_num_queries):
    with django_assert_num_queries(10):
        list_consequences(UNIT_CLOSE, world.county)
    for number in range(20):
        make_person(f"p{number}", ("clerk", world.county))
        make_unit(f"45020198{number:04}", f"第{number}镇", parent=world.county)
    with django_assert_num_queries(10):
        list_consequences(UNIT_CLOSE, world.county)
