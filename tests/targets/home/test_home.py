"""The first page: what waits for whom, in order of urgency, and the number in the head of every page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.models import TaskUnit
from targets.home.items import DUE, OVERDUE, REVIEW, SENT_BACK, list_todo_items, list_waiting_items
from targets.home.queries import count_todo
from targets.models import Return
from targets.periods.actions import leave_requests
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_task,
    make_unit,
    set_issued,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """A city with two counties, one target, the first quarter open and due in a week."""
    unit = make_unit("530900000000", "Lincang")
    plan = make_plan(unit)
    counties = [make_unit(f"53092{n}000000", f"County {n}", parent=unit) for n in (2, 3)]
    places = make_participants(plan)
    plan.target = make_target(plan, "L01", 10)
    set_issued(plan, open_seq=1)
    plan.period = plan.periods.get(seq=1)
    plan.periods.filter(seq=1).update(due_on=timezone.localdate() + timedelta(days=7))
    for county in counties:
        make_allocation(plan.target, places[county.code], 5)
        Return.objects.get_or_create(participant=places[county.code], period=plan.period)
    plan.clerk = make_person("clerk", ("clerk", counties[0]))
    plan.reviewer = make_person("reviewer", ("reviewer", unit))
    plan.report = Return.objects.get(participant=places[counties[0].code])
    return plan


def list_urgencies(person):
    return [item.urgency for item in list_todo_items(person, timezone.localdate())]


def test_return_is_due_then_overdue(city):
    assert list_urgencies(city.clerk) == [DUE]
    city.periods.filter(seq=1).update(due_on=city.period.end)
    assert list_urgencies(city.clerk) == [OVERDUE]


def test_submitted_return_waits_for_the_reviewer_and_sent_back_for_the_clerk(city):
    save_figure(city.report, city.target, FigureInput(value=Decimal(3)), by=city.clerk, seen=0)
    submit_return(city.report, by=city.clerk)
    assert list_urgencies(city.clerk) == []
    assert list_urgencies(city.reviewer) == [REVIEW]
    assert (count_todo(city.clerk).total, count_todo(city.reviewer).total) == (0, 1)
    review.send_back(city.report, by=city.reviewer, objections=[review.Objection("why", target=city.target)])
    assert list_urgencies(city.clerk) == [SENT_BACK]
    assert (count_todo(city.clerk).total, count_todo(city.reviewer).total) == (1, 0)


def test_missing_return_of_a_closed_period_stays_on_the_list(city):
    city.periods.filter(seq=1).update(state="closed")
    assert list_urgencies(city.clerk) == [OVERDUE]
    assert count_todo(city.clerk).total == 1
    city.periods.filter(seq=1).update(state="locked")
    assert list_urgencies(city.clerk) == []
    assert count_todo(city.clerk).total == 0


def test_page_links_each_item(city, django_assert_max_num_queries):
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(19):
        page = client.get("/").content.decode()
    assert f"/returns/{city.code}/2020Q1/530922000000/" in page
    assert "/totals/plan-2020/530922000000/" in page


def test_outsider_has_nothing_to_do(city):
    outsider = make_person("outsider", ("reviewer", make_unit("450200000000")))
    assert list_urgencies(outsider) == []
    assert count_todo(outsider).total == 0


def submit_own(city):
    save_figure(city.report, city.target, FigureInput(value=Decimal(3)), by=city.clerk, seen=0)
    return submit_return(city.report, by=city.clerk)


def test_what_was_handed_in_says_at_whom_it_waits_since_when(city, client):
    report = submit_own(city)
    (item,) = list_waiting_items(city.clerk)
    assert "第 1 次上报" in item.title
    assert item.waits == "等待Lincang审核（reviewer）"
    assert item.since == report.changed_at
    review.start_review(report, by=city.reviewer)
    assert list_waiting_items(city.clerk)[0].waits == "reviewer正在审核"
    client.force_login(city.clerk)
    page = client.get("/").content.decode()
    assert "reviewer正在审核" in page
    assert "现在没有要办的事" not in page  # something is shown, so the page is not called empty
    review.accept(Return.objects.get(pk=report.pk), by=city.reviewer)
    assert list_waiting_items(city.clerk) == []


def test_handed_in_where_nobody_reviews_says_so(city):
    submit_own(city)
    city.reviewer.posts.all().delete()
    assert "还没有设置审核员" in list_waiting_items(city.clerk)[0].waits


def test_pending_requests_are_shown_until_they_are_decided(city):
    city.periods.filter(seq=1).update(state="closed")
    asked = leave_requests.create_request(city.report, kind="late", reason="停电", by=city.clerk)
    (item,) = list_waiting_items(city.clerk)
    assert (item.text, item.waits) == ("停电", "等待Lincang答复")
    leave_requests.refuse_request(asked, by=city.reviewer, answer="已超过三天")
    assert list_waiting_items(city.clerk) == []


def test_leader_never_reads_nothing_to_do_above_an_empty_page(city, client):
    leader = make_person("leader", ("leader", city.unit))
    client.force_login(leader)
    page = client.get("/").content.decode()
    assert "/totals/" in page
    assert "现在没有要办的事" not in page


def test_an_open_return_says_how_much_of_it_is_filled_in(city, client):
    """As the page counts: targets due, and of each task led its state and the text that goes with it."""
    place = city.report.participant
    for code, fields in {"L02": {"measure": "ratio", "scale": "%"}, "L03": {}, "L04": {"frequency": "year"}}.items():
        make_allocation(make_target(city, code, 5, **({"frequency": "quarter"} | fields)), place, 5)
    withdrawn = make_target(city, "L05", 5)
    make_allocation(withdrawn, place, 5, replaced=True)
    make_allocation(withdrawn, place, None)
    for code, start_on in {"T02": None, "T03": city.period.end + timedelta(days=1)}.items():
        task = make_task(city, code, start_on=start_on)
        TaskUnit.objects.create(task=task, unit=place.unit, part=TaskUnit.Part.LEAD)
    items = list_todo_items(city.clerk, timezone.localdate())
    assert [item.filled for item in items] == ["已填 0/5"]
    save_figure(city.report, city.target, FigureInput(value=Decimal(0)), by=city.clerk, seen=0)
    save_figure(city.report, city.targets.get(code="L02"), FigureInput(value=Decimal(3)), by=city.clerk, seen=0)
    na = FigureInput(na=True, reason="没有这项工作")
    save_figure(city.report, city.targets.get(code="L03"), na, by=city.clerk, seen=0)
    assert [item.filled for item in list_todo_items(city.clerk, timezone.localdate())] == ["已填 2/5"]
    task = city.tasks.get(code="T02")
    for seen, (state, wanted) in enumerate((("under_way", "已填 3/5"), ("not_started", "已填 3/4"))):
        save_progress(city.report, task, ProgressInput(state=state), by=city.clerk, seen=seen)
        assert [item.filled for item in list_todo_items(city.clerk, timezone.localdate())] == [wanted]
    client.force_login(city.clerk)
    assert "已填 3/4" in client.get("/").text
    city.periods.filter(seq=1).update(state="closed")
    assert [item.filled for item in list_todo_items(city.clerk, timezone.localdate())] == [""]


def test_the_list_of_own_returns_marks_what_is_overdue(city, client):
    client.force_login(city.clerk)
    assert "已逾期" not in client.get(reverse("targets:returns")).text
    city.periods.filter(seq=1).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "已逾期" in client.get(reverse("targets:returns")).text
    submit_own(city)
    assert "已逾期" not in client.get(reverse("targets:returns")).text
