"""Raw SQL reads return what the ORM returns, and cached page fragments are never stale."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import policy
from accounts.models import Post
from accounts.policy import Verb
from targets.home.items import list_todo_items
from targets.home.queries import count_todo, returns_to_fill
from targets.models import Allocation, Return
from targets.returns.queries.returns import find_return, get_last_snapshot
from targets.shares.queries.duties import find_duty, list_duties
from tests.targets.returns_world import bring_to_state, fill_and_submit, make_world

pytestmark = pytest.mark.django_db
PLACE = ("lincang-2020", "2020Q1", "530923000000")
STATES = ("draft", "submitted", "under_review", "sent_back", "accepted")


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize("seq", [1, 2])
def test_list_duties_agrees_with_find_duty(world, seq):
    report = world.report(seq)
    shares = Allocation.objects.filter(participant=report.participant)
    shares.filter(target=world.targets["lev"]).update(baseline=3)
    shares.filter(target=world.targets["mil"]).update(own=None)
    shares.filter(target=world.targets["run"]).update(from_seq=2)
    shares.filter(target=world.targets["add"]).update(replaced=True)
    Allocation.objects.create(participant=report.participant, target=world.targets["add"], own=7, amount=7)
    duties = [find_duty(report.participant, report.period, target) for target in world.targets.values()]
    found = list_duties(report.participant, report.period)
    assert found == [duty for duty in duties if duty]
    assert [duty.target.code for duty in found] == (["L01", "L03", "L04"] if seq == 1 else ["L01", "L02", "L03", "L04"])


@pytest.mark.parametrize("state", STATES)
def test_find_return_loads_all_related_rows(world, state, django_assert_num_queries):
    bring_to_state(world, world.report(), state)
    expected = Return.objects.get(pk=world.report().pk)
    found = find_return(*PLACE)
    assert vars(found).keys() >= {field.attname for field in Return._meta.concrete_fields}
    for name in ("period", "participant", "submitted", "accepted", "reviewer"):
        assert getattr(found, name) == getattr(expected, name), name
    assert [getattr(found, f.attname) for f in Return._meta.concrete_fields] == [
        getattr(expected, f.attname) for f in Return._meta.concrete_fields
    ]
    with django_assert_num_queries(0):
        assert (found.code, found.participant.parent.short_name) == ("/".join(PLACE), "临沧")
        assert found.submitted is None or found.submitted.by == world.clerk
    assert get_last_snapshot(found) == expected.snapshots.order_by("number").last()
    assert find_return(PLACE[0], PLACE[1], "530999000000") is None


def test_todo_count_agrees_with_the_list_after_posts_change(world):
    listed = list_todo_items(world.clerk, timezone.localdate())
    assert count_todo(world.clerk).fill == returns_to_fill(world.clerk).count() == len(listed) == 2
    fill_and_submit(world, world.report())
    assert count_todo(world.clerk).fill == 1
    Post.objects.create(person=world.clerk, unit=world.other, role="clerk")
    policy.clear_held_posts(world.clerk)
    assert len(policy.grants(world.clerk, Verb.FILL)) == 2
    assert count_todo(world.clerk).fill == returns_to_fill(world.clerk).count() == 3
    assert count_todo(world.neighbour).fill == 2


def test_renamed_target_is_shown_at_once_in_both_languages(world, client):
    client.force_login(world.clerk)
    url, target = reverse("targets:return", args=PLACE), world.targets["add"]
    assert "培训妇女" in client.get(url).text
    target.name, target.definition, target.unit = "培训 <妇女>", "另一口径", "人"
    target.save()
    page = client.get(url).text
    assert "培训妇女" not in page
    assert "<code>L01</code> 培训 &lt;妇女&gt;" in page
    assert 'data-definition="另一口径"' in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(url).text
    assert "人 · added this period" in english
    assert "人 · added this period" not in page
