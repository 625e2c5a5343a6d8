"""Large workbooks are read and imported by the worker, so that the person may leave the page and find the result again.

What is to be done stands in the upload; the message to the worker only wakes it. A lost message is sent again by the
sweep, and a doubled one finds nothing to do.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from celery import current_app
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from accounts.models import Person
from audit.errors import Refused
from sheets.problems import WorkbookRefused
from targets.models import Upload, UploadStep
from targets.workbooks.actions.answers import answer_questions, withdraw_answer
from targets.workbooks.importing.contents import require_something
from targets.workbooks.importing.marked import write_marked
from targets.workbooks.importing.receiving import LARGE
from targets.workbooks.importing.stored_pages import store_pages
from targets.workbooks.importing.uploads import (
    LARGE_INSIDE,
    PreviewOutdated,
    confirm_upload,
    lock_idle_upload,
    lock_unworked_upload,
    lock_working_upload,
    preview_upload,
    store_preview,
)
from targets.workbooks.messages import describe_problem

log = logging.getLogger(__name__)
TASK = "targets.tasks.work_on_upload"
LOCKS = 0x46575550  # the first half of the advisory lock of an upload that is being worked on
OVERDUE = timedelta(seconds=30)
MAX_TRIES = 3  # a workbook that ends its worker, for lack of memory, is not begun again and again


def is_large(upload: Upload) -> bool:
    """Whether the worker reads and imports it: for its bytes, or for what is in it."""
    return upload.file.size > LARGE or LARGE_INSIDE in upload.counts


@transaction.atomic
def request_job(
    upload: Upload, job: Upload.Job, *, by: Person, also: Collection[str] = (), seen: str = "",
    given: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Let the worker do ``job`` with this upload, once this transaction has committed; arguments as of
    ``confirm_upload``. ``given`` is what it is told before it reads: {"answers": …, "alike": key} or {"again": key}.
    Raises as ``lock_idle_upload``: what is asked for twice is done once."""
    upload = lock_idle_upload(upload, by) if job != Upload.Job.MARK else lock_unworked_upload(upload, by)
    if seen:
        upload.counts = upload.counts | {"digest": seen}
    upload.job_input = dict(given or {})
    upload.job, upload.job_asked_at, upload.job_also, upload.job_tries = job, timezone.now(), list(also), 0
    upload.progress, upload.fault = 0, []
    upload.save(
        update_fields=["job", "job_asked_at", "job_also", "job_tries", "progress", "fault", "counts", "job_input"]
    )
    UploadStep.objects.filter(upload=upload).delete()
    transaction.on_commit(lambda: _send(upload.pk), robust=True)


def work_on(pk: int) -> None:
    """Do what an upload waits for. Does nothing when it waits for nothing, or another worker is at it."""
    if not _take(pk):
        return
    try:
        upload = Upload.objects.select_related("period__plan__unit", "by").filter(pk=pk).exclude(job="").first()
        if upload and upload.job_tries >= MAX_TRIES:
            _end(upload, [_("This workbook could not be worked on to its end. Bring it in smaller parts.")])
        elif upload:
            Upload.objects.filter(pk=pk).update(job_tries=F("job_tries") + 1)
            _do(upload, Person.objects.get(pk=upload.by_id))
    finally:
        _release(pk)


def list_overdue_jobs() -> list[int]:
    """The ids of uploads whose job was asked for a while ago and is not done."""
    waiting = Upload.objects.exclude(job="").filter(job_asked_at__lt=timezone.now() - OVERDUE)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _do(upload, by):
    fault: list[str] = []
    try:
        _DOERS[upload.job](upload, by)
    except PreviewOutdated as outdated:
        store_pages(outdated.preview, by=by)
        fault = [str(outdated.message)]
    except Refused as refused:
        fault = [str(text) for text in refused.cells.values()] or [str(refused.message)]
    except WorkbookRefused as refused:
        fault = [describe_problem(problem) for problem in refused.problems]
    except Exception:
        _end(upload, [_("Something went wrong while this workbook was worked on. Tell the administrator.")])
        raise
    _end(upload, fault)


def _read(upload, by):
    """Keep what was answered, read the upload, and keep its preview."""
    forget_marked(upload)
    given = upload.job_input
    if given.get("answers"):
        answer_questions(upload, given["answers"], by=by, alike=given.get("alike", ""), lock=lock_working_upload)
    if given.get("again"):
        withdraw_answer(upload, given["again"], by=by, lock=lock_working_upload)
    upload.refresh_from_db(fields=["counts"])
    preview = preview_upload(upload, by=by, on_step=lambda percent: _store_progress(upload, percent))
    require_something(preview.content)
    store_preview(preview)
    store_pages(preview, by=by)


def _mark(upload, by):
    """Keep the workbook with its cells marked, for whoever brought it to download."""
    file = write_marked(upload, by=by)
    forget_marked(upload)
    upload.marked_name = file.name
    upload.marked.save(f"{uuid4().hex}.bin", ContentFile(file.data), save=False)
    upload.save(update_fields=["marked", "marked_name"])


def _confirm(upload, by):
    """Import the upload. How far it is must be seen before its transaction ends, so that it is written over a
    connection of its own, into a row that nothing locks."""
    UploadStep.objects.update_or_create(upload=upload, defaults={"percent": 0})
    beside = connection.copy()

    def store(percent):
        with beside.cursor() as cursor:
            cursor.execute("UPDATE targets_uploadstep SET percent = %s WHERE upload_id = %s", [percent, upload.pk])

    try:
        as_submitted = upload.job == Upload.Job.SUBMIT
        confirm_upload(upload, by=by, as_submitted=as_submitted, also=upload.job_also, on_step=store)
    finally:
        beside.close()
    forget_marked(upload)
    upload.pages.all().delete()  # what is imported has no preview any more


_DOERS = {
    Upload.Job.READ: _read,
    Upload.Job.MARK: _mark,
    Upload.Job.DRAFT: _confirm,
    Upload.Job.SUBMIT: _confirm,
}


def forget_marked(upload: Upload) -> None:
    """Delete the marked workbook that was made before."""
    if upload.marked:
        storage, name = upload.marked.storage, str(upload.marked.name)
        Upload.objects.filter(pk=upload.pk).update(marked="", marked_name="")
        upload.marked, upload.marked_name = "", ""
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _store_progress(upload, percent):
    Upload.objects.filter(pk=upload.pk).update(progress=percent)


def _end(upload, fault):
    UploadStep.objects.filter(upload=upload.pk).delete()
    Upload.objects.filter(pk=upload.pk).update(job="", job_input={}, progress=100, fault=fault[:200])


def _send(pk):
    try:
        current_app.send_task(TASK, [pk], retry=False)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, upload %s waits for the sweep: %s", pk, error)


# A lock of the session, not of a row: the page changes the row meanwhile, and a lost worker releases it.
def _take(pk) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, pk])
        return cursor.fetchone()[0]


def _release(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, pk])
