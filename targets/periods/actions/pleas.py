"""A clerk asks to write a return that is shut, or to correct one that was accepted; those above decide.

Late (补报): the period is closed, and a reviewer above decides. Unlock (解锁): it is locked, and a planner of the plan
decides, as for all that is locked. Correction (更正): the return was accepted, and a reviewer above decides. What is
granted for a shut period is leave until a day; it ends by itself, and when the period is locked.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from plans.models import Period
from targets.models import Plea
from targets.periods.queries.pleas import decides, needed
from targets.returns.actions.moves import lock_return
from targets.returns.actions.signing import lock_return_and_signatures
from targets.review.actions.review import grant_correction

Kind = Plea.Kind


@transaction.atomic
def ask(report, *, kind, reason, by):
    """Ask for what the return needs now (``kind``, a word of Plea.Kind), and say why. Returns the Plea."""
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    if kind != needed(report):
        raise Refused(_("This is not needed for the return as it stands now. Look at its page again."), code="state")
    reason = _said(reason, "reason", _("Say why you ask."))
    waiting = report.pleas.filter(state=Plea.State.WAITING).first()
    if waiting and waiting.kind == kind:
        raise Refused(_("You have asked already. It waits for an answer."), code="asked")
    if waiting:  # the period was locked or opened meanwhile, and nobody can grant it any more
        _settle(waiting, Plea.State.WITHDRAWN)
    plea = Plea.objects.create(report=report, kind=kind, reason=reason, by=by)
    _record(plea, report, "ask", by=by, reason=reason)
    return plea


@transaction.atomic
def withdraw_plea(plea, *, by):
    """Take a plea back that nobody has decided."""
    report, plea = _held(plea)
    policy.require(by, Verb.FILL, report.participant)
    _settle(plea, Plea.State.WITHDRAWN)
    _record(plea, report, "unask", by=by)
    return plea


@transaction.atomic
def grant(plea, *, by, until=None, answer=""):
    """Grant a plea. Where the period is shut, ``until`` is the last day on which the return may be written."""
    report, plea = _held(plea)
    _require_decider(plea, report, by)
    if plea.kind != needed(report):
        raise Refused(_("The return or its period has changed meanwhile: this can't be granted now."), code="state")
    if report.period.state != Period.State.OPEN:
        _give_leave(plea, report, until)
    if plea.kind == Kind.CORRECTION:
        grant_correction(report, by=by, reason=plea.reason)
    _settle(plea, Plea.State.GRANTED, by=by, answer=answer)
    _record(plea, report, "grant", by=by, until=plea.until, answer=plea.answer)
    return plea


@transaction.atomic
def refuse(plea, *, by, answer):
    """Refuse a plea, and say why."""
    report, plea = _held(plea)
    _require_decider(plea, report, by)
    _settle(plea, Plea.State.REFUSED, by=by, answer=_said(answer, "answer", _("Say why it is not granted.")))
    _record(plea, report, "refuse", by=by, answer=plea.answer)
    return plea


def _held(plea):
    """(its return, the plea), both as they stand now, and kept so until the transaction ends.

    The period is kept as well: whoever locks it comes before or after, never in between.
    """
    report = lock_return_and_signatures(plea.report)
    plea = Plea.objects.select_for_update().get(pk=plea.pk)
    plea.report = report
    if plea.state != Plea.State.WAITING:
        words = _("This has been settled already: %(state)s.") % {"state": plea.get_state_display()}
        raise Refused(words, code="state")
    return report, plea


def _require_decider(plea, report, by):
    verb, where = decides(plea.kind, report)
    policy.require(by, verb, where)
    if plea.by_id == by.pk:
        raise Refused(_("Nobody decides what they asked for themselves."), code="own")


def _give_leave(plea, report, until):
    """In a locked period a correction lasts as long as the leave that a planner gave, and makes it no longer."""
    until = _last_day(until)
    bound = report.period.state == Period.State.LOCKED and plea.kind == Kind.CORRECTION
    if bound and until > report.leave_until:
        words = _("The period is locked, and the leave to write this return ends on %(day)s.")
        words %= {"day": report.leave_until.isoformat()}
        raise Refused(words, cells={"until": words})
    report.leave_until = plea.until = until
    report.save(update_fields=["leave_until"])


def _last_day(until):
    if until is None:
        words = _("Say until which day the return may be written.")
        raise Refused(words, cells={"until": words})
    if until < timezone.localdate():
        words = _("This day is over.")
        raise Refused(words, cells={"until": words})
    return until


def _said(text, name, words):
    if not text.strip():
        raise Refused(words, cells={name: words})
    return text.strip()[:500]


def _settle(plea, state, *, by=None, answer=""):
    plea.state, plea.answer = state, answer.strip()[:500]
    if by is not None:
        plea.decided_by, plea.decided_at = by, timezone.now()
    plea.save()


def _record(plea, report, verb, *, by, **data):
    told = {name: value for name, value in data.items() if value}
    record(by=by, verb=f"return.{verb}", on=report, unit=report.participant, data={"plea": plea.kind, **told})
