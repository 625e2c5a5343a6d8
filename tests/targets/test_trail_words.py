"""What is done with returns, read by the audit administrator: every verb and every detail in plain Chinese."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.utils import timezone

from audit.actions import record
from audit.details import describe, name_object
from audit.models import Entry
from audit.words import find_words
from plans.models import Plan
from targets.checks.actions import rules
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.periods.actions.reminders import remind_missing_units
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from tests.targets.returns_world import answer_all, bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db
CODE = re.compile(r"lincang-2020|\d{4}[QH]\d|\d{12}")
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
        assert not CODE.search(" ".join(row[3:])), row
        assert not ENGLISH.search(re.sub(r"L\d+", "", details)), row
    assert any("催报" in row[3] for row in rows)


def test_the_object_of_an_entry_is_named_and_leads_to_all_about_it(world, client):
    client.force_login(world.people["audit_admin"])
    entry = Entry.objects.filter(verb="return.accept").latest("id")
    rows = [row for page in pages(client, thing=entry.object_code) for row in page]
    period, unit = world.report().period, world.report().participant
    assert {row[4].strip() for row in rows} == {f"{world.plan.title} {period.name} {unit.short_name}"}
    assert f'href="?thing={quote(entry.object_code)}"' in client.get("/audit/").text


@pytest.mark.parametrize("kind", ["plan", "unit", "person", "code"])
def test_entries_are_found_by_the_name_of_what_they_are_about(world, client, kind):
    client.force_login(world.people["audit_admin"])
    unit = world.report().participant
    asked, end = {
        "plan": (world.plan.title[:8], ""),
        "unit": (unit.short_name, unit.code),
        "person": (world.clerk.name, world.clerk.username),
        "code": (f"{world.plan.code}/{world.period(2).code}",) * 2,
    }[kind]
    with transaction.atomic():
        record(by=world.planner, verb="person.change", on=world.clerk.username, unit=world.plan.unit)
    found = {entry.object_code for entry in client.get("/audit/", {"thing": asked}).context["page"]}
    every = set(Entry.objects.values_list("object_code", flat=True))
    if kind == "plan":
        assert found == {code for code in every if code.partition("/")[0] == world.plan.code}
    else:
        assert found
        assert found == {code for code in every if code in (end,) or (kind == "unit" and code.endswith(f"/{end}"))}
    assert client.get("/audit/", {"thing": "没有这样的对象"}).context["page"].paginator.count == 0


def test_codes_in_details_are_said_in_words(world, client):
    with transaction.atomic():
        data = {"from_seq": 2, "from": "2020Q2", "cells": {f"L01:{world.report().participant.code}": [None, "5"]}}
        record(by=world.planner, verb="allocation.save", on=world.plan, unit=world.plan.unit, data=data)
        record(by=world.planner, verb="plan.change", on="gone-2019/2019Q4", unit=world.plan.unit, data={"file": "1/2"})
    entry, gone = Entry.objects.order_by("-id")[:2][::-1]
    words = find_words([entry, gone])
    details = dict(describe(entry.data, words[entry.pk]))
    target, unit = world.plan.targets.get(code="L01"), world.report().participant.short_name
    changed = f"L01 {target.name} {unit}：— → 5"
    assert sorted(details.values()) == sorted(["2020年二季度", "2020年二季度", changed])
    assert name_object(gone, words[gone.pk]) == "gone-2019 2019年四季度"
    assert describe(gone.data, words[gone.pk])[0][1] == "1/2"


def pages(client, **filters):
    """The cells of each row of the trail, page by page."""
    for number in range(1, 1 + -(-Entry.objects.count() // 100)):
        answer = client.get("/audit/", {"page": number, **filters})
        assert answer.status_code == 200
        rows = re.findall(r"<tr>(.*?)</tr>", answer.text.split("<tbody>")[1], re.S)
        yield [[re.sub(r"<[^>]+>|\s+", " ", cell) for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]
