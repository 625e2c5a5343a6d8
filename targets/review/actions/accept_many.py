"""Accepting in one act what nobody has to look at: no finding, no great swing, nothing typed by the reviewer."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record_many
from audit.errors import Refused
from targets.models import Mark, Return
from targets.models.report import State
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.moves import apply_move, lock_period_for_share, require_unlocked
from targets.returns.queries.objections import find_submissions_awaiting_recheck
from targets.review.queries.facts import read_facts
from targets.review.queries.queue import own_hands, waits_for
from targets.totals.stale_marks import mark_many


@dataclass(frozen=True)
class LeftOut:
    """A return that was not accepted, and why."""

    report: Return
    why: str


@transaction.atomic
def accept_many(period, wanted, *, by):
    """Begin and accept the review of these returns of a period; (those accepted, those LeftOut).

    ``wanted``: return id -> number of the submission that the reviewer saw. All in one transaction, locked in the
    order of their numbers like every import, so it waits for clerks and never in a circle. What has changed meanwhile
    is left out and said; so is what the reviewer may not accept unread. PermissionDenied for somebody else's return.
    """
    lock_period_for_share(period)
    held = _locked(period, wanted)
    for report in held:
        policy.require(by, Verb.REVIEW, report.participant)
    reasons = _reasons(period, held, wanted, by)
    good = [report for report in held if report.pk not in reasons]
    if good:
        _accept(period, good, by=by)
    return good, [LeftOut(report, reasons[report.pk]) for report in held if report.pk in reasons]


def _locked(period, wanted):
    """Locked first and read after that: what is joined to a row that had to be waited for would be from before."""
    asked = Return.objects.filter(pk__in=wanted, period=period).order_by("pk")
    list(asked.select_for_update(no_key=True).values_list("pk"))
    held = list(asked.select_related("participant", "submitted"))
    for report in held:
        report.period = period
    return held


def _reasons(period, held, wanted, by):
    """Return id -> why it has to be looked at by itself."""
    standing = [report for report in held if report.submitted_id]
    facts = read_facts(period, {report.submitted_id: report.pk for report in standing})
    waits = set(waits_for(by).filter(pk__in=[report.pk for report in held]).values_list("pk", flat=True))
    own, asked = (
        own_hands(standing, by),
        find_submissions_awaiting_recheck([report.submitted_id for report in standing]),
    )
    found = {}
    for report in held:
        mine = report.state == State.SUBMITTED or (report.state == State.UNDER_REVIEW and report.reviewer_id == by.pk)
        if report.pk not in waits or not mine or report.submitted.number != wanted[report.pk]:
            found[report.pk] = _("changed meanwhile")
        elif report.pk in own:
            found[report.pk] = _("somebody else must accept it: part of it is yours")
        elif report.submitted_id in asked or not facts[report.pk].plain:
            found[report.pk] = _("has to be looked at by itself")
        elif locked := _locked_words(report):
            found[report.pk] = locked
    return found


def _locked_words(report):
    try:
        require_unlocked(report)
    except Refused as refused:
        return str(refused.message)
    return ""


def _accept(period, reports, *, by):
    begun = [report for report in reports if report.state == State.SUBMITTED]
    for report in begun:
        apply_move(report, "start")
    for report in reports:
        apply_move(report, "accept")
    ids, now = [report.pk for report in reports], timezone.now()
    Return.objects.filter(pk__in=ids).update(
        state=State.ACCEPTED, accepted_id=F("submitted_id"), reviewer=by, changed_at=now
    )
    record_basis(ids, "accept", by=by)
    record_many(by=by, verb="return.start", rows=[(each, each.participant, {}) for each in begun])
    rows = [(r, r.participant, {"snapshot": r.submitted.number, "together": len(reports)}) for r in reports]
    record_many(by=by, verb="return.accept", rows=rows)
    mark_many([Mark(plan_id=period.plan_id, participant_id=r.participant_id, from_seq=period.seq) for r in reports])
