"""Accept several returns at once that need no look: no finding, no great swing, nothing typed by the reviewer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record_many
from audit.errors import Refused
from plans.models import Period
from targets.models import Mark, Return
from targets.models.report import State
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.moves import apply_move, lock_period_for_share, require_unlocked
from targets.returns.queries.objections import find_submissions_awaiting_recheck
from targets.review.queries.corrections import is_correction
from targets.review.queries.queue import find_reviewer_contributions, waiting_for_review
from targets.review.queries.summaries import summarize_submissions
from targets.totals.stale_marks import mark_many_stale


@dataclass(frozen=True)
class SkippedReturn:
    """A return that was not accepted, and the reason."""

    report: Return
    reason: str


@transaction.atomic
def accept_returns(
    period: Period, submission_numbers: Mapping[int, int], *, by: Person
) -> tuple[list[Return], list[SkippedReturn]]:
    """Start and accept the review of several returns of a period. Returns (accepted returns, skipped returns).

    ``submission_numbers``: return id -> number of the submission that the reviewer saw. One transaction; the returns
    are locked in the order of their ids, as in every import, so that it cannot deadlock with clerks. Returns that have
    changed meanwhile, or that the reviewer must not accept unread, are skipped. Raises PermissionDenied for a return
    that this person does not review.
    """
    lock_period_for_share(period)
    reports = _lock_returns(period, submission_numbers)
    for report in reports:
        policy.require(by, Verb.REVIEW, report.participant)
    reasons = _find_skip_reasons(period, reports, submission_numbers, by)
    accepted = [report for report in reports if report.pk not in reasons]
    if accepted:
        _accept(period, accepted, by=by)
    return accepted, [SkippedReturn(report, reasons[report.pk]) for report in reports if report.pk in reasons]


def _lock_returns(period, ids):
    """Lock, then read: rows joined to a row whose lock had to be waited for would be from before the wait."""
    returns = Return.objects.filter(pk__in=ids, period=period).order_by("pk")
    list(returns.select_for_update(no_key=True).values_list("pk"))
    reports = list(returns.select_related("participant", "submitted"))
    for report in reports:
        report.period = period
    return reports


def _find_skip_reasons(period, reports, submission_numbers, by):
    """Return id -> why it has to be looked at by itself."""
    submitted = [report for report in reports if report.submitted_id]
    summaries = summarize_submissions(period, {report.submitted_id: report.pk for report in submitted})
    waiting = set(waiting_for_review(by).filter(pk__in=[report.pk for report in reports]).values_list("pk", flat=True))
    contributed = find_reviewer_contributions(submitted, by)
    awaiting_recheck = find_submissions_awaiting_recheck([report.submitted_id for report in submitted])
    reasons = {}
    for report in reports:
        may_accept = report.state == State.SUBMITTED or (
            report.state == State.UNDER_REVIEW and report.reviewer_id == by.pk
        )
        seen_number = submission_numbers[report.pk]
        if report.pk not in waiting or not may_accept or report.submitted.number != seen_number:
            reasons[report.pk] = _("changed meanwhile")
        elif report.pk in contributed:
            reasons[report.pk] = _("somebody else must accept it: part of it is yours")
        elif report.submitted_id in awaiting_recheck or is_correction(report) or not summaries[report.pk].plain:
            reasons[report.pk] = _("has to be looked at by itself")
        elif message := _locked_period_message(report):
            reasons[report.pk] = message
    return reasons


def _locked_period_message(report):
    try:
        require_unlocked(report)
    except Refused as refused:
        return str(refused.message)
    return ""


def _accept(period, reports, *, by):
    started = [report for report in reports if report.state == State.SUBMITTED]
    for report in started:
        apply_move(report, "start")
    for report in reports:
        apply_move(report, "accept")
    ids, now = [report.pk for report in reports], timezone.now()
    Return.objects.filter(pk__in=ids).update(
        state=State.ACCEPTED, accepted_id=F("submitted_id"), reviewer=by, changed_at=now
    )
    record_basis(ids, "accept", by=by)
    record_many(by=by, verb="return.start", rows=[(each, each.participant, {}) for each in started])
    rows = [(r, r.participant, {"snapshot": r.submitted.number, "together": len(reports)}) for r in reports]
    record_many(by=by, verb="return.accept", rows=rows)
    mark_many_stale(
        [Mark(plan_id=period.plan_id, participant_id=r.participant_id, from_seq=period.seq) for r in reports]
    )
