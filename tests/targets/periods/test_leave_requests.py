"""More time, unlocking and corrections: who asks, who decides, and what the leave then opens, everywhere alike."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audit.errors import Conflict, Refused
from audit.models import Entry
from plans.actions.plan import close_plan
from targets.models import Figure, Plea, Return
from targets.periods.actions import leave_requests, periods
from targets.periods.queries.leave_requests import (
    get_needed_kind,
    list_requests_to_decide,
    read_request_status,
)
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.returns.queries.returns import list_open_returns
from targets.review.actions import review
from targets.workbooks.actions.bulk import ReturnInput, write_returns
from tests.targets.periods.request_steps import (
    CORRECTION,
    LATE,
    SEVEN,
    UNLOCK,
    ask_and_grant,
    ask_for,
    close_first_period,
    save_seven,
    today,
)
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "state, period, kind",
    [
        ("draft", "open", ""), ("draft", "closed", LATE), ("draft", "locked", UNLOCK),
        ("submitted", "open", ""), ("submitted", "closed", ""), ("submitted", "locked", ""),
        ("under_review", "closed", ""), ("sent_back", "closed", LATE), ("sent_back", "locked", UNLOCK),
        ("accepted", "open", CORRECTION), ("accepted", "closed", CORRECTION), ("accepted", "locked", UNLOCK),
        ("correcting", "open", ""), ("correcting", "closed", LATE), ("correcting", "locked", UNLOCK),
    ],
)  # fmt: skip
def test_needed_kind_of_request(state, period, kind):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), state)
    report = world.report() if period == "open" else close_first_period(world, period)
    assert get_needed_kind(report) == kind
    for wrong in {LATE, UNLOCK, CORRECTION} - {kind}:
        with pytest.raises(Refused):
            ask_for(world, report, wrong)
    if kind:
        assert ask_for(world, report, kind).state == Plea.State.WAITING


@pytest.mark.parametrize("kind, state, right", [(LATE, "closed", "reviewer"), (UNLOCK, "locked", "planner")])
def test_authority_to_ask_and_to_decide(kind, state, right):
    world = make_world(open_seq=1)
    report = close_first_period(world, state)
    for wrong in {"neighbour", "reviewer", "planner", "data_admin", "leader", "outsider"}:
        with pytest.raises(PermissionDenied):
            ask_for(world, report, kind, by=world.people[wrong])
    plea = ask_for(world, report, kind)
    for wrong in {"clerk", "county_reviewer", "data_admin", "leader", "outsider", "reviewer", "planner"} - {right}:
        with pytest.raises(PermissionDenied):
            leave_requests.grant_request(plea, by=world.people[wrong], until=today())
        assert not list_requests_to_decide(world.people[wrong]).exists()
    assert [p.pk for p in list_requests_to_decide(world.people[right])] == [plea.pk]
    leave_requests.grant_request(plea, by=world.people[right], until=today(), answer="抓紧")
    entry = Entry.objects.filter(verb="return.grant").get()
    assert entry.data == {"plea": kind, "until": today().isoformat(), "answer": "抓紧"}
    assert not list_requests_to_decide(world.people[right]).exists()


@pytest.mark.parametrize("kind, state", [(LATE, "closed"), (UNLOCK, "locked")])
def test_leave_allows_every_step_until_it_expires(kind, state):
    world = make_world(open_seq=1)
    fill_return(world, world.report())
    report = ask_and_grant(world, close_first_period(world, state), kind)
    assert [each.report.pk for each in list_open_returns(world.clerk)] == [report.pk]
    submit_return(report, by=world.clerk)
    withdraw_return(report, by=world.clerk)
    save_figure(report, world.targets["add"], SEVEN, by=world.clerk, seen=1)
    submit_return(report, by=world.clerk)
    review.start_review(report, by=world.reviewer)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核")])
    Return.objects.filter(pk=report.pk).update(leave_until=today(-1))
    assert list_open_returns(world.clerk) == []
    for shut_now in (
        lambda: save_figure(report, world.targets["add"], FigureInput(value=Decimal(8)), by=world.clerk, seen=2),
        lambda: submit_return(report, by=world.clerk),
    ):
        with pytest.raises(Refused) as refused:
            shut_now()
        assert refused.value.code == "period"


def test_sending_back_in_a_closed_period_gives_leave():
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "under_review")
    report = close_first_period(world)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核")])
    assert world.report().leave_until == today(world.plan.days_of_grace)
    assert save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1).value == 7
    assert Entry.objects.get(verb="return.send_back").data["until"] == today(5).isoformat()


def test_leave_is_for_one_unit_only():
    world = make_world(open_seq=1)
    ask_and_grant(world, close_first_period(world), LATE)
    with pytest.raises(Refused):
        save_figure(world.report(unit="530924000000"), world.targets["add"], SEVEN, by=world.neighbour, seen=0)


def make_filling(world, unit="530923000000"):
    report = Return.objects.select_related("participant__plan").get(pk=world.report(unit=unit).pk)
    owed = {target.pk: target for target in world.plan.targets.all()}
    return ReturnInput(report, owed, {}, {world.targets["add"].pk: SEVEN})


def test_import_respects_leave_of_each_return():
    world = make_world(open_seq=1)
    ask_and_grant(world, close_first_period(world), LATE)
    write_returns(world.period(), [make_filling(world)], by=world.data_admin)
    assert Figure.objects.get().value == 7
    with pytest.raises(Refused) as refused:
        write_returns(world.period(), [make_filling(world), make_filling(world, "530924000000")], by=world.data_admin)
    assert refused.value.code == "period"


def test_leave_expiring_during_an_import_does_not_count():
    world = make_world(open_seq=1)
    ask_and_grant(world, close_first_period(world), LATE)
    read = make_filling(world)
    Return.objects.update(leave_until=None)
    with pytest.raises(Conflict):
        write_returns(world.period(), [read], by=world.data_admin)


def test_leave_has_no_effect_in_a_closed_plan():
    world = make_world(open_seq=1)
    report = ask_and_grant(world, close_first_period(world), LATE)
    read = make_filling(world)
    close_plan(world.plan, by=world.planner)
    for late in (
        lambda: save_seven(world, report),
        lambda: write_returns(world.period(), [read], by=world.data_admin),
        lambda: ask_for(world, report, LATE),
    ):
        with pytest.raises(Refused):
            late()
    assert list_open_returns(world.clerk) == []


def test_locking_the_period_ends_all_leave():
    world = make_world(open_seq=1)
    report = ask_and_grant(world, close_first_period(world), LATE)
    periods.lock_period(world.period(), by=world.planner)
    report.refresh_from_db()
    assert report.leave_until is None
    assert Entry.objects.get(verb="period.lock").data == {"leave": 1}


def test_grant_requires_a_day_not_in_the_past():
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    for until in (None, today(-1)):
        with pytest.raises(Refused) as refused:
            leave_requests.grant_request(plea, by=world.reviewer, until=until)
        assert "until" in refused.value.cells
    leave_requests.grant_request(plea, by=world.reviewer, until=today())
    assert world.report().leave_until == today()


def test_correction_in_an_open_period_needs_no_day():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "accepted")
    leave_requests.grant_request(ask_for(world, report, CORRECTION), by=world.reviewer)
    report.refresh_from_db()
    assert (report.correcting, report.state, report.leave_until) == (True, "accepted", None)
    assert report.accepted_id == report.submitted_id is not None
    save_figure(report, world.targets["add"], SEVEN, by=world.clerk, seen=1)
    submit_return(report, by=world.clerk)
    review.start_review(report, by=world.reviewer)
    review.accept(report, by=world.reviewer)
    report.refresh_from_db()
    assert report.accepted.figures.get(target=world.targets["add"]).value == 7


def test_correction_in_a_closed_period_gives_leave():
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    plea = ask_for(world, close_first_period(world), CORRECTION)
    with pytest.raises(Refused):
        leave_requests.grant_request(plea, by=world.reviewer)
    leave_requests.grant_request(plea, by=world.reviewer, until=today(1))
    assert save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1).value == 7


def test_reason_is_required_and_one_request_waits_at_a_time():
    world = make_world(open_seq=1)
    report = close_first_period(world)
    with pytest.raises(Refused):
        leave_requests.create_request(report, kind=LATE, reason="  ", by=world.clerk)
    plea = ask_for(world, report, LATE)
    with pytest.raises(Refused):
        ask_for(world, report, LATE, by=world.colleague)
    with pytest.raises(Refused):
        leave_requests.refuse_request(plea, by=world.reviewer, answer=" ")
    leave_requests.refuse_request(plea, by=world.reviewer, answer="已过三次")
    assert read_request_status(world.clerk, report).decided.answer == "已过三次"
    assert ask_for(world, report, LATE).state == Plea.State.WAITING


def test_request_is_withdrawn_and_replaced_after_locking():
    world = make_world(open_seq=1)
    report = close_first_period(world)
    leave_requests.withdraw_request(ask_for(world, report, LATE), by=world.colleague)
    stale = ask_for(world, report, LATE)
    periods.lock_period(world.period(), by=world.planner)
    assert not list_requests_to_decide(world.reviewer).exists()
    with pytest.raises(Refused):
        leave_requests.grant_request(stale, by=world.reviewer, until=today())
    plea = ask_for(world, world.report(), UNLOCK)
    stale.refresh_from_db()
    assert (stale.state, plea.state) == (Plea.State.WITHDRAWN, Plea.State.WAITING)


def test_nobody_decides_their_own_request():
    from accounts import policy
    from accounts.models import Post

    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    policy.clear_held_posts(world.clerk)
    assert not list_requests_to_decide(world.clerk).exists()
    with pytest.raises(Refused) as refused:
        leave_requests.grant_request(plea, by=world.clerk, until=today())
    assert refused.value.code == "own"
