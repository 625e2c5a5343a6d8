"""Accepting many at once beside a clerk, a colleague and somebody who does the same, in real transactions."""

import pytest

from targets.models import Mark
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions.accept_returns import accept_returns
from targets.review.actions.cancel import cancel_review
from targets.review.actions.recheck import request_recheck
from targets.review.actions.review import Objection, accept, send_back, start_review
from tests.targets.returns.test_returns_race import race
from tests.targets.returns.test_signing import CITY, accept_county_return, require_signatures
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def submit_two(world):
    one = fill_and_submit(world, world.report())
    other = submit_return(fill_return(world, world.report(unit="530924000000"), by=world.neighbour), by=world.neighbour)
    return one, other, {one.pk: 1, other.pk: 1}


def withdraw_and_resubmit(world):
    """Taken back and handed in once more: the submission that the reviewer saw is no longer the one that stands."""
    withdraw_return(world.report(), by=world.clerk)
    return submit_return(world.report(), by=world.clerk)


@pytest.mark.parametrize("state, clerk", [("draft", "withdraw"), ("submitted", "again")])
def test_return_withdrawn_at_the_same_moment_is_skipped(state, clerk):
    world = make_world()
    one, other, submission_numbers = submit_two(world)
    moves = {"withdraw": lambda: withdraw_return(one, by=world.clerk), "again": lambda: withdraw_and_resubmit(world)}
    _report, (accepted, skipped) = race(
        moves[clerk], lambda: accept_returns(world.period(), submission_numbers, by=world.reviewer)
    )
    assert (accepted, [each.report for each in skipped]) == ([other], [one])
    assert world.report().state == state


def test_return_being_accepted_cannot_be_withdrawn():
    world = make_world()
    one, _other, submission_numbers = submit_two(world)
    (accepted, _skipped), refused = race(
        lambda: accept_returns(world.period(), submission_numbers, by=world.reviewer),
        lambda: withdraw_return(one, by=world.clerk),
    )
    assert len(accepted) == 2
    assert refused.code == "state"


def test_two_reviewers_accept_the_same_returns_at_once():
    world = make_world()
    *_reports, submission_numbers = submit_two(world)
    Mark.objects.all().delete()
    (accepted, _), (none, skipped) = race(
        lambda: accept_returns(world.period(), submission_numbers, by=world.reviewer),
        lambda: accept_returns(world.period(), dict(reversed(submission_numbers.items())), by=world.second_reviewer),
    )
    assert (len(accepted), none, len(skipped)) == (2, [], 2)
    assert Mark.objects.count() == 2


@pytest.mark.parametrize("first", ["accept", "send back"])
def test_signature_is_accepted_before_or_after_a_return_below_is_sent_back(first):
    """And never at once: the city takes a county's return back while the province accepts the city's."""
    world = require_signatures(make_world())
    bring_to_state(world, world.report(), "accepted")
    city = submit_return(world.report(unit=CITY), by=world.city_clerk, sign_incomplete=True)
    start_review(city, by=world.province_reviewer)
    moves = {
        "accept": lambda: accept(world.report(unit=CITY), by=world.province_reviewer),
        "send back": lambda: send_back(world.report(), by=world.reviewer, objections=[Objection("x")]),
    }
    then = "send back" if first == "accept" else "accept"
    _done, second = race(moves[first], moves[then])
    if first == "accept":
        assert second.code == "signed"
        assert world.report().state == "accepted"
    else:
        assert (second.state, world.report().state) == ("accepted", "sent_back")


@pytest.mark.parametrize("first", ["sign", "cancel"])
@pytest.mark.parametrize("state", ["accepted", "under_review"])
def test_review_is_cancelled_before_or_after_it_is_signed_for(first, state):
    """The city signs for what its counties were accepted for, and never for an acceptance that is being taken back."""
    world = require_signatures(make_world())
    accept_county_return(world, world.other.code)
    bring_to_state(world, world.report(), state)
    moves = {
        "sign": lambda: submit_return(
            world.report(unit=CITY), by=world.city_clerk, sign_incomplete=state == "under_review"
        ),
        "cancel": lambda: cancel_review(world.report(), by=world.reviewer, reason="看错了"),
    }
    _done, second = race(moves.pop(first), *moves.values())
    if state == "under_review":  # signed for as not accepted yet, which the trail says
        assert (world.report().state, world.report(unit=CITY).state) == ("submitted", "submitted")
    elif first == "sign":
        assert second.code == "signed"
        assert (world.report().state, world.report(unit=CITY).state) == ("accepted", "submitted")
    else:
        assert second.code == "below"
        assert (world.report().state, world.report(unit=CITY).state) == ("submitted", "draft")


def test_acceptance_is_not_taken_back_while_its_signature_is_accepted():
    world = require_signatures(make_world())
    accept_county_return(world)
    city = submit_return(world.report(unit=CITY), by=world.city_clerk, sign_incomplete=True)
    start_review(city, by=world.province_reviewer)
    _done, refused = race(
        lambda: accept(world.report(unit=CITY), by=world.province_reviewer),
        lambda: cancel_review(world.report(), by=world.reviewer, reason="看错了"),
    )
    assert refused.code == "signed"
    assert (world.report().state, world.report(unit=CITY).state) == ("accepted", "accepted")


def test_acceptance_is_taken_back_while_its_signature_is_withdrawn():
    world = require_signatures(make_world())
    accept_county_return(world)
    city = submit_return(world.report(unit=CITY), by=world.city_clerk, sign_incomplete=True)
    race(
        lambda: withdraw_return(city, by=world.city_clerk),
        lambda: cancel_review(world.report(), by=world.reviewer, reason="看错了"),
    )
    assert (world.report().state, world.report(unit=CITY).state) == ("submitted", "draft")


def test_recheck_request_races_with_sending_back():
    world = make_world()
    report = bring_to_state(world, world.report(), "accepted")
    root = world.plan.participants.get(depth=0)
    objections = [Objection("x")]
    _done, refused = race(
        lambda: send_back(report, by=world.reviewer, objections=objections),
        lambda: request_recheck(report, by=world.province_reviewer, to=root, objections=objections),
    )
    assert refused.code == "state"
