"""The worker's part of scanned documents: their text is recognised, one file after the other."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reader.files import UnreadableFile, UnreadableReason
from reader.files.pictures import text_of_picture
from targets.models import ScannedFile

SILENT_FOR = timedelta(minutes=5)  # after a page; then the worker that had the file is taken for dead
MAX_TRIES = 2
KEPT_FOR = timedelta(days=30)  # then pictures that nobody read over are deleted


class ScanGivenUp(Exception):
    """The file was deleted while its pages were being recognised."""


def recognise_waiting() -> int:
    """Recognise the text of every file that waits, the oldest first; returns how many were finished.

    One at a time, whatever the number of workers: totals need the others.
    """
    done = 0
    while scan := _claim_next():
        done += _recognise(scan)
    return done


def delete_old_scans() -> int:
    """Delete files that nobody has read over for long; returns how many."""
    old = list(ScannedFile.objects.filter(at__lt=timezone.now() - KEPT_FOR))
    for scan in old:
        scan.file.delete(save=False)
        scan.delete()
    return len(old)


@transaction.atomic
def _claim_next():
    now = timezone.now()
    waiting = ScannedFile.objects.filter(finished_at=None)
    if waiting.filter(started_at__gt=now - SILENT_FOR).exists():
        return None
    scan = waiting.select_for_update(skip_locked=True).order_by("id").first()
    if scan is None:
        return None
    scan.started_at, scan.tries, scan.page = now, scan.tries + 1, 0
    scan.save(update_fields=["started_at", "tries", "page"])
    return scan


def _recognise(scan):
    """Whether the file was finished, with a text or the reason why there is none."""

    def note_page(page, of):
        if not _change(scan, page=page, pages=of, started_at=timezone.now()):
            raise ScanGivenUp

    try:
        if scan.tries > MAX_TRIES:
            raise UnreadableFile(UnreadableReason.DAMAGED)
        with scan.file.open("rb") as file:
            found = text_of_picture(file.read(), on_page=note_page)
    except ScanGivenUp:
        return False
    except FileNotFoundError:
        return _finish(scan, why=UnreadableReason.DAMAGED.value)
    except UnreadableFile as error:
        return _finish(scan, why=error.code.value, values=error.values)
    return _finish(scan, text=found.text.replace("\0", "�"), unclear=list(found.unclear), pages=found.pages)


def _finish(scan, **fields):
    return bool(_change(scan, finished_at=timezone.now(), **fields))


def _change(scan, **fields):
    return ScannedFile.objects.filter(pk=scan.pk).update(**fields)
