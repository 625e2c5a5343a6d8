"""Answers to objections: saved by clerks, required to submit again, read by the reviewer with the submission."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.errors import Refused
from targets.returns.actions.answers import answer_objection
from targets.returns.actions.submit import submit_return, withdraw_return
from targets.review.actions import review
from tests.targets.returns_world import answer_all, bring_to_state, make_world

PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(db):
    world = make_world()
    bring_to_state(world, world.report(), "sent_back")
    return world


def objection(world):
    return world.report().sent_back.get()


def test_submit_refuses_an_unanswered_objection_and_names_its_cell(world):
    with pytest.raises(Refused) as refused:
        submit_return(world.report(), by=world.clerk)
    assert (refused.value.code, list(refused.value.cells)) == ("answer", ["L01"])
    answer_objection(world.report(), objection(world).pk, " 已核对 ", by=world.colleague)
    assert submit_return(world.report(), by=world.clerk).state == "submitted"
    assert (objection(world).answer, objection(world).answered_by) == ("已核对", world.colleague)


@pytest.mark.parametrize("who", ["neighbour", "reviewer", "planner", "outsider"])
def test_only_clerks_of_the_unit_may_answer(world, who):
    with pytest.raises(PermissionDenied):
        answer_objection(world.report(), objection(world).pk, "x", by=world.people[who])


def test_answering_is_refused_after_submission(world):
    submit_return(world.report(), by=world.clerk, answers=answer_all(world.report()))
    with pytest.raises(Refused):
        answer_objection(world.report(), objection(world).pk, "另说", by=world.clerk)


@pytest.mark.parametrize("text, status", [("已核对", 200), ("", 200), ("长" * 501, 422)])
def test_view_saves_the_answer(world, client, text, status):
    client.force_login(world.clerk)
    data = {"objection": objection(world).pk, "text": text}
    response = client.post(reverse("targets:return_answer", args=PLACE), data, "application/json")
    assert response.status_code == status
    assert objection(world).answer == (text if status == 200 else "")


def test_reviewer_sees_the_answer_only_after_submission(world, client):
    answer_objection(world.report(), objection(world).pk, "已按佐证核对", by=world.clerk)
    client.force_login(world.reviewer)
    assert "已按佐证核对" not in client.get(reverse("targets:review", args=PLACE)).content.decode()
    submit_return(world.report(), by=world.clerk)
    assert "已按佐证核对" in client.get(reverse("targets:review", args=PLACE)).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        '{"objection": 1e999, "text": "x"}',
        '{"objection": null, "text": "x"}',
        "[" * 100_000,
        "[]",
        "nothing",
        '{"objection": "x"}',
    ],
)
def test_view_rejects_a_malformed_body(world, client, body):
    client.force_login(world.clerk)
    response = client.post(reverse("targets:return_answer", args=PLACE), body, "application/json")
    assert response.status_code == 400


def test_nul_character_is_removed(world, client):
    client.force_login(world.clerk)
    data = {"objection": objection(world).pk, "text": "已\0核对"}
    assert client.post(reverse("targets:return_answer", args=PLACE), data, "application/json").status_code == 200
    assert objection(world).answer == "已核对"


@pytest.mark.parametrize("name", ["figure", "progress", "explain"])
def test_other_save_views_reject_malformed_bodies(world, client, name):
    client.force_login(world.clerk)
    url = reverse(f"targets:return_{name}", args=PLACE)
    for body in (
        "[" * 100_000,
        "[]",
        "nothing",
        '{"cell": 1e999, "seen": 1e999, "rule": 1e999, "about": 1, "text": 1}',
    ):
        assert client.post(url, body, "application/json").status_code in (400, 404)


def test_answer_typed_under_another_login_is_refused(world, client):
    client.force_login(world.colleague)
    data = {"objection": objection(world).pk, "text": "已核对", "as": world.clerk.pk}
    assert client.post(reverse("targets:return_answer", args=PLACE), data, "application/json").status_code == 401
    assert objection(world).answer == ""
    assert (
        client.post(
            reverse("targets:return_answer", args=PLACE), data | {"as": world.colleague.pk}, "application/json"
        ).status_code
        == 200
    )


def test_objection_and_answer_are_back_after_withdrawal(world, client):
    """Taken back before its review, a corrected return shows what was objected to, with the answer to be edited."""
    client.force_login(world.clerk)
    url = reverse("targets:return", args=PLACE)
    submit_return(world.report(), by=world.clerk, answers=answer_all(world.report(), "已按佐证核对"))
    history = client.get(url).text
    assert '<span class="answered"><strong>答复：</strong> 已按佐证核对</span>' in history
    withdraw_return(world.report(), by=world.clerk)
    text = client.get(url).text
    assert f'<textarea data-answer="{objection(world).pk}"' in text
    assert "已按佐证核对</textarea>" in text
    assert '<span class="answered">' not in text
    answer_objection(world.report(), objection(world).pk, "数字已改正", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    assert "数字已改正" in client.get(url).text


def test_what_was_settled_by_an_acceptance_does_not_come_back(world, client):
    submit_return(world.report(), by=world.clerk, answers=answer_all(world.report()))
    review.start_review(world.report(), by=world.reviewer)
    review.accept(world.report(), by=world.reviewer)
    review.grant_correction(world.report(), by=world.reviewer, reason="补一个数")
    submit_return(world.report(), by=world.clerk)
    withdraw_return(world.report(), by=world.clerk)
    client.force_login(world.clerk)
    assert "data-answer=" not in client.get(reverse("targets:return", args=PLACE)).text
