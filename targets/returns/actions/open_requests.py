"""Settle the request (``Plea``) that waits at a return. A move that leaves nothing to ask for closes it: else it would
come back to its reviewer when the return stands once more as it did, and open what nobody asked to open."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.errors import Refused
from targets.models import Plea, Return
from targets.returns.queries.needed_requests import get_needed_kind
from targets.values.typed_texts import read_text

ANSWER_MAX_LENGTH = 500
CLOSING_MOVES = ("submit", "send_back", "recheck", "unaccept")  # after them another request is needed, or none


def settle_request(leave_request: Plea, state: str, *, by=None, answer: str = "") -> None:
    """Save the state of a request, and who decided it when ``by`` is given."""
    leave_request.state, leave_request.answer = state, read_text(answer, most=ANSWER_MAX_LENGTH, field="answer")
    if by is not None:
        leave_request.decided_by, leave_request.decided_at = by, timezone.now()
    leave_request.save()


def record_request(leave_request: Plea, report: Return, verb: str, *, by, **data: Any) -> None:
    """The audit row of a request; ``data`` without what is empty."""
    data = {"plea": leave_request.kind} | {name: value for name, value in data.items() if value}
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data=data)


def require_not_own(leave_request: Plea, by) -> None:
    """Raise Refused for a person who asked."""
    if leave_request.by_id == by.pk:
        raise Refused(_("Nobody decides what they asked for themselves."), code="own")


def grant_waiting_correction(report: Return, *, by, answer: str) -> None:
    """Answer the request for a correction that waits at a locked return which has just been opened for one. Raises
    Refused for the person who asked."""
    waiting = report.pleas.filter(state=Plea.State.WAITING, kind=Plea.Kind.CORRECTION).first()
    if waiting is None:
        return
    require_not_own(waiting, by)
    waiting.until = report.leave_until
    settle_request(waiting, Plea.State.GRANTED, by=by, answer=answer)
    record_request(waiting, report, "grant", by=by, until=waiting.until, answer=waiting.answer)


def close_outdated_request(report: Return, verb: str, *, by) -> None:
    """Close the request that waits at a locked return, when its move ``verb`` leaves no need of it."""
    if verb not in CLOSING_MOVES:
        return
    waiting = report.pleas.filter(state=Plea.State.WAITING).first()
    if waiting is not None and waiting.kind != get_needed_kind(report):
        settle_request(waiting, Plea.State.OUTDATED, by=by)
        record_request(waiting, report, "outdate", by=by)
