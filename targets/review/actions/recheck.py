"""Ask a level between the unit and the reviewer to review a return again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.errors import Refused
from plans.models import Participant
from targets.models import Return
from targets.models.report import State
from targets.returns.actions.moves import apply_move, require_unlocked, save_move
from targets.returns.actions.signing import lock_return_and_signatures
from targets.review.actions.review import (
    Objection,
    begin_waiting_review,
    create_objections,
    get_submission,
    require_current_submission,
    require_reasons,
    revoke_acceptance,
)


@transaction.atomic
def request_recheck(
    report: Return,
    *,
    by: Person,
    to: Participant,
    objections: Iterable[Objection],
    seen: int | None = None,
    waiting: bool = False,
) -> Return:
    """Have the participant ``to`` review this return again, with a reason for each cell in doubt.

    The submission keeps counting as submitted; an acceptance is revoked. The level accepts the return again and answers
    each objection, or sends it back to its unit. ``waiting`` as in ``send_back``. Raises Refused.
    """
    report = lock_return_and_signatures(report)
    policy.require(by, Verb.REVIEW, report.participant)
    _require_level_between(report, to, by)
    require_unlocked(report)
    objections = require_reasons(objections)
    begin_waiting_review(report, by=by, waiting=waiting)
    was_accepted = report.state == State.ACCEPTED
    apply_move(report, "recheck")
    require_current_submission(report, seen)
    if was_accepted:
        revoke_acceptance(report, by=by)
    report.reviewer = None
    snapshot = get_submission(report)
    cells = create_objections(report, snapshot, objections, by=by, to=to)
    data = {"snapshot": snapshot.number, "again": to.short_name, "cells": cells}
    return save_move(report, "recheck", by=by, data=data, changes_totals=was_accepted)


def _require_level_between(report, to, by):
    """The level must be above the unit, in the same plan, and below the reviewer who asks."""
    policy.require(by, Verb.REVIEW, to)
    unit = report.participant
    if to.plan_id != unit.plan_id or to.pk == unit.pk or not unit.path.startswith(to.path):
        raise Refused(_("This unit does not stand above the one that reported."), code="level")
