"""Replaces compatibility characters: some PDFs contain the radical ⻓ instead of 长, as do texts pasted from them."""

import re
import unicodedata

LOOKALIKE = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9]")
# Radicals of the supplement (from U+2E80) and their characters, which normal forms do not map.
SUPPLEMENT = (
    "⺁厂⺊卜⺎兀⺒巳⺓幺⺛旡⺝月⺟母⺠民⺩王⺪疋⺬示⺶羊⺻聿⺼月⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
    "⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
TYPED = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)]
} | {ord(SUPPLEMENT[at]): SUPPLEMENT[at + 1] for at in range(0, len(SUPPLEMENT), 2)}


def replace_radicals(text: str) -> str:
    """``text`` with compatibility characters replaced, null characters removed and surrogate pairs joined."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    return text.translate(TYPED) if LOOKALIKE.search(text) else text
