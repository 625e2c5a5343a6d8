"""Computes automatic list numbers as word processors do: the files do not contain them as text.

Used for docx and doc, which describe lists in the same terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.numbers.writing import chinese

MAX_CHINESE = 999
DEEPEST_LEVEL, MAX_PATTERN_LENGTH = 8, 255  # levels from 0 and characters of a pattern: the limits of Word
HEAVENLY_STEMS, EARTHLY_BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
FORMAL_NUMERALS = str.maketrans("一二三四五六七八九十百零", "壹贰叁肆伍陆柒捌玖拾佰零")
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
MAX_ROMAN, MAX_LETTERS = 3999, 26 * 30
# Sequences of signs in Unicode: the first sign and their number.
SIGN_SEQUENCES = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
CHINESE_COUNTING = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)
FORMAL_COUNTING = frozenset({"chineseLegalSimplified", "ideographLegalTraditional"})
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class ListLevel:
    """One level of a list.

    ``pattern`` contains %1 to %9 for the numbers of the levels. ``restart``: None to restart after each higher
    level, 0 never, n after level n (from 1) or higher.
    """

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False  # all numbers in digits, whatever the formats of the levels


@dataclass
class ListCounters:
    """The counters of all lists of a document. A list may be used under several names, which share its counter."""

    counts: dict[object, dict[int, int]] = field(default_factory=dict)
    started: set = field(default_factory=set)

    def number(self, name, shared, levels: Mapping[int, ListLevel], at: int, starts: Mapping[int, int]) -> str:
        """The next number of the list ``shared`` at level ``at`` (from 0), used under ``name``; empty for a bullet.

        ``starts``: the levels at which this name restarts, with their first numbers.
        """
        counts = self.counts.setdefault(shared, {})
        at = min(at, DEEPEST_LEVEL)
        level = levels.get(at, ListLevel())
        if at in starts and (name, at) not in self.started:
            counts[at] = starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self.started.add((name, at))
        for deeper in [each for each in counts if each > at]:
            restart = levels.get(deeper, ListLevel()).restart
            if restart is None or at < restart:
                del counts[deeper]
        return _format_pattern(level, levels, counts)


def _format_pattern(level, levels, counts):
    text = level.pattern[:MAX_PATTERN_LENGTH]
    if level.format in ("bullet", "none"):
        return "" if level.format == "bullet" or "%" in text else text
    for each in range(DEEPEST_LEVEL + 1):
        if f"%{each + 1}" in text:
            other = levels.get(each, ListLevel())
            count = counts.get(each, other.start)
            text = text.replace(f"%{each + 1}", format_number(count, "decimal" if level.legal else other.format))
    return text


def numbered(number: str, text: str) -> str:
    """``text`` with its number: 一、加强, 1.加强, but "1. 5个", so that it is not read as 1.5."""
    begins, ends = text[:1], number[-1:]
    runs_on = ends.isalnum() and begins.isalnum()
    return f"{number} {text}" if runs_on or (ends == "." and begins.isdigit()) else number + text


def format_number(n: int, how: str) -> str:
    """``n`` in the number format ``how`` of ECMA-376 (ST_NumberFormat); in digits if it has no such form."""
    if how in CHINESE_COUNTING or how in FORMAL_COUNTING:
        words = chinese(n) if 1 <= n <= MAX_CHINESE else str(n)
        return words.translate(FORMAL_NUMERALS) if how in FORMAL_COUNTING else words
    if how in SIGN_SEQUENCES:
        first, many = SIGN_SEQUENCES[how]
        return chr(first + n - 1) if 1 <= n <= many else str(n)
    if how in ("upperRoman", "lowerRoman") and 1 <= n <= MAX_ROMAN:
        return _roman(n) if how == "upperRoman" else _roman(n).lower()
    if how in ("upperLetter", "lowerLetter") and 1 <= n <= MAX_LETTERS:
        letters = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters if how == "upperLetter" else letters.lower()
    return _format_rare_number(n, how)


def _format_rare_number(n, how):
    if how == "ideographTraditional" and 1 <= n <= len(HEAVENLY_STEMS):
        return HEAVENLY_STEMS[n - 1]
    if how == "ideographZodiac" and 1 <= n <= len(EARTHLY_BRANCHES):
        return EARTHLY_BRANCHES[n - 1]
    if how in ("ideographDigital", "japaneseDigitalTenThousand"):
        return str(n).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    if how in ("decimalFullWidth", "decimalFullWidth2"):
        return str(n).translate(FULL_WIDTH)
    if how == "decimalZero":
        return f"{n:02}"
    return "" if how == "none" else str(n)


def _roman(n):
    text = ""
    for value, sign in ROMAN:
        times, n = divmod(n, value)
        text += sign * times
    return text
