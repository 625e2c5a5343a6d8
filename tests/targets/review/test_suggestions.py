"""The reasons that the review page offers, and taking one of them out."""

import pytest
from django.urls import reverse

from audit.models import Entry
from targets.models import RemovedSuggestion, SentBackCell
from targets.review.actions import review
from targets.review.actions.review import Objection
from targets.review.actions.suggestions import remove_suggestion
from targets.review.queries.suggestions import COMMON_REASONS, suggest_reasons
from tests.targets.returns_world import bring_to_state, make_world

pytestmark = pytest.mark.django_db
TYPO = "请补台帐"


@pytest.fixture
def world():
    world = make_world()
    bring_to_state(world, world.report(), "under_review")
    review.send_back(
        world.report(), by=world.reviewer, objections=[Objection(TYPO), Objection("缺佐证", world.targets["add"])]
    )
    return world


def texts(world, person):
    return [each.text for each in suggest_reasons(person, world.plan.pk) if each.removable]


def send_back_again(world, *, by, reason=TYPO):
    report = world.report(2)
    bring_to_state(world, report, "under_review")
    review.send_back(world.report(2), by=by, objections=[Objection(reason)])


def test_who_typed_a_reason_removes_it_for_all(world):
    assert set(texts(world, world.reviewer)) == {TYPO, "缺佐证"}
    assert remove_suggestion(world.report(), TYPO, by=world.reviewer)
    for person in (world.reviewer, world.second_reviewer):
        assert texts(world, person) == ["缺佐证"]
    assert SentBackCell.objects.filter(reason=TYPO).exists()  # what was sent back keeps its reason
    assert Entry.objects.get(verb="suggestion.remove").data == {"reason": TYPO}
    assert not remove_suggestion(world.report(), TYPO, by=world.reviewer)


def test_a_colleague_removes_it_from_their_own_page_alone(world):
    assert remove_suggestion(world.report(), TYPO, by=world.second_reviewer)
    assert texts(world, world.second_reviewer) == ["缺佐证"]
    assert TYPO in texts(world, world.reviewer)


def test_a_reason_that_a_colleague_uses_too_stays_with_them(world):
    send_back_again(world, by=world.second_reviewer)
    remove_suggestion(world.report(), TYPO, by=world.reviewer)
    assert TYPO not in texts(world, world.reviewer)
    assert TYPO in texts(world, world.second_reviewer)


def test_typed_again_it_is_offered_again(world):
    remove_suggestion(world.report(), TYPO, by=world.reviewer)
    send_back_again(world, by=world.reviewer)
    assert TYPO in texts(world, world.reviewer)


def test_what_the_page_offers_to_all_is_not_removable(world):
    common = str(COMMON_REASONS[0])
    send_back_again(world, by=world.reviewer, reason=common)
    assert common not in texts(world, world.reviewer)
    assert common in [each.text for each in suggest_reasons(world.reviewer, world.plan.pk)]


@pytest.mark.parametrize("reason", ["", "没有人写过", "长" * 61])
def test_nothing_else_is_removed(world, reason):
    assert not remove_suggestion(world.report(), reason, by=world.reviewer)
    assert not RemovedSuggestion.objects.exists()


def test_the_page_removes_it(world, client):
    bring_to_state(world, world.report(2), "under_review")
    client.force_login(world.reviewer)
    place = ["lincang-2020", "2020Q2", "530923000000"]
    assert f"不再列出“{TYPO}”" in client.get(reverse("targets:review", args=place)).text
    there = reverse("targets:review_remove_reason", args=place)
    assert client.post(there, {"reason": TYPO}).json() == {"removed": True}
    assert f"不再列出“{TYPO}”" not in client.get(reverse("targets:review", args=place)).text
    client.force_login(world.clerk)
    assert client.post(there, {"reason": "缺佐证"}).status_code == 404


def test_suggestions_take_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        suggest_reasons(world.reviewer, world.plan.pk)
