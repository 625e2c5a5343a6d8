"""Tells the items of a list from sections: numbered lines without text of their own below them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.outline.headings import STOP, Heading
from reader.text.paragraph import Paragraph
from reader.text.part_numbers import NumberStyle

MAX_ITEM_SENTENCES = 3  # of an item among one-line items
STOPS = frozenset("。;,:")
MIN_LINE_BELOW = 6  # characters: less is the rest of a broken line
MAX_LINE_BELOW = 60  # characters of a line below an item that may belong to it
# Words behind an item that say who does it by when.
OFFICES_BEHIND = PatternRule(
    rf"[((]?(?:{phrases.RESPONSIBLE}|{phrases.ASSISTING}|责任)[^。;]{{0,6}}[::]|[((][^()]{{2,60}}(?:牵头|负责)[^()]{{0,40}}[))]",
    takes="责任单位:市妇联",
    leaves="组织志愿者",
)


def mark_items(heads: Sequence[Heading], paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """``heads`` with the items of lists marked.

    Items are headings of one parent and style that are mostly single sentences (1.培训妇女500人。 2.建微家30个。), and
    the points that a text without other headings counts inside a paragraph (一是…；二是…).
    """
    items: set[int] = set()
    for group in _siblings(heads):
        if any(_holds_dashes(heads, n, paragraphs) for n in group):
            continue  # each number heads a list of its own
        lines = [n for n in group if _is_leaf(heads, n) or (n == group[-1] and _ends_list(heads, n, paragraphs))]
        sentences = {n: _sentences(heads, n, paragraphs, n == group[-1]) for n in lines}
        single = [n for n, count in sentences.items() if count == 1]
        if _counted_in_text([heads[n] for n in group]) and 2 * len(single) >= len(group):
            items.update(lines)
            continue
        if _may_be_items([heads[n] for n in group], [heads[n] for n in single], paragraphs):
            items.update(n for n, count in sentences.items() if count <= MAX_ITEM_SENTENCES)
    return [replace(head, is_item=n in items) for n, head in enumerate(heads)]


def _siblings(heads: Sequence[Heading]) -> Iterator[list[int]]:
    """The indexes of the headings of each parent, by style."""
    groups: dict[tuple[int | None, NumberStyle], list[int]] = {}
    for n, head in enumerate(heads):
        groups.setdefault((head.parent, head.mark.style), []).append(n)
    yield from groups.values()


def _is_leaf(heads: Sequence[Heading], n: int) -> bool:
    return n + 1 == len(heads) or heads[n + 1].level <= heads[n].level


def _ends_list(heads: Sequence[Heading], n: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the last heading of a list is a whole sentence, and what follows is only counted by spoken numbers."""
    after = heads[n + 1]
    ended = paragraphs[heads[n].paragraph].flat[-1:] in {"。", ";"}
    return ended and after.mark.style >= NumberStyle.ORDINAL and after.paragraph > heads[n].paragraph + 1


def _holds_dashes(heads: Sequence[Heading], n: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether points with dashes stand directly below the line of a heading: 1.提高保健水平。 --住院分娩率达98%。"""
    below = paragraphs[heads[n].paragraph + 1 : heads[n].paragraph + 2]
    return heads[n].mark.start == 0 and bool(below) and below[0].flat.startswith("--")


def _counted_in_text(group: Sequence[Heading]) -> bool:
    """Whether the highest level is counted by spoken numbers inside paragraphs."""
    inside = sum(head.mark.start > 0 for head in group)
    return group[0].level == 1 and group[0].mark.style >= NumberStyle.ORDINAL and 2 * inside > len(group)


def _may_be_items(group: Sequence[Heading], single: Sequence[Heading], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a list whose ``single`` headings are one sentence each is a list of items.

    Its items begin lines, unless it is the highest level. 一、 numbers items only if they are whole sentences.
    """
    style, level = group[0].mark.style, group[0].level
    if len(single) < 2 or 2 * len(single) <= len(group) or style < NumberStyle.COUNT:
        return False
    if level > 1 and 2 * sum(head.mark.start == 0 for head in group) < len(group):
        return False
    if style == NumberStyle.COUNT_BRACKET and level == 1:
        clauses = sum(paragraphs[head.paragraph].flat.count(",") for head in single)
        if clauses >= 2 * len(single):
            return False  # (一)促进就业,开展培训2万人次,覆盖率达90%: each has several things to do
    ended = sum(_is_whole_sentence(head, paragraphs[head.paragraph].flat) for head in single)
    return style > NumberStyle.COUNT or 2 * ended > len(single)


def _is_whole_sentence(head: Heading, flat: str) -> bool:
    """Whether the item is a sentence that its title does not cut short, as in 一、指导思想｜坚持以…"""
    return flat[-1:] in {"。", ";"} and (head.end >= len(flat) or flat[head.end] in STOPS or not head.mark.start)


def _sentences(heads: Sequence[Heading], n: int, paragraphs: Sequence[Paragraph], last: bool) -> int:
    """The number of sentences of a part, without what names its offices; more than any item has, if it has long text.

    What follows the ``last`` item of a list need not belong to it.
    """
    head, after = heads[n], heads[n + 1] if n + 1 < len(heads) else None
    flat = paragraphs[head.paragraph].flat
    if "\t" in flat:
        return MAX_ITEM_SENTENCES + 1
    end = after.mark.start if after and after.paragraph == head.paragraph else len(flat)
    stop = head.paragraph + 1 if last else after.paragraph if after else len(paragraphs)
    below = [paragraphs[i].flat for i in range(head.paragraph + 1, min(stop, head.paragraph + 2 + MAX_ITEM_SENTENCES))]
    if any(len(line) > MAX_LINE_BELOW for line in below if not OFFICES_BEHIND.match(line)):
        return MAX_ITEM_SENTENCES + 1
    rest = [line for line in below if len(line) >= MIN_LINE_BELOW]
    return sum(_count_sentences(text) for text in (flat[head.mark.end : end], *rest))


def _count_sentences(text: str) -> int:
    offices = OFFICES_BEHIND.search(text)
    text = text[: offices.start()] if offices else text
    stops = [-1, *(hit.start() for hit in STOP.finditer(text)), len(text)]
    return sum(1 for start, stop in pairwise(stops) if stop - start > 2)
