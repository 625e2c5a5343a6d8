"""Splits a paragraph into sentences and clauses, and finds quotations and titles of documents in it."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Each is bounded: ten million opening marks are no more work than ten million letters.
QUOTED = re.compile(r"“[^“”]{1,40}+”|\"[^\"“”]{1,30}+\"|‘[^‘’]{1,30}+’|「[^「」]{1,30}+」")
TITLE = re.compile(r"《[^《》]{1,80}+》|〈[^〈〉]{1,80}+〉")
BRACKET = re.compile(r"[(][^()]{1,120}+[)]")
# 1. （一） 一是 ①: the number of the part that a clause begins.
PART_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是要|是|要|、)|第[一二三四五六七八九十]{1,2}[,、]"
    r"|\d{1,2}[.、](?!\d)|[(][一二三四五六七八九十\d]{1,3}[)]|[①-⑳㈠-㈩])[、. ]?"
)
CLAUSE_END = re.compile(r"[,;:。!?…\n\t|]")
FULL_STOP = "。!?…\n\t|"  # a cell of a table is a sentence of its own
LOST_CHARACTER = re.compile(r"[率度例重量]\?(?=[达在提升不为保控])")
SEMICOLON = ";"


class SpanIndex:
    """Spans in order, none overlapping another, asked by place."""

    def __init__(self, spans: list[tuple[int, int]]):
        self.spans = spans
        self.starts = [start for start, _ in spans]

    def around(self, position: int) -> tuple[int, int] | None:
        """The span that ``position`` lies in."""
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.spans[index][1]:
            return None
        return self.spans[index]

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self.around(position) is not None


@dataclass(frozen=True)
class Clause:
    """``flat[start:end]`` without the mark that ends it; ``part`` is what semicolons cut. Both counts begin at 0."""

    start: int
    end: int
    sentence: int
    part: int


def quoted(flat: str) -> SpanIndex:
    return SpanIndex([found.span() for found in QUOTED.finditer(flat)])


def titled(flat: str) -> SpanIndex:
    return SpanIndex([found.span() for found in TITLE.finditer(flat)])


def bracketed(flat: str) -> SpanIndex:
    return SpanIndex([found.span() for found in BRACKET.finditer(flat)])


def clauses(flat: str) -> list[Clause]:
    """The clauses of a paragraph in order; marks inside quotes, titles and brackets cut nothing."""
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
    """10,000 and 14:38 are one; 有3,400 is written by nobody. 筛查率?达到50% asks nothing: a letter was lost there."""
    if flat[at] == "?":
        return LOST_CHARACTER.match(flat, max(0, at - 1)) is not None
    if flat[at] not in ",:" or at == 0 or not flat[at - 1].isdigit():
        return False
    after = flat[at + 1 : at + 5]
    if flat[at] == ":":
        return after[:1].isdigit()
    return len(after) >= 3 and after[:3].isdigit() and not after[3:4].isdigit()
