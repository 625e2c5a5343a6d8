"""How much stands in a file of tables, told without reading it: what its parts unpack to."""

from sheets.files.archives import open_archive
from sheets.files.kinds import ZIP_SIGNATURES, BookKind, find_kind
from sheets.limits import MAX_BYTES
from sheets.problems import WorkbookRefused


def weigh_file(data: bytes) -> int:
    """The bytes that a file unpacks to, and the workbooks in an archive of several.

    Raises WorkbookRefused for what holds no tables, is damaged or protected, or was made to exhaust memory.
    """
    kind = find_kind(data)
    if not data.startswith(ZIP_SIGNATURES):
        return len(data)
    with open_archive(data) as archive:
        parts = archive.infolist()
        if kind != BookKind.ZIP:
            return sum(part.file_size for part in parts)
        return sum(
            _weigh_member(archive.read(part)) if part.file_size <= MAX_BYTES else part.file_size for part in parts
        )


def _weigh_member(data):
    """Of one of several files. One that cannot be opened is refused when they are read."""
    if not data.startswith(ZIP_SIGNATURES):
        return len(data)
    try:
        with open_archive(data) as archive:
            return sum(part.file_size for part in archive.infolist())
    except WorkbookRefused:
        return len(data)
