"""Cells of tables: their contents by their words alone, and the units they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers.quantities import quantities
from reader.numbers.units import COUNTED, SCALES, unit_at
from reader.tables.columns import QuantityColumn

NUMBER_ONLY = PatternRule(
    r"[≥≤<>=约]{0,2} ?\d{1,15}(?:[,.\d]{0,12})(?: ?[-~至] ?\d{1,15}(?:\.\d{1,4})?)?(?:%"
    r"|‰)?(?:以[上内下])?",
    takes="≥15",
    leaves="15个",
    whole=True,
)
# What may precede and follow the number in a cell that contains only a number.
WORDS_BEFORE_NUMBER = PatternRule(
    rf"(?:[≥≤<>=≧≦约]|(?:不(?:得|能|应)?)?(?:少于|低于|高于|超过|多于)|至少|最[少多低高]|{phrases.ACHIEVING}|达到?|{phrases.AIMING}"
    rf"|新[建增设]|再建|(?:控制|保持|稳定)在|(?:{phrases.LOWERING}|提高|提升|增加)?到|降至| ){{0,4}}",
    takes="不少于",
    leaves="举办",
    whole=True,
)
WORDS_AFTER_NUMBER = re.compile(r"\(?(?:含)?\)?(?:及?以[上内下]|左右|上下)?|\+")
BRACKETED = re.compile(r"\(([^()]{1,8})\)$")
PER_100K = re.compile(r"1?/(?:10|十)万")
MAX_CELL_LENGTH = 24  # characters of a cell that contains only a number or a day


class CellContent(StrEnum):
    """What a cell contains, according to its words alone."""

    NONE = "none"
    NUMBER = "number"
    TIME = "time"
    WORDS = "words"


@dataclass(frozen=True)
class TableCell:
    """A cell: ``text`` at ``start`` to ``end`` of its line, and its column."""

    start: int
    end: int
    text: str
    over: QuantityColumn
    kind: CellContent

    @property
    def number(self) -> bool:
        """Whether the cell contains only a number."""
        return self.kind is CellContent.NUMBER


def is_number(text: str) -> bool:
    """Whether a cell contains only a number: 12, ≥15个, 3-4期, 新建16所, 40人左右."""
    if not text or len(text) > MAX_CELL_LENGTH:
        return False
    if NUMBER_ONLY.fullmatch(text):
        return True
    found = [one for one in quantities(text) if one.measure in COUNTED or one.unit.startswith("/")]
    if len(found) != 1:
        return False
    return bool(
        WORDS_BEFORE_NUMBER.fullmatch(text[: found[0].start]) and WORDS_AFTER_NUMBER.fullmatch(text[found[0].end :])
    )


def with_positions(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, text) of each cell without surrounding blanks."""
    start = 0
    for text in texts:
        words = text.strip()
        at = start + text.find(words) if words else start
        yield at, at + len(words), words
        start += len(text) + 1


def unit_of(text: str) -> str:
    """The unit, if the text is nothing but a unit: 人次, 万元, %, 1/10万. Empty otherwise."""
    if PER_100K.fullmatch(text):
        return "/10万"
    scale = next((word for word in sorted(SCALES, key=len, reverse=True) if text.startswith(word)), "")
    return text if len(text) > len(scale) and unit_at(text, len(scale)) == text[len(scale) :] else ""
