"""Opening, closing, locking and reopening a period, and the returns that wait in an open one."""

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import ISSUED, checked, held
from plans.models import Period
from targets.rollup.marks import mark

# The moves that there are: verb -> the states from which, and where to.
MOVES = {
    "open": ((Period.State.PLANNED,), Period.State.OPEN),
    "close": ((Period.State.OPEN,), Period.State.CLOSED),
    "lock": ((Period.State.CLOSED,), Period.State.LOCKED),
    "reopen": ((Period.State.CLOSED, Period.State.LOCKED), Period.State.OPEN),
}

# Whoever leads a task that has begun by then, or owes something that is due: the allocation in force is the one of the
# greatest from_seq that has come. In a plan whose units sign, also whoever stands above others, but for the plan's own
# unit. Who only assists in a task has a return that may stay empty; so has whoever is no longer asked for anything.
# One statement for a whole province; the conflict is a return that is there already. Only those that may stay empty now
# and might not before (or the other way round) are locked, by their number like everywhere: an import or a clerk who is
# typing is not waited for, and never in a circle.
_MAKE_RETURNS = """
    WITH part AS (
        SELECT u.unit_id, bool_or(u.part = 'lead') AS leads
        FROM plans_taskunit u JOIN plans_task t ON t.id = u.task_id
        WHERE t.plan_id = %(plan)s AND (t.start_on IS NULL OR t.start_on <= %(end)s) GROUP BY u.unit_id
    ),
    asked AS (
        SELECT p.id, part.unit_id, coalesce(part.leads, FALSE) OR (%(signed)s AND p.depth > 0 AND EXISTS (
            SELECT 1 FROM plans_participant c WHERE c.parent_id = p.id)) OR EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT ON (a.target_id) a.own
                FROM targets_allocation a
                WHERE a.participant_id = p.id AND NOT a.replaced AND a.from_seq <= %(seq)s
                  AND a.target_id = ANY(%(due)s)
                ORDER BY a.target_id, a.from_seq DESC
            ) AS in_force
            WHERE in_force.own IS NOT NULL) AS must
        FROM plans_participant p LEFT JOIN part ON part.unit_id = p.unit_id
        WHERE p.plan_id = %(plan)s
    ),
    otherwise AS (
        SELECT r.id, NOT a.must AS optional FROM targets_return r JOIN asked a ON a.id = r.participant_id
        WHERE r.period_id = %(period)s AND r.optional = a.must
        ORDER BY r.id FOR NO KEY UPDATE OF r
    ),
    changed AS (
        UPDATE targets_return r SET optional = o.optional FROM otherwise o WHERE r.id = o.id RETURNING r.id
    ),
    made AS (
        INSERT INTO targets_return (participant_id, period_id, state, correcting, changed_at, optional)
        SELECT id, %(period)s, 'draft', FALSE, now(), NOT must FROM asked WHERE must OR unit_id IS NOT NULL ORDER BY id
        ON CONFLICT (participant_id, period_id) DO NOTHING
        RETURNING id
    )
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM made)
"""


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
    checked(period).save(update_fields=["due_on", "by_hand"])
    _record(period, "due", by=by, due_on=[before, due_on])
    return period


def ensure_returns(plan, periods=None):
    """Make the returns that are still missing in the plan's open periods (or in ``periods``), and say which may stay
    empty; how many were made or are otherwise now.

    Call it with the plan held and inside the transaction of whatever made them necessary.
    """
    if periods is None:
        periods = plan.periods.filter(state=Period.State.OPEN)
    frequencies = list(plan.targets.values_list("pk", "frequency"))
    made = 0
    with connection.cursor() as cursor:
        for period in periods:
            due = [pk for pk, frequency in frequencies if period.falls_due(frequency)]
            given = {"plan": plan.pk, "period": period.pk, "seq": period.seq, "due": due, "signed": plan.signed}
            given["end"] = period.end
            cursor.execute(_MAKE_RETURNS, given)
            made += cursor.fetchone()[0]
    return made


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
        mark(plan_id=period.plan_id, from_seq=_first_new(period))
    _record(period, verb, by=by, **data)
    return period


def _first_new(period):
    """Totals reach to the last period that has begun, so one that is opened ahead of others brings theirs along."""
    begun = period.plan.periods.filter(seq__lt=period.seq).exclude(state=Period.State.PLANNED)
    return (begun.aggregate(last=Max("seq"))["last"] or 0) + 1


def _held(period, *, by):
    """The period as it stands now, its row and its plan's locked."""
    plan = held(period.plan, by=by, states=ISSUED)
    fresh = plan.periods.select_for_update().get(pk=period.pk)
    fresh.plan = plan
    return fresh


def _record(period, verb, *, by, **data):
    plan = period.plan
    record(by=by, verb=f"period.{verb}", on=f"{plan.code}/{period.code}", unit=plan.unit, data=data)
