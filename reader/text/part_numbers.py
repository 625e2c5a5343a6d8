"""The numbers of parts (一、 （一） 1. （1） ① 第一章 一是) and the order in which official documents nest them."""

import re
from dataclasses import dataclass
from enum import IntEnum

NUMERALS = "〇零一二三四五六七八九十百"
VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class NumberStyle(IntEnum):
    """How a part is numbered; smaller values enclose larger ones (GB/T 9704-2012, 7.3.3, and common additions)."""

    PLAIN = -1  # a heading without a number
    BOOK = 0  # 第一编, 第一篇
    PART = 1  # 第一部分
    CHAPTER = 2  # 第一章
    ARTICLE = 3  # 第一节
    COUNT = 4  # 一、
    COUNT_BRACKET = 5  # （一） ㈠
    DIGIT = 6  # 1. 1、
    DIGIT_BRACKET = 7  # （1） ⑴ 1）
    RING = 8  # ①
    ORDINAL = 9  # 第一，
    SPOKEN = 10  # 一是 一要


STYLES = (
    (NumberStyle.BOOK, rf"第(?P<book>[{NUMERALS}\d]{{1,4}})[编篇]"),
    (NumberStyle.PART, rf"第(?P<part>[{NUMERALS}\d]{{1,4}})部分"),
    (NumberStyle.CHAPTER, rf"第(?P<chapter>[{NUMERALS}\d]{{1,4}})章"),
    (NumberStyle.ARTICLE, rf"第(?P<article>[{NUMERALS}\d]{{1,4}})节"),
    (NumberStyle.COUNT, rf"(?P<count>[{NUMERALS}]{{1,4}})[、.](?![{NUMERALS}]+[、季月等级类线])"),
    (NumberStyle.COUNT_BRACKET, rf"[((](?P<count_bracket>[{NUMERALS}]{{1,4}})[))]|(?P<count_ring>[㈠-㈩])"),
    (NumberStyle.DIGIT, r"(?P<digit>\d{1,3})(?:[.、·](?:(?!\d)|(?=(?:19|20)\d\d年)))"),
    (NumberStyle.DIGIT_BRACKET, r"\(?(?P<digit_bracket>\d{1,3})\)|(?P<digit_ring>[⑴-⒇])"),
    (NumberStyle.RING, r"(?P<ring>[①-⑳])"),
    (
        NumberStyle.ORDINAL,
        rf"第(?P<ordinal>[{NUMERALS}]{{1,3}})(?:件|项|个方面|方面)?[,、:]|其(?P<whose>[{NUMERALS}]{{1,2}})[,、:]",
    ),
    (NumberStyle.SPOKEN, rf"(?P<spoken>[{NUMERALS}]{{1,3}})(?:是要|是|要)"),
)
STYLE_OF_GROUP = {name: style for style, pattern in STYLES for name in re.findall(r"\?P<(\w+)>", pattern)}
FIRST_IN_SEQUENCE = {"ring": "①", "count_ring": "㈠", "digit_ring": "⑴"}
DECIMAL_POINTS = (".", "·")
TAIL = r"[、.,:]?[ \t]?"  # superfluous punctuation: （一）、
ANY_NUMBER = "(?:" + "|".join(pattern for _, pattern in STYLES) + ")"
START = re.compile(ANY_NUMBER + TAIL)
# Inside a paragraph a number follows punctuation or a space; 一是 also a comma, (一) and 一要 also a title.
INLINE = re.compile(
    rf"(?<=[。;!?:”’)\] ]){ANY_NUMBER}{TAIL}|(?<=,){STYLES[-1][1].replace('spoken', 'said')}"
    rf"|(?<=[一-龥])\((?P<titled>[{NUMERALS}]{{1,2}})\)(?=[一-龥\d“\"《])"
    r"|(?<=计划|要点|安排|方案|部署|打算|思路|意见|规划|纲要|模板|范文)(?P<opening>一)、"  # stuck to the title
    r"|(?<=[一-龥”])(?P<item>\d{1,2})[.、](?=[一-龥“])"
    r"|(?<=[一-龥”])(?<![之第唯统万逐初周期单同专这此另某每哪十])(?P<first>一)(?:要(?![求点素件领害义务])"
    r"|是)(?=[一-龥])"
)
STYLE_OF_GROUP |= {
    "first": NumberStyle.SPOKEN,
    "said": NumberStyle.SPOKEN,
    "opening": NumberStyle.COUNT,
    "titled": NumberStyle.COUNT_BRACKET,
    "item": NumberStyle.DIGIT,
}


@dataclass(frozen=True)
class PartNumber:
    """A number at ``start`` of a paragraph; the words of its part begin at ``end``."""

    start: int
    end: int
    style: NumberStyle
    value: int
    text: str


def at_start(flat: str) -> PartNumber | None:
    """The number at the start of ``flat``, or None."""
    hit = START.match(flat)
    return _mark(hit) if hit else None


def before_digit(flat: str, value: int) -> PartNumber | None:
    """The number ``value`` at the start of ``flat`` if a digit follows it: 9.5岁以下 is item 9 after item 8."""
    start = f"{value}."
    return PartNumber(0, len(start), NumberStyle.DIGIT, value, start) if _is_before_digit(flat, start) else None


def _is_before_digit(flat: str, start: str) -> bool:
    return (
        flat.startswith(tuple(start[:-1] + point for point in DECIMAL_POINTS))
        and flat[len(start) : len(start) + 1].isdigit()
    )


def inside(flat: str) -> list[PartNumber]:
    """The numbers inside ``flat`` that may begin parts, whether or not they are consecutive."""
    return [_mark(hit) for hit in INLINE.finditer(flat)]


def _mark(hit: re.Match[str]) -> PartNumber:
    name = str(hit.lastgroup)
    number = hit[name]
    if name in FIRST_IN_SEQUENCE:
        value = ord(number) - ord(FIRST_IN_SEQUENCE[name]) + 1
    else:
        value = numeral_value(number)
    return PartNumber(hit.start(), hit.end(), STYLE_OF_GROUP[name], value, hit[0].strip())


def numeral_value(numeral: str) -> int:
    """The value of 十二, 一百零五, 〇 or 12. Digits in a row (二〇二〇) are read as decimal digits."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if not any(char in "十百" for char in numeral):
        return int("".join(str(VALUES[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = VALUES[char]
    return total + digit
