"""Why a return can't be moved or changed now: who has it, and what can be done instead."""

from django.utils.translation import gettext as _

from targets.models import Return
from targets.models.report import State

CLERK_MOVES = ("submit", "withdraw", "change")


def describe_refused_move(report: Return, verb: str) -> str:
    """The sentence for a return whose state has no move ``verb`` ("change": typing into it)."""
    texts = _for_clerk(verb) if verb in CLERK_MOVES else _for_reviewer(verb)
    words = {
        "unit": report.participant.short_name,
        "period": report.period.name,
        "who": str(report.reviewer or _("the unit above")),
    }
    return texts[State(report.state)] % words


def _for_clerk(verb):
    waits = {
        "withdraw": _("It has been submitted, and can be taken back."),
        "submit": _(
            "The return has been submitted already and waits for its review. To change it, take it back first."
        ),
    }
    return {
        State.DRAFT: _("The return of %(period)s is with you: change it, then submit it."),
        State.SENT_BACK: _("The return was sent back and is with you: put it right, then submit it again."),
        State.SUBMITTED: waits.get(
            verb, _("The return has been submitted and waits for its review. To change it, take it back first.")
        ),
        State.UNDER_REVIEW: _(
            "%(who)s is reviewing the return, so it can't be changed or taken back. Ask %(who)s to send it back or to "
            "cancel the review."
        ),
        State.ACCEPTED: _("%(who)s has accepted the return. To change it, ask for a correction on its page."),
    }


def _for_reviewer(verb):
    submitted = {
        "correct": _("The return is not accepted yet. Begin the review and send it back with your reasons instead."),
        "stop": _("The return waits for its review: there is no review to cancel."),
    }
    under_review = {
        "start": _("%(who)s has begun the review already. You can go on with it."),
        "correct": _("The return is not accepted yet. Send it back with your reasons instead."),
    }
    return {
        State.DRAFT: _("%(unit)s has the return and has not submitted it. You can urge it from the list of returns."),
        State.SENT_BACK: _("The return was sent back to %(unit)s, which has it now. Wait until it is submitted again."),
        State.SUBMITTED: submitted.get(verb, _("The review has not begun. Begin the review first.")),
        State.UNDER_REVIEW: under_review.get(verb, _("%(who)s is reviewing the return.")),
        State.ACCEPTED: _(
            "%(who)s has accepted the return already. To change that, cancel the review, send the return back, or "
            "grant a correction."
        ),
    }
