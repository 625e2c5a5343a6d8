"""The PDF of published circulars, made by the worker where LibreOffice is installed, and kept."""

import logging
from uuid import uuid4

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from kombu.exceptions import KombuError

from circulars.models import Circular
from circulars.queries.document import write_whole
from sheets.conversion import ConversionFailed, convert_file, find_program

log = logging.getLogger(__name__)
AT_ONCE = 20


def request_pdf(pk: int) -> None:
    """Ask the worker for the PDF of a circular. Without a broker the job of every ten minutes finds it."""
    try:
        current_app.send_task("circulars.tasks.make_pdf", args=[pk], retry=False, expires=600)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, the PDF of circular %s waits: %s", pk, error)


def store_pdf(pk: int) -> bool:
    """Make and keep the PDF of a published circular that has none; whether it has one now."""
    circular = Circular.objects.select_related("plan", "participant", "period", "template").get(pk=pk)
    if circular.is_draft or find_program() is None:
        return False
    if circular.pdf:
        return True
    try:
        data = convert_file(write_whole(circular), ".docx", "pdf")
    except ConversionFailed as error:
        log.warning("no PDF of circular %s: %s", pk, error)
        return False
    with transaction.atomic():
        circular = Circular.objects.select_for_update(of=("self",)).get(pk=pk)
        if not circular.pdf:  # another worker was not quicker
            circular.pdf.save(f"{uuid4().hex}.pdf", ContentFile(data), save=False)
            circular.save(update_fields=["pdf"])
    return True


def store_missing_pdfs() -> int:
    """Make the PDFs that are missing, the newest first, some at a time; how many were made."""
    missing = Circular.objects.exclude(state=Circular.State.DRAFT).filter(pdf="").order_by("-pk")
    return sum(store_pdf(pk) for pk in missing.values_list("pk", flat=True)[:AT_ONCE])
