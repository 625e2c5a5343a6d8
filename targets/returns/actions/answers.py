"""The clerk's answers to the objections of a return that was sent back: one each, required to submit it again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from targets.models import Return, SentBackCell
from targets.returns.actions.moves import lock_return, require_editable
from targets.returns.queries.objections import list_open_objections

ANSWER_MAX_LENGTH = 500


@transaction.atomic
def answer_objection(report: Return, pk: int, text: str, *, by) -> SentBackCell:
    """Save the clerk's answer to one open objection of a return; an empty text removes it. Returns the objection.

    Raises Refused when the objection is no longer open, the return cannot be edited, or the text is too long.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    objection = next((each for each in list_open_objections(report) if each.pk == pk), None)
    if objection is None:
        raise Refused(_("This objection is no longer open; load the page again."), code="gone")
    if save_answer(objection, text, by=by):
        data = {"cell": objection.code, "text": objection.answer}
        record(by=by, verb="return.answer", on=report, unit=report.participant, data=data)
    return objection


def save_answer(objection: SentBackCell, text: str, *, by) -> bool:
    """Save an answer; returns whether it changed. The caller holds the lock of the return."""
    text = text.strip()
    if len(text) > ANSWER_MAX_LENGTH:
        raise Refused(_("At most %(n)s characters.") % {"n": ANSWER_MAX_LENGTH}, cells={objection.code: _("too long")})
    if text == objection.answer:
        return False
    objection.answer = text
    objection.answered_by, objection.answered_at = (by, timezone.now()) if text else (None, None)
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    return True


def save_and_require_answers(report: Return, answers: dict[int, str], *, by) -> None:
    """Save these answers (objection id -> text), then raise Refused with every cell whose objection has none."""
    objections = list_open_objections(report)
    for objection in objections:
        if objection.pk in answers:
            save_answer(objection, answers[objection.pk], by=by)
    if unanswered := [each for each in objections if not each.answer]:
        words = _("Answer each objection: what was changed, or why the number is right.")
        cells = {each.code: _("answer why it was sent back") for each in unanswered}
        raise Refused(words, cells=cells, code="answer")
