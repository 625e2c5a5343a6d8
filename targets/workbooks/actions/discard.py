"""Remove workbooks that were brought and never imported."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.models import Period
from targets.models import Upload
from targets.workbooks.importing.uploads import audit_data
from targets.workbooks.queries import may_undo
from targets.workbooks.reach import require_write_anywhere


@transaction.atomic
def discard_upload(upload: Upload, *, by: Person) -> None:
    """Delete an upload with its file and the answers to its questions. The trail keeps that it was brought.

    Raises PermissionDenied by ``may_undo``; Refused for one that was imported (it stays for ever, also when it was
    taken back), and while the worker is at it.
    """
    require_write_anywhere(by)
    every = Upload.objects.select_related("period__plan__unit", "by")
    found = every.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if found is None:
        return
    if not may_undo(by, found):
        raise PermissionDenied
    if found.applied_at:
        raise Refused(_("This workbook was imported; its file is kept. Take the import back instead."), code="applied")
    if found.job:
        message = _("This workbook is %(what)s just now. Wait until that is done.")
        raise Refused(message % {"what": found.get_job_display()}, code="busy")
    record(by=by, verb="upload.discard", on=found.trail_name, unit=found.period.plan.unit, data=audit_data(found))
    storage, names = found.file.storage, [str(file.name) for file in (found.file, found.marked) if file]
    found.delete()
    for name in names:
        transaction.on_commit(partial(storage.delete, name), robust=True)


@transaction.atomic
def discard_own_uploads(period: Period, *, by: Person) -> int:
    """Delete all uploads of a period that this person brought and that were never imported; how many. Those that the
    worker is at stay."""
    waiting = Upload.objects.filter(period=period, by=by, applied_at=None, job="")
    for upload in waiting:
        discard_upload(upload, by=by)
    return len(waiting)
