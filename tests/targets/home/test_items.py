"""The first page: what is sent back and why, what is asked for, what to look at again; the count in the head."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from targets.home.items import DECIDE, DUE, OVERDUE, RECHECK, REMINDED, REVIEW, SENT_BACK, list_todo_items
from targets.home.queries import count_todo
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.periods.actions.reminders import remind_missing_units
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.review.actions.recheck import request_recheck
from tests.factories import make_person
from tests.targets.returns_world import bring_to_state, fill_return, make_world, set_days_late

pytestmark = pytest.mark.django_db


def list_items(person):
    return list_todo_items(person, timezone.localdate())


def test_sent_back_return_lists_cells_reasons_and_people(client):
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "under_review")
    wrong = [review.Objection(f"理由{n}", target=target) for n, target in enumerate(world.targets.values(), 1)]
    review.send_back(report, by=world.reviewer, objections=wrong)
    found = list_items(world.clerk)[0]
    assert found.urgency == SENT_BACK
    assert found.title == "2020年一季度报表被退回：请修改后重新上报"
    assert found.notes[0] == "L01 培训妇女：理由1（人reviewer）"
    assert found.notes[3] == "另有 2 处"
    client.force_login(world.clerk)
    page = client.get("/").text
    assert "理由3" in page
    assert "理由4" not in page
    assert f'href="{reverse("targets:return", args=["lincang-2020", "2020Q1", "530923000000"])}"' in page


def test_only_the_latest_objections_are_listed():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "sent_back")
    answers = {objection.pk: "已改" for objection in report.sent_back.all()}
    submit_return(fill_return(world, report), by=world.clerk, answers=answers)
    review.start_review(report, by=world.reviewer)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("又错", task=world.task)])
    assert list_items(world.clerk)[0].notes == ("T01 开展宣讲活动：又错（人reviewer）",)


def test_order_of_urgency():
    world = make_world(open_seq=4)
    for seq, days in ((1, 1), (2, 1), (3, 9), (4, -9)):
        set_days_late(world, days, seq)
    make_missing_returns(world)
    bring_to_state(world, world.report(2), "sent_back")
    remind_missing_units(world.period(1), by=world.reviewer)
    assert [item.urgency for item in list_items(world.clerk)] == [REMINDED, SENT_BACK, OVERDUE, DUE]
    leave_requests.create_request(
        bring_to_state(world, world.report(3), "accepted"), kind="correction", reason="错", by=world.clerk
    )
    bring_to_state(world, world.report(4), "submitted")
    assert [item.urgency for item in list_items(world.reviewer)] == [DECIDE, REVIEW]


def make_missing_returns(world):
    from targets.shares.actions.due_returns import ensure_returns

    ensure_returns(world.plan)


def test_request_links_to_its_form_until_it_is_answered(client):
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    plea = leave_requests.create_request(world.report(), kind="late", reason="停电", by=world.clerk)
    found = list_items(world.reviewer)[0]
    assert (found.urgency, found.notes) == (DECIDE, ("停电",))
    assert found.title == "永德申请2020年一季度补报"
    client.force_login(world.reviewer)
    assert f'id="plea-{plea.pk}"' in client.get(found.url.split("#")[0]).text
    until = timezone.localdate() + timedelta(days=2)
    leave_requests.grant_request(Plea.objects.get(), by=world.reviewer, until=until)
    assert list_items(world.reviewer) == []
    mine = list_items(world.clerk)[0]
    assert (mine.urgency, mine.due_on) == (OVERDUE, until)


def test_refused_request_is_shown_with_its_answer():
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    (item,) = list_items(world.clerk)
    assert (item.urgency, item.title, item.notes) == (OVERDUE, "2020年一季度报表已截止：请申请补报", ())
    plea = leave_requests.create_request(world.report(), kind="late", reason="停电", by=world.clerk)
    assert list_items(world.clerk) == []  # it waits for the answer
    assert count_todo(world.clerk).total == 0
    leave_requests.refuse_request(plea, by=world.reviewer, answer="先补说明")
    (item,) = list_items(world.clerk)
    assert item.urgency == OVERDUE
    assert item.notes == (f"{world.reviewer}未同意补报：先补说明",)
    assert count_todo(world.clerk).total == 1


def test_recheck_is_asked_of_a_level_between():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "accepted")
    city = world.plan.participants.get(depth=0)
    request_recheck(
        report, by=world.province_reviewer, to=city, objections=[review.Objection("去核", target=world.targets["add"])]
    )
    found = list_items(world.reviewer)
    assert [item.urgency for item in found] == [RECHECK, REVIEW]
    assert "去核" in found[0].notes[0]
    assert RECHECK not in [item.urgency for item in list_items(world.province_reviewer)]


def test_counts_take_three_queries_and_agree_with_the_list(django_assert_max_num_queries):
    world = make_world(open_seq=2)
    both = make_person("both", ("clerk", world.county), ("reviewer", world.city), ("planner", world.city))
    bring_to_state(world, world.report(2), "submitted")
    leave_requests.create_request(
        bring_to_state(world, world.report(), "accepted"), kind="correction", reason="错", by=world.clerk
    )
    both.posts.first()
    count_todo(both)  # the posts are read once a request
    with CaptureQueriesContext(connection) as asked:
        number = count_todo(both)
    assert len(asked) <= 3
    assert (number.fill, number.review, number.requests) == (0, 1, 1)
    assert number.total == sum(item.count for item in list_items(both))
