"""What every move of a return needs: the row locked, the guards, and the mark with the audit row beside it.

Twenty of these come in a second, and Django takes longer to put a statement together than the database to answer it:
what every move asks stands here as it is sent.
"""

from datetime import timedelta

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
from targets.totals.stale_marks import mark_stale

# Shared: any number of returns move at once, but the period (and with it the plan) is closed before or after, never
# meanwhile. Always taken before the returns, so that nobody who holds a return waits for one who closes.
_LOCK_PERIOD = "SELECT state FROM plans_period WHERE id = %s FOR SHARE"
# One statement for both locks, taken in the order in which they are written. Whoever had to wait gets the two rows as
# they are then; the plan comes as it was when the statement began, and is read again where it matters.
_LOCK_RETURN = Prepared(
    "lock_return",
    f"""
SELECT {columns(r=Return, p=Period, n=Plan, u=Participant)}
FROM targets_return r JOIN plans_period p ON p.id = r.period_id JOIN plans_plan n ON n.id = p.plan_id
    JOIN plans_participant u ON u.id = r.participant_id
WHERE r.id = %(report)s FOR SHARE OF p FOR NO KEY UPDATE OF r
""",
)
# All that a move changes.
_MOVE_FIELDS = (
    "state", "correcting", "submitted_id", "accepted_id", "reviewer_id", "first_submitted_at", "changed_at",
    "leave_until",
)  # fmt: skip
_UPDATE_RETURN = Prepared(
    "save_return",
    f"""
UPDATE targets_return SET {", ".join(f"{name} = %({name})s" for name in _MOVE_FIELDS)} WHERE id = %(id)s
""",
)


def lock_period_for_share(period):
    """``period`` as it stands now, kept from being closed, locked or opened until the transaction ends.

    Its plan, too: whoever closes a plan takes its periods first. (While one is open, the plan can't be closed.)
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_PERIOD, [period.pk])
        period.state = cursor.fetchone()[0]
    if period.state != Period.State.OPEN:
        period.plan.refresh_from_db(fields=["state"])
    return period


def lock_return(report_id):
    """The return, locked: a cell saved while its return is being submitted would otherwise be lost.

    Its period is kept as it is, and read after that: nothing slips into one that is closed or locked meanwhile.
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


def require_open(report):
    """Raise Refused unless the period takes returns, or this one has leave (补报, 解锁) until today or later."""
    require_open_period(report.period, [report])


def require_open_period(period, reports=()):
    """As ``require_open``, for all of these returns of the period."""
    if period.state == Period.State.OPEN or (reports and all(report.open_now for report in reports)):
        return
    words = _("%(period)s is not open. Whoever fills in the return can ask for leave to write it.")
    raise Refused(words % {"period": period.name}, code="period")


def require_unlocked(report):
    """Raise Refused in a locked period, whose numbers are final (unless the return has leave), and in a closed plan."""
    if report.period.plan.state == Plan.State.CLOSED:
        raise Refused(STATE_REFUSALS[NOT_CLOSED], code="state")
    if not report.unlocked:
        raise Refused(_("%(period)s is locked.") % {"period": report.period.name}, code="period")


def extend_deadline_after_send_back(report):
    """Leave to mend what a reviewer sends back when the period is closed: else its unit would have to ask for it.

    Whether any was needed; the caller saves the return. A locked period is the planner's to open.
    """
    if report.period.state != Period.State.CLOSED:
        return False
    days = max(report.period.plan.days_of_grace, 1)
    until = timezone.localdate() + timedelta(days=days)
    report.leave_until = max(report.leave_until or until, until)
    return True


def require_editable(report):
    require_open(report)
    if not report.editable:
        raise Refused(
            _("The return is %(state)s and can't be changed now.") % {"state": report.get_state_display()}, code="state"
        )


def apply_move(report, verb):
    """Set the state that ``verb`` leads to, or raise Refused when there is no such move from where it is."""
    if report.state not in MOVES[verb] or (verb == "submit" and not report.editable):
        raise Refused(
            _("The return is %(state)s; this can't be done now.") % {"state": report.get_state_display()}, code="state"
        )
    report.state = MOVES[verb][State(report.state)]
    report.changed_at = timezone.now()


def save_move(report, verb, *, by, data=None, bulk=False, stale=True):
    """Save the return with its audit row and (when totals change) its mark. Inside the caller's transaction."""
    if report.state not in STANDING:
        report.submitted = None
    _update_return(report)
    if stale:
        record_basis([report.pk], verb, by=by)
        mark_stale(
            plan_id=report.period.plan_id,
            participant_id=report.participant_id,
            from_seq=report.period.seq,
            bulk=bulk,
        )
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data=data)
    return report


def _update_return(report):
    with connection.cursor() as cursor:
        _UPDATE_RETURN.run(cursor, {name: getattr(report, name) for name in ("id", *_MOVE_FIELDS)})
