"""Leaves out targets that the document states twice: in a headline and below it, or in two cells of a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.clauses.splitting import PART_NUMBER
from reader.model import TargetReading
from reader.names.same_names import tell_apart

MAX_TOP = 5  # paragraphs that may be headlines
MAX_HEADLINE = 45  # characters
SHARED = 2 / 3  # of the pairs of characters of a name
MAX_ROW = 20  # targets of a row that are compared
WORDS = re.compile(r"\d")  # the words before the number
TEXT_END = re.compile(r"[。;!?:,]$")


@dataclass(frozen=True)
class TargetOrigin:
    """Where a target was found: the title above it, its paragraph, and whether that is a headline or a row."""

    heading: str = ""
    paragraph: int = 0
    headline: bool = False
    in_row: bool = False


def origin_of(flat: str, index: int, *, in_row: bool) -> TargetOrigin:
    """The origin of the targets in paragraph ``index``; ``in_row``: it belongs to a table whose cells run together."""
    is_headline = (
        index < MAX_TOP and len(flat) <= MAX_HEADLINE and not TEXT_END.search(flat) and not PART_NUMBER.match(flat)
    )
    return TargetOrigin("", index, is_headline and "\t" not in flat, in_row or "\t" in flat)


def without_repeated_targets(targets: list[TargetReading], origins: list[TargetOrigin]) -> list[TargetReading]:
    """The targets, each counted once and each of two names told apart."""
    found = list(_first_of_row(targets, origins))
    kept: dict[tuple, tuple[TargetReading, str]] = {}
    for at, (target, origin) in enumerate(found):
        if origin.headline and any(_restates(target, later) for later, other in found[at + 1 :] if not other.headline):
            continue
        key = target.text, target.value, target.unit, target.name, target.deadline
        kept.setdefault(key, (target, origin.heading))
    return tell_apart([target for target, _ in kept.values()], [heading for _, heading in kept.values()])


def _first_of_row(
    targets: Sequence[TargetReading], origins: Sequence[TargetOrigin]
) -> Iterator[tuple[TargetReading, TargetOrigin]]:
    """The targets without those that repeat, in the same row, the words of an earlier one."""
    row: list[tuple[TargetReading, TargetOrigin]] = []
    for target, origin in zip(targets, origins, strict=True):
        if row and row[0][1].paragraph != origin.paragraph:
            yield from row
            row = []
        earlier = next((i for i, (one, _) in enumerate(row[:MAX_ROW]) if origin.in_row and _repeats(target, one)), None)
        if earlier is None:
            row.append((target, origin))
        elif len(target.text) < len(row[earlier][0].text):  # the cells ran together and made the longer name
            row[earlier] = replace(row[earlier][0], name=target.name), row[earlier][1]
    yield from row


def _repeats(target: TargetReading, earlier: TargetReading) -> bool:
    return (target.value, target.value2, target.unit) == (earlier.value, earlier.value2, earlier.unit) and (
        target.text in earlier.text
    )


def _restates(headline: TargetReading, later: TargetReading) -> bool:
    """Whether a target of the text has the number of the headline and words of its name."""
    if (headline.normal, headline.normal2) != (later.normal, later.normal2):
        return False
    return headline.normal_unit == later.normal_unit and any(
        _is_said_in(words, later.text) for words in (headline.name, WORDS.split(headline.text)[0])
    )


def _is_said_in(words: str, text: str) -> bool:
    """Whether most pairs of characters of ``words`` occur in ``text``."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return bool(pairs) and SHARED * len(pairs) <= sum(pair in text for pair in pairs)
