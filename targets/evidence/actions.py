"""Add an evidence file to a return, and remove it while the return can be edited."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from plans.models import Task
from targets.evidence.files import MAX_BYTES, MAX_MEGABYTES, inspect_file
from targets.evidence.files.reasons import BadFile
from targets.evidence.queries import MAX_FILES_PER_CELL
from targets.evidence.refusals import describe_refusal
from targets.models import Evidence, Return, Target
from targets.returns.actions.draft import require_duty
from targets.returns.actions.moves import lock_return, require_editable
from targets.shares.queries.duties import find_duty, list_reportable_tasks


def add_evidence(report: Return, cell: Target | Task, upload: UploadedFile, *, by) -> Evidence:
    """Store an uploaded file at a cell of the return; the same file at the same cell only once.

    Raises Refused, naming the file, when it is no photo, PDF, Word or Excel file, the cell has MAX_FILES_PER_CELL
    already, or the return cannot be edited; PermissionDenied for another unit's return.
    """
    policy.require(by, Verb.FILL, report.participant)
    file = _store_file(upload, report, cell, by)
    saved = None
    try:
        with transaction.atomic():
            saved = _save_row(file, cell)
    finally:
        if saved is not file:  # refused, a duplicate, or the database failed: no row names the file on disk
            _delete_stored_files(file)
    return saved


@transaction.atomic
def remove_evidence(file: Evidence, *, by) -> Evidence:
    """Remove a file from the draft; submissions that contain it keep it."""
    report = lock_return(file.report_id)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    file = Evidence.objects.select_related("target", "task").get(pk=file.pk)
    if file.removed_at is None:
        file.removed_at, file.removed_by = timezone.now(), by
        file.save(update_fields=["removed_at", "removed_by"])
        record(by=by, verb="evidence.remove", on=report, unit=report.participant, data=_audit_data(file))
    return file


def _store_file(upload, report, cell, by):
    """Write the file to disk under a random name, before anything is locked; returns its unsaved row."""
    found, data = _read_and_inspect(upload)
    file = Evidence(report=report, by=by, name=found.name, kind=found.kind, size=found.size, sha256=found.sha256)
    setattr(file, _cell_field(cell), cell)
    stem = uuid4().hex
    try:
        file.file.save(f"{stem}.{found.kind}", ContentFile(data), save=False)
        if found.thumb:
            file.thumb.save(f"{stem}-small.jpg", ContentFile(found.thumb), save=False)
    except BaseException:
        _delete_stored_files(file)
        raise
    return file


def _read_and_inspect(upload):
    try:
        if upload.size > MAX_BYTES:
            raise BadFile("too_big", limit=MAX_MEGABYTES)
        upload.seek(0)
        data = upload.read()
        return inspect_file(data, upload.name), data
    except BadFile as bad:
        raise Refused(
            _("“%(file)s”: %(why)s") % {"file": upload.name, "why": describe_refusal(bad)}, code="file"
        ) from bad


def _save_row(file, cell):
    """Save the row, or return that of the same file at the same cell."""
    report = file.report = lock_return(file.report_id)
    policy.require(file.by, Verb.FILL, report.participant)
    require_editable(report)
    _require_reported_by_unit(report, cell)
    at_cell = Evidence.objects.filter(report=report, removed_at=None, **{_cell_field(cell): cell})
    if duplicate := at_cell.filter(sha256=file.sha256).first():
        return duplicate
    if at_cell.count() >= MAX_FILES_PER_CELL:
        raise Refused(
            _("There are %(most)s files here already; take one away first.") % {"most": MAX_FILES_PER_CELL}, code="file"
        )
    file.save()
    record(by=file.by, verb="evidence.add", on=report, unit=report.participant, data=_audit_data(file))
    return file


def _require_reported_by_unit(report, cell):
    """Raise Refused unless the unit reports this target in this period, or has a part in this task."""
    if isinstance(cell, Target):
        require_duty(cell, find_duty(report.participant, report.period, cell))
    elif cell not in list_reportable_tasks(report.participant):
        raise Refused(_("This unit has no part in this task."), cells={cell.code: _("not led")})


def _cell_field(cell):
    return "target" if isinstance(cell, Target) else "task"


def _audit_data(file):
    return {"cell": (file.target or file.task).code, "file": file.name, "sha256": file.sha256}


def _delete_stored_files(file):
    for part in (file.file, file.thumb):
        if part:
            part.delete(save=False)
