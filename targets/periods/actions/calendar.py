"""The calendar of plans: periods open, close and are locked on their days, without anybody at the desk."""

import logging

from django.db import transaction

from plans.models import Period, Plan
from targets.periods.actions.periods import apply

log = logging.getLogger(__name__)
State = Period.State


def follow_calendar(today):
    """Bring the periods of every plan that follows its calendar to where they should be on ``today``.

    Run it as often as one likes: what is there already is left alone, and days that were missed are caught up. Plans
    go one by one; the ids of those that failed are returned, and why is in the log.
    """
    failed = []
    plans = Plan.objects.filter(by_calendar=True, state=Plan.State.ISSUED).order_by("pk")
    for plan_id in plans.values_list("pk", flat=True):
        try:
            _follow(plan_id, today)
        except Exception:  # one plan's trouble must not keep another's counties waiting
            log.exception("the calendar of plan %s could not be followed", plan_id)
            failed.append(plan_id)
    return failed


@transaction.atomic
def _follow(plan_id, today):
    due = Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True)
    plan = due.filter(pk=plan_id, by_calendar=True, state=Plan.State.ISSUED).first()
    if plan is None:  # closed, or taken off the calendar, this very moment
        return
    for period in plan.periods.select_for_update().order_by("seq"):
        period.plan = plan
        while verb := next_move(period, today):
            apply(period, verb, by=None)


def next_move(period, today):
    """What the calendar does to the period on ``today``: a verb of MOVES, or "".

    One that nobody could write yet, as it was never open, is not shut unseen when its days are over (the machine was
    off, or the plan has just begun to follow its calendar): it opens, and people close it.
    """
    if period.state == State.PLANNED and today >= period.opens_on:
        period.by_hand = period.by_hand or today >= period.closes_on
        return "open"
    if period.by_hand:
        return ""
    if period.state == State.OPEN and today >= period.closes_on:
        return "close"
    return "lock" if period.state == State.CLOSED and today >= period.locks_on else ""
