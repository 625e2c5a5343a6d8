"""Splits a paragraph into sentences and clauses and finds its quotations, titles and brackets."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Each repetition is bounded, so that millions of opening marks take linear time.
QUOTED = re.compile(r"“[^“”]{1,40}+”|\"[^\"“”]{1,30}+\"|‘[^‘’]{1,30}+’|「[^「」]{1,30}+」")
TITLE = re.compile(r"《[^《》]{1,80}+》|〈[^〈〉]{1,80}+〉")
BRACKET = re.compile(r"[(][^()]{1,120}+[)]")
# The part number at the start of a clause: 1. （一） 一是 ①
PART_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是要|是|要|、)|第[一二三四五六七八九十]{1,2}[,、]"
    r"|\d{1,2}[.、](?!\d)|[(][一二三四五六七八九十\d]{1,3}[)]|[①-⑳㈠-㈩])[、. ]?"
)
CLAUSE_END = re.compile(r"[,;:。!?…\n\t|]")
FULL_STOP = "。!?…\n\t|"  # each cell of a table is a sentence
LOST_CHARACTER = re.compile(r"[率度例重量]\?(?=[达在提升不为保控])")
SEMICOLON = ";"


class SpanIndex:
    """Sorted, disjoint spans that can be searched by position."""

    def __init__(self, spans: list[tuple[int, int]]):
        self.spans = spans
        self.starts = [start for start, _ in spans]

    def around(self, position: int) -> tuple[int, int] | None:
        """The span that contains ``position``, or None."""
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.spans[index][1]:
            return None
        return self.spans[index]

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self.around(position) is not None


@dataclass(frozen=True)
class Clause:
    """``flat[start:end]``, without its final punctuation. ``sentence`` and ``part`` (between semicolons) count from
    0."""

    start: int
    end: int
    sentence: int
    part: int


def quoted(flat: str) -> SpanIndex:
    """The quotations in ``flat``."""
    return SpanIndex([found.span() for found in QUOTED.finditer(flat)])


def titled(flat: str) -> SpanIndex:
    """The titles of documents (《》) in ``flat``."""
    return SpanIndex([found.span() for found in TITLE.finditer(flat)])


def bracketed(flat: str) -> SpanIndex:
    """The brackets in ``flat``."""
    return SpanIndex([found.span() for found in BRACKET.finditer(flat)])


def clauses(flat: str) -> list[Clause]:
    """The clauses of a paragraph in order. Punctuation inside quotations, titles and brackets does not end a
    clause."""
    closed = (quoted(flat), titled(flat), bracketed(flat))
    found: list[Clause] = []
    start = sentence = part = 0
    for mark in CLAUSE_END.finditer(flat):
        at = mark.start()
        if any(at in spans for spans in closed) or _inside_number(flat, at):
            continue
        _append_clause(found, flat, start, at, sentence, part)
        start = mark.end()
        sentence += flat[at] in FULL_STOP
        part += flat[at] in FULL_STOP or flat[at] in SEMICOLON
    _append_clause(found, flat, start, len(flat), sentence, part)
    return found


def _append_clause(found: list[Clause], flat: str, start: int, end: int, sentence: int, part: int) -> None:
    while start < end and flat[start].isspace():
        start += 1
    numbered = PART_NUMBER.match(flat, start, end)
    start = numbered.end() if numbered else start
    while start < end and flat[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Clause(start, end, sentence, part))


def _inside_number(flat: str, at: int) -> bool:
    """Whether the punctuation at ``at`` is part of a number (10,000 or 14:38) or a lost character.

    有3,400 is not a thousands separator. In 筛查率?达到50% the question mark replaces a character that was lost.
    """
    if flat[at] == "?":
        return LOST_CHARACTER.match(flat, max(0, at - 1)) is not None
    if flat[at] not in ",:" or at == 0 or not flat[at - 1].isdigit():
        return False
    after = flat[at + 1 : at + 5]
    if flat[at] == ":":
        return after[:1].isdigit()
    return len(after) >= 3 and after[:3].isdigit() and not after[3:4].isdigit()
