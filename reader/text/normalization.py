"""Normalizes characters one by one, so that positions in the text do not change."""

import re
import unicodedata

# Not folded: circled and bracketed numbers, which number the parts of a plan, and superscripts.
NOT_FOLDED = {
    *map(chr, range(0x2460, 0x2500)),
    *map(chr, range(0x2776, 0x2794)),
    *map(chr, range(0x3220, 0x3244)),
    *"²³¹º",
}
DASHES = dict.fromkeys("‐‑‒–—―─－﹣−", "-")
WAVES = dict.fromkeys("～∼〜˜", "~")
# Quotation marks are not unified: only curly and corner ones distinguish opening from closing.
PUNCTUATION = {"﹒": "·", "•": "·", "・": "·", "‧": "·", "∶": ":", "︰": ":", "﹑": "、", "､": "、", "｡": "。"}


class CharacterFolding(dict):
    """A table for ``str.translate`` that computes an entry when a character first occurs."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        self[code] = char if char in NOT_FOLDED or len(folded) != 1 or folded.isspace() else folded
        return self[code]


FOLDED = CharacterFolding({ord(char): one for char, one in {**DASHES, **WAVES, **PUNCTUATION}.items()})

# Misread letters among digits: 2O19, l5个, 5OO场. O2O and digits next to other letters are words.
MISREAD = re.compile(r"(?<![A-Za-z0-9.])(?!O)[0-9OolI]+(?:\.[0-9OolI]+)?(?![A-Za-z])")
AS_DIGITS = str.maketrans("OolI", "0011")


def normalize(text: str) -> str:
    """``text`` with full-width characters, dashes and punctuation unified. The length does not change."""
    return MISREAD.sub(_correct_digits, text.translate(FOLDED))


def _correct_digits(run: re.Match[str]) -> str:
    return run[0].translate(AS_DIGITS) if any(char.isdigit() for char in run[0]) else run[0]
