"""What every move of a return needs: locks, guards, the new state, and saving it with its mark and audit row."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import NOT_CLOSED, STATE_REFUSALS
from plans.models import Participant, Period, Plan
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.models import Return
from targets.models.report import MOVES, STANDING, State
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.open_requests import close_outdated_request
from targets.returns.actions.swings import store_swings
from targets.returns.refusals import describe_refused_move
from targets.totals.stale_marks import mark_stale

# FOR SHARE, which the ORM cannot say: any number of returns move at once, but the period (and with it the plan) is
# closed before or after them, never meanwhile. Always taken before the lock of a return: a transaction that holds a
# return must not wait for one that closes the period.
_LOCK_PERIOD = "SELECT state FROM plans_period WHERE id = %s FOR SHARE"
# Both locks in one statement, taken in the order in which they are written. A transaction that had to wait gets the two
# rows as they are afterwards; the plan comes as it was when the statement began, and is read again where it matters.
# Sent at every cell saved: 0.28 ms; as two statements, the second one by the ORM, 1.24 ms (100 targets, 129 counties).
_LOCK_RETURN = Prepared(
    "lock_return",
    f"""
SELECT {columns(r=Return, p=Period, n=Plan, u=Participant)}
FROM targets_return r JOIN plans_period p ON p.id = r.period_id JOIN plans_plan n ON n.id = p.plan_id
    JOIN plans_participant u ON u.id = r.participant_id
WHERE r.id = %(report)s FOR SHARE OF p FOR NO KEY UPDATE OF r
""",
)
# The fields that moves change.
_MOVE_FIELDS = (
    "state", "correcting", "submitted", "accepted", "reviewer", "first_submitted_at", "changed_at", "leave_until",
)  # fmt: skip


def lock_period_for_share(period: Period) -> Period:
    """Keep ``period`` from being closed, locked or opened until the transaction ends; its state is read again.

    Its plan stays open as well: closing a plan locks its periods first, and needs all of them closed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_PERIOD, [period.pk])
        period.state = cursor.fetchone()[0]
    if period.state != Period.State.OPEN:
        period.plan.refresh_from_db(fields=["state"])
    return period


def lock_return(report_id: int) -> Return:
    """The return, locked, with its period (locked for share), plan and participant.

    Without the lock, a cell saved while its return is being submitted would be lost; without that of the period, a
    move could slip into a period that is closed meanwhile. Raises Return.DoesNotExist.
    """
    with connection.cursor() as cursor:
        _LOCK_RETURN.run(cursor, {"report": report_id})
        row = cursor.fetchone()
    if row is None:
        raise Return.DoesNotExist(f"there is no return {report_id}")
    report, report.period, report.period.plan, report.participant, _rest = models(
        row, Return, Period, Plan, Participant
    )
    if report.period.state != Period.State.OPEN:
        report.period.plan.refresh_from_db(fields=["state"])
    return report


def require_open(report: Return) -> None:
    """Raise Refused unless the period is open, or this return has leave (补报, 解锁) until today or later."""
    require_open_period(report.period, [report])


def require_open_period(period: Period, reports=()) -> None:
    """As ``require_open``, for all of these returns of the period."""
    if period.state == Period.State.OPEN or (reports and all(report.open_now for report in reports)):
        return
    words = _("%(period)s is not open. Whoever fills in the return can ask for leave to write it.")
    raise Refused(words % {"period": period.name}, code="period")


def require_unlocked(report: Return) -> None:
    """Raise Refused in a closed plan, and in a locked period (its numbers are final) unless the return has leave."""
    if report.period.plan.state == Plan.State.CLOSED:
        raise Refused(STATE_REFUSALS[NOT_CLOSED], code="state")
    if not report.unlocked:
        words = _(
            "%(period)s is locked: its numbers are final. %(unit)s can ask on the page of its return to have it "
            "unlocked; the planner decides."
        )
        names = {"period": report.period.name, "unit": report.participant.short_name}
        raise Refused(words % names, code="period")


def require_editable(report: Return) -> None:
    """Raise Refused unless figures and progress can be typed into the return now."""
    require_open(report)
    if not report.editable:
        raise Refused(describe_refused_move(report, "change"), code="state")


def give_leave_in_closed_period(report: Return) -> bool:
    """Give a return that is sent back or opened in a closed period leave to be corrected: its unit would have to ask.

    Returns whether the period is closed; the caller saves the return. A locked period can only be opened by the
    planner.
    """
    if report.period.state != Period.State.CLOSED:
        return False
    days = max(report.period.plan.days_of_grace, 1)
    until = timezone.localdate() + timedelta(days=days)
    report.leave_until = max(report.leave_until or until, until)
    return True


def apply_move(report: Return, verb: str) -> None:
    """Set the state to which ``verb`` leads (unsaved). Raises Refused when the return's state has no such move."""
    if report.state not in MOVES[verb] or (verb == "submit" and not report.editable):
        raise Refused(describe_refused_move(report, verb), code="state")
    report.state = MOVES[verb][State(report.state)]
    report.changed_at = timezone.now()


def save_move(
    report: Return,
    verb: str,
    *,
    by,
    data: dict[str, Any] | None = None,
    bulk: bool = False,
    changes_totals: bool = True,
) -> Return:
    """Save a moved return with its audit row and, when ``changes_totals``, its basis history and the mark that has the
    totals settled again (``bulk``: after those of people). In the caller's transaction."""
    if report.state not in STANDING:
        report.submitted = None
    report.save(update_fields=_MOVE_FIELDS)
    if changes_totals:
        record_basis([report.pk], verb, by=by)
        if verb != "accept":
            store_swings([report.pk])
        mark_stale(
            plan_id=report.period.plan_id,
            participant_id=report.participant_id,
            from_seq=report.period.seq,
            bulk=bulk,
        )
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data=data)
    close_outdated_request(report, verb, by=by)
    return report
