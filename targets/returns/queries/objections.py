"""Objections: what was sent back, to which level, and how it was answered."""

from collections.abc import Iterable

from django.db.models import Max

from targets.models import Return, SentBackCell
from targets.models.report import State


def list_unit_objections(snapshot_id: int) -> list[SentBackCell]:
    """The objections to a submission that its unit has to answer; one query."""
    found = SentBackCell.objects.filter(snapshot_id=snapshot_id, to=None)
    return list(found.select_related("by", "answered_by", "target", "task").order_by("pk"))


def list_open_objections(report: Return) -> list[SentBackCell]:
    """The objections that the unit has to answer before it submits again: of a return that is sent back, and of one
    that was corrected and taken back before anybody had reviewed it. Empty for every other return.

    Acceptances that were revoked, or stand while a correction is written, settle what was objected to before them.
    """
    if report.state == State.SENT_BACK:
        last = report.snapshots.aggregate(last=Max("number"))["last"]
    elif report.state == State.DRAFT and report.first_submitted_at and not report.accepted_id:
        last = report.sent_back.filter(to=None).aggregate(last=Max("snapshot__number"))["last"]
    else:
        return []
    if last is None:
        return []
    found = SentBackCell.objects.filter(snapshot__report=report, snapshot__number=last, to=None)
    return list(found.select_related("target", "task", "by", "answered_by").order_by("pk"))


def list_answers(report: Return) -> dict[tuple[int, str], str]:
    """{(number of the submission, code of the cell or ""): answer} to the objections to a return that its unit
    has answered; one query."""
    rows = report.sent_back.filter(to=None).exclude(answer="").order_by("pk")
    named = rows.values_list("snapshot__number", "target__code", "task__code", "answer")
    return {(number, target or task or ""): answer for number, target, task, answer in named}


def list_recheck_objections(snapshot_id: int) -> list[SentBackCell]:
    """The objections to a submission that a level above the unit was asked to check again, answered or not."""
    found = SentBackCell.objects.filter(snapshot_id=snapshot_id, to__isnull=False)
    return list(found.select_related("to", "by", "answered_by", "target", "task").order_by("pk"))


def list_unanswered_rechecks(snapshot_id: int) -> list[SentBackCell]:
    """``list_recheck_objections`` without those that are answered."""
    return [objection for objection in list_recheck_objections(snapshot_id) if not objection.answer]


def find_submissions_awaiting_recheck(snapshot_ids: Iterable[int]) -> set[int]:
    """Those of these submissions (ids) that have an unanswered recheck; one query."""
    found = SentBackCell.objects.filter(snapshot_id__in=list(snapshot_ids), to__isnull=False, answer="")
    return set(found.order_by().values_list("snapshot_id", flat=True))
