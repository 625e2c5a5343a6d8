"""The steps of an uploaded workbook: received and stored, previewed, confirmed. Only the file is kept between them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.tmp_storages import BaseStorage

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record, record_many
from audit.errors import Conflict, Refused
from plans.models import Period
from plans.queries import visible_plans
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem, WorkbookRefused
from sheets.template.reading import FilledTemplate, read_template
from targets.models import Upload
from targets.workbooks.importing.dataset import filled_dataset
from targets.workbooks.importing.resource import ReturnResource
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.messages import describe_problem


@dataclass(frozen=True)
class ImportPreview:
    """What importing an upload would do."""

    upload: Upload
    result: WorkbookImportResult


class PreviewOutdated(Refused):
    """What the workbook would do differs from the preview that was shown. ``preview`` is the new one."""

    def __init__(self, message: str, preview: ImportPreview) -> None:
        super().__init__(message, code="outdated")
        self.preview = preview


class _OutcomesChanged(Exception):
    pass


def receive_upload(file: UploadedFile, *, by: Person, period: Period) -> ImportPreview:
    """Store an uploaded file that is the template of this period, and return its preview.

    Raises Refused with everything that is wrong with the file as a whole; such a file is not stored.
    """
    policy.require_anywhere(by, Verb.IMPORT)
    data = _read_upload(file)
    filled = _read_template_of(data, period, by)
    upload = Upload(period=period, by=by, name=(file.name or "")[:200])
    with transaction.atomic():
        # A generated name on disk: the name that a person gave the file is never part of a path.
        upload.file.save(f"{uuid4().hex}.xlsx", ContentFile(data), save=False)
        upload.save()
        record(by=by, verb="upload.receive", on=upload.trail_name, unit=period.plan.unit, data=_audit_data(upload))
    return _create_preview(upload, filled)


def find_template_period(file: UploadedFile, *, by: Person) -> Period:
    """The period whose template an uploaded file is. Raises Refused when ``by`` may see no such period."""
    filled = _read_filled(_read_upload(file))
    found = _find_period(filled, by)
    if found is None:
        raise Refused(_("This is the template of a plan or period that is not yours."), code="file")
    return found


def _find_period(filled: FilledTemplate, by: Person) -> Period | None:
    found = Period.objects.filter(plan__in=visible_plans(by), plan__code=filled.plan, code=filled.period)
    return found.select_related("plan__unit").first()


def preview_upload(upload: Upload, *, by: Person) -> ImportPreview:
    """What importing a stored upload would do now."""
    _require_unconfirmed(upload, by)
    return _create_preview(upload, _read_template_of(_stored_bytes(upload), upload.period, by))


def confirm_upload(
    upload: Upload, *, by: Person, as_submitted: bool, also: Collection[str] = ()
) -> WorkbookImportResult:
    """Do what the preview showed: write the figures, and with ``as_submitted`` submit the returns that change, and of
    the unchanged drafts that the preview offered those of the units ``also`` (codes). All or nothing.

    Raises Refused when a cell is refused or something is missing, and PreviewOutdated (with the new preview) when
    others have changed something since, so that a person confirms only what they have seen.
    """
    try:
        with transaction.atomic():
            return _apply(upload.pk, by, as_submitted, also)
    except _OutcomesChanged:
        upload.refresh_from_db()
        message = _("Others have changed something since the preview. This is what the workbook would do now.")
        raise PreviewOutdated(message, preview_upload(upload, by=by)) from None


def _apply(pk, by, as_submitted, also):
    upload = Upload.objects.select_for_update(of=("self",)).select_related("period__plan__unit").get(pk=pk)
    _require_unconfirmed(upload, by)
    filled = _read_template_of(_stored_bytes(upload), upload.period, by)
    try:
        seen = {"dry_run": False, "seen": upload.counts.get("digest")}
        result = _run(upload, filled, as_submitted=as_submitted, also=also, **seen)
    except Conflict:
        raise _OutcomesChanged from None
    if result.digest != upload.counts.get("digest"):
        raise _OutcomesChanged
    _require_importable(result, as_submitted)
    upload.submit, upload.applied_at = as_submitted, result.written.at
    upload.save(update_fields=["submit", "applied_at"])
    data = _audit_data(upload) | result.counts | {"submitted": result.submitted if as_submitted else []}
    record(by=by, verb="upload.apply", on=upload.trail_name, unit=upload.period.plan.unit, data=data)
    cells = Counter(outcome.unit for outcome in result.changes)
    rows = [(upload.trail_name, unit, _audit_data(upload) | {"cells": number}) for unit, number in cells.items()]
    record_many(by=by, verb="upload.write", rows=rows)
    return result


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


def _require_unconfirmed(upload, by):
    """The person who uploaded a workbook confirms it, once."""
    if upload.by_id != by.pk:
        raise PermissionDenied
    if upload.applied_at:
        raise Refused(_("This workbook has been imported already."), code="applied")


def as_temporary_storage(upload: Upload) -> BaseStorage:
    """An upload as the temporary storage that import-export uses between its two steps; it is kept afterwards."""
    storage = BaseStorage(name=str(upload.pk))
    storage.read = lambda: _stored_bytes(upload)
    return storage


def _stored_bytes(upload):
    with upload.file.open("rb") as file:
        return file.read()


def _read_upload(file):
    if file.size > MAX_BYTES:
        raise Refused(describe_problem(SheetProblem("too_big", {"limit": MAX_MEGABYTES})), code="file")
    file.seek(0)
    return file.read()


def _read_template_of(data: bytes, period: Period, by: Person) -> FilledTemplate:
    """The filled-in template; Refused when it is that of another plan or period."""
    filled = _read_filled(data)
    if (filled.plan, filled.period) != (period.plan.code, period.code):
        other = _find_period(filled, by)
        if other is None:
            raise _refuse_file([_("This is the template of a plan or period that is not yours.")])
        problem = SheetProblem("other_plan", {"plan": other.plan.title, "period": other.name})
        raise _refuse_file([describe_problem(problem)])
    return filled


def _read_filled(data: bytes) -> FilledTemplate:
    try:
        return read_template(data)
    except WorkbookRefused as refused:
        raise _refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def _refuse_file(sentences: list[str]) -> Refused:
    """A Refused with the first sentence as its message, and all of them as cells for the page to list."""
    return Refused(sentences[0], cells=dict(enumerate(sentences)), code="file")


def _create_preview(upload: Upload, filled: FilledTemplate) -> ImportPreview:
    result = _run(upload, filled)
    upload.counts = result.counts | {"digest": result.digest}
    upload.save(update_fields=["counts"])
    return ImportPreview(upload, result)


def _run(upload, filled, *, dry_run=True, **how):
    resource = ReturnResource(by=upload.by, period=upload.period, upload=upload, **how)
    result = resource.import_data(filled_dataset(filled), dry_run=dry_run, rollback_on_validation_errors=True)
    result.raise_errors()
    return result


def _audit_data(upload):
    return {"period": f"{upload.period.plan.code}/{upload.period.code}", "file": upload.name}
