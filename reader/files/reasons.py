"""Why a file cannot be read, and remarks on files that can: codes and English sentences.

The sentences are the sources of translations; they are translated where they are displayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class _Worded(StrEnum):
    """A code (the value) and its sentence (``words``)."""

    words: str

    def __new__(cls, code, words):
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        return member


class UnreadableReason(_Worded):
    """Why a file cannot be read."""

    EMPTY = "empty", "The file is empty."
    TOO_BIG = "too_big", "The file is larger than %(limit)s MB."
    BOMB = "bomb", "The file unpacks to far more than any document holds, and was not opened."
    PASSWORD = "password", "The file is protected by a password. Save it without one."
    DAMAGED = "damaged", "The file is damaged and can't be read. Open it in Word or WPS and save it anew."
    NO_TEXT = "no_text", "The document holds no text."
    SCANNED = (
        "scanned",
        "This PDF holds pictures of pages and no text, and nothing that reads pictures is installed. Use the Word file "
        "that it was printed from, or ask the system administrator to install it (README).",
    )
    ONLY_PICTURES = (
        "only_pictures",
        "The document holds pictures of pages and no text. Use the Word file that it was printed from.",
    )
    GARBLED = "garbled", "What is shown in this PDF can't be read as text. Use the Word file that it was printed from."
    PICTURE = (
        "picture",
        "This is a picture, and nothing that reads pictures is installed. Use the Word file that it was printed from, "
        "or ask the system administrator to install it (README).",
    )
    TOO_MANY_PAGES = (
        "too_many_pages",
        "These are pictures of %(pages)s pages; at most %(limit)s can be read at once. Bring them in parts.",
    )
    OTHER_OFFICE = "other_office", "This is a workbook, a set of slides or the like. Use a Word file, a PDF or text."
    OLD_OFFICE = "old_office", "This is an old format that can't be read. Open it in Word or WPS and save it as docx."
    OFD = "ofd", "OFD files can't be read. Save it as a PDF or use the Word file."
    ARCHIVE = "archive", "This is an archive. Unpack it and use the document in it."
    UNKNOWN = "unknown", "This is no Word file, PDF, web page or text, whatever its name says."


# What recognition of pictures can read (reader.files.pictures).
RECOGNISABLE = frozenset({UnreadableReason.PICTURE, UnreadableReason.SCANNED, UnreadableReason.GARBLED})


class UnreadableFile(Exception):
    """Raised for a file that gives no text. ``values`` are the parameters of the sentence of ``code``."""

    def __init__(self, code: UnreadableReason, **values):
        super().__init__(code.words % values)
        self.code, self.values = code, values


class FileRemark(_Worded):
    """What was changed in a text or could not be read. Each is displayed with a count."""

    DELETED = "deleted", "Passages deleted by tracked changes, left out: %(count)s"
    INSERTED = "inserted", "Passages inserted by tracked changes, read as if accepted: %(count)s"
    HIDDEN = "hidden", "Passages of hidden text, left out: %(count)s"
    CONTENTS = "contents", "Lines of a table of contents, left out: %(count)s"
    PICTURES = "pictures", "Pictures, whose text was not read: %(count)s"
    BLANK_PAGES = "blank_pages", "Pages without text, perhaps pictures of pages: %(count)s"
    NO_NUMBERS = "no_numbers", "Lists whose automatic numbers could not be worked out: %(count)s"
    FROM_PICTURE = "from_picture", "Read from pictures of pages, so compare every number with the paper: %(count)s"
    LOST_LETTERS = "lost_letters", "Characters that could not be read: %(count)s"


@dataclass(frozen=True)
class Note:
    """A remark and how often it applies."""

    what: FileRemark
    count: int

    def __str__(self) -> str:
        return self.what.words % {"count": self.count}


def notes_of(counts: Mapping[FileRemark, int]) -> tuple[Note, ...]:
    """The notes for ``counts`` (of FileRemark) in the order of FileRemark, without zero counts."""
    return tuple(Note(what, counts[what]) for what in FileRemark if counts.get(what))
