"""More time, unlocking and corrections: who asks, who decides, and what the leave then opens, everywhere alike."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

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
from targets.review.actions.cancel import cancel_review
from targets.workbooks.actions.bulk import ReturnInput, write_returns
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db
LATE, UNLOCK, CORRECTION = Plea.Kind.LATE, Plea.Kind.UNLOCK, Plea.Kind.CORRECTION
SEVEN = FigureInput(value=Decimal(7))


def close_first_period(world, state="closed"):
    """Close the first period, and lock it when asked to; its report of 永德 as it stands then."""
    periods.close_period(world.period(), by=world.planner)
    if state == "locked":
        periods.lock_period(world.period(), by=world.planner)
    return world.report()


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def ask_for(world, report, kind, by=None):
    return leave_requests.create_request(report, kind=kind, reason="停电", by=by or world.clerk)


def ask_and_grant(world, report, kind, days=3):
    who = world.planner if kind == UNLOCK else world.reviewer
    leave_requests.grant_request(ask_for(world, report, kind), by=who, until=today(days))
    report.refresh_from_db()
    return report


def save_seven(world, report):
    return save_figure(report, world.targets["add"], SEVEN, by=world.clerk, seen=0)


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


# --- one agreement answers everywhere, and a return that moves on closes its request -------------------------------


def ask_for_correction(world):
    return ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)


def correct_and_accept_again(world):
    save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1)
    submit_return(world.report(), by=world.clerk)
    review.accept(review.start_review(world.report(), by=world.reviewer), by=world.reviewer)


def test_correction_allowed_on_the_review_page_answers_the_request():
    """It does not come back once the corrected return is accepted, and opens nothing then."""
    world = make_world(open_seq=1)
    plea = ask_for_correction(world)
    review.grant_correction(world.report(), by=world.reviewer, reason="核对后可改")
    plea.refresh_from_db()
    assert (plea.state, plea.decided_by, plea.answer) == (Plea.State.GRANTED, world.reviewer, "核对后可改")
    assert Entry.objects.get(verb="return.grant").data == {"plea": CORRECTION, "answer": "核对后可改"}
    assert read_request_status(world.clerk, world.report()).waiting is None
    correct_and_accept_again(world)
    assert not list_requests_to_decide(world.reviewer).exists()
    with pytest.raises(Refused):
        leave_requests.grant_request(plea, by=world.reviewer)
    assert not world.report().correcting


def test_correction_allowed_in_a_closed_period_gives_leave():
    world = make_world(open_seq=1)
    plea = ask_for_correction(world)
    close_first_period(world)
    review.grant_correction(world.report(), by=world.reviewer, reason="可改")
    plea.refresh_from_db()
    assert world.report().leave_until == plea.until == today(world.plan.days_of_grace)
    assert save_seven_over(world).value == 7


def save_seven_over(world):
    return save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1)


def test_nobody_allows_the_correction_that_they_asked_for_themselves():
    from accounts import policy
    from accounts.models import Post

    world = make_world(open_seq=1)
    plea = ask_for_correction(world)
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    policy.clear_held_posts(world.clerk)
    with pytest.raises(Refused) as refused:
        review.grant_correction(world.report(), by=world.clerk, reason="自己同意")
    plea.refresh_from_db()
    assert (refused.value.code, plea.state, world.report().correcting) == ("own", Plea.State.WAITING, False)


@pytest.mark.parametrize("move", ["send_back", "unaccept"])
def test_return_that_moves_on_closes_its_request(move):
    world = make_world(open_seq=1)
    plea = ask_for_correction(world)
    if move == "send_back":
        review.send_back(world.report(), by=world.reviewer, objections=[review.Objection("再核")])
    else:
        cancel_review(world.report(), by=world.reviewer, reason="看错了")
    plea.refresh_from_db()
    assert (plea.state, plea.decided_by) == (Plea.State.OUTDATED, world.reviewer)
    assert Entry.objects.get(verb="return.outdate").data == {"plea": CORRECTION}
    with pytest.raises(Refused):
        leave_requests.grant_request(plea, by=world.reviewer)


def test_late_request_is_closed_when_the_return_is_submitted_after_all():
    world = make_world(open_seq=1)
    fill_return(world, world.report())
    plea = ask_for(world, close_first_period(world), LATE)
    periods.reopen_period(world.period(), by=world.planner, reason="补报")
    submit_return(world.report(), by=world.clerk)
    plea.refresh_from_db()
    assert plea.state == Plea.State.OUTDATED


# --- pages --------------------------------------------------------------------------------------------------------


def place(name, *more):
    return reverse(f"targets:{name}", args=["lincang-2020", "2020Q1", "530923000000", *more])


def test_pages_to_ask_and_to_decide(client):
    world = make_world(open_seq=1)
    close_first_period(world)
    client.force_login(world.clerk)
    assert "申请补报" in client.get(place("return")).text
    page = client.post(place("plea_ask"), {"kind": "late", "reason": "停电三天"}, follow=True).text
    assert "停电三天" in page
    assert 'data-dialog="ask"' not in page
    client.force_login(world.reviewer)
    plea, there = Plea.objects.get(), reverse("targets:pleas")
    assert "停电三天" in client.get(there).text
    wrong = client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": "2020-01-01"})
    assert wrong.status_code == 422
    assert "这一天已经过了" in wrong.text
    done = client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": today(2).isoformat()}, follow=True)
    assert "已同意" in done.text
    client.force_login(world.clerk)
    page = client.get(place("return")).text
    assert today(2).isoformat() in page
    assert 'id="submit' in page or "return_submit" in page or place("return_submit") in page


def test_page_withdraws_and_shows_the_answer(client):
    world = make_world(open_seq=1)
    close_first_period(world)
    client.force_login(world.clerk)
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    assert "申请补报" in client.post(place("plea_unask"), follow=True).text
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    leave_requests.refuse_request(Plea.objects.get(state="waiting"), by=world.reviewer, answer="期限已过")
    assert "期限已过" in client.get(place("return")).text


def test_request_of_another_scope_is_not_found(client):
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    client.force_login(world.planner)
    assert client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": today()}).status_code == 404
    client.force_login(world.clerk)
    assert client.get(reverse("targets:pleas")).status_code == 403


@pytest.mark.parametrize("days, ok", [(1, True), (2, False)])
def test_correction_does_not_extend_leave_in_a_locked_period(days, ok):
    """That is the planner's: whoever grants the correction only opens what was accepted, as long as the leave lasts."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    report = ask_and_grant(world, close_first_period(world, "locked"), UNLOCK, days=1)
    plea = ask_for(world, report, CORRECTION)
    if not ok:
        with pytest.raises(Refused) as refused:
            leave_requests.grant_request(plea, by=world.reviewer, until=today(days))
        assert list(refused.value.cells) == ["until"]
    else:
        leave_requests.grant_request(plea, by=world.reviewer, until=today(days))
    assert (world.report().leave_until, world.report().correcting) == (today(1), ok)


def test_request_is_decided_on_the_page_of_the_review_and_of_the_return(client):
    """It stands at the top of both with its reason; the other way to open the return is not offered beside it."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    client.force_login(world.reviewer)
    assert 'data-dialog="correct"' in client.get(place("review")).text
    plea = ask_for(world, world.report(), CORRECTION)
    grant = reverse("targets:plea_grant", args=[plea.pk])
    for name in ("review", "return"):
        page = client.get(place(name)).text
        assert grant in page, name
        assert "停电" in page, name
        assert 'data-dialog="correct"' not in page
    assert place("review") in client.get(reverse("targets:pleas")).text
    done = client.post(grant, {"back": "review"})
    assert done.url == place("review")
    assert world.report().correcting
    assert grant not in client.get(place("review")).text
    client.force_login(world.clerk)
    page = client.get(place("return")).text
    assert "已同意" in page
    assert "等待答复" not in page


def test_clerk_is_not_offered_the_decision(client):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    plea = ask_for(world, world.report(), CORRECTION)
    client.force_login(world.clerk)
    assert reverse("targets:plea_grant", args=[plea.pk]) not in client.get(place("return")).text
