"""Builds the outline: which numbers begin parts, their nesting, and where their titles end."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import SectionReading, TextSpan
from reader.outline.headings import is_plain, title_end
from reader.text import part_numbers
from reader.text.paragraph import Paragraph
from reader.text.part_numbers import NumberStyle, PartNumber

MAX_ANNOUNCED_LENGTH = 45  # characters of an announced point
MAX_SKIPPED = 3  # largest step between consecutive numbers: 一、 二、 四、


REPORT = PatternRule(
    rf"{phrases.REVIEWING}",
    takes="2023年工作总结",
    leaves="2024年工作要点",
)  # a report of two parts with separate numbering


@dataclass(frozen=True)
class Heading:
    """The number and title of a part inside a paragraph: ``flat[mark.end:end]`` is the title."""

    paragraph: int
    mark: PartNumber
    end: int
    level: int = 0
    parent: int | None = None

    @property
    def at(self) -> tuple[int, int]:
        return self.paragraph, self.mark.start


def find_headings(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """The headings in the order of the document, with level and parent."""
    found = _numbers_in_sequence([one for i, paragraph in enumerate(paragraphs) for one in _candidates(i, paragraph)])
    found = _without_announcement(found)
    found = sorted([*found, *_plain_headings(paragraphs, found)], key=lambda one: (one[0], one[1].start))
    ended = []
    for n, (i, mark) in enumerate(found):
        flat = paragraphs[i].flat
        limit = found[n + 1][1].start if n + 1 < len(found) and found[n + 1][0] == i else len(flat)
        ended.append(Heading(i, mark, title_end(flat, mark.end, limit, mark.style)))
    return _with_levels([head for head in ended if head.end > head.mark.end])


def _plain_headings(
    paragraphs: Sequence[Paragraph], found: Sequence[tuple[int, PartNumber]]
) -> list[tuple[int, PartNumber]]:
    """Headings without numbers: short lines above a text or list, if no parts or only repeated lists are numbered."""
    begun = {i for i, mark in found if mark.start == 0}
    top = min((mark.style for _, mark in found if mark.start == 0), default=NumberStyle.SPOKEN)
    firsts = [i for i, mark in found if mark.style == top and mark.value == 1]
    if top < NumberStyle.COUNT or (top <= NumberStyle.DIGIT_BRACKET and len(firsts) < 2):
        return []
    plain = [
        i
        for i, (one, after) in enumerate(pairwise(paragraphs))
        if i not in begun and is_plain(one.flat) and (i + 1 in begun or len(after.flat) > 2 * len(one.flat))
    ]
    above = [bisect_left(plain, i) for i in firsts]  # the number of headings above each list, which must increase
    if len(plain) < 2 or (top <= NumberStyle.DIGIT_BRACKET and any(a >= b for a, b in pairwise([0, *above]))):
        return []
    if top == NumberStyle.COUNT and not any(REPORT.search(paragraphs[i].flat) for i in plain):
        return []
    return [(i, PartNumber(0, 0, NumberStyle.PLAIN, 0, "")) for i in plain]


def _candidates(i: int, paragraph: Paragraph) -> list[tuple[int, PartNumber]]:
    if "\t" in paragraph.flat:  # a row of a table: its number is that of the row
        return []
    first = part_numbers.at_start(paragraph.flat)
    begun = first.end if first else 0
    inner = [(i, one) for one in part_numbers.inside(paragraph.flat) if one.start >= begun]
    return [(i, first), *inner] if first else inner


def _numbers_in_sequence(candidates: list[tuple[int, PartNumber]]) -> list[tuple[int, PartNumber]]:
    """The numbers that begin parts: those at the start of a paragraph, or consecutive ones inside it."""
    last: dict[NumberStyle, int] = {}  # the last value of each open style
    where: dict[NumberStyle, int] = {}  # the paragraph of that number
    begin = Counter(mark.style for _, mark in candidates if mark.start == 0)
    follows = _has_successor(candidates)
    kept = []
    for n, (i, mark) in enumerate(candidates):
        value = last.get(mark.style, 0)
        goes_on = value < mark.value <= value + MAX_SKIPPED and value > 0
        spoken = mark.style >= NumberStyle.ORDINAL
        if spoken:
            goes_on = goes_on and mark.value == value + 1
        begins = mark.value == 1 and follows[n]
        if mark.start and mark.style <= NumberStyle.COUNT and begin[mark.style] > 1 and where.get(mark.style) != i:
            continue  # 抓好三件事：一、…；二、…: not parts if the parts of the document begin paragraphs
        if goes_on or begins or (mark.start == 0 and not spoken):
            kept.append((i, mark))
            last[mark.style], where[mark.style] = mark.value, i
            for lower in [style for style in last if style > mark.style]:
                del last[lower]
    return kept


def _without_announcement(found: list[tuple[int, PartNumber]]) -> list[tuple[int, PartNumber]]:
    """The numbers without those that a speech announces and repeats later: 今天讲三点：一、…；二、…；三、…。"""
    counts = [n for n, (_, mark) in enumerate(found) if mark.style == NumberStyle.COUNT]
    again = next((at for at, n in enumerate(counts) if at and found[n][1].value == 1), None)
    if again is None or again < 2:
        return found
    first = [found[n] for n in counts[:again]]
    announced = set(first)
    inside = len({i for i, _ in first}) == 1 and first[0][1].start > 0
    dense = all(after.start - mark.start <= MAX_ANNOUNCED_LENGTH for (_, mark), (_, after) in pairwise(first))
    return [one for one in found if one not in announced] if inside and dense else found


def _has_successor(candidates: list[tuple[int, PartNumber]]) -> list[bool]:
    """For each number whether the next one of its style is its successor."""
    after: dict[NumberStyle, int] = {}
    result = [False] * len(candidates)
    for n in range(len(candidates) - 1, -1, -1):
        mark = candidates[n][1]
        result[n] = after.get(mark.style) == mark.value + 1
        after[mark.style] = mark.value
    return result


def _with_levels(found: list[Heading]) -> list[Heading]:
    """The headings with levels and parents. The first level is the highest style that is used more than once."""
    if not found:
        return []
    top = _top_style(found)
    stack: list[tuple[NumberStyle, int]] = []
    result: list[Heading] = []
    for index, head in enumerate(found):
        style = max(head.mark.style, top)
        while stack and stack[-1][0] >= style:
            stack.pop()
        parent = stack[-1][1] if stack else None
        level = 1 if style == top else 2 if parent is None else result[parent].level + 1
        result.append(Heading(head.paragraph, head.mark, head.end, level, parent))
        stack.append((style, index))
    return result


def _top_style(found: Sequence[Heading]) -> NumberStyle:
    """The style of the first level.

    An excerpt may have a single 二、 or （九） above all others; it must begin the first paragraph.
    """
    styles = [head.mark.style for head in found]
    if styles[0] == min(styles) and found[0].mark.start == 0:
        return styles[0]
    often = [style for style in set(styles) if styles.count(style) > 1]
    return min(often or styles)


def build_sections(
    found: Sequence[Heading], paragraphs: Sequence[Paragraph], document: str
) -> tuple[SectionReading, ...]:
    """The headings as sections; the body of each extends to the next heading of its level or higher."""
    stops = _body_stops(found)
    result = []
    for head, stop in zip(found, stops, strict=True):
        own = paragraphs[head.paragraph]
        place = own.place(head.mark.start, head.end)
        result.append(
            SectionReading(
                place=place,
                body=_body(head, found[stop].at if stop is not None else None, place.end, paragraphs),
                level=head.level,
                number=own.as_written(head.mark.start, head.mark.end, document).strip(),
                title=own.as_written(head.mark.end, head.end, document),
                parent=head.parent,
            )
        )
    return tuple(result)


def _body_stops(found: Sequence[Heading]) -> list[int | None]:
    stops: list[int | None] = [None] * len(found)
    open_heads: list[int] = []
    for n, head in enumerate(found):
        while open_heads and found[open_heads[-1]].level >= head.level:
            stops[open_heads.pop()] = n
        open_heads.append(n)
    return stops


def _body(head: Heading, stop: tuple[int, int] | None, begin: int, paragraphs: Sequence[Paragraph]) -> TextSpan:
    last, before = stop if stop is not None else (len(paragraphs) - 1, len(paragraphs[-1].flat))
    while before == 0 and last > head.paragraph:
        last -= 1
        before = len(paragraphs[last].flat)
    end = paragraphs[last].origin[before - 1] + 1 if before else begin
    return TextSpan(begin, max(begin, end))
