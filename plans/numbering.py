"""How the parts of a plan are numbered: 一、 then （一） then 1. then （1） then ①. No Django here.

The order of official documents (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）; ① is what offices add below.
"""

import re

from reader.numbers.writing import DIGITS, chinese

TASK_DEPTH = 2  # a task is at least a "1.", also where its section has none between
# A number in front of words copied from a document. "1.5万户" is no number of a part.
NUMBERED = re.compile(
    rf"\A(?:[{DIGITS}十百]+、|[（(](?:[{DIGITS}十百]+|\d+)[）)]|\d+(?:[.．](?!\d)|、)|[①-⑳])\s*(?=\S)"
)


def part_number(depth, n):
    """The number of the ``n``-th part (from 1) at ``depth`` (0 at the top)."""
    if depth == 0:
        return f"{chinese(n)}、"
    if depth == 1:
        return f"（{chinese(n)}）"
    if depth == 2:
        return f"{n}."
    if depth == 3:
        return f"（{n}）"
    return chr(0x245F + n) if n <= 20 else f"[{n}]"  # ① to ⑳ are all that Unicode has in one row


def task_number(section_depth, n):
    """The number of the ``n``-th task of a section that stands at ``section_depth``."""
    return part_number(max(TASK_DEPTH, section_depth + 1), n)


def strip_number(title):
    """``title`` without a number that was copied with it: the parts number themselves."""
    return NUMBERED.sub("", title)
