"""Taking an import back: figures and returns as they stood before it, or nothing where somebody has been since."""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import policy
from accounts.policy import Verb
from audit.actions import record, record_many
from audit.errors import Refused
from plans.models import Participant, Period
from targets.models import Return, ReturnBefore, Upload
from targets.models.report import State
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.moves import lock_period_for_share, require_open_period
from targets.totals.stale_marks import mark_many_stale
from targets.workbooks.actions.bulk import stale
from targets.workbooks.queries import may_undo

_LOCK = """
SELECT r.id FROM targets_return r JOIN targets_returnbefore b ON b.report_id = r.id
WHERE b.upload_id = %(upload)s ORDER BY r.id FOR NO KEY UPDATE OF r
"""
# Every move of a return and every save of a figure sets its time anew.
_MOVED = """
SELECT p.path, r.state FROM targets_returnbefore b JOIN targets_return r ON r.id = b.report_id
JOIN plans_participant p ON p.id = r.participant_id
WHERE b.upload_id = %(upload)s AND r.changed_at <> b.changed_at ORDER BY p.path
"""
_TYPED = """
SELECT p.path, t.code, person.name FROM targets_cellbefore b
JOIN targets_return r ON r.id = b.report_id JOIN plans_participant p ON p.id = r.participant_id
JOIN targets_target t ON t.id = b.target_id
LEFT JOIN targets_figure f ON f.report_id = b.report_id AND f.target_id = b.target_id
LEFT JOIN accounts_person person ON person.id = f.typed_by_id
WHERE b.upload_id = %(upload)s
  AND (f.typed_at IS DISTINCT FROM %(applied)s OR f.typed_by_id IS DISTINCT FROM %(importer)s)
ORDER BY p.path, t.position, t.code
"""
# A version never comes twice, or somebody with an old page would overwrite what they have not seen.
_RESTORE = """
UPDATE targets_figure f SET value = b.value, base = b.base, na = b.na, reason = b.reason, done_on = b.done_on,
    note = b.note, version = f.version + 1, typed_by_id = b.typed_by_id, typed_at = b.typed_at, origin = b.origin
FROM targets_cellbefore b
WHERE b.upload_id = %(upload)s AND b.version > 0 AND f.report_id = b.report_id AND f.target_id = b.target_id
"""
_REMOVE = """
DELETE FROM targets_figure f USING targets_cellbefore b
WHERE b.upload_id = %(upload)s AND b.version = 0 AND f.report_id = b.report_id AND f.target_id = b.target_id
"""
_RETURN = """
UPDATE targets_return r SET state = b.state, correcting = b.correcting, submitted_id = b.submitted_id,
    reviewer_id = b.reviewer_id, first_submitted_at = b.first_submitted_at, changed_at = %(at)s
FROM targets_returnbefore b
WHERE b.upload_id = %(upload)s AND b.snapshot_id IS NOT NULL AND r.id = b.report_id
"""


@transaction.atomic
def undo(upload, *, by):
    """Take an import back, all of it; returns the number of figures and of returns that are as they were.

    What it submitted goes back to the state that it found, its submissions stay in the history. Raises Refused, naming
    every return and cell ("L01:530923000000") that somebody has changed since; in a period that is not open; and for
    what was never imported or is taken back already. PermissionDenied for who may not (``may_undo``).
    """
    upload = Upload.objects.select_for_update(of=("self",)).select_related("period__plan__unit", "by").get(pk=upload.pk)
    _require_allowed(upload, by)
    require_open_period(lock_period_for_share(upload.period), _touched(upload))
    values = {"upload": upload.pk, "applied": upload.applied_at, "importer": upload.by_id, "at": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, values)
        _require_untouched(cursor, values)
        figures = 0
        for statement in (_RESTORE, _REMOVE):
            cursor.execute(statement, values)
            figures += cursor.rowcount
        cursor.execute(_RETURN, values)
    upload.undone_at, upload.undone_by = values["at"], by
    upload.save(update_fields=["undone_at", "undone_by"])
    return figures, _tell(upload, figures, by)


def _require_allowed(upload, by):
    policy.require_anywhere(by, Verb.IMPORT)
    touched = ReturnBefore.objects.filter(upload=upload).values("report__participant")
    reach = Participant.objects.filter(policy.paths_q(by, Verb.IMPORT), plan_id=upload.period.plan_id)
    if not may_undo(by, upload) or touched.exclude(report__participant__in=reach.values("pk")).exists():
        raise PermissionDenied
    if not upload.applied_at:
        raise Refused(_("This workbook was not imported."), code="not applied")
    if upload.undone_at:
        raise Refused(_("This import has been taken back already."), code="undone")


def _touched(upload):
    """The returns into which it was imported, where that matters: in an open period nobody needs leave."""
    period = upload.period
    if period.state == Period.State.OPEN:
        return []
    found = ReturnBefore.objects.filter(upload=upload).values("report")
    reports = list(Return.objects.filter(pk__in=found))
    for report in reports:
        report.period = period
    return reports


def _require_untouched(cursor, values):
    cursor.execute(_MOVED, values)
    moved = _("The return has moved on; it is now %(state)s.")
    cells = {_unit(path): moved % {"state": State(state).label} for path, state in cursor.fetchall()}
    cursor.execute(_TYPED, values)
    for path, code, name in cursor.fetchall():
        cells[f"{code}:{_unit(path)}"] = _("changed by %(name)s") % {"name": name or "-"}
    if cells:
        message = ngettext(
            "The import can't be taken back: since then others have changed %(number)s place.",
            "The import can't be taken back: since then others have changed %(number)s places.",
            len(cells),
        )
        raise Refused(message % {"number": len(cells)}, cells=cells, code="changed")


def _unit(path):
    return Participant(path=path).code


def _tell(upload, figures, by):
    """The trail, what stands now on both bases, and the marks; how many returns are as they were."""
    moved = ReturnBefore.objects.filter(upload=upload, snapshot__isnull=False).select_related("snapshot")
    numbers = {row.report_id: row.snapshot.number for row in moved}
    reports = list(Return.objects.filter(pk__in=numbers).select_related("participant", "period__plan").order_by("pk"))
    file = {"period": f"{upload.period.plan.code}/{upload.period.code}", "file": upload.name}
    data = file | {"cells": figures, "submitted": [report.participant.code for report in reports]}
    record(by=by, verb="upload.undo", on=str(upload.pk), unit=upload.period.plan.unit, data=data)
    if reports:
        record_basis(numbers, "undo", by=by)
        told = [(r, r.participant, {"snapshot": numbers[r.pk], "file": upload.name}) for r in reports]
        record_many(by=by, verb="return.undo", rows=told)
        mark_many_stale(stale(reports))
    return len(reports)
