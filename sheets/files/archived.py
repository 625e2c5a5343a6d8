"""The files in a .zip that an office packed: names in Chinese, without the rubbish that systems add."""

import re
import zipfile

from sheets.files.archives import open_archive
from sheets.limits import MAX_FILES
from sheets.problems import SheetProblem, refuse_workbook

UTF8_NAME = 0x800  # the flag of names in UTF-8; others are in the encoding of the machine
# What macOS, Windows and open workbooks leave behind.
RUBBISH = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def list_members(data: bytes) -> list[tuple[str, bytes | SheetProblem]]:
    """Name and content of each file, in the order of the names. Raises WorkbookRefused for an archive without files,
    with too many, or damaged."""
    with open_archive(data) as archive:
        parts = [(_name_of(part), part) for part in archive.infolist() if not part.is_dir()]
        kept = sorted(((name, part) for name, part in parts if not RUBBISH.search(name)), key=lambda one: one[0])
        if not kept:
            refuse_workbook("empty_zip")
        if len(kept) > MAX_FILES:
            refuse_workbook("too_many_files", limit=MAX_FILES)
        return [(name, _read_part(archive, part)) for name, part in kept]


def _read_part(archive, part) -> bytes | SheetProblem:
    """One damaged file does not make the others unreadable."""
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        return SheetProblem("broken")


def _name_of(part):
    name = part.filename
    if not part.flag_bits & UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")
