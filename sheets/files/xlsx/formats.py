"""The number formats in the styles of an .xlsx; of the rest only what is struck out decides anything (struck.py)."""

import re
from html import unescape

from openpyxl.styles.numbers import BUILTIN_FORMATS

GENERAL = "General"
DAY = "yyyy-m-d"
# Excel's own numbers of day formats in Chinese, which openpyxl does not know.
CHINESE_DAYS = dict.fromkeys([*range(27, 32), 36, *range(50, 59)], DAY) | dict.fromkeys(range(32, 36), "h:mm:ss")
MAX_TAG = 4000  # characters; longer ones are no styles
FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]{1,%d})>" % MAX_TAG)
CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^<>]{0,%d})>" % MAX_TAG)
NUMBER = re.compile(rb"""numFmtId\s*=\s*["'](\d{1,9})["']""")
CODE = re.compile(rb"""formatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_formats(styles: bytes) -> tuple[str, ...]:
    """The number format of each cell style, in the order of their numbers."""
    own: dict[int, str] = {}
    for tag in FORMAT.finditer(styles):
        number, code = NUMBER.search(tag[1]), CODE.search(tag[1])
        if number and code:
            own[int(number[1])] = unescape((code[1] or code[2] or b"").decode("utf-8", "replace"))
    section = CELL_FORMATS.search(styles)
    formats = []
    for tag in CELL_FORMAT.finditer(section[0] if section else b""):
        number = NUMBER.search(tag[1])
        formats.append(_format_of(int(number[1]) if number else 0, own))
    return tuple(formats)


def _format_of(number, own):
    return own.get(number) or CHINESE_DAYS.get(number) or BUILTIN_FORMATS.get(number) or GENERAL
