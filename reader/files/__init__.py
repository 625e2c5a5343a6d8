"""Extracts the text of a plan document from its file. The format is detected from the content.

Does not need Django. The libraries that read the formats are imported when first needed.
"""

from dataclasses import dataclass
from importlib import import_module

from reader.files.letters import replace_radicals
from reader.files.reasons import RECOGNISABLE, FileRemark, Note, UnreadableFile, UnreadableReason, notes_of

__all__ = ["RECOGNISABLE", "FileRemark", "FileText", "Note", "UnreadableFile", "UnreadableReason", "text_of"]

MAX_BYTES = 20 * 1024 * 1024  # as for evidence files

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PDF_WITHIN = 1024  # bytes in which "%PDF-" may begin, as in Acrobat
MHT_WITHIN = 1024  # bytes in which a single-file web page (mht) is declared
# kind -> the module that reads it: ``read(data) -> (text, counts of FileRemark)``
READERS = {"docx": "docx", "doc": "doc", "rtf": "rtf", "pdf": "pdf", "html": "html", "txt": "plain"}


@dataclass(frozen=True)
class FileText:
    """The text of a file.

    Lines of ``text`` end with "\n"; pages of a PDF are separated by "\f". ``wrapped``: lines may end inside a
    sentence, otherwise each line is a paragraph. ``kind``: docx, doc, rtf, pdf, html or txt.
    """

    text: str
    kind: str
    wrapped: bool
    notes: tuple[Note, ...]


def text_of(data: bytes, name: str = "") -> FileText:
    """The text of the file ``data``. Raises UnreadableFile and nothing else.

    ``name`` is not used to detect the format: files named .doc are often web pages or docx.
    """
    if not data:
        raise UnreadableFile(UnreadableReason.EMPTY)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(UnreadableReason.TOO_BIG, limit=MAX_BYTES // 1024 // 1024)
    kind = _detect_kind(data)
    try:
        text, counts = import_module(f"reader.files.{READERS[kind]}").read(data)
    except UnreadableFile:
        raise
    except Exception as error:  # any error that damaged data causes in a parser
        raise UnreadableFile(UnreadableReason.DAMAGED) from error
    text = replace_radicals(text)
    if not any(map(str.isalnum, text)):
        raise UnreadableFile(
            UnreadableReason.ONLY_PICTURES if counts.get(FileRemark.PICTURES) else UnreadableReason.NO_TEXT
        )
    return FileText(text, kind, kind in ("pdf", "txt"), notes_of(counts))


def _detect_kind(data: bytes) -> str:
    """The key of READERS for ``data``. Raises UnreadableFile for other known formats."""
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
