"""Zip archives, opened without trusting what they say of themselves."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from sheets.limits import MAX_RATIO, MAX_UNPACKED
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook

SMALL_FILE = 10_000  # bytes; the ratio of unpacked to packed is not measured against less
MAX_PARTS = 20_000
ENCRYPTED_FLAG = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive in ``data``. Raises WorkbookRefused for one that is damaged, has a password, or would grow too large.

    The declared sizes are a safe limit: zipfile never unpacks more of a part than they say.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            too_large = unpacked > MAX_UNPACKED or unpacked > max(len(data), SMALL_FILE) * MAX_RATIO
            if too_large or len(parts) > MAX_PARTS:
                refuse_workbook("zip_bomb")
            if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
                refuse_workbook("encrypted")
            yield archive
    except DAMAGED as error:
        raise WorkbookRefused(SheetProblem("broken")) from error
