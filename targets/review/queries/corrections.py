"""Corrections (更正) among returns: who asked for one and why, and the accepted submission that stands meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audit.models import Entry
from targets.models import Plea, Return


@dataclass(frozen=True)
class ReturnCorrection:
    """Why an accepted return was opened once more: ``reason`` as it was asked for by ``asked_by`` ("" when the reviewer
    opened it without being asked), who allowed it and when."""

    reason: str
    asked_by: str
    granted_by: str
    granted_at: datetime


def is_correction(report: Return) -> bool:
    """Whether the return is being corrected, or its last submission corrects what was accepted and still stands."""
    return report.accepted_id is not None and (report.correcting or report.accepted_id != report.submitted_id)


def read_corrections(reports: Iterable[Return]) -> dict[int, ReturnCorrection]:
    """{return id: ReturnCorrection} of those that ``is_correction``; two queries, none where there is none."""
    by_code = {report.code: report for report in reports if is_correction(report)}
    if not by_code:
        return {}
    entries = Entry.objects.filter(verb="return.correct", object_code__in=by_code).order_by("pk")
    last = {by_code[entry.object_code].pk: entry for entry in entries}
    granted = Plea.objects.filter(report__in=last, kind=Plea.Kind.CORRECTION, state=Plea.State.GRANTED)
    # Granting records the correction first, in the same transaction.
    asked = {
        each.report_id: str(each.by)
        for each in granted.select_related("by").order_by("decided_at")
        if each.decided_at and each.decided_at >= last[each.report_id].at
    }
    return {
        pk: ReturnCorrection(
            entry.data.get("reason", ""),
            asked.get(pk, ""),
            entry.name or entry.username,
            entry.at,
        )
        for pk, entry in last.items()
    }
