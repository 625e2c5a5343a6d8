"""Word and Excel: packages (docx, xlsx) and the old Word format, checked for macros without unpacking to disk."""

import re
import zipfile
from io import BytesIO

from targets.evidence.files.reasons import BadFile

CONTENT_TYPES = "[Content_Types].xml"
MAIN_CONTENT_TYPES = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MAX_PARTS, MAX_UNPACKED, MAX_RATIO, MAX_XML = 5_000, 300 * 1024 * 1024, 200, 1024 * 1024
ACTIVE_PARTS = re.compile(r"vbaproject|vbadata|activex|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|docm|xlsm|dotm|xltm|xlsb)$")
ACTIVE_TYPES = re.compile(rb"macroenabled|vbaproject|activex", re.IGNORECASE)
TEMPLATE = b"attachedTemplate"
REMOTE_TARGET = re.compile(rb'Target\s*=\s*["\'](?:https?:|ftp:|\\\\|file://[^/])', re.IGNORECASE)


def kind_of_package(data: bytes) -> str:
    """docx or xlsx. Raises BadFile for any other package, a zip bomb, and anything that could run."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_size(package, len(data))
            names = [part.filename for part in package.infolist()]
            if CONTENT_TYPES not in names:
                raise BadFile("archive")
            types = _read(package, CONTENT_TYPES, MAX_XML)
            if any(ACTIVE_PARTS.search(name.lower()) for name in names) or ACTIVE_TYPES.search(types):
                raise BadFile("macros")
            _check_template(package, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BadFile("damaged") from error
    kinds = [kind for kind, main in MAIN_CONTENT_TYPES.items() if main in types]
    if len(kinds) != 1:
        raise BadFile("archive")
    return kinds[0]


def _check_size(package, packed):
    """Check the declared sizes; no more of a part is unpacked than it declares."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(packed, 50_000) * MAX_RATIO:
        raise BadFile("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile("password")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) for name in package.namelist()):
        raise BadFile("damaged")


def _check_template(package, names):
    """Refuse a remote template: its macros would come along when the document is opened."""
    for name in names:
        if name.endswith("settings.xml.rels"):
            relations = _read(package, name, MAX_XML)
            if any(TEMPLATE in each and REMOTE_TARGET.search(each) for each in relations.split(b">")):
                raise BadFile("macros")


def _read(package, name, limit):
    with package.open(name) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        raise BadFile("bomb")
    return data


ENTRY = 128  # an old document is a small file system; its directory has entries of this size, aligned
OLD_WORD, ENCRYPTED = "WordDocument", "EncryptedPackage"
OLD_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA")


def kind_of_old(data: bytes) -> str:
    """doc. Raises BadFile for other old formats, and for documents with macros or a password."""
    lowered = data.lower()  # works on UTF-16 letters as well: their other byte is 0
    if _has_entry(lowered, ENCRYPTED):
        raise BadFile("password")
    if not _has_entry(lowered, OLD_WORD):
        raise BadFile("old_office")
    if any(_has_entry(lowered, name) for name in OLD_MACROS):
        raise BadFile("macros")
    return "doc"


def _has_entry(lowered, name):
    """Whether the directory of an old document has an entry of this name."""
    wanted = f"{name.lower()}\0".encode("utf-16-le")
    place = lowered.find(wanted)
    while place >= 0:
        if place % ENTRY == 0:
            return True
        place = lowered.find(wanted, place + 2)
    return False
