"""A circular as paragraphs of runs; what the page, the Word file and the interface show alike. Knows no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ParagraphKind(StrEnum):
    """The kinds of paragraphs after GB/T 9704-2012."""

    TITLE = "title"
    RECIPIENTS = "recipients"  # 主送机关
    HEAD1 = "head1"  # 一、
    HEAD2 = "head2"  # (一)
    TEXT = "text"


@dataclass(frozen=True)
class NumberRef:
    """Where a number of a sentence comes from: a field of the total of a target at a unit; without a target, of the
    unit on the whole."""

    field: str
    unit: str
    target: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of text; ``ref`` says where its number comes from, None for plain words."""

    text: str
    ref: NumberRef | None = None


@dataclass(frozen=True)
class TextParagraph:
    """``key`` names what the paragraph says ("overall", "section-3"), so that edits are found again."""

    kind: ParagraphKind
    runs: tuple[Run, ...]
    key: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Annex:
    """A table on pages of its own: ``rows`` of texts under ``heads``; ``numeric`` says which columns are numbers."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]


@dataclass(frozen=True)
class CircularText:
    """A whole circular. ``issuer`` is the body that signs, ``number`` that of the document or "", ``day`` is written
    out (2026年11月30日), ``words`` are names that no line of the title breaks. ``tables`` stand in the text before who
    signs, ``annexes`` on pages of their own."""

    title: str
    paragraphs: Sequence[TextParagraph]
    issuer: str
    day: str
    number: str = ""
    recipients: str = ""
    annexes: Sequence[Annex] = ()
    tables: Sequence[Annex] = ()
    words: Sequence[str] = ()


def plain(kind: ParagraphKind, text: str, key: str = "") -> TextParagraph:
    """A paragraph of words alone."""
    return TextParagraph(kind, (Run(text),), key)


def count_characters(paragraphs: Iterable[TextParagraph]) -> int:
    """The length of the text as offices count it: every character but blanks."""
    return sum(not character.isspace() for each in paragraphs for character in each.text)
