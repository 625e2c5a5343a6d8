"""Labels with one character typed for another that looks or sounds like it: 最美家廷 for 最美家庭."""

import re
from collections.abc import Iterator, Sequence

from sheets.office.labels.look_alikes import PARTNERS, with_one_exchanged
from sheets.office.labels.paths import PathReading, PlanNames, read_path
from sheets.office.labels.text import letters, plain_label

SHORTEST = 3  # characters of a label in which one may be exchanged
LONGEST = 40


def corrected_readings(path: Sequence[str], names: PlanNames) -> Iterator[tuple[tuple[str, ...], PathReading]]:
    """Each path, with its reading, that one such exchange turns towards a name of the plan.

    Left out is every exchange where the neighbours of the character stand in a name with this or with a third one.
    """
    for level, text in enumerate(path):
        if not SHORTEST <= len(text) <= LONGEST or PARTNERS.keys().isdisjoint(text):
            continue
        plain = plain_label(text)
        if len(letters(plain)) < SHORTEST:
            continue
        for at, corrected in with_one_exchanged(plain):
            if _leads_to_a_name(plain, corrected, at, names.words.names):
                new = (*path[:level], corrected, *path[level + 1 :])
                yield new, read_path(new, names)


def divided_readings(path: Sequence[str], names: PlanNames) -> Iterator[tuple[tuple[str, ...], PathReading]]:
    """Each path, with its reading, whose last letters are a unit of measure that was written without a bracket.

    循环金帮扶户 for 循环金帮扶(户); only the units of the plan's targets count.
    """
    for level, text in enumerate(path):
        plain = plain_label(text)
        for unit in sorted(names.words.units, key=len, reverse=True):
            if unit and plain.lower().endswith(unit) and len(plain) - len(unit) >= SHORTEST:
                new = (*path[:level], f"{plain[: -len(unit)]}({unit})", *path[level + 1 :])
                yield new, read_path(new, names)


def _leads_to_a_name(plain, corrected, at, known):
    if (plain[max(0, at - 1) : at + 1] in known and at) or plain[at : at + 2] in known:
        return False
    start, end = _stretch(corrected, at, known)
    if end - start < 2:
        return False
    around = re.escape(corrected[start:at]) + "(.)" + re.escape(corrected[at + 1 : end])
    return set(re.findall(around, known)) == {corrected[at]}


def _stretch(text, at, known):
    """The longest piece of a text around one of its characters that stands in a name."""
    start, end = at, at + 1
    while start > 0 and text[start - 1 : end] in known:
        start -= 1
    while end < len(text) and text[start : end + 1] in known:
        end += 1
    return start, end
