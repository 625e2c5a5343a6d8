"""The text of a file in whatever encoding it was saved: UTF-8, UTF-16 or GB18030."""

import codecs
import re

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 4000  # bytes or characters from which the encoding is judged


def decode_text(data: bytes, declared: str = "") -> str | None:
    """The text; None when ``data`` is no text. ``declared`` is the encoding that the file itself names, if any."""
    if data.startswith(UTF16):
        return _only_text(data.decode("utf-16", "replace"))
    if data.startswith(codecs.BOM_UTF8):
        return _only_text(data.decode("utf-8-sig", "replace"))
    guess = _guess_utf16(data[:SAMPLE])
    if guess:
        return _only_text(data.decode(guess, "replace"))
    for encoding in filter(None, (declared, "utf-8", "gb18030")):
        text = _decode(data, encoding)
        if text is not None:
            return _only_text(text)
    return None


def _decode(data, encoding):
    """None when ``data`` is not in this encoding; a character that is cut off at the end is left out."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except (LookupError, UnicodeError):
        return None


def _guess_utf16(sample):
    """Digits and separators in UTF-16 have a zero byte, all before or all behind."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) // 50 or even + odd == 0:
        return ""
    return "utf-16-le" if not even else "utf-16-be" if not odd else ""


def _only_text(text):
    return None if CONTROL.search(text[:SAMPLE]) else text
