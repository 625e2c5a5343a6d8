"""Sending a return to a level between its unit and the reviewer: that level has to look at it once more."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from targets.models.report import State
from targets.returns.actions.moves import apply_move, require_unlocked, save_move
from targets.returns.actions.signing import lock_return_and_signatures
from targets.review.actions.review import give_up_acceptance, object_to, require_seen, with_reasons


@transaction.atomic
def recheck(report, *, by, to, objections, seen=None):
    """Have the participant ``to`` review this return again, with a reason for each cell in doubt.

    What its unit handed in goes on counting as submitted; where it was accepted, that falls. The level accepts it
    anew, and says what came of each objection, or sends it on to its unit.
    """
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    _require_between(report, to, by)
    require_unlocked(report)
    objections = with_reasons(objections)
    was_accepted = report.state == State.ACCEPTED
    apply_move(report, "recheck")
    require_seen(report, seen)
    if was_accepted:
        give_up_acceptance(report, by=by)
    report.reviewer = None
    cells = object_to(report, report.submitted, objections, by=by, to=to)
    data = {"snapshot": report.submitted.number, "again": to.short_name, "cells": cells}
    return save_move(report, "recheck", by=by, data=data, stale=was_accepted)


def _require_between(report, to, by):
    """The level stands above the unit, in the same plan, and below whoever sends."""
    policy.require(by, Verb.REVIEW, to)
    unit = report.participant
    if to.plan_id != unit.plan_id or to.pk == unit.pk or not unit.path.startswith(to.path):
        raise Refused(_("This unit does not stand above the one that reported."), code="level")
