"""Numbers of sections and tasks by depth: 一、 （一） 1. （1） ①; without Django.

Source: GB/T 9704-2012, 7.3.3; ① is what offices use below （1）.
"""

import re

from reader.numbers.writing import DIGITS, chinese

MIN_TASK_DEPTH = 2  # tasks are numbered "1." also in sections of depth 0
# A number in front of a title copied from a document, not a quantity such as "1.5万户".
LEADING_NUMBER = re.compile(
    rf"\A(?:[{DIGITS}十百]+、|[（(](?:[{DIGITS}十百]+|\d+)[）)]|\d+(?:[.．](?!\d)|、)|[①-⑳])\s*(?=\S)"
)


def part_number(depth: int, n: int) -> str:
    """The number of the ``n``-th part (from 1) at ``depth`` (from 0)."""
    if depth == 0:
        return f"{chinese(n)}、"
    if depth == 1:
        return f"（{chinese(n)}）"
    if depth == 2:
        return f"{n}."
    if depth == 3:
        return f"（{n}）"
    return chr(0x245F + n) if n <= 20 else f"[{n}]"  # ① to ⑳ are consecutive in Unicode


def task_number(section_depth: int, n: int) -> str:
    """The number of the ``n``-th task (from 1) of a section at ``section_depth``."""
    return part_number(max(MIN_TASK_DEPTH, section_depth + 1), n)


def strip_number(title: str) -> str:
    """Remove a leading number of a part from ``title``."""
    return LEADING_NUMBER.sub("", title)
