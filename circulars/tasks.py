"""Celery tasks of circulars. Each may run twice, late or never."""

from celery import shared_task

from circulars.actions.pdf import store_missing_pdfs, store_pdf


@shared_task
def make_pdf(pk):
    """The PDF of a circular that was just published."""
    store_pdf(pk)


@shared_task
def make_pdfs():
    """The PDFs of published circulars that have none, as after a night without a worker."""
    store_missing_pdfs()
