"""Numbers as people write them: full-width digits, thousands separators, blanks, and what is no number at all."""

import re
import unicodedata
from decimal import Decimal

# static/pages/paste.js says the same to what a page shows before it is saved; a test compares the two.
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
GROUPING_BLANK = re.compile(r"(?<=\d)[ '](?=\d{3}(\D|$))", re.ASCII)  # other blanks of a fixed width become this one
# Word processors and chats put these around a number; nobody sees them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# Digits with a word behind them: 7000人次. What stands in the word is decided by the unit of the target.
NUMBER_AND_UNIT = re.compile(rf"({NUMBER.pattern})\s*([^\d\s,.+-].*)", re.DOTALL | re.ASCII)
# 2020年7月, 1e3: digits that are no amount.
DATE_OR_POWER = re.compile(r"\d{4}\s*年.*|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[\d.]+[eE][+-]?\d+", re.ASCII)
REMARK = re.compile(rf"(?:{NUMBER.pattern})[^()]*(\([^()]*\))", re.ASCII)  # 12(含网络)
# 1.2万, 3百人: a number with a word for its size.
NUMBER_AND_SIZE = re.compile(rf"({NUMBER.pattern})\s*([十百千万亿]+)(.*)", re.DOTALL | re.ASCII)
SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}  # powers of ten
RATE = re.compile(rf"(?:{NUMBER.pattern})\s*[%‰]", re.ASCII)
SEVERAL_NUMBERS = re.compile(r"[\d,.]+(?:\s+[\d,.]+)+", re.ASCII)
NA = re.compile(r"(?:不适用|[NnＮｎ][/／]?[AaＡａ])(?:[\s:：,，;；]+(.+))?", re.DOTALL)
NOTHING = {"无", "没有", "暂无", "/", "-", "—", "——"}


def has_marks(text: str) -> bool:
    """Whether something like the ① of 452① or the ² of 5² stands in it."""
    return any(unicodedata.category(each) == "No" for each in text)


def plain_number_text(raw: object) -> str:
    """What was typed, in plain characters, "" for nothing; a float by its shortest form, without ".0"."""
    if raw is None:
        return ""
    if isinstance(raw, float):
        return (
            format(Decimal(repr(raw)), "f").removesuffix(".0") if raw == raw and abs(raw) != float("inf") else repr(raw)
        )
    text = str(raw)
    if has_marks(text):
        return text  # the ① of 452① is a mark beside the number; made plain it would be read as a digit of it
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip().replace("−", "-")
    return GROUPING_BLANK.sub(",", text)
