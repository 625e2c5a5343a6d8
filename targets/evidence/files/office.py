"""Word and Excel: packages (docx, xlsx) and the old Word, without macros, looked at without unpacking to disk."""

import re
import zipfile
from io import BytesIO

from targets.evidence.files.reasons import BadFile

TYPES = "[Content_Types].xml"
MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MOST_PARTS, MOST_UNPACKED, MOST_RATIO, MOST_TYPES = 5_000, 300 * 1024 * 1024, 200, 1024 * 1024
ACTS = re.compile(r"vbaproject|vbadata|activex|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|docm|xlsm|dotm|xltm|xlsb)$")
ACTIVE_TYPES = re.compile(rb"macroenabled|vbaproject|activex", re.IGNORECASE)
TEMPLATE = b"attachedTemplate"
FROM_ELSEWHERE = re.compile(rb'Target\s*=\s*["\'](?:https?:|ftp:|\\\\|file://[^/])', re.IGNORECASE)


def kind_of_package(data):
    """docx or xlsx. Raises BadFile for any other package, a bomb, and whatever could run."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_size(package, len(data))
            names = [part.filename for part in package.infolist()]
            if TYPES not in names:
                raise BadFile("archive")
            types = _read(package, TYPES, MOST_TYPES)
            if any(ACTS.search(name.lower()) for name in names) or ACTIVE_TYPES.search(types):
                raise BadFile("macros")
            _check_template(package, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BadFile("damaged") from error
    kinds = [kind for kind, main in MAIN.items() if main in types]
    if len(kinds) != 1:
        raise BadFile("archive")
    return kinds[0]


def _check_size(package, packed):
    """By what the package declares, which is a limit: nothing unpacks more of a part than it declares."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > max(packed, 50_000) * MOST_RATIO:
        raise BadFile("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile("password")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) for name in package.namelist()):
        raise BadFile("damaged")


def _check_template(package, names):
    """A template that is fetched from elsewhere brings its macros along when the document is opened."""
    for name in names:
        if name.endswith("settings.xml.rels"):
            relations = _read(package, name, MOST_TYPES)
            if any(TEMPLATE in each and FROM_ELSEWHERE.search(each) for each in relations.split(b">")):
                raise BadFile("macros")


def _read(package, name, most):
    with package.open(name) as part:
        data = part.read(most + 1)
    if len(data) > most:
        raise BadFile("bomb")
    return data


ENTRY = 128  # an old document is a small file system; its directory has entries of this size, aligned
OLD_WORD, ENCRYPTED = "WordDocument", "EncryptedPackage"
OLD_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA")


def kind_of_old(data):
    """doc. Raises BadFile for all other old files, and for one with macros."""
    lowered = data.lower()  # of UTF-16 letters, too: their other byte is 0
    if _has_entry(lowered, ENCRYPTED):
        raise BadFile("password")
    if not _has_entry(lowered, OLD_WORD):
        raise BadFile("old_office")
    if any(_has_entry(lowered, name) for name in OLD_MACROS):
        raise BadFile("macros")
    return "doc"


def _has_entry(lowered, name):
    """Whether the directory of an old document names a part so."""
    wanted = f"{name.lower()}\0".encode("utf-16-le")
    place = lowered.find(wanted)
    while place >= 0:
        if place % ENTRY == 0:
            return True
        place = lowered.find(wanted, place + 2)
    return False
