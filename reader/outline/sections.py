"""The outline: which numbers begin parts, how deep they stand, and where their titles end."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import Rule
from reader.model import Place, Section
from reader.outline.headings import is_plain, title_end
from reader.text import marks
from reader.text.marks import Mark, Style
from reader.text.paragraph import Paragraph

ANNOUNCED = 45  # characters of a point that is only announced
SKIPPED = 3  # a number this far behind the one before it still goes on with it: 一、 二、 四、


REPORT = Rule(
    rf"{phrases.REVIEWING}",
    takes="2023年工作总结",
    leaves="2024年工作要点",
)  # a report of two parts, each of which counts its own 一、 二、


@dataclass(frozen=True)
class Head:
    """A part's number and title inside a paragraph: ``flat[mark.end:end]`` is the title."""

    paragraph: int
    mark: Mark
    end: int
    level: int = 0
    parent: int | None = None

    @property
    def at(self) -> tuple[int, int]:
        return self.paragraph, self.mark.start


def heads(paragraphs: Sequence[Paragraph]) -> list[Head]:
    """The headings in the order of the document, with level and parent."""
    found = _kept([one for i, paragraph in enumerate(paragraphs) for one in _candidates(i, paragraph)])
    found = _without_announcement(found)
    found = sorted([*found, *_plain(paragraphs, found)], key=lambda one: (one[0], one[1].start))
    ended = []
    for n, (i, mark) in enumerate(found):
        flat = paragraphs[i].flat
        limit = found[n + 1][1].start if n + 1 < len(found) and found[n + 1][0] == i else len(flat)
        ended.append(Head(i, mark, title_end(flat, mark.end, limit, mark.style)))
    return _nested([head for head in ended if head.end > head.mark.end])


def _plain(paragraphs: Sequence[Paragraph], found: Sequence[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """Headings without numbers: short lines above a text or a list, in a document whose parts have no numbers, or only
    those of lists that start again."""
    begun = {i for i, mark in found if mark.start == 0}
    top = min((mark.style for _, mark in found if mark.start == 0), default=Style.SPOKEN)
    firsts = [i for i, mark in found if mark.style == top and mark.value == 1]
    if top < Style.COUNT or (top <= Style.DIGIT_BRACKET and len(firsts) < 2):
        return []
    plain = [
        i
        for i, (one, after) in enumerate(pairwise(paragraphs))
        if i not in begun and is_plain(one.flat) and (i + 1 in begun or len(after.flat) > 2 * len(one.flat))
    ]
    above = [bisect_left(plain, i) for i in firsts]  # how many stand above each list: each must have its own
    if len(plain) < 2 or (top <= Style.DIGIT_BRACKET and any(a >= b for a, b in pairwise([0, *above]))):
        return []
    if top == Style.COUNT and not any(REPORT.search(paragraphs[i].flat) for i in plain):
        return []
    return [(i, Mark(0, 0, Style.PLAIN, 0, "")) for i in plain]


def _candidates(i: int, paragraph: Paragraph) -> list[tuple[int, Mark]]:
    if "\t" in paragraph.flat:  # a table's row: its numbers count rows
        return []
    first = marks.at_start(paragraph.flat)
    begun = first.end if first else 0
    inner = [(i, one) for one in marks.inside(paragraph.flat) if one.start >= begun]
    return [(i, first), *inner] if first else inner


def _kept(candidates: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """Of the numbers found, those that count: at the start of a paragraph, or one after the other inside it."""
    last: dict[Style, int] = {}  # the value of the last number of each style that may go on
    where: dict[Style, int] = {}  # and the paragraph in which it stood
    begin = Counter(mark.style for _, mark in candidates if mark.start == 0)
    follows = _followed(candidates)
    kept = []
    for n, (i, mark) in enumerate(candidates):
        value = last.get(mark.style, 0)
        goes_on = value < mark.value <= value + SKIPPED and value > 0
        spoken = mark.style >= Style.ORDINAL
        if spoken:
            goes_on = goes_on and mark.value == value + 1
        begins = mark.value == 1 and follows[n]
        if mark.start and mark.style <= Style.COUNT and begin[mark.style] > 1 and where.get(mark.style) != i:
            continue  # 抓好三件事：一、…；二、…: no parts of a document whose parts begin paragraphs
        if goes_on or begins or (mark.start == 0 and not spoken):
            kept.append((i, mark))
            last[mark.style], where[mark.style] = mark.value, i
            for lower in [style for style in last if style > mark.style]:
                del last[lower]
    return kept


def _without_announcement(found: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """今天讲三点：一、…；二、…；三、…。 What a speech announces and counts again later is left out."""
    counts = [n for n, (_, mark) in enumerate(found) if mark.style == Style.COUNT]
    again = next((at for at, n in enumerate(counts) if at and found[n][1].value == 1), None)
    if again is None or again < 2:
        return found
    first = [found[n] for n in counts[:again]]
    announced = set(first)
    inside = len({i for i, _ in first}) == 1 and first[0][1].start > 0
    dense = all(after.start - mark.start <= ANNOUNCED for (_, mark), (_, after) in pairwise(first))
    return [one for one in found if one not in announced] if inside and dense else found


def _followed(candidates: list[tuple[int, Mark]]) -> list[bool]:
    """For each number whether the next of its style goes on from it."""
    after: dict[Style, int] = {}
    result = [False] * len(candidates)
    for n in range(len(candidates) - 1, -1, -1):
        mark = candidates[n][1]
        result[n] = after.get(mark.style) == mark.value + 1
        after[mark.style] = mark.value
    return result


def _nested(found: list[Head]) -> list[Head]:
    """Levels and parents. The highest style that is used more than once is the document's first level."""
    if not found:
        return []
    top = _top_style(found)
    stack: list[tuple[Style, int]] = []
    result: list[Head] = []
    for index, head in enumerate(found):
        style = max(head.mark.style, top)
        while stack and stack[-1][0] >= style:
            stack.pop()
        parent = stack[-1][1] if stack else None
        level = 1 if style == top else 2 if parent is None else result[parent].level + 1
        result.append(Head(head.paragraph, head.mark, head.end, level, parent))
        stack.append((style, index))
    return result


def _top_style(found: Sequence[Head]) -> Style:
    """What is cut out of a longer document may have one 二、 or （九） above all else: it begins a line, and the others
    stand under it."""
    styles = [head.mark.style for head in found]
    if styles[0] == min(styles) and found[0].mark.start == 0:
        return styles[0]
    often = [style for style in set(styles) if styles.count(style) > 1]
    return min(often or styles)


def sections(found: Sequence[Head], paragraphs: Sequence[Paragraph], document: str) -> tuple[Section, ...]:
    """The headings as sections; a body reaches to the next heading of its level or a higher one."""
    stops = _body_stops(found)
    result = []
    for head, stop in zip(found, stops, strict=True):
        own = paragraphs[head.paragraph]
        place = own.place(head.mark.start, head.end)
        result.append(
            Section(
                place=place,
                body=_body(head, found[stop].at if stop is not None else None, place.end, paragraphs),
                level=head.level,
                number=own.as_written(head.mark.start, head.mark.end, document).strip(),
                title=own.as_written(head.mark.end, head.end, document),
                parent=head.parent,
            )
        )
    return tuple(result)


def _body_stops(found: Sequence[Head]) -> list[int | None]:
    stops: list[int | None] = [None] * len(found)
    open_: list[int] = []
    for n, head in enumerate(found):
        while open_ and found[open_[-1]].level >= head.level:
            stops[open_.pop()] = n
        open_.append(n)
    return stops


def _body(head: Head, stop: tuple[int, int] | None, begin: int, paragraphs: Sequence[Paragraph]) -> Place:
    last, before = stop if stop is not None else (len(paragraphs) - 1, len(paragraphs[-1].flat))
    while before == 0 and last > head.paragraph:
        last -= 1
        before = len(paragraphs[last].flat)
    end = paragraphs[last].origin[before - 1] + 1 if before else begin
    return Place(begin, max(begin, end))
