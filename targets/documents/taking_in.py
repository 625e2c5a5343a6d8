"""A file, or what was pasted, as text; and the text as a reading."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reader import files
from reader.model import Reading
from targets.documents.words import unreadable

MAX_BYTES = files.MAX_BYTES
LONGEST = 500_000  # characters: some 500 pages. What is longer is no plan, and no page could show it.


class NoDocument(ValueError):
    """It cannot be read. The message is for the person."""


@dataclass(frozen=True)
class TakenIn:
    """What a person brought: ``data`` as it was, and the text in it with what was seen on the way (``notes``)."""

    name: str
    data: bytes
    text: str
    wrapped: bool
    notes: tuple[tuple[str, int], ...] = ()  # code and count


def of_file(name: str, data: bytes) -> TakenIn:
    """The text of a file. Raises NoDocument with what a person can do about it."""
    try:
        found = files.text_of(data, name)
    except files.UnreadableFile as error:
        raise NoDocument(unreadable(error)) from error
    return _checked(
        TakenIn(name, data, found.text, found.wrapped, tuple((str(note.what), note.count) for note in found.notes))
    )


def of_paste(text: str, name: str) -> TakenIn:
    """What was pasted, kept as a text file of this name."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _checked(TakenIn(name, text.encode(), text, True))


def _checked(taken: TakenIn) -> TakenIn:
    text = taken.text.replace("\0", "�")  # the database keeps no NUL
    if not text.strip():
        raise NoDocument(_("There is no text in it."))
    if len(text) > LONGEST:
        raise NoDocument(_("The text is too long for a plan document. Take only the pages of the plan."))
    return TakenIn(taken.name, taken.data, text, taken.wrapped, taken.notes)


def read(taken: TakenIn, *, year: int | None = None, settle_year: Callable[[int | None], int] | None = None) -> Reading:
    """The reading of its text for a plan of ``year``, or of the year that ``settle_year`` returns from the text's."""
    from reader import reading  # where the rules are: only who reads a document loads them

    return reading.read(taken.text, year=year, settle_year=settle_year, wrapped=taken.wrapped)


def read_words(words: str, *, year: int) -> dict:
    """The fields of the target that the reader finds in some words of a document; a plain number of things where it
    finds none, for a person to fill in."""
    from reader import reading
    from targets.documents.proposed import drafts

    found = [each for each in drafts(reading.read(words, year=year)) if each.kind == "target"]
    fields = found[0].fields if found else {"measure": "increment", "direction": "at_least", "strength": "hard"}
    return {name: value for name, value in fields.items() if name not in ("text", "rule", "sure", "label")}
