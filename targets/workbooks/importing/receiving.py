"""Workbooks as they arrive: one file or several, stored as an upload once it is known that they can be read."""

import hashlib
import zipfile
from collections.abc import Sequence
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from plans.models import Period
from sheets.files.weight import weigh_file
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem, WorkbookRefused
from targets.models import Upload
from targets.workbooks.importing.contents import (
    count_cells,
    count_read,
    find_layout,
    find_period_of,
    read_book_files,
    read_filled,
    read_upload_content,
    refuse_file,
    require_something,
)
from targets.workbooks.importing.uploads import LARGE_INSIDE, audit_data
from targets.workbooks.messages import describe_problem
from targets.workbooks.period_figures import load_period_figures
from targets.workbooks.reach import require_write_anywhere

MAX_FILES = 200
LARGE = 400_000  # bytes of a file that the web server does not read itself: about 40,000 cells
LARGE_UNPACKED = 1_000_000  # bytes that its parts unpack to: some 20,000 cells
LARGE_CELLS = 10_000  # a province has 129 × 60; a text of few bytes may hold more of them


def receive_upload(files: Sequence[UploadedFile], *, by: Person, period: Period) -> Upload:
    """Store uploaded files: the template of this period, or workbooks of an office.

    Raises Refused with everything that is wrong with them as a whole; such files are not stored. What a large one
    holds is for the worker to find out.
    """
    require_write_anywhere(by)
    data, name = _pack_files(files)
    weight = _weigh(data)
    upload = Upload(period=period, by=by, name=name[:200], sha256=hashlib.sha256(data).hexdigest())
    if len(data) > LARGE or weight > LARGE_UNPACKED:
        upload.layout, upload.counts = Upload.Layout.OFFICE, {LARGE_INSIDE: weight}
    else:
        _read_small(upload, read_book_files(data, name), by)
    with transaction.atomic():
        # A generated name on disk: the name that a person gave the file is never part of a path.
        upload.file.save(f"{uuid4().hex}.bin", ContentFile(data), save=False)
        upload.save()
        record(by=by, verb="upload.receive", on=upload.trail_name, unit=period.plan.unit, data=audit_data(upload))
    return upload


def _read_small(upload, books, by):
    """Look into a file that the web server reads; one with very many cells is left to the worker all the same."""
    upload.layout, cells = find_layout(books), count_cells(books)
    if upload.is_office and cells > LARGE_CELLS:
        upload.counts = {LARGE_INSIDE: cells}
        return
    stored = load_period_figures(upload.period, by=by, writing=True)
    content = read_upload_content(books, upload, stored, by=by, answers={})
    require_something(content)
    upload.counts = count_read(content)


def _weigh(data) -> int:
    try:
        return weigh_file(data)
    except WorkbookRefused as refused:
        raise refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def find_template_period(file: UploadedFile, *, by: Person) -> Period:
    """The period whose template an uploaded file is. Raises Refused when ``by`` may see no such period."""
    data, name = _pack_files([file])
    found = find_period_of(read_filled(read_book_files(data, name)[0].grids), by)
    if found is None:
        raise Refused(_("This is the template of a plan or period that is not yours."), code="file")
    return found


def find_same_uploads(upload: Upload) -> list[Upload]:
    """Earlier uploads of the same file for the same period, the latest first; one query."""
    same = Upload.objects.filter(period=upload.period_id, sha256=upload.sha256).exclude(pk=upload.pk)
    return list(same.select_related("by").order_by("-pk")[:5]) if upload.sha256 else []


def _pack_files(files) -> tuple[bytes, str]:
    """The bytes and the name of one file, or of an archive of several."""
    read = _read_bytes(files)
    names = [file.name or "" for file in files]
    if len(read) == 1:
        return read[0], names[0]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(zip(names, read, strict=True), 1):
            # Two files of one name stay apart; the date is fixed, so that the same files make the same archive.
            name = name if names.count(name) == 1 else f"{number}-{name}"
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    shown = _("%(name)s and %(more)s more") % {"name": names[0][:150], "more": len(names) - 1}
    return stream.getvalue(), f"{shown}.zip"


def _read_bytes(files) -> list[bytes]:
    if len(files) > MAX_FILES:
        raise Refused(_("More than %(limit)s files at once. Upload them in parts.") % {"limit": MAX_FILES}, code="file")
    if sum(file.size for file in files) > MAX_BYTES:
        raise Refused(describe_problem(SheetProblem("too_big", {"limit": MAX_MEGABYTES})), code="file")
    read = []
    for file in files:
        file.seek(0)
        read.append(file.read())
    return read
