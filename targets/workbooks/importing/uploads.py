"""The steps of a stored workbook: previewed and confirmed. Only the file and the answers are kept between them."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.tmp_storages import BaseStorage

from accounts.models import Person
from audit.actions import record, record_many
from audit.errors import Conflict, Refused
from targets.models import Upload
from targets.workbooks.importing.contents import (
    KEEP,
    UploadContent,
    find_layout,
    read_book_files,
    read_upload_content,
)
from targets.workbooks.importing.dataset import rows_dataset
from targets.workbooks.importing.resource import ReturnResource
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.office.labels import remember_labels
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.period_figures import PeriodFigures, load_period_figures

LARGE_INSIDE = "cells_in_file"  # in the counts of an upload that the worker reads: how much is in it
OnStep = Callable[[int], object]


@dataclass(frozen=True)
class ImportPreview:
    """What importing an upload would do, with the ``content`` of its file and the figures ``stored`` until now."""

    upload: Upload
    result: WorkbookImportResult
    content: UploadContent
    stored: PeriodFigures

    @property
    def office(self) -> OfficeReading | None:
        """The reading of an office's own workbook; None for our template."""
        return self.content.office


class PreviewOutdated(Refused):
    """What the workbook would do differs from the preview that was shown. ``preview`` is the new one."""

    def __init__(self, message: str, preview: ImportPreview) -> None:
        super().__init__(message, code="outdated")
        self.preview = preview


class _OutcomesChanged(Exception):
    pass


def preview_upload(upload: Upload, *, by: Person, on_step: OnStep = lambda percent: None) -> ImportPreview:
    """What importing a stored upload would do now. Writes nothing. ``on_step`` is told how far it is, in per cent."""
    require_unconfirmed(upload, by)
    return ImportPreview(upload, *_run(upload, by, on_step=on_step))


def read_imported(upload: Upload, *, by: Person) -> ImportPreview:
    """An imported upload read once more by who brought it: what it gives, against what stands now. Writes nothing."""
    if upload.by_id != by.pk:
        raise PermissionDenied
    return ImportPreview(upload, *_run(upload, by))


def store_preview(preview: ImportPreview) -> None:
    """Keep the counts of a preview, and its digest, with the upload."""
    questions = len(preview.office.questions) if preview.office else 0
    counts = preview.result.counts | {"digest": preview.result.digest, "questions": questions}
    kept = {key: number for key, number in preview.upload.counts.items() if key == LARGE_INSIDE}
    preview.upload.counts = counts | kept
    preview.upload.save(update_fields=["counts", "layout"])


def confirm_upload(
    upload: Upload, *, by: Person, as_submitted: bool, also: Collection[str] = (), seen: str = "",
    on_step: OnStep = lambda percent: None,
) -> WorkbookImportResult:  # fmt: skip
    """Do what the preview showed: write the figures, and with ``as_submitted`` submit the returns that change, and of
    the unchanged drafts that the preview offered those of the units ``also`` (codes). All or nothing.

    ``seen`` is the digest of the preview that was shown, "" for the one that is kept with the upload. Raises Refused
    when a cell is refused, a question is open or something is missing; and PreviewOutdated (with the new preview) when
    others have changed something since, so that a person confirms only what they have seen.
    """
    try:
        with transaction.atomic():
            return _apply(upload.pk, by, seen, as_submitted=as_submitted, also=also, on_step=on_step)
    except _OutcomesChanged:
        upload.refresh_from_db()
        message = _("Others have changed something since the preview. This is what the workbook would do now.")
        preview = preview_upload(upload, by=by)
        store_preview(preview)
        raise PreviewOutdated(message, preview) from None


def _apply(pk, by, seen, *, as_submitted, also, on_step):
    upload = Upload.objects.select_for_update(of=("self",)).select_related("period__plan__unit").get(pk=pk)
    require_unconfirmed(upload, by)
    seen = seen or upload.counts.get("digest", "")
    try:
        result, content, _stored = _run(
            upload, by, as_submitted=as_submitted, also=also, seen=seen, dry_run=False, on_step=on_step
        )
    except Conflict:
        raise _OutcomesChanged from None
    if result.digest != seen:
        raise _OutcomesChanged
    _require_answered(content, result)
    _require_importable(result, as_submitted)
    upload.submit, upload.applied_at = as_submitted, result.written.at
    upload.counts = upload.counts | result.counts
    upload.save(update_fields=["submit", "applied_at", "counts"])
    remember_labels(upload, by=by)
    data = audit_data(upload) | result.counts | {"submitted": result.submitted if as_submitted else []}
    record(by=by, verb="upload.apply", on=upload.trail_name, unit=upload.period.plan.unit, data=data)
    cells = Counter(outcome.unit for outcome in result.changes)
    rows = [(upload.trail_name, unit, audit_data(upload) | {"cells": number}) for unit, number in cells.items()]
    record_many(by=by, verb="upload.write", rows=rows)
    return result


def _require_answered(content, result):
    if result.emptied and not content.emptied:
        message = _("%(number)s figures would be emptied. Say first whether they are to be.")
        raise Refused(message % {"number": len(result.emptied)}, code="emptied")
    if content.office and content.office.questions:
        message = _("%(number)s questions are still open. Answer them first.")
        raise Refused(message % {"number": len(content.office.questions)}, code="questions")


def _require_importable(result, as_submitted):
    if result.refused:
        message = _(
            "%(number)s cells are refused. Nothing was imported; mend them in the workbook and upload it again."
        )
        raise Refused(message % {"number": len(result.refused)}, code="cells")
    if not result.changes and as_submitted and not result.submitted and result.offered:
        raise Refused(_("Tick the units whose returns are to be submitted."), code="nothing")
    if not result.changes and not (as_submitted and result.submitted):
        raise Refused(_("The workbook changes nothing."), code="nothing")


def require_unconfirmed(upload: Upload, by: Person) -> None:
    """The person who uploaded a workbook answers its questions and confirms it, once. Raises Refused,
    PermissionDenied."""
    if upload.by_id != by.pk:
        raise PermissionDenied
    if upload.applied_at:
        raise Refused(_("This workbook has been imported already."), code="applied")


def lock_working_upload(upload: Upload, by: Person) -> Upload:
    """As ``lock_idle_upload``, for the worker that is at it."""
    found = Upload.objects.select_related("period__plan__unit").select_for_update(of=("self",)).get(pk=upload.pk)
    require_unconfirmed(found, by)
    return found


def lock_idle_upload(upload: Upload, by: Person) -> Upload:
    """The upload, locked until the transaction ends, for the person who brought it. Raises as ``require_unconfirmed``,
    and Refused while the worker is at it: what it confirms is not to be changed meanwhile."""
    require_unconfirmed(found := lock_unworked_upload(upload, by), by)
    return found


def lock_unworked_upload(upload: Upload, by: Person) -> Upload:
    """As ``lock_idle_upload``, also of one that was imported already."""
    every = Upload.objects.select_related("period__plan__unit")
    for rows in (every, every.select_for_update(of=("self",))):  # the first does not wait for the worker
        found = rows.get(pk=upload.pk)
        if found.by_id != by.pk:
            raise PermissionDenied
        if found.job:
            message = _("This workbook is %(what)s just now. Wait until that is done.")
            raise Refused(message % {"what": found.get_job_display()}, code="busy")
    return found


def as_temporary_storage(upload: Upload) -> BaseStorage:
    """An upload as the temporary storage that import-export uses between its two steps; it is kept afterwards."""
    storage = BaseStorage(name=str(upload.pk))
    storage.read = lambda: stored_bytes(upload)
    return storage


def stored_bytes(upload: Upload) -> bytes:
    """The uploaded file."""
    with upload.file.open("rb") as file:
        return file.read()


def read_office(upload: Upload, stored: PeriodFigures, *, by: Person) -> OfficeReading | None:
    """The reading of a stored upload with the answers given so far; None for our template."""
    return _read_content(upload, stored, by).office


def _read_content(upload, stored, by, on_step: OnStep = lambda percent: None) -> UploadContent:
    answers = dict(upload.answers.values_list("key", "answer"))
    files = read_book_files(stored_bytes(upload), upload.name)
    upload.layout = find_layout(files)  # of a large one nobody has looked yet
    on_step(40)
    return read_upload_content(files, upload, stored, by=by, answers=answers)


def _run(upload, by, *, dry_run=True, on_step: OnStep = lambda percent: None, **how):
    stored = load_period_figures(upload.period, by=by, writing=True)
    on_step(10)
    content = _read_content(upload, stored, by, on_step)
    on_step(75)
    resource = ReturnResource(by=by, period=upload.period, upload=upload, **how)
    resource.keeps = content.emptied == KEEP
    given = {"dry_run": dry_run, "rollback_on_validation_errors": True, "stored": stored, "tasks": content.tasks}
    result = resource.import_data(rows_dataset(content.rows), **given)
    result.raise_errors()
    on_step(95)
    return result, content, stored


def audit_data(upload: Upload) -> dict[str, str]:
    """What the audit trail says of an upload."""
    return {"period": f"{upload.period.plan.code}/{upload.period.code}", "file": upload.name}
