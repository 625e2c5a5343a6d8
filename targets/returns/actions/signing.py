"""Signatures: where the units of a plan sign for those below them, a unit's own return stands for its subtree.

It is submitted when those below are accepted (or with an explicit confirmation before), and once it is accepted, they
stay accepted.
"""

from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from targets.models import Return
from targets.models.report import State
from targets.returns.actions.moves import lock_period_for_share, lock_return
from targets.returns.queries.signing import get_signature_scope, list_signatures

NAMES_SHOWN = 10  # units that a refusal names


def lock_return_and_signatures(report: Return) -> Return:
    """As ``moves.lock_return``; locks the returns that sign for this one as well.

    Otherwise a return could be sent back while the signature above it is being accepted. Locked by primary key, the
    order in which everything locks several returns.
    """
    if report.period.plan.signed:
        lock_period_for_share(report.period)
        pks = [report.pk, *list_signatures(report).values_list("pk", flat=True)]
        locked = Return.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
        list(locked.values_list("pk", flat=True))
    return lock_return(report.pk)


def require_no_accepted_signature(report: Return, by) -> None:
    """Raise Refused when a return that signs for this one has been accepted, and ``by`` does not review that one.

    The reviewer of the signature may still send back anything below it; so may the unit itself once it has been
    granted a correction of its signature.
    """
    if not report.period.plan.signed:
        return
    accepted = list_signatures(report).filter(state=State.ACCEPTED, correcting=False).select_related("participant")
    for signature in accepted:
        if not policy.may(by, Verb.REVIEW, signature.participant):
            words = _(
                "The return with which %(unit)s signs for this one has been accepted. Have that one sent back first."
            )
            raise Refused(words % {"unit": signature.participant.short_name}, code="signed")


def require_signable(report: Return, *, sign_incomplete: bool = False) -> list[str]:
    """Raise Refused when this return signs for others that are not all accepted, unless ``sign_incomplete``.

    Returns the names of the units that are not accepted yet, for the audit row.
    """
    scope = get_signature_scope(report)
    if scope is None or not scope.unaccepted:
        return []
    names = [each.name for each in scope.unaccepted]
    if not sign_incomplete:
        words = _("%(count)s units below are not accepted yet: %(names)s. Wait for them, or tick that you know.")
        shown = "、".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
        raise Refused(words % {"count": len(names), "names": shown}, code="below")
    return names
