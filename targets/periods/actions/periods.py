"""Open, close, lock and reopen a period, and set its due date."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import ISSUED, lock_plan, validated
from plans.models import Period
from targets.shares.actions.due_returns import ensure_returns
from targets.totals.stale_marks import mark_stale

# verb -> (allowed states before, state after)
PERIOD_MOVES = {
    "open": ((Period.State.PLANNED,), Period.State.OPEN),
    "close": ((Period.State.OPEN,), Period.State.CLOSED),
    "lock": ((Period.State.CLOSED,), Period.State.LOCKED),
    "reopen": ((Period.State.CLOSED, Period.State.LOCKED), Period.State.OPEN),
}


@transaction.atomic
def open_period(period: Period, *, by: Person, due_on: date | None = None) -> Period:
    """Open a period and create its returns: for every unit with a target due in it or with part in a task.

    With ``due_on`` its returns are due on that day; raises Refused for a day before the period ends.
    """
    if due_on is not None:
        set_due_date(period, by=by, due_on=due_on)
    return _move(period, "open", by=by)


@transaction.atomic
def close_period(period: Period, *, by: Person) -> Period:
    """Close a period: returns can no longer be written. The calendar leaves it alone from now on."""
    return _move(period, "close", by=by, by_hand=True)


@transaction.atomic
def lock_period(period: Period, *, by: Person) -> Period:
    """Lock a closed period: its numbers are published, no adjustment reaches back into it, and all leave ends."""
    return _move(period, "lock", by=by)


@transaction.atomic
def reopen_period(period: Period, *, by: Person, reason: str) -> Period:
    """Open a closed or locked period again; the calendar then leaves it alone. The audit trail keeps ``reason``."""
    if not reason.strip():
        raise Refused(_("Say why the period is opened again."), cells={"reason": _("Say why.")})
    return _move(period, "reopen", by=by, by_hand=True, reason=reason.strip())


@transaction.atomic
def return_to_calendar(period: Period, *, by: Person) -> Period:
    """Let the calendar of the plan open, close and lock the period again."""
    period = _lock(period, by=by)
    if not period.plan.by_calendar:
        raise Refused(_("This plan does not follow a calendar."), code="state")
    period.by_hand = False
    period.save(update_fields=["by_hand"])
    _record(period, "follow", by=by)
    return period


@transaction.atomic
def set_due_date(period: Period, *, by: Person, due_on: date) -> Period:
    """Set the last day for returns; not in a locked period.

    Where the plan follows a calendar, the period follows it again, by the new day.
    """
    period = _lock(period, by=by)
    if period.state == Period.State.LOCKED:
        raise Refused(_describe_refused_move(period), code="state")
    if due_on < period.end:
        words = _("Returns cannot be due before the period ends (%(end)s).") % {"end": period.end.isoformat()}
        raise Refused(words, cells={"due_on": words})
    before, period.due_on = period.due_on, due_on
    period.by_hand = period.by_hand and not period.plan.by_calendar
    validated(period).save(update_fields=["due_on", "by_hand"])
    _record(period, "due", by=by, due_on=[before, due_on])
    return period


def _move(period, verb, *, by, by_hand=False, **data):
    period = _lock(period, by=by)
    period.by_hand = by_hand or period.by_hand
    return apply_move_of_period(period, verb, by=by, **data)


def apply_move_of_period(period: Period, verb: str, *, by: Person | None, **data: Any) -> Period:
    """Apply a move of PERIOD_MOVES to a locked period of a locked plan; ``by`` is None for the calendar."""
    allowed, after = PERIOD_MOVES[verb]
    if period.state not in allowed:
        raise Refused(_describe_refused_move(period), code="state")
    period.state = after
    period.save(update_fields=["state", "by_hand"])
    if period.state == Period.State.LOCKED:
        data["leave"] = period.returns.exclude(leave_until=None).update(leave_until=None)
    if period.state == Period.State.OPEN:
        data["returns"] = ensure_returns(period.plan, [period])
        mark_stale(plan_id=period.plan_id, from_seq=_first_stale_seq(period))
    _record(period, verb, by=by, **data)
    return period


def _describe_refused_move(period):
    """What a period in this state allows, for somebody who tried something else."""
    words = {
        Period.State.PLANNED: _("%(period)s has not been opened yet. Open it first."),
        Period.State.OPEN: _("%(period)s is open already: units fill in. It can be closed, and locked after that."),
        Period.State.CLOSED: _("%(period)s is closed. It can be opened again with a reason, or locked."),
        Period.State.LOCKED: _(
            "%(period)s is locked: its numbers are final. Single returns are unlocked when their units ask; all of "
            "them by opening the period again with a reason."
        ),
    }
    return words[Period.State(period.state)] % {"period": period.name}


def _first_stale_seq(period):
    """Totals reach to the last period that has begun: one opened early needs those of the periods before it, too."""
    begun = period.plan.periods.filter(seq__lt=period.seq).exclude(state=Period.State.PLANNED)
    return (begun.aggregate(last=Max("seq"))["last"] or 0) + 1


def _lock(period, *, by):
    """The period, read again, with its row locked after that of its plan."""
    plan = lock_plan(period.plan, by=by, states=ISSUED)
    fresh = plan.periods.select_for_update().get(pk=period.pk)
    fresh.plan = plan
    return fresh


def _record(period, verb, *, by, **data):
    plan = period.plan
    record(by=by, verb=f"period.{verb}", on=f"{plan.code}/{period.code}", unit=plan.unit, data=data)
