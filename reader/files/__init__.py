"""The text of a plan document, out of whatever file it was sent in. What a file is, is told by what is in it.

No Django here, and the libraries that read the formats are imported when the first file of the kind is read.
"""

from dataclasses import dataclass
from importlib import import_module

from reader.files.letters import replace_radicals
from reader.files.reasons import FileRemark, Note, UnreadableFile, UnreadableReason, notes_of

__all__ = ["FileRemark", "FileText", "Note", "UnreadableFile", "UnreadableReason", "text_of"]

MAX_BYTES = 20 * 1024 * 1024  # as for evidence files

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PDF_WITHIN = 1024  # where "%PDF-" may stand: Acrobat's own rule
MHT_WITHIN = 1024  # where a page packed with its pictures (mht) says that it is one
# kind -> the module of this folder that reads it: ``read(data) -> (text, counts of FileRemark)``
READERS = {"docx": "docx", "doc": "doc", "rtf": "rtf", "pdf": "pdf", "html": "html", "txt": "plain"}


@dataclass(frozen=True)
class FileText:
    """``text``: lines ended by "\\n"; the pages of a PDF are parted by "\\f". ``wrapped``: whether a line may end
    inside of a sentence (else each line is a whole paragraph). ``kind``: docx, doc, rtf, pdf, html or txt."""

    text: str
    kind: str
    wrapped: bool
    notes: tuple[Note, ...]


def text_of(data: bytes, name: str = "") -> FileText:
    """The text of the file ``data``. ``name`` is what a person called it; it decides nothing, since documents are
    called .doc that are web pages or packages. Raises UnreadableFile, and nothing else."""
    if not data:
        raise UnreadableFile(UnreadableReason.EMPTY)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(UnreadableReason.TOO_BIG, limit=MAX_BYTES // 1024 // 1024)
    kind = _detect_kind(data)
    try:
        text, counts = import_module(f"reader.files.{READERS[kind]}").read(data)
    except UnreadableFile:
        raise
    except Exception as error:  # whatever damage makes a parser say
        raise UnreadableFile(UnreadableReason.DAMAGED) from error
    text = replace_radicals(text)
    if not any(map(str.isalnum, text)):
        raise UnreadableFile(UnreadableReason.SCANNED if counts.get(FileRemark.PICTURES) else UnreadableReason.NO_TEXT)
    return FileText(text, kind, kind in ("pdf", "txt"), notes_of(counts))


def _detect_kind(data):
    """A key of READERS. Raises UnreadableFile for what is known to be something else."""
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "doc"
    if data.lstrip()[:5] == rb"{\rtf":
        return "rtf"
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    if data.startswith(PICTURES) or data[8:12] == b"WEBP":
        raise UnreadableFile(UnreadableReason.PICTURE)
    if data.startswith(ARCHIVES):
        raise UnreadableFile(UnreadableReason.ARCHIVE)
    if b"MIME-Version:" in data[:MHT_WITHIN] and b"text/html" in data:
        return "html"
    from reader.files.plain import is_page

    return "html" if is_page(data) else "txt"
