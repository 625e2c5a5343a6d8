"""Reviewing a return: begin, accept, or send back the very cells that are wrong."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Task
from targets.actions.moves import keep, lock, move, require_unlocked
from targets.models import Figure, Progress, SentBackCell, Target


@dataclass(frozen=True)
class Objection:
    """A reason to send back: for one target, for one task, or (neither named) for the whole return."""

    reason: str
    target: Target | None = None
    task: Task | None = None


@transaction.atomic
def start_review(report, *, by):
    """Begin the review; from now on the clerk can't withdraw."""
    report = lock(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    move(report, "start")
    report.reviewer = by
    return keep(report, "start", by=by, stale=False)


@transaction.atomic
def accept(report, *, by, seen=None):
    """Accept what was submitted. Raises Refused for somebody who typed or imported any of it.

    ``seen`` is the number of the submission that the reviewer read: sent back by a colleague and submitted again, it
    would otherwise be accepted unread.
    """
    report = lock(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    move(report, "accept")
    _require_seen(report, seen)
    if own_hands(report, by):
        raise Refused(_("Nobody accepts what they filled in or imported themselves."), code="own")
    report.accepted, report.reviewer = report.submitted, by
    return keep(report, "accept", by=by, data={"snapshot": report.submitted.number})


def _require_seen(report, seen):
    if seen is not None and report.submitted.number != seen:
        raise Refused(_("It was submitted again meanwhile; read the new numbers first."), code="seen")


def own_hands(report, person):
    """Whether this person typed, imported or submitted any of what stands in a submitted return."""
    if report.submitted.by_id == person.pk:
        return True
    typed = Figure.objects.filter(report=report, typed_by=person).exists()
    return typed or Progress.objects.filter(report=report, typed_by=person).exists()


@transaction.atomic
def send_back(report, *, by, objections, seen=None):
    """Send a return back with the cells that are wrong and a reason for each. Raises Refused when there is none.

    Of an accepted return, the accepted numbers go too. A correction that is sent back leaves them standing.
    """
    report = lock(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    objections = [o for o in objections if o.reason.strip()]
    if not objections:
        raise Refused(_("Mark at least one cell and say why."), code="reason")
    snapshot, was_accepted = report.submitted, report.state == "accepted"
    move(report, "send_back")
    _require_seen(report, seen)
    if was_accepted:
        report.accepted, report.correcting = None, False
    report.reviewer = by
    SentBackCell.objects.bulk_create(
        SentBackCell(report=report, snapshot=snapshot, target=o.target, task=o.task, reason=o.reason.strip(), by=by)
        for o in objections
    )
    cells = {(o.target or o.task).code if o.target or o.task else "": o.reason for o in objections}
    return keep(report, "send_back", by=by, data={"snapshot": snapshot.number, "cells": cells})


@transaction.atomic
def grant_correction(report, *, by, reason):
    """Open an accepted return for its clerk. What was accepted stands until the corrected one is accepted."""
    report = lock(report.pk)
    policy.require(by, Verb.REVIEW, report.participant)
    require_unlocked(report)
    if not reason.strip():
        raise Refused(_("Say why it is to be corrected."), cells={"reason": _("missing")})
    if report.correcting:
        raise Refused(_("A correction has been granted already."), code="state")
    move(report, "correct")
    report.correcting = True
    return keep(report, "correct", by=by, data={"reason": reason.strip()}, stale=False)
