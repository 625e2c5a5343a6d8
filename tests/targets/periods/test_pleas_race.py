"""Leave is granted while somebody else decides, or locks the period: one waits, and what stands is never both."""

import pytest

from plans.models import Period
from targets.models import Plea
from targets.periods.actions import periods, pleas
from tests.targets.periods.test_pleas import LATE, asked, shut, today
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_decide_at_once():
    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    first, second = race(
        lambda: pleas.grant(plea, by=world.reviewer, until=today(2)),
        lambda: pleas.refuse(plea, by=world.second_reviewer, answer="不行"),
    )
    assert first.state == Plea.State.GRANTED
    assert second.code == "state"
    assert Plea.objects.get().decided_by == world.reviewer


def test_the_period_is_locked_while_leave_is_granted():
    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    first, second = race(
        lambda: pleas.grant(plea, by=world.reviewer, until=today(2)),
        lambda: periods.lock_period(world.period(), by=world.planner),
    )
    assert first.state == Plea.State.GRANTED
    assert second.state == Period.State.LOCKED
    assert world.report().leave_until is None


def test_leave_is_granted_while_the_period_is_locked():
    world = make_world(open_seq=1)
    plea = asked(world, shut(world), LATE)
    _first, second = race(
        lambda: periods.lock_period(world.period(), by=world.planner),
        lambda: pleas.grant(plea, by=world.reviewer, until=today(2)),
    )
    assert second.code == "state"
    assert world.report().leave_until is None
