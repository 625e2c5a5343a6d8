"""Builds the outline: which numbers begin parts, which only items of a list, their nesting, and where titles end."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import SectionReading, TextSpan
from reader.outline.headings import Heading, is_plain, title_end
from reader.outline.items import mark_items
from reader.text import part_numbers
from reader.text.paragraph import Paragraph
from reader.text.part_numbers import NumberStyle, PartNumber

MAX_ANNOUNCED_LENGTH = 45  # characters of an announced point
MIN_TEXT = 25  # characters of a paragraph above a heading
MAX_SKIPPED = 3  # largest step between consecutive numbers: 一、 二、 四、


REPORT = PatternRule(
    rf"{phrases.REVIEWING}",
    takes="2023年工作总结",
    leaves="2024年工作要点",
)  # a report of two parts with separate numbering


def find_headings(paragraphs: Sequence[Paragraph]) -> list[Heading]:
    """The headings and items in the order of the document, with level and parent."""
    found = _numbers_in_sequence(_all_candidates(paragraphs))
    found = _without_announcement(found)
    found = sorted([*found, *_plain_headings(paragraphs, found)], key=lambda one: (one[0], one[1].start))
    ended = []
    for n, (i, mark) in enumerate(found):
        flat = paragraphs[i].flat
        limit = found[n + 1][1].start if n + 1 < len(found) and found[n + 1][0] == i else len(flat)
        ended.append(Heading(i, mark, title_end(flat, mark.end, limit, mark.style)))
    titled = _with_levels([head for head in ended if head.end > head.mark.end])
    return mark_items(titled, paragraphs)


def only_sections(heads: Sequence[Heading]) -> list[Heading]:
    """The headings that are sections, with levels and parents among themselves."""
    return _with_levels([head for head in heads if not head.is_item])


def _plain_headings(
    paragraphs: Sequence[Paragraph], found: Sequence[tuple[int, PartNumber]]
) -> list[tuple[int, PartNumber]]:
    """Headings without numbers: short lines above a text or list, if no parts or only repeated lists are numbered."""
    begun = {i for i, mark in found if mark.start == 0}
    top = min((mark.style for _, mark in found if mark.start == 0), default=NumberStyle.SPOKEN)
    plain = _plain_among(paragraphs, found, begun, top)
    if not plain and top == NumberStyle.COUNT_BRACKET:
        plain = _plain_above(paragraphs, begun)
    return [(i, PartNumber(0, 0, NumberStyle.PLAIN, 0, "")) for i in plain]


def _plain_among(
    paragraphs: Sequence[Paragraph], found: Sequence[tuple[int, PartNumber]], begun: set[int], top: NumberStyle
) -> list[int]:
    """The indexes of the short lines that are headings of one level."""
    firsts = [i for i, mark in found if mark.style == top and mark.value == 1]
    if top < NumberStyle.COUNT or (top <= NumberStyle.DIGIT_BRACKET and len(firsts) < 2):
        return []
    plain = [
        i
        for i, (one, after) in enumerate(pairwise(paragraphs))
        if i not in begun and is_plain(one.flat) and (i + 1 in begun or len(after.flat) > 2 * len(one.flat))
    ]
    if len(plain) == 1 and not found and plain[0] > 0 and _is_text(paragraphs[plain[0] - 1].flat):
        return plain  # between two paragraphs of a news item
    above = [bisect_left(plain, i) for i in firsts]  # the number of headings above each list, which must increase
    if len(plain) < 2 or (top <= NumberStyle.DIGIT_BRACKET and any(a >= b for a, b in pairwise([0, *above]))):
        return []
    if top == NumberStyle.COUNT and not any(REPORT.search(paragraphs[i].flat) for i in plain):
        return []
    return plain


def _plain_above(paragraphs: Sequence[Paragraph], begun: set[int]) -> list[int]:
    """The short lines between a text and a part (一): such parts stand below headings, which then have no number."""
    return [
        i
        for i, (before, one) in enumerate(pairwise(paragraphs), 1)
        if i not in begun and i + 1 in begun and is_plain(one.flat) and _is_text(before.flat)
    ]


def _is_text(flat: str) -> bool:
    return len(flat) >= MIN_TEXT and flat[-1] in "。!?…”"


def _all_candidates(paragraphs: Sequence[Paragraph]) -> list[tuple[int, PartNumber]]:
    """The numbers that may begin parts, with the index of their paragraph."""
    found: list[tuple[int, PartNumber]] = []
    last = 0  # the number of the last item with a digit
    for i, paragraph in enumerate(paragraphs):
        if "\t" in paragraph.flat:  # a row of a table: its number is that of the row
            continue
        first = part_numbers.at_start(paragraph.flat) or part_numbers.before_digit(paragraph.flat, last + 1)
        if first:
            found.append((i, first))
            last = first.value if first.style == NumberStyle.DIGIT else 0 if first.style < NumberStyle.DIGIT else last
        begun = first.end if first else 0
        found += [(i, one) for one in part_numbers.inside(paragraph.flat) if one.start >= begun]
    return found


def _numbers_in_sequence(candidates: list[tuple[int, PartNumber]]) -> list[tuple[int, PartNumber]]:
    """The numbers that begin parts: those at the start of a paragraph, or consecutive ones inside it."""
    last: dict[NumberStyle, int] = {}  # the last value of each open style
    where: dict[NumberStyle, int] = {}  # the paragraph of that number
    begin = Counter(mark.style for _, mark in candidates if mark.start == 0)
    follows = _has_successor(candidates)
    kept: list[tuple[int, PartNumber]] = []
    digits = 0  # the last value of 1. 2. 3., which may run across the parts above them
    for n, (i, mark) in enumerate(candidates):
        value = last.get(mark.style, 0)
        goes_on = value < mark.value <= value + MAX_SKIPPED and value > 0
        spoken = mark.style >= NumberStyle.ORDINAL
        if spoken:
            goes_on = goes_on and mark.value == value + 1
        begins = mark.value == 1 and (follows[n] or _holds_list(candidates, n))
        if mark.start and mark.style <= NumberStyle.COUNT and begin[mark.style] > 1 and where.get(mark.style) != i:
            continue  # 抓好三件事：一、…；二、…: not parts if the parts of the document begin paragraphs
        runs_on = mark.style == NumberStyle.DIGIT and kept[-1:] and kept[-1][0] == i and mark.value == digits + 1
        if goes_on or begins or runs_on or (mark.start == 0 and not spoken):
            kept.append((i, mark))
            last[mark.style], where[mark.style] = mark.value, i
            digits = mark.value if mark.style == NumberStyle.DIGIT else digits
            for lower in [style for style in last if style > mark.style]:
                del last[lower]
    return kept


def _holds_list(candidates: list[tuple[int, PartNumber]], n: int) -> bool:
    """Whether a (一) inside a paragraph is followed by a list of its own: an excerpt has one part only."""
    mark, after = candidates[n][1], candidates[n + 1][1] if n + 1 < len(candidates) else None
    return (
        mark.style == NumberStyle.COUNT_BRACKET
        and after is not None
        and (after.style, after.value) == (NumberStyle.DIGIT, 1)
        and candidates[n + 1][0] <= candidates[n][0] + 1
        and after.start <= mark.end + MAX_ANNOUNCED_LENGTH
    )


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

    An excerpt may have a single 二、 or （九） above all others; it must begin the first paragraph, or the excerpt
    begins in the middle of a list.
    """
    styles = [head.mark.style for head in found]
    if styles[0] == min(styles) and found[0].mark.start == 0:
        return styles[0]
    if found[0].mark.value > 1 and found[0].mark.start == 0:  # the heading above was cut off: 2、… 3、… (三)…
        return min(head.mark.style for head in found if head.mark.start == 0)
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
