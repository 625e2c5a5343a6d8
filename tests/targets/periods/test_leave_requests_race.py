"""Leave is granted while somebody else decides, or locks the period: one waits, and what stands is never both."""

import pytest

from audit.models import Entry
from plans.models import Period
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.review.actions.cancel import cancel_review
from tests.targets.periods.test_leave_requests import CORRECTION, LATE, ask_for, close_first_period, today
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_reviewers_decide_at_the_same_time():
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    first, second = race(
        lambda: leave_requests.grant_request(plea, by=world.reviewer, until=today(2)),
        lambda: leave_requests.refuse_request(plea, by=world.second_reviewer, answer="不行"),
    )
    assert first.state == Plea.State.GRANTED
    assert second.code == "state"
    assert Plea.objects.get().decided_by == world.reviewer


def test_period_is_locked_while_leave_is_granted():
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    first, second = race(
        lambda: leave_requests.grant_request(plea, by=world.reviewer, until=today(2)),
        lambda: periods.lock_period(world.period(), by=world.planner),
    )
    assert first.state == Plea.State.GRANTED
    assert second.state == Period.State.LOCKED
    assert world.report().leave_until is None


def test_leave_is_granted_while_the_period_is_locked():
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    _first, second = race(
        lambda: periods.lock_period(world.period(), by=world.planner),
        lambda: leave_requests.grant_request(plea, by=world.reviewer, until=today(2)),
    )
    assert second.code == "state"
    assert world.report().leave_until is None


def test_correction_is_granted_on_two_pages_at_the_same_time():
    world = make_world(open_seq=1)
    plea = ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)
    first, second = race(
        lambda: review.grant_correction(world.report(), by=world.reviewer, reason="可改"),
        lambda: leave_requests.grant_request(plea, by=world.second_reviewer),
    )
    assert first.correcting
    assert second.code == "state"
    assert Plea.objects.get().decided_by == world.reviewer
    assert Entry.objects.filter(verb="return.correct").count() == 1


def test_correction_is_allowed_while_its_request_is_granted():
    world = make_world(open_seq=1)
    plea = ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)
    first, second = race(
        lambda: leave_requests.grant_request(plea, by=world.second_reviewer),
        lambda: review.grant_correction(world.report(), by=world.reviewer, reason="可改"),
    )
    assert first.state == Plea.State.GRANTED
    assert second.code == "state"
    assert Plea.objects.get().decided_by == world.second_reviewer


MOVES = {
    "send_back": lambda world: review.send_back(world.report(), by=world.reviewer, objections=[review.Objection("错")]),
    "unaccept": lambda world: cancel_review(world.report(), by=world.reviewer, reason="看错了"),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("answer", ["grant", "refuse"])
def test_a_request_is_closed_by_a_move_while_it_is_answered(move, answer):
    """The move comes first: what is no longer needed is neither granted nor refused, and opens nothing."""
    world = make_world(open_seq=1)
    plea = ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)
    _moved, second = race(lambda: MOVES[move](world), lambda: ANSWERS[answer](world, plea))
    assert second.code == "state"
    assert (Plea.objects.get().state, world.report().correcting) == (Plea.State.OUTDATED, False)


@pytest.mark.parametrize(
    ("move", "answer", "state", "after"),
    [
        ("send_back", "grant", "sent_back", Plea.State.GRANTED),  # as a correction may be ended by sending back
        ("unaccept", "grant", "accepted", Plea.State.GRANTED),
        ("send_back", "refuse", "sent_back", Plea.State.REFUSED),
        ("unaccept", "refuse", "submitted", Plea.State.REFUSED),
    ],
)
def test_a_request_is_answered_while_a_move_would_close_it(move, answer, state, after):
    """The answer comes first, and stands."""
    world = make_world(open_seq=1)
    plea = ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)
    _answered, second = race(lambda: ANSWERS[answer](world, plea), lambda: MOVES[move](world))
    found = Plea.objects.get()
    assert (found.state, found.decided_by) == (after, world.second_reviewer)
    assert world.report().state == state
    if (move, answer) == ("unaccept", "grant"):
        assert second.code == "correcting"
        assert world.report().correcting
    else:
        assert not world.report().correcting


ANSWERS = {
    "grant": lambda world, plea: leave_requests.grant_request(plea, by=world.second_reviewer),
    "refuse": lambda world, plea: leave_requests.refuse_request(plea, by=world.second_reviewer, answer="不用改"),
}


def test_a_request_is_withdrawn_while_it_is_granted():
    world = make_world(open_seq=1)
    plea = ask_for(world, bring_to_state(world, world.report(), "accepted"), CORRECTION)
    _gone, second = race(
        lambda: leave_requests.withdraw_request(plea, by=world.clerk), lambda: ANSWERS["grant"](world, plea)
    )
    assert second.code == "state"
    assert not world.report().correcting


def test_a_return_is_submitted_while_its_late_leave_is_granted():
    """The period is opened again, the clerk submits, and a reviewer still has the request on the screen."""
    world = make_world(open_seq=1)
    fill_return(world, world.report())
    plea = ask_for(world, close_first_period(world), LATE)
    periods.reopen_period(world.period(), by=world.planner, reason="停电")
    _done, second = race(
        lambda: submit_return(world.report(), by=world.clerk),
        lambda: leave_requests.grant_request(plea, by=world.reviewer, until=today(2)),
    )
    assert second.code == "state"
    assert (Plea.objects.get().state, world.report().leave_until) == (Plea.State.OUTDATED, None)
