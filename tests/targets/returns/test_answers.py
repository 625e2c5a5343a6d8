"""What a clerk says to each objection: kept as it is typed, needed to submit again, read with the submission."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.errors import Refused
from targets.returns.actions.answers import answer_objection
from targets.returns.actions.submit import submit_return
from tests.targets.returns_world import answer_all, bring_to_state, make_world

PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(db):
    world = make_world()
    bring_to_state(world, world.report(), "sent_back")
    return world


def objection(world):
    return world.report().sent_back.get()


def test_without_an_answer_it_is_not_taken_and_the_cell_is_named(world):
    with pytest.raises(Refused) as refused:
        submit_return(world.report(), by=world.clerk)
    assert (refused.value.code, list(refused.value.cells)) == ("answer", ["L01"])
    answer_objection(world.report(), objection(world).pk, " 已核对 ", by=world.colleague)
    assert submit_return(world.report(), by=world.clerk).state == "submitted"
    assert (objection(world).answer, objection(world).answered_by) == ("已核对", world.colleague)


@pytest.mark.parametrize("who", ["neighbour", "reviewer", "planner", "outsider"])
def test_only_the_units_own_clerks_answer(world, who):
    with pytest.raises(PermissionDenied):
        answer_objection(world.report(), objection(world).pk, "x", by=world.people[who])


def test_what_has_been_handed_in_is_answered_no_more(world):
    submit_return(world.report(), by=world.clerk, answers=answer_all(world.report()))
    with pytest.raises(Refused):
        answer_objection(world.report(), objection(world).pk, "另说", by=world.clerk)


@pytest.mark.parametrize("text, status", [("已核对", 200), ("", 200), ("长" * 501, 422)])
def test_the_address_keeps_it(world, client, text, status):
    client.force_login(world.clerk)
    data = {"objection": objection(world).pk, "text": text}
    response = client.post(reverse("targets:return_answer", args=PLACE), data, "application/json")
    assert response.status_code == status
    assert objection(world).answer == (text if status == 200 else "")


def test_the_reviewer_reads_it_with_the_submission_and_not_before(world, client):
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
def test_nonsense_is_nobodys_mistake(world, client, body):
    client.force_login(world.clerk)
    response = client.post(reverse("targets:return_answer", args=PLACE), body, "application/json")
    assert response.status_code == 400


def test_the_character_0_is_not_kept(world, client):
    client.force_login(world.clerk)
    data = {"objection": objection(world).pk, "text": "已\0核对"}
    assert client.post(reverse("targets:return_answer", args=PLACE), data, "application/json").status_code == 200
    assert objection(world).answer == "已核对"


@pytest.mark.parametrize("name", ["figure", "progress", "explain"])
def test_nonsense_to_the_other_addresses(world, client, name):
    client.force_login(world.clerk)
    where = reverse(f"targets:return_{name}", args=PLACE)
    for body in (
        "[" * 100_000,
        "[]",
        "nothing",
        '{"cell": 1e999, "seen": 1e999, "rule": 1e999, "about": 1, "text": 1}',
    ):
        assert client.post(where, body, "application/json").status_code in (400, 404)


def test_on_a_shared_machine_nobody_saves_what_somebody_else_has_typed(world, client):
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
