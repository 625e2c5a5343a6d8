"""Whether a file is an Excel workbook that is safe to open. Decided by its content, never by its name."""

import zipfile
from io import BytesIO

from sheets.limits import MAX_BYTES, MAX_MEGABYTES, MAX_RATIO, MAX_UNPACKED
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK_TYPE = b"spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is stored in an OLE file
SMALL_FILE = 10_000  # bytes; the ratio of unpacked to packed is not measured against less


def require_safe_xlsx(data: bytes) -> None:
    """Raise WorkbookRefused unless ``data`` is an .xlsx within the limits."""
    if not data:
        refuse_workbook("empty_file")
    if len(data) > MAX_BYTES:
        refuse_workbook("too_big", limit=MAX_MEGABYTES)
    if data.startswith(OLE_SIGNATURE):
        refuse_workbook("encrypted" if ENCRYPTED in data else "old_xls")
    if not data.startswith(b"PK\x03\x04"):
        refuse_workbook("not_xlsx" if b"\0" in data[:4096] or data.startswith(b"%PDF") else "text_file")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _require_bounded_size(archive, len(data))
            _require_workbook_type(archive)
            _require_no_doctype(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise WorkbookRefused(SheetProblem("broken")) from error


def _require_bounded_size(archive, packed):
    """The declared sizes are a safe limit: zipfile never unpacks more than an archive declares."""
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED or unpacked > max(packed, SMALL_FILE) * MAX_RATIO:
        refuse_workbook("zip_bomb")


def _require_workbook_type(archive):
    if CONTENT_TYPES not in archive.namelist():
        refuse_workbook("not_xlsx")
    types = archive.read(CONTENT_TYPES)
    if MACRO_TYPE in types:
        refuse_workbook("macros")
    if WORKBOOK_TYPE not in types:
        refuse_workbook("not_xlsx")


def _require_no_doctype(archive):
    """A workbook needs no document type; it is where exponentially expanding entities would be declared."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(2048):
                    refuse_workbook("broken")
