"""Normalizes characters one by one, so that positions in the text stay the same."""

import re
import unicodedata

# Circled and bracketed numbers number the parts of a plan, and ² is no 2: compatibility folding would lose them.
NOT_FOLDED = {
    *map(chr, range(0x2460, 0x2500)),
    *map(chr, range(0x2776, 0x2794)),
    *map(chr, range(0x3220, 0x3244)),
    *"²³¹º",
}
DASHES = dict.fromkeys("‐‑‒–—―─－﹣−", "-")
WAVES = dict.fromkeys("～∼〜˜", "~")
# Straight and corner quotes of both kinds stay as they are: only the curly and corner ones say open or close.
PUNCTUATION = {"﹒": "·", "•": "·", "・": "·", "‧": "·", "∶": ":", "︰": ":", "﹑": "、", "､": "、", "｡": "。"}


class CharacterFolding(dict):
    """For ``str.translate``: works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        self[code] = char if char in NOT_FOLDED or len(folded) != 1 or folded.isspace() else folded
        return self[code]


FOLDED = CharacterFolding({ord(char): one for char, one in {**DASHES, **WAVES, **PUNCTUATION}.items()})

# A scan's letters among digits: 2O19, l5个, 5OO场. O2O is a word of its own, as is what other letters stand beside.
MISREAD = re.compile(r"(?<![A-Za-z0-9.])(?!O)[0-9OolI]+(?:\.[0-9OolI]+)?(?![A-Za-z])")
AS_DIGITS = str.maketrans("OolI", "0011")


def normalize(text: str) -> str:
    """``text`` in one way of writing, character by character: as long as before."""
    return MISREAD.sub(_correct_digits, text.translate(FOLDED))


def _correct_digits(run: re.Match[str]) -> str:
    return run[0].translate(AS_DIGITS) if any(char.isdigit() for char in run[0]) else run[0]
