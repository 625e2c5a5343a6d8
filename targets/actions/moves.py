"""What every move of a return needs: the row locked, the guards, and the mark with the audit row beside it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from plans.models import Period
from targets.models import Return
from targets.models.report import MOVES, STANDING, State
from targets.rollup.marks import mark


def lock(report_id):
    """The return, locked: a cell saved while its return is being submitted would otherwise be lost."""
    return (
        Return.objects.select_for_update(of=("self",)).select_related("period__plan", "participant").get(pk=report_id)
    )


def require_open(report):
    """Raise Refused unless the period takes returns."""
    if report.period.state != Period.State.OPEN:
        raise Refused(
            _("%(period)s is not open; ask the planner to open it.") % {"period": report.period.code}, code="period"
        )


def require_unlocked(report):
    """Raise Refused in a locked period: its numbers are final."""
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
    report.save()
    if stale:
        mark(
            plan_id=report.period.plan_id,
            participant_id=report.participant_id,
            from_seq=report.period.seq,
            bulk=bulk,
        )
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data=data)
    return report
