"""The lines of a document with their positions and widths."""

import re
from dataclasses import dataclass

from reader.text.normalization import normalize

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
LINE = re.compile(f"[^{BREAKS}]+")
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
PADDING = " \t\xa0\u3000" + "".join(map(chr, range(0x2000, 0x200B))) + UNSEEN
INDENT = {"\u3000": 2, "\t": 4}

CellSpans = tuple[tuple[tuple[int, int], ...], ...]  # for each cell of a row the pieces that it consists of


@dataclass(frozen=True)
class SourceLine:
    """A line without surrounding blanks.

    ``flat`` is ``text[start:end]`` normalized. ``blank``: an empty line precedes it; ``page``: a page break
    precedes it. ``indent`` is in half-width columns, ``lead`` in characters. ``cells`` are the cells of a row of a
    table without tabs, as positions in the text; ``flat`` then has tabs between them.
    """

    start: int
    end: int
    flat: str
    indent: int
    lead: int
    blank: bool
    page: bool
    cells: CellSpans = ()


def lines(text: str) -> list[SourceLine]:
    """The lines of ``text`` that are not empty."""
    found: list[SourceLine] = []
    last = 0
    for hit in LINE.finditer(text):
        raw = hit[0]
        bare = raw.strip(PADDING)
        if not bare:
            continue
        start = hit.start() + len(raw) - len(raw.lstrip(PADDING))
        between = text[last : hit.start()]
        breaks = between.replace("\r\n", "\n")
        found.append(
            SourceLine(
                start, start + len(bare), normalize(bare), _columns(raw[: start - hit.start()]), start - hit.start(),
                sum(breaks.count(one) for one in BREAKS) > 1, "\f" in breaks,
            )
        )  # fmt: skip
        last = start + len(bare)
    return found


def _columns(padding: str) -> int:
    return sum(INDENT.get(char, 0 if char in UNSEEN else 1) for char in padding)


def width(flat: str) -> int:
    """The width of a line in half-width columns."""
    return 2 * len(flat) - sum(map(flat.count, ' !"%()*+,-./0123456789:;<=>?'))
