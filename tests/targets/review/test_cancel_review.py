"""Cancel a review (取消审核): an acceptance is taken back, a review that has begun is stopped."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Post
from audit.errors import Refused
from audit.models import Entry
from targets.models import BasisHistory, Mark, Total
from targets.periods.actions import periods
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions.cancel import cancel_review
from targets.review.actions.review import accept, grant_correction, start_review
from targets.totals.settle import settle
from tests.targets.returns_world import bring_to_state, fill_return, make_world

D = Decimal


@pytest.fixture
def world(db):
    return make_world()


def read_totals(world):
    """(submitted, accepted) value of the plan's own unit for the first target in the first period, settled."""
    settle(world.plan.pk)
    root = world.plan.participants.get(depth=0)
    total = Total.objects.filter(participant=root, target=world.targets["add"], seq=1).first()
    return (total.submitted, total.accepted) if total else (None, None)


def test_acceptance_is_taken_back_with_totals_trail_and_history(world):
    report = bring_to_state(world, world.report(), "accepted")
    assert read_totals(world) == (30, 30)
    cancel_review(report, by=world.reviewer, reason="看错了行")
    report = world.report()
    assert (report.state, report.accepted, report.reviewer) == ("submitted", None, None)
    assert report.submitted.number == 1
    assert Mark.objects.filter(participant_id=report.participant_id, from_seq=1).exists()
    assert read_totals(world) == (30, None)
    last = BasisHistory.objects.filter(report=report).latest("number")
    assert (last.verb, last.submitted_id, last.accepted_id, last.by) == (
        "unaccept",
        report.submitted_id,
        None,
        world.reviewer,
    )
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.data) == ("return.unaccept", {"snapshot": 1, "reason": "看错了行"})


def test_of_a_correction_the_number_accepted_before_counts_again(world):
    report = bring_to_state(world, world.report(), "correcting")
    first = report.accepted_id
    submit_return(fill_return(world, report, add=FigureInput(value=D(33))), by=world.clerk)
    accept(start_review(world.report(), by=world.reviewer), by=world.reviewer)
    assert read_totals(world) == (33, 33)
    for _again in range(2):
        cancel_review(world.report(), by=world.reviewer, reason="再核")
        assert (world.report().state, world.report().accepted_id) == ("submitted", first)
        assert read_totals(world) == (33, 30)
        accept(start_review(world.report(), by=world.reviewer), by=world.reviewer)
    assert read_totals(world) == (33, 33)


def test_begun_review_is_stopped_and_its_clerk_may_withdraw(world):
    report = bring_to_state(world, world.report(), "under_review")
    histories = BasisHistory.objects.count()
    cancel_review(report, by=world.second_reviewer)
    assert (world.report().state, world.report().reviewer) == ("submitted", None)
    assert BasisHistory.objects.count() == histories  # what counts has not changed
    assert Entry.objects.latest("pk").verb == "return.stop"
    withdraw_return(world.report(), by=world.clerk)


def test_acceptance_needs_a_reason(world):
    report = bring_to_state(world, world.report(), "accepted")
    with pytest.raises(Refused) as refused:
        cancel_review(report, by=world.reviewer, reason=" ")
    assert refused.value.code == "reason"
    assert world.report().state == "accepted"


def test_not_in_a_locked_period(world):
    report = bring_to_state(world, world.report(), "accepted")
    periods.close_period(world.period(), by=world.planner)
    cancel_review(report, by=world.reviewer, reason="再核")
    accept(start_review(world.report(), by=world.reviewer), by=world.reviewer)
    periods.lock_period(world.period(), by=world.planner)
    with pytest.raises(Refused) as refused:
        cancel_review(world.report(), by=world.reviewer, reason="再核")
    assert "解锁" in str(refused.value.message)  # what can be done instead
    assert world.report().state == "accepted"


def test_not_what_a_level_above_has_accepted(world):
    report = bring_to_state(world, world.report(), "submitted")
    accept(start_review(report, by=world.province_reviewer), by=world.province_reviewer)
    with pytest.raises(Refused) as refused:
        cancel_review(world.report(), by=world.reviewer, reason="再核")
    assert refused.value.code == "above"
    assert str(world.province_reviewer) in str(refused.value.message)  # who has it
    cancel_review(world.report(), by=world.province_reviewer, reason="再核")
    assert world.report().state == "submitted"


def test_a_level_above_may_cancel_and_others_may_not(world):
    report = bring_to_state(world, world.report(), "accepted")
    for who in ("clerk", "outsider", "leader", "planner", "county_reviewer"):
        with pytest.raises(PermissionDenied):
            cancel_review(report, by=world.people[who], reason="再核")
    Post.objects.filter(person=world.reviewer).delete()  # whoever accepted it has left
    cancel_review(report, by=world.second_reviewer, reason="再核")
    assert world.report().state == "submitted"


def test_not_while_a_correction_is_open(world):
    report = bring_to_state(world, world.report(), "correcting")
    with pytest.raises(Refused) as refused:
        cancel_review(report, by=world.reviewer, reason="再核")
    assert "永德" in str(refused.value.message)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "submitted", "sent_back"])
def test_nothing_to_cancel_in_other_states(world, state):
    report = bring_to_state(world, world.report(), state)
    with pytest.raises(Refused):
        cancel_review(report, by=world.reviewer, reason="再核")
    assert world.report().state == report.state


@pytest.mark.parametrize("state, word", [("under_review", "取消审核"), ("accepted", "撤销审定")])
def test_button_of_the_review_page(world, client, state, word):
    """What is done has its own word, and the other button of its dialog is no second “cancel”."""
    report = bring_to_state(world, world.report(), state)
    place = report.code.split("/")
    client.force_login(world.reviewer)
    page = client.get(reverse("targets:review", args=place)).content.decode()
    opener, dialog = page.partition('data-dialog="cancel-review"')[2], page.partition('<dialog id="cancel-review"')[2]
    assert word in opener[:40]
    assert dialog.partition("data-close>")[2].startswith("保持不变")
    response = client.post(reverse("targets:review_cancel", args=place), {"reason": "再核", "seen": "1"})
    assert response.url == reverse("targets:review", args=place)
    assert world.report().state == "submitted"
    assert word in client.get(response.url).content.decode()  # in the history of the return


def test_another_submission_than_the_one_on_the_page_is_neither_taken_back_nor_opened(world, client):
    """Sent in and accepted anew while the page of the first submission was open."""
    report = bring_to_state(world, world.report(), "correcting")
    submit_return(fill_return(world, report, add=FigureInput(value=D(33))), by=world.clerk)
    accept(start_review(world.report(), by=world.reviewer), by=world.reviewer)
    for act in (cancel_review, grant_correction):
        with pytest.raises(Refused) as refused:
            act(world.report(), by=world.reviewer, reason="看错了行", seen=1)
        assert refused.value.code == "seen"
    assert (world.report().state, world.report().correcting) == ("accepted", False)
    client.force_login(world.reviewer)
    names = [world.plan.code, world.report().period.code, world.report().participant.code]
    page = client.get(reverse("targets:review", args=names)).content.decode()
    for dialog in ("cancel-review", "correct"):
        assert '<input type="hidden" name="seen" value="2">' in page.partition(f'<dialog id="{dialog}"')[2]
    client.post(reverse("targets:review_correct", args=names), {"reason": "改", "seen": "1"})
    assert not world.report().correcting
    client.post(reverse("targets:review_correct", args=names), {"reason": "改", "seen": "2"})
    assert world.report().correcting
