"""What a signature binds. Where a plan's units sign for those below them, a unit's own return stands for its subtree:
it is handed in when those below are accepted (or knowingly before), and once it is accepted, they stay accepted."""

from django.db import connection
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from targets.models.report import State
from targets.returns.actions.moves import lock_period_for_share, lock_return
from targets.returns.queries.signing import get_signature_scope, list_signatures

# Whoever takes a return back must not slip past somebody who accepts the signature above it. By their number, as
# everybody does who locks several returns.
_LOCK_RETURNS = "SELECT id FROM targets_return WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def lock_return_and_signatures(report):
    """As ``moves.lock_return``; with it the returns that sign for this one."""
    if report.period.plan.signed:
        lock_period_for_share(report.period)
        with connection.cursor() as cursor:
            cursor.execute(_LOCK_RETURNS, [[report.pk, *list_signatures(report).values_list("pk", flat=True)]])
    return lock_return(report.pk)


def require_no_accepted_signature(report, by):
    """Raise Refused when a return that signs for this one has been accepted, and ``by`` does not stand above it.

    Whoever accepted the signature may still take anything below it back; so may the unit itself once it has been
    granted a correction of its signature.
    """
    if not report.period.plan.signed:
        return
    accepted = list_signatures(report).filter(state=State.ACCEPTED, correcting=False).select_related("participant")
    for signer in accepted:
        if not policy.may(by, Verb.REVIEW, signer.participant):
            words = _(
                "The return with which %(unit)s signs for this one has been accepted. Have that one sent back first."
            )
            raise Refused(words % {"unit": signer.participant.short_name}, code="signed")


def require_signable(report, *, knowing=False):
    """Raise Refused when this return signs for others and not all of them are accepted, unless that is known.

    Returns the units that are not accepted yet, for the trail.
    """
    signed = get_signature_scope(report)
    if signed is None or not signed.lacking:
        return []
    names = [each.name for each in signed.lacking]
    if not knowing:
        words = _("%(count)s units below are not accepted yet: %(names)s. Wait for them, or tick that you know.")
        told = "、".join(names[:10]) + ("…" if len(names) > 10 else "")
        raise Refused(words % {"count": len(names), "names": told}, code="below")
    return names
