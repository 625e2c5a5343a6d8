"""What a return needs before its unit can change it: the kind of request (``Plea``) that its clerk would make."""

from plans.models import Period, Plan
from targets.models import Plea, Return
from targets.models.report import State

Kind = Plea.Kind


def get_needed_kind(report: Return) -> str:
    """The kind of request without which the unit can't change this return now; "" when none is needed or would help."""
    if report.period.plan.state == Plan.State.CLOSED:
        return ""
    accepted = report.state == State.ACCEPTED and not report.correcting
    if not (report.editable or accepted):
        return ""  # submitted: it waits for the review
    if report.period.state == Period.State.LOCKED and not report.has_leave:
        return Kind.UNLOCK
    if accepted:
        return Kind.CORRECTION
    return "" if report.open_now else Kind.LATE
