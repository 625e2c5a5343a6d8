"""One agreement answers a request everywhere, and a return that moves on closes its request."""

import pytest

from audit.errors import Refused
from audit.models import Entry
from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.periods.queries.leave_requests import (
    list_requests_to_decide,
    read_request_status,
)
from targets.returns.actions.draft import save_figure
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from targets.review.actions.cancel import cancel_review
from tests.targets.periods.request_steps import CORRECTION, LATE, SEVEN, ask_for, close_first_period, today
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db


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
