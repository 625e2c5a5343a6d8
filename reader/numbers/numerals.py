"""Finds numbers in official prose: 10, 10,000, 1.5, 十, 三百二十, 百分之九十五, 三分之一.

Scans the text once. Numbers of more than fifteen digits are serial or telephone numbers and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "〇零一二两三四五六七八九十百千"

# Every repetition is possessive or bounded, so that the scan stays linear for millions of digits or commas.
NUMBER = re.compile(
    r"(?P<parts>百分之|千分之|万分之)(?P<of>\d{1,4}+(?:\.\d{1,4}+)?|[〇零一二三四五六七八九十百点]++)"
    rf"|(?P<below>[{CHINESE}]{{1,6}}+)分之(?P<above>[{CHINESE}]{{1,6}}+)"
    r"|(?P<arabic>\d{1,3}(?:,\d{3}){1,5}+(?:\.\d++)?(?!\d)|\d++(?:\.\d++)?)"
    rf"|(?P<chinese>[{CHINESE}]++(?:亿(?=[{CHINESE}])[{CHINESE}]++(?=万)|万(?=[{CHINESE}])[{CHINESE}]++)?)"
)
LONGEST = 15


@dataclass(frozen=True)
class Number:
    """A number. ``value`` is in hundredths if ``unit`` is %. ``upper`` is the second number of a pair such as
    三五个."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    unit: str = ""
    chinese: bool = False


def numbers(flat: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The numbers in ``flat[start:end]``, in order. Sequences of numerals that are no number (一二三四) are left
    out."""
    for found in NUMBER.finditer(flat, start, len(flat) if end is None else end):
        number = _read_number(found)
        if number is not None:
            yield number


def chinese_value(word: str) -> Decimal | None:
    """The value of a Chinese numeral: 320 for 三百二十, 15000 for 一万五千, 100 for 百.

    None for a sequence of digits (一二三四). A numeral with 亿 is expected before 万 and is counted in 万: 12000
    for 一亿二千.
    """
    if "万" in word or "亿" in word:
        high, low = (chinese_value(part) for part in re.split("[万亿]", word))
        return None if high is None or low is None else high * 10**4 + low
    total, digit, seen = 0, None, False
    for character in word:
        if character in TENS:
            total += (1 if digit is None else digit) * TENS[character]
            digit, seen = None, True
        elif digit is None or digit == 0:
            digit = DIGITS[character]
        else:
            return None
    return Decimal(total + (digit or 0)) if seen or digit is not None else None


def _read_number(found: re.Match) -> Number | None:
    start, end = found.span()
    if end - start > 2 * LONGEST:
        return None
    if found["parts"]:
        return _read_percentage(found)
    if found["below"]:
        return _read_fraction(found)
    if found["arabic"]:
        word = found["arabic"].replace(",", "")
        return Number(start, end, Decimal(word)) if len(word) <= LONGEST else None
    return _read_chinese(found["chinese"], start, end)


def _read_chinese(word: str, start: int, end: int) -> Number | None:
    value = chinese_value(word)
    if value is not None:
        return Number(start, end, value, chinese=True)
    if len(word) == 3 and word[2] in TENS and word[0] in DIGITS and word[1] in DIGITS:
        few, many = (Decimal(DIGITS[one] * TENS[word[2]]) for one in word[:2])
        return Number(start, end, few, many, chinese=True) if few < many else None  # 三四十, 七八百
    if len(word) == 2 and word[0] in DIGITS and word[1] in DIGITS and DIGITS[word[0]] < DIGITS[word[1]]:
        return Number(start, end, Decimal(DIGITS[word[0]]), Decimal(DIGITS[word[1]]), chinese=True)
    return None


def _read_percentage(found: re.Match) -> Number | None:
    whole, _, rest = found["of"].partition("点")
    value = Decimal(whole) if whole[:1].isdigit() and whole.isascii() else chinese_value(whole)
    if value is None or any(character not in DIGITS for character in rest):
        return None
    if rest:
        value += Decimal("0." + "".join(str(DIGITS[character]) for character in rest))
    unit = {"百分之": "%", "千分之": "‰", "万分之": "/万"}[found["parts"]]
    return Number(*found.span(), value, unit=unit, chinese=True)


def _read_fraction(found: re.Match) -> Number | None:
    below, above = chinese_value(found["below"]), chinese_value(found["above"])
    if not below or above is None:
        return None
    share = (above * 100 / below).quantize(Decimal("0.01"))
    return Number(*found.span(), share.normalize() + 0, unit="%", chinese=True)
