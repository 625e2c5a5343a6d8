"""Labels as plain text: one way of writing for what looks different and means the same."""

import re
import unicodedata

from sheets.office.labels.look_alikes import SAME_CHARACTERS

# Word processors and web pages leave these behind; nobody sees them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
OPENING, CLOSING = "([{<〔【〈", ")]}>〕】〉"
BRACKETS = str.maketrans(OPENING + CLOSING, "(" * len(OPENING) + ")" * len(CLOSING))
SAME_SIGNS = BRACKETS | SAME_CHARACTERS
# 一、 (一) 1. 1、 ① 第一项 before a label. A digit with what belongs to it (1-9月, 12岁) is none.
SERIAL = re.compile(
    r"^(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,3})\)|(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.)](?!\d)|[①-⑳㈠-㈩⑴-⒇])[、.:]*"
)
NOT_LETTERS = re.compile(r"[^\w%‰]|_")


def plain_label(text: str) -> str:
    """NFKC, without blanks, line breaks and what is invisible; every bracket round, every character simplified."""
    text = SERIAL_SIGNS.sub("", INVISIBLE.sub("", text).strip())
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(SAME_SIGNS)


def without_serial(text: str) -> str:
    """A plain label without the number before it: (一)培训 is 培训."""
    return SERIAL.sub("", text) or text


def letters(text: str) -> str:
    """Only letters and digits of a plain label, as names are compared: no quotes, brackets, dots."""
    return NOT_LETTERS.sub("", text).upper()


SERIAL_SIGNS = re.compile("^[①-⑳㈠-㈩⑴-⒇][、.．:：]*")
