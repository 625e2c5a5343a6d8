"""Periods that open, close and are locked by the calendar of their plan, and the page that says what comes next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from plans.actions.plan import change_plan
from plans.models import Period, Plan
from targets.models import Mark, Return
from targets.periods.actions import periods
from targets.periods.actions.calendar import follow_calendar
from tests.factories import make_plan, set_issued
from tests.targets.returns_world import bring_to_state, make_world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world():
    """No period is open; the first is due ten days after its end, and closes after five days of grace."""
    world = make_world(open_seq=0)
    change_plan(world.plan, by=world.planner, days_to_report=10, by_calendar=True)
    world.plan.refresh_from_db()
    for period in world.plan.periods.all():
        period.due_on = period.end + 10 * DAY
        period.save()
    Mark.objects.all().delete()
    return world


def states(plan):
    return "".join(state[0] for state in plan.periods.order_by("seq").values_list("state", flat=True))


def test_moves_on_each_day_of_a_period(world):
    first = world.period()
    assert (first.opens_on, first.closes_on, first.locks_on) == (
        date(2020, 3, 21),
        date(2020, 4, 16),
        date(2020, 5, 16),
    )
    follow_calendar(first.opens_on - DAY)
    assert states(world.plan) == "pppp"
    for day, expected in (
        (first.opens_on, "oppp"), (first.closes_on - DAY, "oppp"), (first.closes_on, "cppp"),
        (first.locks_on - DAY, "cppp"), (first.locks_on, "lppp"),
    ):  # fmt: skip
        assert follow_calendar(day) == []
        assert states(world.plan) == expected


def test_following_the_calendar_is_idempotent(world):
    day = world.period().opens_on
    follow_calendar(day)
    entries, marks, returns = Entry.objects.count(), Mark.objects.count(), Return.objects.count()
    assert marks
    assert returns
    follow_calendar(day)
    assert (Entry.objects.count(), Mark.objects.count(), Return.objects.count()) == (entries, marks, returns)


def test_missed_days_are_caught_up(world):
    follow_calendar(world.period().opens_on)
    follow_calendar(world.period(2).opens_on)
    assert states(world.plan) == "lopp"


def test_period_never_open_is_opened_instead_of_closed(world):
    follow_calendar(world.period(2).closes_on)
    assert states(world.plan) == "oopp"
    assert world.period().by_hand
    assert world.period(2).by_hand
    follow_calendar(world.period(2).locks_on)
    assert states(world.plan) == "oopp"


def test_period_kept_by_hand_is_skipped_until_returned(world):
    follow_calendar(world.period().opens_on)
    follow_calendar(world.period().closes_on)
    periods.reopen_period(world.period(), by=world.planner, reason="补")
    follow_calendar(world.period().locks_on)
    assert world.period().state == Period.State.OPEN
    periods.return_to_calendar(world.period(), by=world.planner)
    follow_calendar(world.period().closes_on)
    assert world.period().state == Period.State.CLOSED


def test_new_due_date_returns_the_period_to_the_calendar(world):
    follow_calendar(world.period().opens_on)
    periods.close_period(world.period(), by=world.planner)
    assert world.period().by_hand
    periods.reopen_period(world.period(), by=world.planner, reason="补")
    later = world.period().due_on + 20 * DAY
    periods.set_due_date(world.period(), by=world.planner, due_on=later)
    follow_calendar(world.period().closes_on - DAY)
    assert world.period().state == Period.State.OPEN
    follow_calendar(world.period().closes_on)
    assert world.period().state == Period.State.CLOSED


def test_plan_without_calendar_is_skipped(world):
    change_plan(world.plan, by=world.planner, by_calendar=False)
    follow_calendar(world.period().opens_on)
    assert states(world.plan) == "pppp"
    with pytest.raises(Refused):
        periods.return_to_calendar(world.period(), by=world.planner)


def test_failing_plan_does_not_stop_the_others(world, monkeypatch):
    other = set_issued(make_plan(world.city, "another-2020", by_calendar=True))
    broken = Plan.objects.order_by("pk").first()
    from targets.periods.actions import calendar

    real = calendar.apply_move_of_period

    def apply(period, verb, *, by):
        if period.plan_id == broken.pk:
            period.save()
            raise RuntimeError("no room on the disk")
        return real(period, verb, by=by)

    monkeypatch.setattr(calendar, "apply_move_of_period", apply)
    day = world.period().opens_on
    assert follow_calendar(day) == [broken.pk]
    assert (states(broken), states(other)) == ("pppp", "oppp")
    monkeypatch.undo()
    assert follow_calendar(day) == []
    assert states(broken) == "oppp"


def test_audit_entry_of_the_calendar_names_nobody(world):
    follow_calendar(world.period().opens_on)
    entry = Entry.objects.get(verb="period.open")
    assert (entry.username, entry.object_code, entry.data) == ("", "lincang-2020/2020Q1", {"returns": 2})


@pytest.mark.django_db(transaction=True)
def test_worker_follows_the_calendar(worker):
    from targets.tasks import calendar

    world = make_world(open_seq=0)
    Plan.objects.filter(pk=world.plan.pk).update(by_calendar=True)
    calendar.delay()
    worker.wait_for(lambda: states(world.plan) == "oooo")
    assert all(world.plan.periods.values_list("by_hand", flat=True))  # 2020 is over: nobody could have written them


def test_page_shows_the_next_move(client, world):
    follow_calendar(world.period().opens_on)
    client.force_login(world.planner)
    there = reverse("targets:periods", args=["lincang-2020"])
    page = client.get(there).text
    assert "2020-04-16 自动截止" in page
    assert "2020-06-20 自动开放" in page
    client.post(reverse("targets:period_move", args=["lincang-2020", "2020Q1", "close"]))
    client.post(reverse("targets:period_move", args=["lincang-2020", "2020Q1", "reopen"]), {"reason": "补"})
    assert "人工掌握" in client.get(there).text
    client.post(reverse("targets:period_move", args=["lincang-2020", "2020Q1", "follow"]))
    assert "2020-04-16 自动截止" in client.get(there).text


def test_closing_names_missing_units(client, world):
    follow_calendar(world.period().opens_on)
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.planner)
    there = reverse("targets:periods", args=["lincang-2020"])
    assert "还有 1 个单位没有上报：镇康" in client.get(there).text
    closing = reverse("targets:period_move", args=["lincang-2020", "2020Q1", "close"])
    assert "1 个单位没有上报：镇康" in client.post(closing, follow=True).text
    client.force_login(world.clerk)
    assert "镇康" not in client.get(there).text


def test_days_of_the_calendar_are_set_on_the_page_of_the_plan(client, world):
    client.force_login(world.planner)
    there = reverse("plans:edit", args=["lincang-2020"])
    fields = {"title": "改", "document_number": "", "days_to_report": 10, "yellow_from": 10, "red_from": 30}
    days = {"by_calendar": "on", "days_open_before": 7, "days_of_grace": "", "days_to_lock": 40}
    assert client.post(there, fields | days).status_code == 302
    plan = Plan.objects.get(pk=world.plan.pk)
    assert (plan.by_calendar, plan.days_open_before, plan.days_of_grace, plan.days_to_lock) == (True, 7, 5, 40)
