"""Accepting many at once beside a clerk, a colleague and somebody who does the same, in real transactions."""

import pytest

from targets.models import Mark
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions.accept_many import accept_many
from targets.review.actions.recheck import recheck
from targets.review.actions.review import Objection, accept, send_back, start_review
from tests.targets.returns.test_returns_race import race
from tests.targets.returns.test_signing import CITY, under_signature
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def two(world):
    one = fill_and_submit(world, world.report())
    other = submit_return(fill_return(world, world.report(unit="530924000000"), by=world.neighbour), by=world.neighbour)
    return one, other, {one.pk: 1, other.pk: 1}


def again(world):
    """Taken back and handed in once more: the submission that the reviewer saw is no longer the one that stands."""
    withdraw_return(world.report(), by=world.clerk)
    return submit_return(world.report(), by=world.clerk)


@pytest.mark.parametrize("state, clerk", [("draft", "withdraw"), ("submitted", "again")])
def test_what_a_clerk_takes_back_at_this_moment_is_left_out(state, clerk):
    world = make_world()
    one, other, wanted = two(world)
    moves = {"withdraw": lambda: withdraw_return(one, by=world.clerk), "again": lambda: again(world)}
    _report, (accepted, left) = race(moves[clerk], lambda: accept_many(world.period(), wanted, by=world.reviewer))
    assert (accepted, [each.report for each in left]) == ([other], [one])
    assert world.report().state == state


def test_what_is_being_accepted_can_no_longer_be_taken_back():
    world = make_world()
    one, _other, wanted = two(world)
    (accepted, _left), refused = race(
        lambda: accept_many(world.period(), wanted, by=world.reviewer), lambda: withdraw_return(one, by=world.clerk)
    )
    assert len(accepted) == 2
    assert refused.code == "state"


def test_two_reviewers_accept_the_same_at_once():
    world = make_world()
    *_reports, wanted = two(world)
    Mark.objects.all().delete()
    (accepted, _), (none, left) = race(
        lambda: accept_many(world.period(), wanted, by=world.reviewer),
        lambda: accept_many(world.period(), dict(reversed(wanted.items())), by=world.second_reviewer),
    )
    assert (len(accepted), none, len(left)) == (2, [], 2)
    assert Mark.objects.count() == 2


@pytest.mark.parametrize("first", ["accept", "send back"])
def test_a_signature_is_accepted_before_or_after_something_below_is_taken_back(first):
    """And never at once: the city takes a county's return back while the province accepts the city's."""
    world = under_signature(make_world())
    bring_to_state(world, world.report(), "accepted")
    city = submit_return(world.report(unit=CITY), by=world.city_clerk, knowing=True)
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


def test_another_look_meets_the_citys_own_hands():
    world = make_world()
    report = bring_to_state(world, world.report(), "accepted")
    root = world.plan.participants.get(depth=0)
    objections = [Objection("x")]
    _done, refused = race(
        lambda: send_back(report, by=world.reviewer, objections=objections),
        lambda: recheck(report, by=world.province_reviewer, to=root, objections=objections),
    )
    assert refused.code == "state"
