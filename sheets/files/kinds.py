"""What kind of file these bytes are, told by their content and never by a name."""

from enum import StrEnum

from sheets.files.archives import open_archive
from sheets.files.xml_workbook import NAMESPACE as XML_WORKBOOK
from sheets.problems import refuse_workbook

SAMPLE = 64 * 1024  # bytes in which the marks of a text file are searched
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_SIGNATURES = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")  # .xls without OLE
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"MIME-Version:", b"RIFF", b"II*\0", b"MM\0*")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is stored in an OLE file
XLS_STREAMS, OTHER_STREAMS = (
    tuple(name.encode("utf-16-le") + b"\0\0" for name in names)
    for names in (("Workbook", "WORKBOOK", "Book", "BOOK"), ("WordDocument", "PowerPoint Document", "VisioDocument"))
)
SHEET_TYPES = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml", b"ms-excel.sheet.macroEnabled.main",
               b"ms-excel.template.macroEnabled.main")  # fmt: skip
BINARY_TYPE = b"ms-excel.sheet.binary.macroEnabled.main"
ODS_TYPE = b"opendocument.spreadsheet"


class BookKind(StrEnum):
    """What a file is read as."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    XML = "xml"
    HTML = "html"
    TEXT = "text"
    ZIP = "zip"


def find_kind(data: bytes) -> BookKind:
    """The kind of the file. Raises WorkbookRefused for one that holds no tables, or that cannot be read."""
    if not data.strip(b"\0 \r\n\t"):
        refuse_workbook("empty_file")
    if data.startswith(ZIP_SIGNATURES):
        return _kind_of_archive(data)
    if data.startswith(OLE_SIGNATURE):
        return _kind_of_ole(data)
    if data.startswith(BIFF_SIGNATURES):
        return BookKind.XLS
    if data.startswith(OTHER_ARCHIVES):
        refuse_workbook("other_archive")
    if data.startswith(NO_TABLES):
        refuse_workbook("not_workbook")
    return _kind_of_text(data)


def _kind_of_archive(data):
    with open_archive(data) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            types = archive.read("[Content_Types].xml")
            if types.startswith((b"\xff\xfe", b"\xfe\xff")):
                types = types.decode("utf-16", "replace").encode()
            if BINARY_TYPE in types:
                refuse_workbook("binary_workbook")
            return BookKind.XLSX if any(kind in types for kind in SHEET_TYPES) else refuse_workbook("not_workbook")
        if "mimetype" in names and "content.xml" in names:
            return BookKind.ODS if ODS_TYPE in archive.read("mimetype") else refuse_workbook("not_workbook")
    return BookKind.ZIP


def _kind_of_ole(data):
    if ENCRYPTED in data:
        refuse_workbook("encrypted")
    if any(name in data for name in XLS_STREAMS):
        return BookKind.XLS
    refuse_workbook("not_workbook" if any(name in data for name in OTHER_STREAMS) else "broken")


def _kind_of_text(data):
    start = data[:SAMPLE]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        if XML_WORKBOOK.encode() in start and b"<html" not in start.lower():
            return BookKind.XML
        if any(mark in start.lower() for mark in (b"<table", b"<html", b"<!doctype html")):
            return BookKind.HTML
        refuse_workbook("not_workbook")
    return BookKind.TEXT
