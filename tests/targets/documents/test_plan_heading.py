"""A document that begins a plan: its title and year are confirmed, an issued plan is named, an empty draft can go."""

import datetime

import pytest
from django.urls import reverse

from audit.models import Entry
from plans.models import Plan
from targets.models import PlanDocument
from tests.factories import make_plan, set_issued

pytestmark = pytest.mark.django_db
TITLE = "清河市妇联2021年工作要点"


def url(name, *args):
    return reverse(f"targets:{name}", args=["lincang-2020", *args])


def take(planner, document, **fields):
    return planner.post(url("document_press", document.pk, "take"), fields, follow=True)


def test_the_title_and_the_year_are_asked_and_taken(planner, plan, document, accept_all):
    text = planner.get(url("document", document.pk)).text
    assert f'name="title" value="{plan.title}"' in text
    assert 'value="2020" required' in text
    accept_all(document)
    take(planner, document, title=TITLE, year="2021")
    plan.refresh_from_db()
    assert (plan.title, plan.year) == (TITLE, 2021)
    assert {period.end.year for period in plan.periods.all()} == {2021}


def test_days_of_the_year_that_was_read_go_along(planner, plan, document, accept_all):
    row = accept_all(document).proposals.filter(kind="target", rule__gt="").first()
    document.proposals.filter(pk=row.pk).update(deadline=datetime.date(2020, 12, 31), deadline_text="年底")
    take(planner, document, title=TITLE, year="2021")
    assert document.proposals.get(pk=row.pk).deadline == datetime.date(2021, 12, 31)


@pytest.mark.parametrize("fields", [{"title": " ", "year": "2020"}, {"title": TITLE, "year": "二〇"}])
def test_without_title_or_year_nothing_is_written(planner, plan, document, accept_all, fields):
    accept_all(document)
    answer = take(planner, document, **fields)
    assert "计划名称" in answer.text
    assert not plan.targets.exists()
    assert PlanDocument.objects.get(pk=document.pk).accepted_at is None


def issue_another(plan, year):
    other = make_plan(plan.unit, year=year, code=f"other-{year}", title="已下达的工作要点", cadence=plan.cadence)
    set_issued(other)
    return other


def test_an_issued_plan_of_the_year_is_named_before_and_after(planner, plan, document, accept_all):
    address = url("document", document.pk)
    assert "年已有下达的计划" not in planner.get(address).text
    issue_another(plan, plan.year)
    assert "2020年已有下达的计划：" in planner.get(address).text
    issue_another(plan, 2021)
    accept_all(document)
    answer = take(planner, document, title=TITLE, year="2021")
    assert "2021年已有下达的计划：“已下达的工作要点”" in answer.text


def test_a_plan_in_which_something_stands_is_not_asked_again(planner, plan, adopted, receive):
    second = receive(text="关于评选美丽庭院的通知\n一、建设美丽庭院\n", name="补充.txt")
    assert 'name="title" value=' not in planner.get(url("document", second.pk)).text
    take(planner, second, title=TITLE, year="2021")
    plan.refresh_from_db()
    assert plan.year == 2020


def test_setting_aside_offers_to_delete_the_empty_draft(planner, plan, document):
    assert "作废并删除草稿" in planner.get(url("document", document.pk)).text
    answer = planner.post(url("document_press", document.pk, "leave"), {"draft": "delete"}, follow=True)
    assert "空草稿已一并删除" in answer.text
    assert not Plan.objects.filter(pk=plan.pk).exists()
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"document.leave", "plan.delete"}


def test_a_draft_that_is_not_empty_stays(planner, plan, adopted, receive):
    second = receive(text="关于评选美丽庭院的通知\n一、建设美丽庭院\n", name="补充.txt")
    assert "作废并删除草稿" not in planner.get(url("document", second.pk)).text
    answer = planner.post(url("document_press", second.pk, "leave"), {"draft": "delete"}, follow=True)
    assert "草稿里已经有内容" in answer.text
    assert Plan.objects.filter(pk=plan.pk).exists()
    assert PlanDocument.objects.get(pk=second.pk).is_open
