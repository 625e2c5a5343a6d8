"""What every move of a return needs: the row locked, the guards, and the mark with the audit row beside it.

Twenty of these come in a second, and Django takes longer to put a statement together than the database to answer it:
what every move asks stands here as it is sent.
"""

from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import LIVING, WHY_NOT
from plans.models import Participant, Period, Plan
from targets.actions.history import keep_basis
from targets.models import Return
from targets.models.report import MOVES, STANDING, State
from targets.prepared import Prepared
from targets.rollup.marks import mark

# Shared: any number of returns move at once, but the period (and with it the plan) is closed before or after, never
# meanwhile. Always taken before the returns, so that nobody who holds a return waits for one who closes.
_KEEP_PERIOD = "SELECT state FROM plans_period WHERE id = %s FOR SHARE"


def _columns(model, alias):
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


_KEEP_PERIOD_OF = Prepared(
    "keep_period_of",
    f"""
SELECT {_columns(Period, "p")} FROM plans_period p JOIN targets_return r ON r.period_id = p.id
WHERE r.id = %(report)s FOR SHARE OF p
""",
)
# The plan is read here: once its period is kept, it is not closed either.
_HOLD = Prepared(
    "hold_return",
    f"""
SELECT {_columns(Return, "r")}, {_columns(Participant, "m")}, {_columns(Plan, "n")}
FROM targets_return r JOIN plans_participant m ON m.id = r.participant_id, plans_plan n
WHERE r.id = %(report)s AND n.id = %(plan)s FOR UPDATE OF r
""",
)
# All that a move changes.
_MOVING = ("state", "correcting", "submitted_id", "accepted_id", "reviewer_id", "first_submitted_at", "changed_at")
_SAVE = Prepared(
    "save_return",
    f"""
UPDATE targets_return SET {", ".join(f"{name} = %({name})s" for name in _MOVING)} WHERE id = %(id)s
""",
)


def keep_period(period):
    """``period`` as it stands now, kept from being closed, locked or opened until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_PERIOD, [period.pk])
        period.state = cursor.fetchone()[0]
    return period


def lock(report_id):
    """The return, locked: a cell saved while its return is being submitted would otherwise be lost.

    Its period is kept as it is, and read after that: nothing slips into one that is closed or locked meanwhile.
    """
    with connection.cursor() as cursor:
        _KEEP_PERIOD_OF.run(cursor, {"report": report_id})
        kept = cursor.fetchone()
        if kept is None:
            raise Return.DoesNotExist(f"there is no return {report_id}")
        period, *_rest = _objects(kept, Period)
        _HOLD.run(cursor, {"report": report_id, "plan": period.plan_id})
        report, participant, period.plan = _objects(cursor.fetchone(), Return, Participant, Plan)
    report.period, report.participant = period, participant
    return report


def _objects(row, *models):
    """The objects whose ``_columns`` follow each other in a row."""
    made, rest = [], list(row)
    for model in models:
        names = [field.attname for field in model._meta.concrete_fields]
        made.append(model.from_db(DEFAULT_DB_ALIAS, names, rest[: len(names)]))
        rest = rest[len(names) :]
    return made


def require_open(report):
    """Raise Refused unless the period takes returns."""
    require_open_period(report.period)


def require_open_period(period):
    if period.state != Period.State.OPEN:
        raise Refused(_("%(period)s is not open; ask the planner to open it.") % {"period": period.code}, code="period")


def require_unlocked(report):
    """Raise Refused in a locked period, whose numbers are final, and in a plan that is closed."""
    if report.period.plan.state == Plan.State.CLOSED:
        raise Refused(WHY_NOT[LIVING], code="state")
    if report.period.state == Period.State.LOCKED:
        raise Refused(_("%(period)s is locked.") % {"period": report.period.code}, code="period")


def require_editable(report):
    require_open(report)
    if not report.editable:
        raise Refused(
            _("The return is %(state)s and can't be changed now.") % {"state": report.get_state_display()}, code="state"
        )


def move(report, verb):
    """Set the state that ``verb`` leads to, or raise Refused when there is no such move from where it is."""
    if report.state not in MOVES[verb] or (verb == "submit" and not report.editable):
        raise Refused(
            _("The return is %(state)s; this can't be done now.") % {"state": report.get_state_display()}, code="state"
        )
    report.state = MOVES[verb][State(report.state)]
    report.changed_at = timezone.now()


def keep(report, verb, *, by, data=None, bulk=False, stale=True):
    """Save the return with its audit row and (when totals change) its mark. Inside the caller's transaction."""
    if report.state not in STANDING:
        report.submitted = None
    _save(report)
    if stale:
        keep_basis([report.pk], verb, by=by)
        mark(
            plan_id=report.period.plan_id,
            participant_id=report.participant_id,
            from_seq=report.period.seq,
            bulk=bulk,
        )
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data=data)
    return report


def _save(report):
    with connection.cursor() as cursor:
        _SAVE.run(cursor, {name: getattr(report, name) for name in ("id", *_MOVING)})
