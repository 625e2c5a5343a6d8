"""Leave is granted while somebody else decides, or locks the period: one waits, and what stands is never both."""

import pytest

from audit.models import Entry
from plans.models import Period
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.review.actions import review
from tests.targets.periods.test_leave_requests import CORRECTION, LATE, ask_for, close_first_period, today
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import bring_to_state, make_world

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
