"""One way of writing: every character of the text by exactly one character, so that places stay what they are."""

import unicodedata

# Circled and bracketed numbers number the parts of a plan, and ² is no 2: compatibility folding would lose them.
KEPT = {*map(chr, range(0x2460, 0x2500)), *map(chr, range(0x2776, 0x2794)), *map(chr, range(0x3220, 0x3244)), *"²³¹º"}
DASHES = dict.fromkeys("‐‑‒–—―─－﹣−", "-")
WAVES = dict.fromkeys("～∼〜˜", "~")
# Straight and corner quotes of both kinds stay as they are: only the curly and corner ones say open or close.
OTHER = {"﹒": "·", "•": "·", "・": "·", "‧": "·", "∶": ":", "︰": ":", "﹑": "、", "､": "、", "｡": "。"}


class Writing(dict):
    """For ``str.translate``: works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        self[code] = char if char in KEPT or len(folded) != 1 or folded.isspace() else folded
        return self[code]


WRITING = Writing({ord(char): one for char, one in {**DASHES, **WAVES, **OTHER}.items()})


def written(text: str) -> str:
    """``text`` in one way of writing, character by character: as long as before."""
    return text.translate(WRITING)
