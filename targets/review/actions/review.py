"""Reviewing a return: begin, accept, or send back the very cells that are wrong."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Task
from targets.models import SentBackCell, Target
from targets.models.report import State
from targets.returns.actions.answers import save_answer
from targets.returns.actions.moves import (
    apply_move,
    extend_deadline_after_send_back,
    lock_return,
    require_unlocked,
    save_move,
)
from targets.returns.actions.signing import lock_return_and_signatures, require_no_accepted_signature
from targets.returns.queries.objections import list_unanswered_rechecks
from targets.review.queries import queue as queries


@dataclass(frozen=True)
class Objection:
    """A reason to send back: for one target, for one task, or (neither named) for the whole return."""

    reason: str
    target: Target | None = None
    task: Task | None = None


@transaction.atomic
def start_review(report, *, by):
    """Begin the review; from now on the clerk can't withdraw."""
    report = lock_return(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    apply_move(report, "start")
    report.reviewer = by
    return save_move(report, "start", by=by, stale=False)


@transaction.atomic
def accept(report, *, by, seen=None, answers=None):
    """Accept what was submitted. Raises Refused for somebody who typed or imported any of it.

    ``seen`` is the number of the submission that the reviewer read: sent back by a colleague and submitted again, it
    would otherwise be accepted unread. ``answers`` (objection id -> text) are to what a level above wanted looked at.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    apply_move(report, "accept")
    require_seen(report, seen)
    if own_hands(report, by):
        raise Refused(_("Nobody accepts what they filled in or imported themselves."), code="own")
    _answer_above(report, answers or {}, by=by)
    report.accepted, report.reviewer = report.submitted, by
    return save_move(report, "accept", by=by, data={"snapshot": report.submitted.number})


def require_seen(report, seen):
    """Raise Refused when what was submitted is not the submission that the reviewer read (None: whichever)."""
    if seen is not None and report.submitted.number != seen:
        raise Refused(_("It was submitted again meanwhile; read the new numbers first."), code="seen")


def _answer_above(report, answers, *, by):
    """Those above who asked for another look are told what came of it; whoever stands above the level need not."""
    for objection in list_unanswered_rechecks(report.submitted_id):
        save_answer(objection, answers.get(objection.pk, ""), by=by)
        if not objection.answer and not policy.may(by, Verb.REVIEW, objection.to):
            words = _("%(who)s asked for another look: say what came of it.") % {"who": objection.by}
            raise Refused(words, cells={f"answer-{objection.pk}": words}, code="answer")


def own_hands(report, person):
    """Whether this person typed, imported or submitted any of what stands in a submitted return."""
    return bool(queries.own_hands([report], person))


@transaction.atomic
def send_back(report, *, by, objections, seen=None):
    """Send a return back with the cells that are wrong and a reason for each. Raises Refused when there is none.

    Of an accepted return, the accepted numbers go too. A correction that is sent back leaves them standing. In a closed
    period it comes with leave to mend it, for the plan's days of grace.
    """
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    objections = with_reasons(objections)
    snapshot, was_accepted = report.submitted, report.state == State.ACCEPTED
    apply_move(report, "send_back")
    require_seen(report, seen)
    if was_accepted:
        give_up_acceptance(report, by=by)
    report.reviewer = by
    cells = object_to(report, snapshot, objections, by=by)
    data = {"snapshot": snapshot.number, "cells": cells}
    if extend_deadline_after_send_back(report):
        data["until"] = report.leave_until
    return save_move(report, "send_back", by=by, data=data)


def with_reasons(objections):
    """Those that say why. Raises Refused when there is none."""
    said = [objection for objection in objections if objection.reason.strip()]
    if not said:
        raise Refused(_("Mark at least one cell and say why."), code="reason")
    return said


def give_up_acceptance(report, *, by):
    """What was accepted falls; refused where it stands under somebody's accepted signature."""
    require_no_accepted_signature(report, by)
    report.accepted, report.correcting = None, False


def object_to(report, snapshot, objections, *, by, to=None):
    """Write down what is wrong and who has to look at it; {code of the cell: why}, for the trail."""
    SentBackCell.objects.bulk_create(
        SentBackCell(
            report=report, snapshot=snapshot, target=o.target, task=o.task, reason=o.reason.strip(), by=by, to=to
        )
        for o in objections
    )
    return {(o.target or o.task).code if o.target or o.task else "": o.reason for o in objections}


@transaction.atomic
def grant_correction(report, *, by, reason):
    """Open an accepted return for its clerk. What was accepted stands until the corrected one is accepted."""
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    if not reason.strip():
        raise Refused(_("Say why it is to be corrected."), cells={"reason": _("missing")})
    if report.correcting:
        raise Refused(_("A correction has been granted already."), code="state")
    require_no_accepted_signature(report, by)
    apply_move(report, "correct")
    report.correcting = True
    return save_move(report, "correct", by=by, data={"reason": reason.strip()}, stale=False)
