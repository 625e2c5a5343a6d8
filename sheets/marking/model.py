"""The marks that an uploaded workbook is given back with."""

from dataclasses import dataclass
from enum import StrEnum

AUTHOR = "FedWork"  # of the comments


class MarkKind(StrEnum):
    """What is said about a cell. Of several marks of one cell the first kind of this list gives the colour."""

    REFUSED = "refused"
    QUESTION = "question"
    DIFFERS = "differs"
    CHANGED = "changed"
    NEW = "new"


COLOURS = {
    MarkKind.REFUSED: "FFC7CE",
    MarkKind.QUESTION: "FFE699",
    MarkKind.DIFFERS: "F8CBAD",
    MarkKind.CHANGED: "BDD7EE",
    MarkKind.NEW: "C6EFCE",
}


@dataclass(frozen=True)
class CellMark:
    """A mark of the cell at ``row`` and ``column`` (from 1) of ``sheet``; ``file`` is a name as of ``BookFile``.

    ``text`` is the sentence of its comment; it says the kind in words, since colour alone does not.
    """

    file: str
    sheet: str
    row: int
    column: int
    kind: MarkKind
    text: str


@dataclass(frozen=True)
class MarkedUpload:
    """The marked file: its name, its bytes and its content type."""

    name: str
    data: bytes
    content_type: str
