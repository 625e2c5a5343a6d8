"""The pages on which requests are made and decided."""

import pytest
from django.urls import reverse

from audit.errors import Refused
from targets.models import Plea
from targets.periods.actions import leave_requests
from tests.targets.periods.request_steps import (
    CORRECTION,
    LATE,
    UNLOCK,
    ask_and_grant,
    ask_for,
    close_first_period,
    today,
)
from tests.targets.returns_world import bring_to_state, make_world

pytestmark = pytest.mark.django_db


def place(name, *more):
    return reverse(f"targets:{name}", args=["lincang-2020", "2020Q1", "530923000000", *more])


def test_pages_to_ask_and_to_decide(client):
    world = make_world(open_seq=1)
    close_first_period(world)
    client.force_login(world.clerk)
    assert "申请补报" in client.get(place("return")).text
    page = client.post(place("plea_ask"), {"kind": "late", "reason": "停电三天"}, follow=True).text
    assert "停电三天" in page
    assert 'data-dialog="ask"' not in page
    client.force_login(world.reviewer)
    plea, there = Plea.objects.get(), reverse("targets:pleas")
    assert "停电三天" in client.get(there).text
    wrong = client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": "2020-01-01"})
    assert wrong.status_code == 422
    assert "这一天已经过了" in wrong.text
    done = client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": today(2).isoformat()}, follow=True)
    assert "已同意" in done.text
    client.force_login(world.clerk)
    page = client.get(place("return")).text
    assert today(2).isoformat() in page
    assert 'id="submit' in page or "return_submit" in page or place("return_submit") in page


def test_page_withdraws_and_shows_the_answer(client):
    world = make_world(open_seq=1)
    close_first_period(world)
    client.force_login(world.clerk)
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    assert "申请补报" in client.post(place("plea_unask"), follow=True).text
    client.post(place("plea_ask"), {"kind": "late", "reason": "停电"})
    leave_requests.refuse_request(Plea.objects.get(state="waiting"), by=world.reviewer, answer="期限已过")
    assert "期限已过" in client.get(place("return")).text


def test_request_of_another_scope_is_not_found(client):
    world = make_world(open_seq=1)
    plea = ask_for(world, close_first_period(world), LATE)
    client.force_login(world.planner)
    assert client.post(reverse("targets:plea_grant", args=[plea.pk]), {"until": today()}).status_code == 404
    client.force_login(world.clerk)
    assert client.get(reverse("targets:pleas")).status_code == 403


@pytest.mark.parametrize("days, ok", [(1, True), (2, False)])
def test_correction_does_not_extend_leave_in_a_locked_period(days, ok):
    """That is the planner's: whoever grants the correction only opens what was accepted, as long as the leave lasts."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    report = ask_and_grant(world, close_first_period(world, "locked"), UNLOCK, days=1)
    plea = ask_for(world, report, CORRECTION)
    if not ok:
        with pytest.raises(Refused) as refused:
            leave_requests.grant_request(plea, by=world.reviewer, until=today(days))
        assert list(refused.value.cells) == ["until"]
    else:
        leave_requests.grant_request(plea, by=world.reviewer, until=today(days))
    assert (world.report().leave_until, world.report().correcting) == (today(1), ok)


def test_request_is_decided_on_the_page_of_the_review_and_of_the_return(client):
    """It stands at the top of both with its reason; the other way to open the return is not offered beside it."""
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    client.force_login(world.reviewer)
    assert 'data-dialog="correct"' in client.get(place("review")).text
    plea = ask_for(world, world.report(), CORRECTION)
    grant = reverse("targets:plea_grant", args=[plea.pk])
    for name in ("review", "return"):
        page = client.get(place(name)).text
        assert grant in page, name
        assert "停电" in page, name
        assert 'data-dialog="correct"' not in page
    assert place("review") in client.get(reverse("targets:pleas")).text
    done = client.post(grant, {"back": "review"})
    assert done.url == place("review")
    assert world.report().correcting
    assert grant not in client.get(place("review")).text
    client.force_login(world.clerk)
    page = client.get(place("return")).text
    assert "已同意" in page
    assert "等待答复" not in page


def test_clerk_is_not_offered_the_decision(client):
    world = make_world(open_seq=1)
    bring_to_state(world, world.report(), "accepted")
    plea = ask_for(world, world.report(), CORRECTION)
    client.force_login(world.clerk)
    assert reverse("targets:plea_grant", args=[plea.pk]) not in client.get(place("return")).text
