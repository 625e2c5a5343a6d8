"""The queue of a reviewer: what is known of each return before it is opened, and accepting what needs no look."""

import random
import re
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts import policy
from accounts.models import Post
from audit.models import Entry
from targets.checks.families.comparison import check_swing
from targets.checks.families.swings import DEFAULT_SWING_LIMIT, STORED_STEP
from targets.checks.families.types import CheckContext, EarlierReports, RuleTerms
from targets.models import BasisHistory, Finding, Mark, Rule, Snapshot
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.submit import submit_return
from targets.review.actions.accept_returns import accept_returns
from targets.review.actions.review import Objection, accept, send_back, start_review
from targets.review.queries.queue import SORT_KEYS, QueueChoice, read_review_queue
from targets.review.queries.review import list_periods_to_review
from targets.review.queries.summaries import summarize_submissions
from tests.targets.returns_world import (
    answer_all,
    bring_to_state,
    explain_built_in,
    fill_and_submit,
    fill_return,
    make_world,
    set_days_late,
)

QUEUE = reverse("targets:review_queue")
ALL = reverse("targets:review_accept_plain")
OTHER = "530924000000"
D = Decimal


@pytest.fixture
def world(db):
    return make_world()


def submit_other_unit(world, seq=1, **changes):
    report = world.report(seq, unit=OTHER)
    explain_built_in(fill_return(world, report, by=world.neighbour, **changes), by=world.neighbour)
    return submit_return(report, by=world.neighbour)


def summarize(world, seq=2):
    report = world.report(seq)
    return summarize_submissions(world.period(seq), {report.submitted_id: report.pk})[report.pk]


def get_counts(world):
    return next(each for each in list_periods_to_review(world.reviewer) if each.period.seq == 1)


# --- summaries ------------------------------------------------------------------------------------------------------


def test_largest_swing_and_its_target(world):
    fill_and_submit(world, world.report(1))
    fill_and_submit(
        world,
        world.report(2),
        add=FigureInput(value=D(36)),
        run=FigureInput(value=D(44)),
        lev=FigureInput(value=D("5.5")),
    )
    found = summarize(world)  # trained 36 after 30: +20 %; jobs 4 more after 40: −90 %
    assert (found.swing, found.target_code, found.exceeds_limit) == (D("-90.0"), "L02", True)


def test_first_report_has_no_swing(world):
    fill_and_submit(world, world.report(1))
    assert summarize(world, 1).swing is None
    assert summarize(world, 1).plain


@pytest.mark.parametrize("value, over", [(45, False), (46, True), (15, False), (14, True)])
def test_default_limit_applies_without_a_rule(world, value, over):
    fill_and_submit(world, world.report(1))
    fill_and_submit(world, world.report(2), add=FigureInput(value=D(value)), run=FigureInput(value=D(80)))
    assert DEFAULT_SWING_LIMIT == 50
    assert summarize(world).exceeds_limit is over


def test_limit_of_the_plan_overrides_the_default(world):
    Rule.objects.create(plan=world.plan, kind="swing", percent=D(10), active=False)
    Rule.objects.create(plan=world.plan, kind="swing", percent=D(200))
    Rule.objects.create(plan=world.plan, kind="swing", percent=D(100), target=world.targets["lev"])
    fill_and_submit(world, world.report(1))
    Rule.objects.all().update(weight="explain")
    report = fill_return(
        world,
        world.report(2),
        add=FigureInput(value=D(89)),
        run=FigureInput(value=D(80)),
        lev=FigureInput(value=D("10.9")),
    )
    Rule.objects.filter(target__isnull=False).update(percent=D(300))  # so that the rule itself finds nothing
    submit_return(report, by=world.clerk)
    assert not summarize(world).exceeds_limit  # by the rules at the submission, as for findings
    Rule.objects.filter(target__isnull=True).update(percent=D("196.6"))
    assert summarize(world).exceeds_limit  # 89 after 30: the general limit of today counts as well


def test_swing_follows_an_earlier_period_that_changes(world):
    """What waits is compared anew with what its unit now says of the period before; what was accepted keeps it."""
    first = fill_and_submit(world, world.report(1))
    fill_and_submit(world, world.report(2), add=FigureInput(value=D(36)), run=FigureInput(value=D(80)))
    assert (summarize(world).swing, summarize(world).target_code) == (D("20.0"), "L01")
    start_review(first, by=world.reviewer)
    send_back(first, by=world.reviewer, objections=[Objection("少了", target=world.targets["add"])])
    assert summarize(world).swing is None  # nothing stands before it
    fill_return(world, world.report(1), add=FigureInput(value=D(12)))
    submit_return(world.report(1), by=world.clerk, answers=answer_all(world.report(1)))
    assert (summarize(world).swing, summarize(world).exceeds_limit) == (D("200.0"), True)
    accept(start_review(world.report(2), by=world.reviewer), by=world.reviewer)
    withdraw_return(world, world.report(1))
    assert summarize(world).swing == D("200.0")


def test_migration_computes_what_submitting_stores(world):
    for seq, number in ((1, 30), (2, 37)):
        fill_and_submit(world, world.report(seq), add=FigureInput(value=D(number)), run=FigureInput(value=D(40 * seq)))
        submit_other_unit(world, seq, add=FigureInput(value=D(7 * number)), rat=FigureInput(value=D(7), base=D(seq)))
    rows = Snapshot.objects.order_by("pk").values_list("pk", "swing", "swing_target", "swing_exceeds")
    stored = list(rows)
    assert sum(row[1] is not None for row in stored) == 2
    Snapshot.objects.update(swing=None, swing_target=None, swing_exceeds=False)
    import_module("targets.migrations.0012_fill_submission_swings").fill(None, SimpleNamespace(connection=connection))
    assert list(rows.all()) == stored


@pytest.mark.parametrize("exact, limit", [("3.0000000000001", "3"), ("2.9999999999999", "3"), ("2.05", "2.05")])
def test_stored_swing_is_on_the_same_side_of_the_limit(exact, limit):
    stored = D(exact).quantize(STORED_STEP, "ROUND_05UP")
    assert (stored > D(limit)) == (D(exact) > D(limit))


@pytest.mark.parametrize("seed", range(6))
def test_swing_agrees_with_the_check_rule(world, seed):
    """Of any numbers: the summary and the rule agree on which of them is beyond the limit."""
    dice = random.Random(seed)
    numbers = {seq: {n: D(dice.randint(0, 60)) for n in ("add", "run", "lev", "rat")} for seq in (1, 2)}
    for seq in (1, 2):
        n = numbers[seq]
        typed = {name: FigureInput(value=n[name]) for name in ("add", "run", "lev")}
        fill_and_submit(world, world.report(seq), rat=FigureInput(value=n["rat"], base=D(70)), **typed)
    one, two = (
        {world.targets[n].pk: FigureInput(value=v, base=D(70) if n == "rat" else None) for n, v in numbers[seq].items()}
        for seq in (1, 2)
    )
    owed = {target.pk: target for target in world.targets.values()}
    case = CheckContext(owed, two, {pk: EarlierReports(last=cell) for pk, cell in one.items()})
    terms = RuleTerms("swing", percent=DEFAULT_SWING_LIMIT)
    by_rule = [target for target in owed.values() if target.pk in one and check_swing(terms, target, case)]
    assert summarize(world).exceeds_limit is bool(by_rule)


def test_counts_of_findings_files_changes_and_days_late(world):
    set_days_late(world, 4, seq=1)
    bring_to_state(world, world.report(), "sent_back")
    report = world.report()
    fill_return(world, report, add=FigureInput(value=D(31)), lev=FigureInput(value=D(6)))
    report = submit_return(report, by=world.clerk, answers=answer_all(report))
    for words in ("", "有台账"):
        Finding.objects.create(
            snapshot=report.submitted, kind="swing", weight="explain", about="L01", text="x", explanation=words
        )
    row = next(
        r
        for r in read_review_queue(world.reviewer, get_counts(world), QueueChoice("waiting")).rows
        if r.report == report
    )
    assert (row.summary.findings, row.summary.explained, row.summary.changed, row.summary.files, row.days_late) == (
        2,
        1,
        2,
        0,
        4,
    )
    assert not row.plain


def test_urgent_returns_come_first(world):
    fill_and_submit(world, world.report())
    other = submit_other_unit(world)
    Finding.objects.create(snapshot=other.submitted, kind="swing", weight="explain", text="x")
    rows = read_review_queue(world.reviewer, get_counts(world), QueueChoice("all")).rows
    assert [row.report for row in rows] == [other, world.report()]


@pytest.mark.parametrize("sort", [*SORT_KEYS, "nothing"])
@pytest.mark.parametrize("shown", ["waiting", "all", "missing"])
def test_every_sort_of_every_filter_renders(world, client, sort, shown):
    fill_and_submit(world, world.report())
    client.force_login(world.reviewer)
    response = client.get(QUEUE, {"period": "lincang-2020/2020Q1", "show": shown, "sort": sort})
    assert response.status_code == 200
    assert f"sort={sort}" in response.content.decode() or sort in ("urgency", "nothing")


def test_number_of_queries_of_the_queue(world, client, django_assert_max_num_queries):
    fill_and_submit(world, world.report())
    submit_other_unit(world)
    client.force_login(world.reviewer)
    client.get(QUEUE)
    with django_assert_max_num_queries(16 + 4):  # a test's savepoint and its end are three, "read only" is one
        client.get(QUEUE, {"period": "lincang-2020/2020Q1"})


# --- accepting several at once -------------------------------------------------------------------------------------


def accept_together(world, *reports, by=None):
    submission_numbers = {report.pk: report.submitted.number for report in reports}
    return accept_returns(world.period(), submission_numbers, by=by or world.reviewer)


def test_plain_returns_are_accepted_with_audit_entry_and_mark(world):
    one, two = fill_and_submit(world, world.report()), start_review(submit_other_unit(world), by=world.reviewer)
    Mark.objects.all().delete()
    accepted, skipped = accept_together(world, one, two)
    assert (sorted(each.pk for each in accepted), skipped) == (sorted([one.pk, two.pk]), [])
    for report in (one, two):
        report.refresh_from_db()
        assert (report.state, report.accepted_id, report.reviewer) == ("accepted", report.submitted_id, world.reviewer)
        verbs = list(Entry.objects.filter(object_code=report.code).order_by("id").values_list("verb", flat=True))
        assert verbs == ["return.submit", "return.start", "return.accept"]
        assert Mark.objects.filter(participant_id=report.participant_id, from_seq=1).count() == 1
        assert BasisHistory.objects.filter(report=report).latest("number").accepted_id == report.submitted_id


def test_result_equals_accepting_one_by_one(world):
    one, two = fill_and_submit(world, world.report()), submit_other_unit(world)
    accept_together(world, one)
    accept(start_review(two, by=world.reviewer), by=world.reviewer)
    for report in (one, two):
        report.refresh_from_db()
    assert (one.state, one.reviewer_id, one.correcting) == (two.state, two.reviewer_id, two.correcting)


def withdraw_return(world, report):
    from targets.returns.actions.submit import withdraw_return

    withdraw_return(report, by=world.clerk)


def withdraw_and_resubmit(world, report):
    withdraw_return(world, report)
    submit_return(world.report(), by=world.clerk)


def add_finding(world, report):
    Finding.objects.create(snapshot=report.submitted, kind="same", weight="explain", text="x", explanation="是的")


def start_by_colleague(world, report):
    start_review(report, by=world.second_reviewer)


def give_clerk_reviewer_post(world, report):
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    policy.clear_held_posts(world.clerk)


def lock_periods(world, report):
    world.plan.periods.update(state="locked")


@pytest.mark.parametrize(
    "change",
    [withdraw_return, withdraw_and_resubmit, add_finding, start_by_colleague, give_clerk_reviewer_post, lock_periods],
)
def test_changed_or_not_plain_returns_are_skipped_with_a_reason(world, change):
    report, other = fill_and_submit(world, world.report()), submit_other_unit(world)
    submission_numbers = {report.pk: 1, other.pk: 1}
    change(world, report)
    by = world.clerk if change is give_clerk_reviewer_post else world.reviewer
    accepted, skipped = accept_returns(world.period(), submission_numbers, by=by)
    assert [each.report.pk for each in skipped if each.reason][:1] == [report.pk]
    assert accepted == ([] if change is lock_periods else [other])
    assert world.report().state != "accepted"


def test_return_with_a_large_swing_is_skipped(world):
    fill_and_submit(world, world.report(1))
    report = fill_and_submit(world, world.report(2), add=FigureInput(value=D(300)))
    accepted, skipped = accept_returns(world.period(2), {report.pk: 1}, by=world.reviewer)
    assert (accepted, len(skipped)) == ([], 1)


@pytest.mark.parametrize("who", ["clerk", "outsider", "leader", "planner", "county_reviewer"])
def test_other_people_may_not_accept(world, who):
    report = fill_and_submit(world, world.report())
    with pytest.raises(PermissionDenied):
        accept_together(world, report, by=world.people[who])
    assert world.report().state == "submitted"


def test_dialog_lists_plain_returns_and_its_button_accepts_them(world, client):
    fill_and_submit(world, world.report())
    client.force_login(world.reviewer)
    page = client.get(QUEUE, {"period": "lincang-2020/2020Q1"}).content.decode()
    assert 'name="seen" value="530923000000:1"' in page
    response = client.post(
        ALL, {"period": "lincang-2020/2020Q1", "seen": ["530923000000:1", "530924000000:1", "x"], "show": "waiting"}
    )
    assert response.url.endswith("period=lincang-2020/2020Q1&show=waiting")
    assert world.report().state == "accepted"
    assert client.post(ALL, {"period": "no/such"}).status_code == 404


def test_tabs_count_what_the_search_finds_and_name_where_there_is_more(world, client):
    fill_and_submit(world, world.report())
    client.force_login(world.reviewer)
    answer = client.get(QUEUE, {"period": "lincang-2020/2020Q1", "show": "accepted", "q": "永德"})
    assert {tab["shown"]: tab["count"] for tab in answer.context["tabs"]} == {
        "waiting": 1, "missing": 0, "sent_back": 0, "accepted": 0, "all": 1,
    }  # fmt: skip
    found = answer.text.partition("在其他状态中找到")[2]
    assert "待我审核（1）" in found.partition("</p>")[0]
    assert "在其他状态中找到" not in client.get(QUEUE, {"show": "accepted", "q": "没有这个"}).text


def test_names_in_a_cell_stand_apart(world, client):
    """The reviewing unit and its reviewer, the unit and that above it: also when the page is copied as text."""
    bring_to_state(world, world.report(), "under_review")
    client.force_login(world.reviewer)
    page = client.get(QUEUE, {"period": "lincang-2020/2020Q1", "show": "all"}).text
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "永德 · 临沧" in text
    assert f" · {world.reviewer}" in text
