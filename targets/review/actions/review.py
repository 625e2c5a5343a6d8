"""Review a return: start, accept, send back single cells, grant a correction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Participant, Task
from targets.models import Return, SentBackCell, Snapshot, Target
from targets.models.report import State
from targets.returns.actions.answers import save_answer
from targets.returns.actions.moves import (
    apply_move,
    give_leave_in_closed_period,
    lock_return,
    require_unlocked,
    save_move,
)
from targets.returns.actions.open_requests import grant_waiting_correction
from targets.returns.actions.signing import lock_return_and_signatures, require_no_accepted_signature
from targets.returns.queries.objections import list_unanswered_rechecks
from targets.review.actions.suggestions import keep_suggestions
from targets.review.queries.queue import find_reviewer_contributions
from targets.values.typed_texts import read_text

REASON_MAX_LENGTH = 500


@dataclass(frozen=True)
class Objection:
    """A reason to send back: for one target, for one task, or (neither named) for the whole return."""

    reason: str
    target: Target | None = None
    task: Task | None = None

    @property
    def code(self) -> str:
        thing = self.target or self.task
        return thing.code if thing else ""


@transaction.atomic
def start_review(report: Return, *, by: Person) -> Return:
    """Start the review; from now on the clerk cannot withdraw the return."""
    report = lock_return(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    apply_move(report, "start")
    report.reviewer = by
    return save_move(report, "start", by=by, changes_totals=False)


def begin_waiting_review(report: Return, *, by: Person, waiting: bool) -> None:
    """Begin the review of a locked return in the same act as its decision, when the reviewer's page showed it as
    ``waiting``. Raises Refused when another reviewer has begun it meanwhile."""
    if not waiting or (report.state == State.UNDER_REVIEW and report.reviewer_id == by.pk):
        return
    apply_move(report, "start")
    report.reviewer = by
    save_move(report, "start", by=by, changes_totals=False)


@transaction.atomic
def accept(
    report: Return,
    *,
    by: Person,
    seen: int | None = None,
    answers: Mapping[int, str] | None = None,
    waiting: bool = False,
) -> Return:
    """Accept the submission. Raises Refused for a person who typed or imported any of it.

    ``seen`` is the number of the submission that the reviewer read: sent back by a colleague and submitted again, it
    would otherwise be accepted unread. ``answers`` (objection id -> text) answer what a level above wanted rechecked.
    ``waiting``: nobody was reviewing it, and this begins the review as well.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    begin_waiting_review(report, by=by, waiting=waiting)
    apply_move(report, "accept")
    require_current_submission(report, seen)
    if reviewer_contributed(report, by):
        raise Refused(_("Nobody accepts what they filled in or imported themselves."), code="own")
    _answer_recheck_requests(report, answers or {}, by=by)
    report.accepted, report.reviewer = report.submitted, by
    return save_move(report, "accept", by=by, data={"snapshot": get_submission(report).number})


def get_submission(report: Return) -> Snapshot:
    """The submission of a return in a state in which it is reviewed: such a return always has one."""
    assert report.submitted is not None
    return report.submitted


def require_current_submission(report: Return, seen: int | None) -> None:
    """Raise Refused when the submission is not number ``seen``, which the reviewer read (None: any)."""
    if seen is not None and get_submission(report).number != seen:
        raise Refused(_("It was submitted again meanwhile; read the new numbers first."), code="seen")


def _answer_recheck_requests(report, answers, *, by):
    """Save the answers to the levels above. Raises Refused for a missing one, unless the reviewer is above the level
    that was asked."""
    for objection in list_unanswered_rechecks(report.submitted_id):
        save_answer(objection, answers.get(objection.pk, ""), by=by)
        if not objection.answer and not (objection.to and policy.may(by, Verb.REVIEW, objection.to)):
            words = _("%(who)s asked for another look: say what came of it.") % {"who": objection.by}
            raise Refused(words, cells={f"answer-{objection.pk}": words}, code="answer")


def reviewer_contributed(report: Return, person: Person) -> bool:
    """Whether this person typed, imported or submitted any content of a submitted return."""
    return bool(find_reviewer_contributions([report], person))


@transaction.atomic
def send_back(
    report: Return, *, by: Person, objections: Iterable[Objection], seen: int | None = None, waiting: bool = False
) -> Return:
    """Send a return back with a reason for each wrong cell. Raises Refused when there is none.

    The acceptance of an accepted return is revoked; sending back a correction leaves the accepted numbers in force. In
    a closed period the unit gets leave to correct it, for the plan's days of grace. ``waiting``: nobody was reviewing
    it, and this begins the review as well.
    """
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    objections = require_reasons(objections)
    begin_waiting_review(report, by=by, waiting=waiting)
    was_accepted = report.state == State.ACCEPTED
    apply_move(report, "send_back")
    require_current_submission(report, seen)
    snapshot = get_submission(report)
    if was_accepted:
        revoke_acceptance(report, by=by)
    report.reviewer = by
    cells = create_objections(report, snapshot, objections, by=by)
    data = {"snapshot": snapshot.number, "cells": cells}
    if give_leave_in_closed_period(report):
        data["until"] = report.leave_until
    return save_move(report, "send_back", by=by, data=data)


def require_reasons(objections: Iterable[Objection]) -> list[Objection]:
    """The objections that have a reason, their lines ended by "\\n". Raises Refused when there is none."""
    with_reason = [
        replace(each, reason=each.reason.strip().replace("\r\n", "\n")) for each in objections if each.reason.strip()
    ]
    if not with_reason:
        raise Refused(_("Mark at least one cell and say why."), code="reason")
    return with_reason


def revoke_acceptance(report: Return, *, by: Person) -> None:
    """Set the return to not accepted, unsaved. Raises Refused where an accepted signature above covers it."""
    require_no_accepted_signature(report, by)
    report.accepted, report.correcting = None, False


def create_objections(
    report: Return, snapshot: Snapshot, objections: list[Objection], *, by: Person, to: Participant | None = None
) -> dict[str, str]:
    """Store the objections, for the unit or the level ``to``. Returns {code of the cell: reason}, for the audit trail.

    "" is the code of the whole return.
    """
    keep_suggestions({o.reason for o in objections}, by=by)
    SentBackCell.objects.bulk_create(
        SentBackCell(report=report, snapshot=snapshot, target=o.target, task=o.task, reason=o.reason, by=by, to=to)
        for o in objections
    )
    return {o.code: o.reason for o in objections}


@transaction.atomic
def grant_correction(report: Return, *, by: Person, reason: str, seen: int | None = None) -> Return:
    """Open an accepted return to its clerk, and answer the request for it that waits. Raises Refused.

    ``seen`` is the number of the submission that the person's page showed (None: any).
    What was accepted stands until the corrected one is accepted. In a closed period the unit gets leave to write.
    """
    report = open_for_correction(report, by=by, reason=reason, seen=seen)
    if give_leave_in_closed_period(report):
        report.save(update_fields=["leave_until"])
    grant_waiting_correction(report, by=by, answer=reason)
    return report


def open_for_correction(report: Return, *, by: Person, reason: str, seen: int | None = None) -> Return:
    """As ``grant_correction``, without leave and answer: in the transaction of the caller, who sees to them."""
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    if not reason.strip():
        raise Refused(_("Say why it is to be corrected."), cells={"reason": _("missing")})
    reason = read_text(reason, most=REASON_MAX_LENGTH, field="reason")
    if report.correcting:
        raise Refused(_("A correction has been granted already."), code="state")
    require_no_accepted_signature(report, by)
    apply_move(report, "correct")
    require_current_submission(report, seen)
    report.correcting = True
    return save_move(report, "correct", by=by, data={"reason": reason}, changes_totals=False)
