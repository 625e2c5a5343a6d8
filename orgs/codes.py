"""Codes of units without one in GB/T 2260: the parent's code, a dash and pinyin initials."""

import re
from collections.abc import Collection

MAX_LENGTH = 32
_PLAIN = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")

# Pinyin initials of common offices; the keyword that comes first in a name decides.
_OFFICE_INITIALS = {
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
_DEFAULT_INITIALS = {"office": "BS", "zone": "KF", "member": "CY"}


def is_plain(code: str) -> bool:
    """Whether a code is valid in a path: digits, capitals and single dashes, at most MAX_LENGTH characters."""
    return len(code) <= MAX_LENGTH and _PLAIN.fullmatch(code) is not None


def propose(parent_code: str, kind: str, name: str, taken: Collection[str]) -> str:
    """A code not in ``taken`` for a child of this kind and name: 530900000000-BG, then -BG2, -BG3.

    Zones, member bodies and offices without a keyword are numbered from 1: 450200000000-KF1.
    """
    initials = _find_initials(name) if kind == "office" else ""
    stem, number = f"{parent_code}-{initials or _DEFAULT_INITIALS[kind]}", 1
    while (code := f"{stem}{number if number > 1 or not initials else ''}") in taken:
        number += 1
    return code


def _find_initials(name: str) -> str:
    found = [(name.find(keyword), initials) for keyword, initials in _OFFICE_INITIALS.items() if keyword in name]
    return min(found)[1] if found else ""
