"""What is done with returns, read by the audit administrator: every verb and every detail in plain Chinese."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from plans.models import Plan
from targets.checks.actions import rules
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.periods.actions.reminders import remind_missing_units
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from tests.targets.returns_world import answer_all, bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"[A-Za-z_]{3,}")


@pytest.fixture
def world():
    """Two quarters in which nearly everything happens that can happen to a return."""
    world = make_world(open_seq=2)
    back_and_forth(world)
    pleas_of_all_kinds(world)
    by_the_planner(world)
    return world


def back_and_forth(world):
    remind_missing_units(world.period(2), by=world.reviewer, text="请抓紧")
    withdraw_return(submit_return(fill_return(world, world.report()), by=world.clerk), by=world.clerk)
    report = bring_to_state(world, world.report(), "under_review")
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核", target=world.targets["add"])])
    report = world.report()
    submit_return(report, by=world.clerk, answers=answer_all(report))
    report = review.start_review(world.report(), by=world.reviewer)
    review.accept(report, by=world.reviewer)


def pleas_of_all_kinds(world):
    until = timezone.localdate() + timedelta(days=3)
    leave_requests.create_request(world.report(), kind="correction", reason="漏了一个乡", by=world.clerk)
    leave_requests.grant_request(Plea.objects.get(state="waiting"), by=world.reviewer)
    periods.close_period(world.period(2), by=world.planner)
    leave_requests.refuse_request(
        leave_requests.create_request(world.report(2), kind="late", reason="停电", by=world.clerk),
        by=world.reviewer,
        answer="否",
    )
    leave_requests.withdraw_request(
        leave_requests.create_request(world.report(2), kind="late", reason="停电", by=world.clerk), by=world.clerk
    )
    periods.lock_period(world.period(2), by=world.planner)
    leave_requests.create_request(world.report(2), kind="unlock", reason="数字有误", by=world.clerk)
    leave_requests.grant_request(Plea.objects.get(state="waiting"), by=world.planner, until=until)


def by_the_planner(world):
    periods.reopen_period(world.period(2), by=world.planner, reason="县里停电")
    Plan.objects.filter(pk=world.plan.pk).update(by_calendar=True)
    periods.return_to_calendar(world.period(2), by=world.planner)
    rule = rules.add_rule(world.plan, by=world.planner, kind="same")
    rules.change_rule(rule, by=world.planner, why="防止照抄")
    rules.switch_rule(rule, False, by=world.planner)
    rules.remove_rule(rule, by=world.planner)


def test_the_trail_says_it_all_in_chinese(world, client):
    client.force_login(world.people["audit_admin"])
    rows = [row for page in pages(client) for row in page]
    done = set(Entry.objects.filter(verb__regex=r"^(return|plea|period|rule)\.").values_list("verb", flat=True))
    assert len(done) >= 15
    for row in rows:
        verb, details = row[3], row[6]
        assert not ENGLISH.search(verb), row
        assert not ENGLISH.search(re.sub(r"lincang-2020\S*|L\d+", "", details)), row
    assert any("催报" in row[3] for row in rows)


def pages(client):
    """The cells of each row of the trail, page by page."""
    for number in range(1, 1 + -(-Entry.objects.count() // 100)):
        answer = client.get("/audit/", {"page": number})
        assert answer.status_code == 200
        rows = re.findall(r"<tr>(.*?)</tr>", answer.text.split("<tbody>")[1], re.S)
        yield [[re.sub(r"<[^>]+>|\s+", " ", cell) for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]
