"""Steps of the tests of requests: a period is closed, a clerk asks, a reviewer or planner agrees."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from targets.models import Plea
from targets.periods.actions import leave_requests, periods
from targets.returns.actions.draft import FigureInput, save_figure

LATE, UNLOCK, CORRECTION = Plea.Kind.LATE, Plea.Kind.UNLOCK, Plea.Kind.CORRECTION
SEVEN = FigureInput(value=Decimal(7))


def close_first_period(world, state="closed"):
    """Close the first period, and lock it when asked to; its report of 永德 as it stands then."""
    periods.close_period(world.period(), by=world.planner)
    if state == "locked":
        periods.lock_period(world.period(), by=world.planner)
    return world.report()


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def ask_for(world, report, kind, by=None):
    return leave_requests.create_request(report, kind=kind, reason="停电", by=by or world.clerk)


def ask_and_grant(world, report, kind, days=3):
    who = world.planner if kind == UNLOCK else world.reviewer
    leave_requests.grant_request(ask_for(world, report, kind), by=who, until=today(days))
    report.refresh_from_db()
    return report


def save_seven(world, report):
    return save_figure(report, world.targets["add"], SEVEN, by=world.clerk, seen=0)
