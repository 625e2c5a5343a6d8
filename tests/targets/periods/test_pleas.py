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
from targets.periods.actions import periods, pleas
from targets.periods.queries.pleas import asking, needed, to_decide
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.returns.queries.returns import list_open_returns
from targets.review.actions import review
from targets.workbooks.actions.bulk import ReturnInput, write_returns
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db
LATE, UNLOCK, CORRECTION = Plea.Kind.LATE, Plea.Kind.UNLOCK, Plea.Kind.CORRECTION
SEVEN = FigureInput(value=Decimal(7))


def shut(world, state="closed"):
    """Close the first period, and lock it when asked to; its report of 永德 as it stands then."""
    periods.close_period(world.period(), by=world.planner)
    if state == "locked":
        periods.lock_period(world.period(), by=world.planner)
    return world.report()


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def asked(world, report, kind, by=None):
    return pleas.ask(report, kind=kind, reason="停电", by=by or world.clerk)


def granted(world, report, kind, days=3):
    who = world.planner if kind == UNLOCK else world.reviewer
    pleas.grant(asked(world, report, kind), by=who, until=today(days))
    report.refresh_from_db()
    return report


def type_seven(world, report):
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
def test_what_a_return_needs(state, period, kind):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), state)
    report = world.report() if period == "open" else shut(world, period)
    assert needed(report) == kind
    for wrong in {LATE, UNLOCK, CORRECTION} - {kind}:
        with pytest.raises(Refused):
            asked(world, report, wrong)
    if kind:
        assert asked(world, report, kind).state == Plea.State.WAITING


@pytest.mark.parametrize("kind, state, right", [(LATE, "closed", "reviewer"), (UNLOCK, "locked", "planner")])
def test_who_asks_and_who_decides(kind, state, right):
    world = make_world(open_seq=1)
    report = shut(world, state)
    for wrong in {"neighbour", "reviewer", "planner", "data_admin", "leader", "outsider"}:
        with pytest.raises(PermissionDenied):
            asked(world, report, kind, by=world.people[wrong])
    plea = asked(world, report, kind)
    for wrong in {"clerk", "county_reviewer", "data_admin", "leader", "outsider", "reviewer", "planner"} - {right}:
        with pytest.raises(PermissionDenied):
            pleas.grant(plea, by=world.people[wrong], until=today())
        assert not to_decide(world.people[wrong]).exists()
    assert [p.pk for p in to_decide(world.people[right])] == [plea.pk]
    pleas.grant(plea, by=world.people[right], until=today(), answer="抓紧")
    entry = Entry.objects.filter(verb="return.grant").get()
    assert entry.data == {"plea": kind, "until": today().isoformat(), "answer": "抓紧"}
    assert not to_decide(world.people[right]).exists()


@pytest.mark.parametrize("kind, state", [(LATE, "closed"), (UNLOCK, "locked")])
def test_leave_opens_the_whole_road_and_ends_by_itself(kind, state):
    world = make_world(open_seq=1)
    fill_return(world, world.report())
    report = granted(world, shut(world, state), kind)
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


def test_what_is_sent_back_after_closing_comes_with_time_to_mend_it():
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "under_review")
    report = shut(world)
    review.send_back(report, by=world.reviewer, objections=[review.Objection("再核")])
    assert world.report().leave_until == today(world.plan.days_of_grace)
    assert save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1).value == 7
    assert Entry.objects.get(verb="return.send_back").data["until"] == today(5).isoformat()


def test_a_neighbour_has_no_leave():
    world = make_world(open_seq=1)
    granted(world, shut(world), LATE)
    with pytest.raises(Refused):
        save_figure(world.report(unit="530924000000"), world.targets["add"], SEVEN, by=world.neighbour, seen=0)


def filling(world, unit="530923000000"):
    report = Return.objects.select_related("participant__plan").get(pk=world.report(unit=unit).pk)
    owed = {target.pk: target for target in world.plan.targets.all()}
    return ReturnInput(report, owed, {}, {world.targets["add"].pk: SEVEN})


def test_a_workbook_obeys_leave_return_by_return():
    world = make_world(open_seq=1)
    granted(world, shut(world), LATE)
    write_returns(world.period(), [filling(world)], by=world.data_admin)
    assert Figure.objects.get().value == 7
    with pytest.raises(Refused) as refused:
        write_returns(world.period(), [filling(world), filling(world, "530924000000")], by=world.data_admin)
    assert refused.value.code == "period"


def test_leave_that_ends_while_a_workbook_is_read_counts_no_more():
    world = make_world(open_seq=1)
    granted(world, shut(world), LATE)
    read = filling(world)
    Return.objects.update(leave_until=None)
    with pytest.raises(Conflict):
        write_returns(world.period(), [read], by=world.data_admin)


def test_no_leave_holds_in_a_plan_that_is_closed():
    world = make_world(open_seq=1)
    report = granted(world, shut(world), LATE)
    read = filling(world)
    close_plan(world.plan, by=world.planner)
    for late in (
        lambda: type_seven(world, report),
        lambda: write_returns(world.period(), [read], by=world.data_admin),
        lambda: asked(world, report, LATE),
    ):
        with pytest.raises(Refused):
            late()
    assert list_open_returns(world.clerk) == []


def test_locking_ends_all_leave():
    world = make_world(open_seq=1)
    report = granted(world, shut(world), LATE)
    periods.lock_period(world.period(), by=world.planner)
    report.refresh_from_db()
    assert report.leave_until is None
    assert Entry.objects.get(verb="period.lock").data == {"leave": 1}


def test_a_grant_needs_a_day_that_is_not_over():
    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    for until in (None, today(-1)):
        with pytest.raises(Refused) as refused:
            pleas.grant(plea, by=world.reviewer, until=until)
        assert "until" in refused.value.cells
    pleas.grant(plea, by=world.reviewer, until=today())
    assert world.report().leave_until == today()


def test_a_correction_in_an_open_period_needs_no_day_and_the_old_numbers_stand():
    world = make_world(open_seq=1)
    report = bring_to_state(world, world.report(), "accepted")
    pleas.grant(asked(world, report, CORRECTION), by=world.reviewer)
    report.refresh_from_db()
    assert (report.correcting, report.state, report.leave_until) == (True, "accepted", None)
    assert report.accepted_id == report.submitted_id is not None
    save_figure(report, world.targets["add"], SEVEN, by=world.clerk, seen=1)
    submit_return(report, by=world.clerk)
    review.start_review(report, by=world.reviewer)
    review.accept(report, by=world.reviewer)
    report.refresh_from_db()
    assert report.accepted.figures.get(target=world.targets["add"]).value == 7


def test_a_correction_in_a_closed_period_brings_leave_to_write_it():
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    plea = asked(world, shut(world), CORRECTION)
    with pytest.raises(Refused):
        pleas.grant(plea, by=world.reviewer)
    pleas.grant(plea, by=world.reviewer, until=today(1))
    assert save_figure(world.report(), world.targets["add"], SEVEN, by=world.clerk, seen=1).value == 7


def test_reasons_are_wanted_and_one_plea_at_a_time():
    world = make_world(open_seq=1)
    report = shut(world)
    with pytest.raises(Refused):
        pleas.ask(report, kind=LATE, reason="  ", by=world.clerk)
    plea = asked(world, report, LATE)
    with pytest.raises(Refused):
        asked(world, report, LATE, by=world.colleague)
    with pytest.raises(Refused):
        pleas.refuse(plea, by=world.reviewer, answer=" ")
    pleas.refuse(plea, by=world.reviewer, answer="已过三次")
    assert asking(world.clerk, report).decided.answer == "已过三次"
    assert asked(world, report, LATE).state == Plea.State.WAITING


def test_taken_back_and_asked_again_after_the_period_was_locked():
    world = make_world(open_seq=1)
    report = shut(world)
    pleas.withdraw_plea(asked(world, report, LATE), by=world.colleague)
    stale = asked(world, report, LATE)
    periods.lock_period(world.period(), by=world.planner)
    assert not to_decide(world.reviewer).exists()
    with pytest.raises(Refused):
        pleas.grant(stale, by=world.reviewer, until=today())
    plea = asked(world, world.report(), UNLOCK)
    stale.refresh_from_db()
    assert (stale.state, plea.state) == (Plea.State.WITHDRAWN, Plea.State.WAITING)


def test_nobody_decides_what_they_asked_for():
    from accounts import policy
    from accounts.models import Post

    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    Post.objects.create(person=world.clerk, unit=world.city, role="reviewer")
    policy.clear_held_posts(world.clerk)
    assert not to_decide(world.clerk).exists()
    with pytest.raises(Refused) as refused:
        pleas.grant(plea, by=world.clerk, until=today())
    assert refused.value.code == "own"


# --- pages --------------------------------------------------------------------------------------------------------


def place(name, *more):
    return reverse(f"targets:{name}", args=["lincang-2020", "2020Q1", "530923000000", *more])


def test_the_pages_ask_and_decide(client):
    world = make_world(open_seq=1)
    shut(world)
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


def test_the_page_takes_back_and_reads_the_answer(client):
    world = make_world(open_seq=1)
    shut(world)
    client.force_login(world.clerk)
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    assert "申请补报" in client.post(place("plea_unask"), follow=True).text
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    pleas.refuse(Plea.objects.get(state="waiting"), by=world.reviewer, answer="期限已过")
    assert "期限已过" in client.get(place("return")).text


def test_a_plea_of_others_is_not_found(client):
    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    client.force_login(world.planner)
    assert client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": today()}).status_code == 404
    client.force_login(world.clerk)
    assert client.get(reverse("targets:pleas")).status_code == 403


@pytest.mark.parametrize("days, ok", [(1, True), (2, False)])
def test_a_correction_makes_the_leave_of_a_locked_period_no_longer(days, ok):
    """That is the planner's: whoever grants the correction only opens what was accepted, as long as the leave lasts."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    report = granted(world, shut(world, "locked"), UNLOCK, days=1)
    plea = asked(world, report, CORRECTION)
    if not ok:
        with pytest.raises(Refused) as refused:
            pleas.grant(plea, by=world.reviewer, until=today(days))
        assert list(refused.value.cells) == ["until"]
    else:
        pleas.grant(plea, by=world.reviewer, until=today(days))
    assert (world.report().leave_until, world.report().correcting) == (today(1), ok)
