"""What an .xlsx strikes out: whole cells by their style, parts of texts by that of their run.

Every search is bounded by the next tag, whatever the parts hold.
"""

import re

from sheets.files.grid import STRUCK_PART
from sheets.files.xlsx.formats import CELL_FORMAT, CELL_FORMATS

FONT_TAG = re.compile(rb"<(/?)(?:\w{1,20}:)?(fonts|font|strike)\b([^<>]{0,200}?)(/?)>")
FONT_NUMBER = re.compile(rb"""fontId\s*=\s*["'](\d{1,9})["']""")
STRIKE = re.compile(rb"<(?:\w{1,20}:)?strike\b([^<>]{0,200})>")
RUN, END_OF_RUN = b"<r>", b"</r>"
RUN_TEXT = re.compile(rb"(<t(?:\s[^<>]{0,200})?>)([^<>]+)")
NOT_STRUCK = (b'"0"', b'"false"', b"'0'", b"'false'")
BEFORE, AFTER = STRUCK_PART.encode().split(b"{}")


def read_struck(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles whose font is struck out."""
    if b"strike" not in styles:
        return frozenset()
    struck = _struck_fonts(styles)
    section = CELL_FORMATS.search(styles)
    tags = CELL_FORMAT.finditer(section[0] if section else b"")
    used = ((number, FONT_NUMBER.search(tag[1])) for number, tag in enumerate(tags))
    return frozenset(number for number, font in used if font and int(font[1]) in struck)


def mark_struck_parts(content: bytes) -> bytes:
    """Texts with what is struck out in them in words: 4 and a struck 5 are 4(划去:5), and not 45."""
    if not (b"k" in content and b"strike" in content):  # as in scan.py: one byte is found many times faster
        return content
    pieces = content.split(END_OF_RUN)
    for number, piece in enumerate(pieces[:-1]):
        start = piece.rfind(RUN)
        if start >= 0 and _is_struck(piece[start:]):
            pieces[number] = piece[:start] + RUN_TEXT.sub(rb"\1" + BEFORE + rb"\2" + AFTER, piece[start:])
    return END_OF_RUN.join(pieces)


def _struck_fonts(styles):
    """The numbers of the fonts that are struck out. Fonts of conditional formats stand outside of <fonts>."""
    struck, number, inside = set(), -1, False
    for closing, name, attributes, _alone in FONT_TAG.findall(styles):
        if name == b"fonts":
            inside = not closing
        elif name == b"font":
            number += inside and not closing
        elif inside and not any(word in attributes for word in NOT_STRUCK):
            struck.add(number)
    return struck


def _is_struck(properties):
    found = STRIKE.search(properties)
    return found is not None and not any(word in found[1] for word in NOT_STRUCK)
