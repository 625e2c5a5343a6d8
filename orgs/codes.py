"""Codes of units that GB/T 2260 does not know: the code of the unit above, a dash, and letters that people can say."""

import re

LONGEST = 32
_PLAIN = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")

# The first letters of the offices that most federations have; whichever word comes first in a name counts.
_OFFICES = {
    "办公室": "BG",
    "组织": "ZZ",
    "宣传": "XC",
    "权益": "QY",
    "发展": "FZ",
    "联络": "LL",
    "家庭": "JT",
    "儿童": "ET",
    "妇儿": "FE",
    "人事": "RS",
    "机关党委": "DW",
    "财务": "CW",
    "研究": "YJ",
    "培训": "PX",
}
_OTHERS = {"office": "BS", "zone": "KF", "member": "CY"}


def is_plain(code: str) -> bool:
    """Whether a code may be a step of a path: digits, capitals and single dashes, at most 32 of them."""
    return len(code) <= LONGEST and _PLAIN.fullmatch(code) is not None


def propose(above: str, kind: str, name: str, taken) -> str:
    """A free code for a unit of this kind and name below the code `above`: 530900000000-BG, then -BG2, -BG3.

    `taken` is a collection of codes. Zones and member bodies are counted from 1: 450200000000-KF1.
    """
    letters = _letters(name) if kind == "office" else ""
    stem, number = f"{above}-{letters or _OTHERS[kind]}", 1
    while (code := f"{stem}{number if number > 1 or not letters else ''}") in taken:
        number += 1
    return code


def _letters(name: str) -> str:
    found = [(name.find(word), letters) for word, letters in _OFFICES.items() if word in name]
    return min(found)[1] if found else ""
