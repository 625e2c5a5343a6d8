"""The first page: what is sent back and why, what is asked for, what to look at again; the count in the head."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from targets.home.queries import AGAIN, DECIDE, DUE, OVERDUE, REVIEW, SENT_BACK, URGED, counts, todo, waiting
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.periods.actions.reminders import remind_missing_units
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.review.actions.recheck import request_recheck
from tests.factories import make_person
from tests.targets.returns_world import bring_to_state, fill_return, make_world, set_days_late

pytestmark = pytest.mark.django_db


def items(person):
    return todo(person, timezone.localdate())


def test_what_was_sent_back_says_which_cells_why_and_by_whom(client):
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "under_review")
    wrong = [review.Objection(f"理由{n}", target=target) for n, target in enumerate(world.targets.values(), 1)]
    review.send_back(report, by=world.reviewer, objections=wrong)
    found = items(world.clerk)[0]
    assert found.urgency == SENT_BACK
    assert found.title == "2020年一季度报表被退回：请修改后重新上报"
    assert found.notes[0] == "L01 培训妇女：理由1（人reviewer）"
    assert found.notes[3] == "另有 2 处"
    client.force_login(world.clerk)
    page = client.get("/").text
    assert "理由3" in page
    assert "理由4" not in page
    assert f'href="{reverse("targets:return", args=["lincang-2020", "2020Q1", "530923000000"])}"' in page


def test_only_the_last_time_is_told():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "sent_back")
    answers = {objection.pk: "已改" for objection in report.sent_back.all()}
    submit_return(fill_return(world, report), by=world.clerk, answers=answers)
    review.start_review(report, by=world.reviewer)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("又错", task=world.task)])
    assert items(world.clerk)[0].notes == ("T01 开展宣讲活动：又错（人reviewer）",)


def test_the_order_of_urgency():
    world = make_world(open_seq=4)
    for seq, days in ((1, 1), (2, 1), (3, 9), (4, -9)):
        set_days_late(world, days, seq)
    make_missing_returns(world)
    bring_to_state(world, world.report(2), "sent_back")
    remind_missing_units(world.period(1), by=world.reviewer)
    assert [item.urgency for item in items(world.clerk)] == [URGED, SENT_BACK, OVERDUE, DUE]
    leave_requests.create_request(
        bring_to_state(world, world.report(3), "accepted"), kind="correction", reason="错", by=world.clerk
    )
    bring_to_state(world, world.report(4), "submitted")
    assert [item.urgency for item in items(world.reviewer)] == [DECIDE, REVIEW]


def make_missing_returns(world):
    from targets.shares.actions.due_returns import ensure_returns

    ensure_returns(world.plan)


def test_a_plea_leads_to_its_place_and_ends_with_its_answer(client):
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    plea = leave_requests.create_request(world.report(), kind="late", reason="停电", by=world.clerk)
    found = items(world.reviewer)[0]
    assert (found.urgency, found.notes) == (DECIDE, ("停电",))
    assert found.title == "永德申请2020年一季度补报"
    client.force_login(world.reviewer)
    assert f'id="plea-{plea.pk}"' in client.get(found.url.split("#")[0]).text
    until = timezone.localdate() + timedelta(days=2)
    leave_requests.grant_request(Plea.objects.get(), by=world.reviewer, until=until)
    assert items(world.reviewer) == []
    mine = items(world.clerk)[0]
    assert (mine.urgency, mine.due_on) == (OVERDUE, until)


def test_a_plea_that_was_refused_comes_back_with_its_reason():
    world = make_world(open_seq=1)
    periods.close_period(world.period(), by=world.planner)
    (item,) = items(world.clerk)
    assert (item.urgency, item.title, item.notes) == (OVERDUE, "2020年一季度报表已截止：请申请补报", ())
    plea = leave_requests.create_request(world.report(), kind="late", reason="停电", by=world.clerk)
    assert items(world.clerk) == []  # it waits for the answer
    assert counts(world.clerk).total == 0
    leave_requests.refuse_request(plea, by=world.reviewer, answer="先补说明")
    (item,) = items(world.clerk)
    assert item.urgency == OVERDUE
    assert item.notes == (f"{world.reviewer}未同意补报：先补说明",)
    assert counts(world.clerk).total == 1


def test_a_level_between_is_asked_to_look_again():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "accepted")
    city = world.plan.participants.get(depth=0)
    request_recheck(
        report, by=world.province_reviewer, to=city, objections=[review.Objection("去核", target=world.targets["add"])]
    )
    found = items(world.reviewer)
    assert [item.urgency for item in found] == [AGAIN, REVIEW]
    assert "去核" in found[0].notes[0]
    assert AGAIN not in [item.urgency for item in items(world.province_reviewer)]


def test_the_count_in_the_head_takes_three_queries_and_agrees_with_the_list(django_assert_max_num_queries):
    world = make_world(open_seq=2)
    both = make_person("both", ("clerk", world.county), ("reviewer", world.city), ("planner", world.city))
    bring_to_state(world, world.report(2), "submitted")
    leave_requests.create_request(
        bring_to_state(world, world.report(), "accepted"), kind="correction", reason="错", by=world.clerk
    )
    both.posts.first()
    waiting(both)  # the posts are read once a request
    with CaptureQueriesContext(connection) as asked:
        number = counts(both)
    assert len(asked) <= 3
    assert (number.fill, number.review, number.pleas) == (0, 1, 1)
    assert number.total == sum(item.count for item in items(both))
