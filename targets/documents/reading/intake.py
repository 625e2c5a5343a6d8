"""An uploaded file or a pasted text as plain text, and the text as a reading."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reader import files
from reader.files import pictures
from reader.model import Reading
from targets.documents.reading.messages import describe_unreadable

MAX_BYTES = files.MAX_BYTES
MAX_CHARACTERS = 500_000  # about 500 pages; no plan is longer, and no page could show it


class UnreadableDocument(ValueError):
    """The document cannot be read. The message is for the person who uploaded it.

    ``is_recognisable``: it holds pictures of pages, whose text the worker can recognise (documents.actions.scans).
    """

    is_recognisable = False


@dataclass(frozen=True)
class ReceivedText:
    """``data`` as it was uploaded, its text, and ``notes`` of what reading the file left out or could not read."""

    name: str
    data: bytes
    text: str
    wrapped: bool
    notes: tuple[tuple[str, int], ...] = ()  # code and count

    @property
    def is_scanned(self) -> bool:
        """Whether the text was recognised in pictures, so that nothing read from it is sure."""
        return any(code == files.FileRemark.FROM_PICTURE for code, _count in self.notes)


def text_of_file(name: str, data: bytes) -> ReceivedText:
    """The text of a file. Raises UnreadableDocument with what a person can do about it."""
    try:
        found = files.text_of(data, name)
    except files.UnreadableFile as error:
        refusal = UnreadableDocument(describe_unreadable(error))
        refusal.is_recognisable = error.code in files.RECOGNISABLE and pictures.is_installed()
        raise refusal from error
    notes = tuple((str(note.what), note.count) for note in found.notes)
    return _require_text(ReceivedText(name, data, found.text, found.wrapped, notes))


def text_of_paste(text: str, name: str) -> ReceivedText:
    """A pasted text, stored as a text file of this name."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _require_text(ReceivedText(name, text.encode(), text, True))


def text_of_scan(name: str, data: bytes, text: str, pages: int) -> ReceivedText:
    """The text that was recognised in the pictures ``data`` and read over by a person: each line is a paragraph."""
    notes = ((str(files.FileRemark.FROM_PICTURE), pages),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _require_text(ReceivedText(name, data, text, False, notes))


def _require_text(received: ReceivedText) -> ReceivedText:
    text = received.text.replace("\0", "�")  # PostgreSQL stores no NUL
    if not text.strip():
        raise UnreadableDocument(_("There is no text in it."))
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(_("The text is too long for a plan document. Take only the pages of the plan."))
    return replace(received, text=text)


def read_document(
    received: ReceivedText, *, year: int | None = None, settle_year: Callable[[int | None], int] | None = None
) -> Reading:
    """The reading of its text for a plan of ``year``, or of the year that ``settle_year`` returns from the text's."""
    from reader import reading  # here, so that its rules are loaded only when a document is read

    return reading.read(received.text, year=year, settle_year=settle_year, wrapped=received.wrapped)


def read_selection(text: str, *, year: int) -> dict:
    """The fields of the target that the reader finds in a part of a document; where it finds none, the fields of a
    count of things, for a person to fill in."""
    from reader import reading
    from targets.documents.reading.drafts import draft_proposals

    found = [each for each in draft_proposals(reading.read(text, year=year)) if each.kind == "target"]
    fields = found[0].fields if found else {"measure": "increment", "direction": "at_least", "strength": "hard"}
    return {name: value for name, value in fields.items() if name not in ("text", "rule", "sure", "label")}
