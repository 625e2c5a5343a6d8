"""A workbook's way in: received and kept, previewed, confirmed. Between the steps there is only the file itself."""

from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.tmp_storages import BaseStorage

from accounts import policy
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Conflict, Refused
from plans.models import Period
from plans.queries import visible_plans
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem, WorkbookRefused
from sheets.template.reading import read_template
from targets.models import Upload
from targets.workbooks.formats import dataset_of
from targets.workbooks.resource import ReturnResource
from targets.workbooks.result import SheetResult
from targets.workbooks.words import say


@dataclass(frozen=True)
class Preview:
    upload: Upload
    result: SheetResult


class Outdated(Refused):
    """What the workbook would do is no longer what the preview showed. ``preview`` is the new one."""

    def __init__(self, message, preview):
        super().__init__(message, code="outdated")
        self.preview = preview


def receive(file, *, by, period):
    """Keep an uploaded file (Django's UploadedFile) that is this period's template, and return its Preview.

    Raises Refused with everything that is wrong with the file as a whole; such a file is not kept.
    """
    policy.require_anywhere(by, Verb.IMPORT)
    data = _data(file)
    filled = _read(data, period)
    upload = Upload(period=period, by=by, name=file.name[:200])
    with transaction.atomic():
        # Its own name on disk: what a person calls a file is never part of a path.
        upload.file.save(f"{uuid4().hex}.xlsx", ContentFile(data), save=False)
        upload.save()
        record(by=by, verb="upload.receive", on=str(upload.pk), unit=period.plan.unit, data=_about(upload))
    return _preview(upload, filled)


def period_of(file, *, by):
    """The period whose template an uploaded file is. Raises Refused when it is none that ``by`` may see."""
    filled = _understood(_data(file))
    period = Period.objects.filter(plan__in=visible_plans(by), plan__code=filled.plan, code=filled.period)
    found = period.select_related("plan__unit").first()
    if found is None:
        raise Refused(_("This is the template of a plan or period that is not yours."), code="file")
    return found


def preview(upload, *, by):
    """Look again at what a kept workbook would do now."""
    _require_waiting(upload, by)
    return _preview(upload, _read(_bytes(upload), upload.period))


def confirm(upload, *, by, as_submitted):
    """Do what the preview showed: write the figures, and with ``as_submitted`` submit the returns. All or nothing.

    Raises Refused when a cell is refused or something lacks, and Outdated (with the new preview) when others have
    changed something meanwhile, so that the person confirms what they saw and nothing else.
    """
    try:
        with transaction.atomic():
            return _apply(upload.pk, by, as_submitted)
    except _Changed:
        upload.refresh_from_db()
        message = _("Others have changed something since the preview. This is what the workbook would do now.")
        raise Outdated(message, preview(upload, by=by)) from None


class _Changed(Exception):
    pass


def _apply(pk, by, as_submitted):
    upload = Upload.objects.select_for_update(of=("self",)).select_related("period__plan__unit").get(pk=pk)
    _require_waiting(upload, by)
    filled = _read(_bytes(upload), upload.period)
    try:
        result = _run(upload, filled, as_submitted=as_submitted, dry_run=False, seen=upload.counts.get("digest"))
    except Conflict:
        raise _Changed from None
    if result.digest != upload.counts.get("digest"):
        raise _Changed
    _require_sound(result, as_submitted)
    upload.submit, upload.applied_at = as_submitted, result.written.at
    upload.save(update_fields=["submit", "applied_at"])
    data = _about(upload) | result.counts | {"submitted": result.submitted if as_submitted else []}
    record(by=by, verb="upload.apply", on=str(upload.pk), unit=upload.period.plan.unit, data=data)
    return result


def _require_sound(result, as_submitted):
    if result.refused:
        message = _(
            "%(number)s cells are refused. Nothing was imported; mend them in the workbook and upload it again."
        )
        raise Refused(message % {"number": len(result.refused)}, code="cells")
    if not result.changes and not (as_submitted and result.submitted):
        raise Refused(_("The workbook changes nothing."), code="nothing")


def _require_waiting(upload, by):
    """Whoever saw the preview confirms it, once."""
    if upload.by_id != by.pk:
        raise PermissionDenied
    if upload.applied_at:
        raise Refused(_("This workbook has been imported already."), code="applied")


def stored(upload):
    """An upload as the temporary storage that import-export wants between its two steps; it stays afterwards."""
    storage = BaseStorage(name=str(upload.pk))
    storage.read = lambda: _bytes(upload)
    return storage


def _bytes(upload):
    with upload.file.open("rb") as file:
        return file.read()


def _data(file):
    if file.size > MAX_BYTES:
        raise Refused(say(SheetProblem("too_big", {"limit": MAX_MEGABYTES})), code="file")
    file.seek(0)
    return file.read()


def _read(data, period):
    filled = _understood(data)
    if (filled.plan, filled.period) != (period.plan.code, period.code):
        reason = SheetProblem("other_plan", {"plan": filled.plan[:64], "period": filled.period[:16]})
        raise _refused([say(reason)])
    return filled


def _understood(data):
    try:
        return read_template(data)
    except WorkbookRefused as refused:
        raise _refused([say(problem) for problem in refused.problems]) from refused


def _refused(sentences):
    """The first sentences as the message, each as a cell of its own for the page to list."""
    return Refused(sentences[0], cells=dict(enumerate(sentences)), code="file")


def _preview(upload, filled):
    result = _run(upload, filled)
    upload.counts = result.counts | {"digest": result.digest}
    upload.save(update_fields=["counts"])
    return Preview(upload, result)


def _run(upload, filled, *, as_submitted=False, dry_run=True, seen=None):
    resource = ReturnResource(by=upload.by, period=upload.period, as_submitted=as_submitted, upload=upload, seen=seen)
    result = resource.import_data(dataset_of(filled), dry_run=dry_run, rollback_on_validation_errors=True)
    result.raise_errors()
    return result


def _about(upload):
    return {"period": f"{upload.period.plan.code}/{upload.period.code}", "file": upload.name}
