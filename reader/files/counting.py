"""The numbers that a word processor sets by itself: they are not in the text, and are counted here as it counts them.

Used for packages (docx) and for the old format (doc), which describe lists in the same terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.numbers.writing import chinese

MOST_CHINESE = 999
DEEPEST, LONGEST = 8, 255  # levels from 0, and characters of a pattern: Word's own bounds
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
FORMAL = str.maketrans("一二三四五六七八九十百零", "壹贰叁肆伍陆柒捌玖拾佰零")
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
MOST_ROMAN, MOST_LETTERS = 3999, 26 * 30
# Signs that Unicode has in a row: the first of them, and how many there are.
ROWS = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
BY_WORDS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)
IN_FORMAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional"})
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class ListLevel:
    """One level of a list. ``pattern`` has %1 to %9 where the numbers of levels stand; ``restart``: None as usual
    (after each higher level), 0 never, n after level n (from 1) or higher."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False  # all numbers in digits, whatever the levels say


@dataclass
class ListCounters:
    """Where each list of a document stands. A list may be used under several names, which count on together."""

    counts: dict[object, dict[int, int]] = field(default_factory=dict)
    begun: set = field(default_factory=set)

    def number(self, name, shared, levels: Mapping[int, ListLevel], at: int, starts: Mapping[int, int]) -> str:
        """The next number of the list ``shared`` at level ``at`` (from 0), used under ``name``; ``starts``: where this
        name begins anew, by level. "" for a bullet."""
        counts = self.counts.setdefault(shared, {})
        at = min(at, DEEPEST)
        level = levels.get(at, ListLevel())
        if at in starts and (name, at) not in self.begun:
            counts[at] = starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self.begun.add((name, at))
        for deeper in [each for each in counts if each > at]:
            restart = levels.get(deeper, ListLevel()).restart
            if restart is None or at < restart:
                del counts[deeper]
        return _shown(level, levels, counts)


def _shown(level, levels, counts):
    text = level.pattern[:LONGEST]
    if level.format in ("bullet", "none"):
        return "" if level.format == "bullet" or "%" in text else text
    for each in range(DEEPEST + 1):
        if f"%{each + 1}" in text:
            other = levels.get(each, ListLevel())
            count = counts.get(each, other.start)
            text = text.replace(f"%{each + 1}", written(count, "decimal" if level.legal else other.format))
    return text


def numbered(number: str, text: str) -> str:
    """``text`` behind its number, as one writes it: 一、加强, 1.加强, but "1. 5个" so that it isn't read as 1.5."""
    begins, ends = text[:1], number[-1:]
    runs_on = ends.isalnum() and begins.isalnum()
    return f"{number} {text}" if runs_on or (ends == "." and begins.isdigit()) else number + text


def written(n: int, how: str) -> str:
    """``n`` in the number format ``how`` (as ECMA-376, ST_NumberFormat, calls it); in digits where it has no such."""
    if how in BY_WORDS or how in IN_FORMAL:
        words = chinese(n) if 1 <= n <= MOST_CHINESE else str(n)
        return words.translate(FORMAL) if how in IN_FORMAL else words
    if how in ROWS:
        first, many = ROWS[how]
        return chr(first + n - 1) if 1 <= n <= many else str(n)
    if how in ("upperRoman", "lowerRoman") and 1 <= n <= MOST_ROMAN:
        return _roman(n) if how == "upperRoman" else _roman(n).lower()
    if how in ("upperLetter", "lowerLetter") and 1 <= n <= MOST_LETTERS:
        letters = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters if how == "upperLetter" else letters.lower()
    return _rarer(n, how)


def _rarer(n, how):
    if how == "ideographTraditional" and 1 <= n <= len(STEMS):
        return STEMS[n - 1]
    if how == "ideographZodiac" and 1 <= n <= len(BRANCHES):
        return BRANCHES[n - 1]
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
