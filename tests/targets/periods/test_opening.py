"""What the dialog says before a period is opened: targets that nobody would report, and a deadline that is over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Period
from targets.models import Allocation
from tests.targets.returns_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def planned(world):
    period = world.plan.periods.filter(state=Period.State.PLANNED).order_by("seq").first()
    assert period
    return period


def dialog(client, world, period):
    client.force_login(world.planner)
    text = client.get(reverse("targets:periods", args=[world.plan.code])).text
    return text.partition(f'<dialog id="open-{period.code}"')[2].partition("</dialog>")[0]


def move(client, world, period, **fields):
    client.force_login(world.planner)
    return client.post(reverse("targets:period_move", args=[world.plan.code, period.code, "open"]), fields, follow=True)


def test_targets_that_nobody_has_are_counted_and_named(client, world, planned):
    assert "没有分解" not in dialog(client, world, planned)
    target = world.targets["add"]
    Allocation.objects.filter(target=target, participant__depth__gt=0).delete()
    Allocation.objects.filter(target=target).update(own=None)
    text = dialog(client, world, planned)
    assert "还有 1 个目标没有分解" in text
    assert f"{target.code} {target.name}" in text
    assert reverse("targets:allocation", args=[world.plan.code, world.plan.unit.code]) in text


def test_a_deadline_that_is_over_is_told_and_another_is_asked(client, world, planned):
    Period.objects.filter(pk=planned.pk).update(due_on=timezone.localdate() - timedelta(1))
    text = dialog(client, world, planned)
    assert "已经过去" in text
    assert 'name="due_on" required' in text
    Period.objects.filter(pk=planned.pk).update(due_on=timezone.localdate())
    assert 'name="due_on"' not in dialog(client, world, planned)


def test_the_new_deadline_holds_from_the_opening_on(client, world, planned):
    day = max(planned.end, timezone.localdate()) + timedelta(10)
    move(client, world, planned, due_on=day.isoformat())
    planned.refresh_from_db()
    assert (planned.state, planned.due_on) == (Period.State.OPEN, day)


@pytest.mark.parametrize("day", ["2001-01-01", "明天"])
def test_with_a_wrong_deadline_nothing_is_opened(client, world, planned, day):
    before = planned.due_on
    move(client, world, planned, due_on=day)
    planned.refresh_from_db()
    assert (planned.state, planned.due_on) == (Period.State.PLANNED, before)
    assert before > date(2001, 1, 1)
