"""Open, close, lock and reopen a period."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import ISSUED, lock_plan, validated
from plans.models import Period
from targets.shares.actions.due_returns import ensure_returns
from targets.totals.stale_marks import mark_stale

# The moves that there are: verb -> the states from which, and where to.
MOVES = {
    "open": ((Period.State.PLANNED,), Period.State.OPEN),
    "close": ((Period.State.OPEN,), Period.State.CLOSED),
    "lock": ((Period.State.CLOSED,), Period.State.LOCKED),
    "reopen": ((Period.State.CLOSED, Period.State.LOCKED), Period.State.OPEN),
}


@transaction.atomic
def open_period(period, *, by):
    """Open a period: a return waits for everybody who owes something due in it, leads a task or assists in one."""
    return _move(period, "open", by=by)


@transaction.atomic
def close_period(period, *, by):
    """Close a period: returns can no longer be written. From now on the calendar leaves it to people."""
    return _move(period, "close", by=by, by_hand=True)


@transaction.atomic
def lock_period(period, *, by):
    """Lock a closed period: its numbers are published, and no adjustment reaches back into it. All leave ends."""
    return _move(period, "lock", by=by)


@transaction.atomic
def reopen_period(period, *, by, reason):
    """Open a closed or locked period once more; the calendar then leaves it alone. ``reason`` is kept in the trail."""
    if not reason.strip():
        raise Refused(_("Say why the period is opened again."), cells={"reason": _("Say why.")})
    return _move(period, "reopen", by=by, by_hand=True, reason=reason.strip())


@transaction.atomic
def follow_again(period, *, by):
    """Give a period that is kept by hand back to the calendar of its plan."""
    period = _held(period, by=by)
    if not period.plan.by_calendar:
        raise Refused(_("This plan does not follow a calendar."), code="state")
    period.by_hand = False
    period.save(update_fields=["by_hand"])
    _record(period, "follow", by=by)
    return period


@transaction.atomic
def set_due_date(period, *, by, due_on):
    """Set the day until which returns are asked for; not in a locked period.

    A plan that follows a calendar goes by the new day from then on, also in a period that was kept by hand.
    """
    period = _held(period, by=by)
    if period.state == Period.State.LOCKED:
        raise Refused(_("The period is locked."), code="state")
    if due_on < period.end:
        words = _("Returns cannot be due before the period ends (%(end)s).") % {"end": period.end.isoformat()}
        raise Refused(words, cells={"due_on": words})
    before, period.due_on = period.due_on, due_on
    period.by_hand = period.by_hand and not period.plan.by_calendar
    validated(period).save(update_fields=["due_on", "by_hand"])
    _record(period, "due", by=by, due_on=[before, due_on])
    return period


def _move(period, verb, *, by, by_hand=False, **data):
    period = _held(period, by=by)
    period.by_hand = by_hand or period.by_hand
    return apply(period, verb, by=by, **data)


def apply(period, verb, *, by, **data):
    """Make the move of MOVES on a period that is held, its plan held before it; ``by`` is None for the calendar."""
    allowed, after = MOVES[verb]
    if period.state not in allowed:
        words = _("This cannot be done to a period that is %(state)s.") % {"state": period.get_state_display()}
        raise Refused(words, code="state")
    period.state = after
    period.save(update_fields=["state", "by_hand"])
    if period.state == Period.State.LOCKED:
        data["leave"] = period.returns.exclude(leave_until=None).update(leave_until=None)
    if period.state == Period.State.OPEN:
        data["returns"] = ensure_returns(period.plan, [period])
        mark_stale(plan_id=period.plan_id, from_seq=_first_new(period))
    _record(period, verb, by=by, **data)
    return period


def _first_new(period):
    """Totals reach to the last period that has begun, so one that is opened ahead of others brings theirs along."""
    begun = period.plan.periods.filter(seq__lt=period.seq).exclude(state=Period.State.PLANNED)
    return (begun.aggregate(last=Max("seq"))["last"] or 0) + 1


def _held(period, *, by):
    """The period as it stands now, its row and its plan's locked."""
    plan = lock_plan(period.plan, by=by, states=ISSUED)
    fresh = plan.periods.select_for_update().get(pk=period.pk)
    fresh.plan = plan
    return fresh


def _record(period, verb, *, by, **data):
    plan = period.plan
    record(by=by, verb=f"period.{verb}", on=f"{plan.code}/{period.code}", unit=plan.unit, data=data)
