"""Stop a review that has begun (取消审核), or take an acceptance back (撤销审定). The return waits for its review
again, as it was submitted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.errors import Refused
from targets.models import BasisHistory, Return
from targets.models.report import STANDING, State
from targets.returns.actions.moves import apply_move, require_unlocked, save_move
from targets.returns.actions.signing import lock_return_and_signatures
from targets.returns.queries.signing import list_signatures
from targets.review.actions.review import get_submission, require_current_submission


@transaction.atomic
def cancel_review(report: Return, *, by: Person, reason: str = "", seen: int | None = None) -> Return:
    """Take an accepted return, or one under review, back to waiting for its review. Raises Refused.

    ``seen`` is the number of the submission that the person's page showed (None: any).
    The submission goes on counting as submitted. What counts as accepted is again what did before the acceptance: of a
    correction, the number that stood meanwhile; else none. Taking an acceptance back needs a reason. Refused in a
    locked period, where a level above has accepted the return or signed for it, and while a correction is open.
    """
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    _require_not_reviewed_above(report, by)
    if report.submitted is not None:
        require_current_submission(report, seen)
    if report.state != State.ACCEPTED:
        apply_move(report, "stop")
        report.reviewer = None
        return save_move(report, "stop", by=by, changes_totals=False)
    if not reason.strip():
        raise Refused(_("Say why the acceptance is taken back."), cells={"reason": _("missing")}, code="reason")
    _require_no_open_correction(report)
    _require_not_signed_above(report, by)
    number = get_submission(report).number
    apply_move(report, "unaccept")
    report.accepted_id, report.reviewer = _find_accepted_before(report), None
    return save_move(report, "unaccept", by=by, data={"snapshot": number, "reason": reason.strip()})


def _find_accepted_before(report):
    """The id of the submission that counted as accepted before the present one; None when there was none."""
    others = BasisHistory.objects.filter(report=report).exclude(accepted=report.accepted_id)
    return others.order_by("-number").values_list("accepted_id", flat=True).first()


def _require_not_reviewed_above(report, by):
    """Raise Refused when somebody of a level above this person's began or accepted the review: it is theirs."""
    if report.reviewer is None or report.reviewer_id == by.pk:
        return
    theirs, ours = (_highest_path(person, report.participant) for person in (report.reviewer, by))
    if theirs and ours.startswith(theirs) and ours != theirs:
        words = _("%(who)s, of a level above yours, reviews this return or has accepted it. Ask %(who)s to cancel it.")
        raise Refused(words % {"who": report.reviewer}, code="above")


def _highest_path(person, participant):
    """The shortest path from which the person reviews the participant; "" for nobody."""
    paths = [path for _reach, path in policy.grants(person, Verb.REVIEW) if participant.path.startswith(path)]
    return min(paths, key=len, default="")


def _require_no_open_correction(report):
    if report.correcting:
        words = _(
            "%(unit)s has been allowed to correct this return and is at it. Wait for its next submission, or send the "
            "return back with your reasons."
        )
        raise Refused(words % {"unit": report.participant.short_name}, code="correcting")


def _require_not_signed_above(report, by):
    """Raise Refused when a return that signs for this one has been submitted, unless ``by`` reviews that one."""
    if not report.period.plan.signed:
        return
    for signature in list_signatures(report).filter(state__in=STANDING).select_related("participant"):
        if not policy.may(by, Verb.REVIEW, signature.participant):
            words = _(
                "%(unit)s has submitted the return with which it signs for this one. Have that one taken back or sent "
                "back first."
            )
            raise Refused(words % {"unit": signature.participant.short_name}, code="signed")
