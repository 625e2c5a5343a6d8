"""Requests of a clerk to write a closed or locked return or to correct an accepted one, and the decisions on them.

Late (补报): the period is closed; a reviewer above decides. Unlock (解锁): it is locked; a planner of the plan
decides. Correction (更正): the return was accepted; a reviewer above decides. Granting a request in a closed or locked
period gives leave until a day; the leave ends by itself, and when the period is locked. The model is ``Plea``.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Period
from targets.models import Plea, Return
from targets.periods.queries.leave_requests import get_deciding_authority, get_needed_kind
from targets.returns.actions.moves import lock_return
from targets.returns.actions.open_requests import record_request, require_not_own, settle_request
from targets.returns.actions.signing import lock_return_and_signatures
from targets.review.actions.review import open_for_correction
from targets.values.typed_texts import read_text

Kind = Plea.Kind
TEXT_MAX_LENGTH = 500


@transaction.atomic
def create_request(report: Return, *, kind: str, reason: str, by: Person) -> Plea:
    """Ask for what the return needs now: ``kind`` is a value of Plea.Kind. Raises Refused."""
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    if kind != get_needed_kind(report):
        raise Refused(_("This is not needed for the return as it stands now. Look at its page again."), code="state")
    reason = _require_text(reason, "reason", _("Say why you ask."))
    waiting = report.pleas.filter(state=Plea.State.WAITING).first()
    if waiting and waiting.kind == kind:
        raise Refused(_("You have asked already. It waits for an answer."), code="asked")
    if waiting:  # the period was locked or opened meanwhile, so nobody can grant it any more
        settle_request(waiting, Plea.State.WITHDRAWN)
    leave_request = Plea.objects.create(report=report, kind=kind, reason=reason, by=by)
    record_request(leave_request, report, "ask", by=by, reason=reason)
    return leave_request


@transaction.atomic
def withdraw_request(leave_request: Plea, *, by: Person) -> Plea:
    """Withdraw a request that nobody has decided. Raises Refused."""
    report, leave_request = _lock(leave_request)
    policy.require(by, Verb.FILL, report.participant)
    settle_request(leave_request, Plea.State.WITHDRAWN)
    record_request(leave_request, report, "unask", by=by)
    return leave_request


@transaction.atomic
def grant_request(leave_request: Plea, *, by: Person, until: date | None = None, answer: str = "") -> Plea:
    """Grant a request. In a closed or locked period ``until`` is the last day of the leave. Raises Refused."""
    report, leave_request = _lock(leave_request)
    _require_authority(leave_request, report, by)
    if leave_request.kind != get_needed_kind(report):
        raise Refused(_("The return or its period has changed meanwhile: this can't be granted now."), code="state")
    if report.period.state != Period.State.OPEN:
        _give_leave(leave_request, report, until)
    if leave_request.kind == Kind.CORRECTION:
        open_for_correction(report, by=by, reason=leave_request.reason)
    settle_request(leave_request, Plea.State.GRANTED, by=by, answer=answer)
    record_request(leave_request, report, "grant", by=by, until=leave_request.until, answer=leave_request.answer)
    return leave_request


@transaction.atomic
def refuse_request(leave_request: Plea, *, by: Person, answer: str) -> Plea:
    """Refuse a request with a reason. Raises Refused."""
    report, leave_request = _lock(leave_request)
    _require_authority(leave_request, report, by)
    answer = _require_text(answer, "answer", _("Say why it is not granted."))
    settle_request(leave_request, Plea.State.REFUSED, by=by, answer=answer)
    record_request(leave_request, report, "refuse", by=by, answer=leave_request.answer)
    return leave_request


def _lock(leave_request):
    """(its return, the request), read again and locked until the transaction ends. Raises Refused when decided.

    The period is locked as well: an action that locks the period comes before or after, never in between.
    """
    report = lock_return_and_signatures(leave_request.report)
    leave_request = Plea.objects.select_for_update().get(pk=leave_request.pk)
    leave_request.report = report
    if leave_request.state != Plea.State.WAITING:
        words = _("This has been settled already: %(state)s.") % {"state": leave_request.get_state_display()}
        raise Refused(words, code="state")
    return report, leave_request


def _require_authority(leave_request, report, by):
    verb, where = get_deciding_authority(leave_request.kind, report)
    policy.require(by, verb, where)
    require_not_own(leave_request, by)


def _give_leave(leave_request, report, until):
    """Set the last day. A correction in a locked period does not extend the leave that a planner gave."""
    until = _require_last_day(until)
    bound = report.period.state == Period.State.LOCKED and leave_request.kind == Kind.CORRECTION
    if bound and until > report.leave_until:
        words = _("The period is locked, and the leave to write this return ends on %(day)s.")
        words %= {"day": report.leave_until.isoformat()}
        raise Refused(words, cells={"until": words})
    report.leave_until = leave_request.until = until
    report.save(update_fields=["leave_until"])


def _require_last_day(until):
    if until is None:
        words = _("Say until which day the return may be written.")
        raise Refused(words, cells={"until": words})
    if until < timezone.localdate():
        words = _("This day is over.")
        raise Refused(words, cells={"until": words})
    return until


def _require_text(text, field, message):
    if not text.strip():
        raise Refused(message, cells={field: message})
    return read_text(text, most=TEXT_MAX_LENGTH, field=field)
