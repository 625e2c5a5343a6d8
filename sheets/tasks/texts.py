"""Texts of progress as cells hold them."""

from datetime import date

from sheets.figures.columns import canonical_text
from sheets.writing import ILLEGAL_CHARACTERS_RE, MAX_CELL


def clean_text(text: str) -> str:
    """A text as the page stores it: line breaks of one kind, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def cell_text(value: object) -> str:
    """What a cell says: a number or a day as it is written in the canonical way."""
    if isinstance(value, date):
        return canonical_text(value)
    return clean_text(value) if isinstance(value, str) else canonical_text(value)


def written_text(text: str) -> str:
    """A stored text as it comes back from a cell into which it was written."""
    return clean_text(ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL])
