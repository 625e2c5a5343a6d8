"""The calendar of plans: periods are opened, closed and locked automatically on their days."""

import logging
from datetime import date

from django.db import transaction

from plans.models import Period, Plan
from targets.periods.actions.periods import apply_move_of_period

log = logging.getLogger(__name__)
State = Period.State


def follow_calendar(today: date) -> list[int]:
    """Bring the periods of every plan that follows its calendar to their state of ``today``.

    Idempotent; missed days are caught up. Plans are handled one by one. Returns the ids of those that failed; the
    errors are logged.
    """
    failed = []
    plans = Plan.objects.filter(by_calendar=True, state=Plan.State.ISSUED).order_by("pk")
    for plan_id in plans.values_list("pk", flat=True):
        try:
            _apply_due_moves(plan_id, today)
        except Exception:  # an error in one plan must not stop the others
            log.exception("the calendar of plan %s could not be followed", plan_id)
            failed.append(plan_id)
    return failed


@transaction.atomic
def _apply_due_moves(plan_id, today):
    due = Plan.objects.select_related("unit").select_for_update(of=("self",), no_key=True)
    plan = due.filter(pk=plan_id, by_calendar=True, state=Plan.State.ISSUED).first()
    if plan is None:  # closed or taken off the calendar meanwhile
        return
    for period in plan.periods.select_for_update().order_by("seq"):
        period.plan = plan
        while verb := get_next_move(period, today):
            apply_move_of_period(period, verb, by=None)


def get_next_move(period: Period, today: date) -> str:
    """What the calendar does to the period on ``today``: a verb of PERIOD_MOVES, or "".

    A period whose days passed before it was ever open (the machine was off, or the plan has just begun to follow its
    calendar) is opened and then left to people: nobody could have written its returns yet. Sets ``by_hand`` for that.
    """
    if period.state == State.PLANNED and today >= period.opens_on:
        period.by_hand = period.by_hand or today >= period.closes_on
        return "open"
    if period.by_hand:
        return ""
    if period.state == State.OPEN and today >= period.closes_on:
        return "close"
    return "lock" if period.state == State.CLOSED and today >= period.locks_on else ""
