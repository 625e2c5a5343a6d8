"""Whether a file is an Excel workbook that is safe to open. Decided by what is in it, never by its name."""

import zipfile
from io import BytesIO

from sheets.layout import MAX_BYTES, MAX_RATIO, MAX_UNPACKED
from sheets.reasons import Reason, WorkbookRefused, refuse

TYPES = "[Content_Types].xml"
WORKBOOK = b"spreadsheetml.sheet.main+xml"
MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is wrapped into an old-style file


def check(data):
    """Raise WorkbookRefused unless ``data`` (bytes) is an .xlsx within the limits."""
    if not data:
        refuse("empty_file")
    if len(data) > MAX_BYTES:
        refuse("too_big", limit=MAX_BYTES // 1024 // 1024)
    if data.startswith(OLE):
        refuse("encrypted" if ENCRYPTED in data else "old_xls")
    if not data.startswith(b"PK\x03\x04"):
        refuse("not_xlsx" if b"\0" in data[:4096] or data.startswith(b"%PDF") else "text_file")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_size(archive, len(data))
            _check_type(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise WorkbookRefused(Reason("broken")) from error


def _check_size(archive, packed):
    """The sizes that the archive declares can be believed as a limit: zipfile never unpacks more than declared."""
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED or unpacked > max(packed, 10_000) * MAX_RATIO:
        refuse("zip_bomb")


def _check_type(archive):
    if TYPES not in archive.namelist():
        refuse("not_xlsx")
    types = archive.read(TYPES)
    if MACROS in types:
        refuse("macros")
    if WORKBOOK not in types:
        refuse("not_xlsx")


def _check_parts(archive):
    """No document type in any part: a workbook has none, and it is where entities that explode are declared."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(2048):
                    refuse("broken")
