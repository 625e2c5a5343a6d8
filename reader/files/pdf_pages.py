"""A separate program: reads a PDF from standard input, writes its pages as JSON. Imports nothing of the project.

PDFium is a C++ library that reads untrusted files. A crash, an endless loop or excessive memory ends only this
process.
"""

import ctypes
import json
import re
import sys
from collections.abc import Iterator

MAX_SECONDS, MAX_MEMORY = 15, 4 * 1024**3
MAX_PAGES, MAX_TEXT = 3_000, 5_000_000
HYPHEN = re.compile("\x02|\ufffe")  # PDFium's characters for a hyphen at the end of a line
MAX_LETTER_GAP, MIN_COLUMN_GAP = (
    0.8,
    1.5,
)  # in widths of a Chinese character: a gap inside text, and one between columns


def main() -> None:
    _limit()
    answer: dict[str, list[str] | str]
    try:
        answer = {"pages": list(pages(sys.stdin.buffer.read()))}
    except OverflowError:
        answer = {"why": "bomb"}
    except Exception as error:  # PDFium gives the reason in its message only
        answer = {"why": "password" if "password" in str(error).lower() else "damaged"}
    json.dump(answer, sys.stdout)  # in ASCII, so that single surrogates pass


def pages(data: bytes) -> Iterator[str]:
    """The text of each page. Raises OverflowError for more pages or text than any document has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if len(document) > MAX_PAGES:
        raise OverflowError
    remaining = MAX_TEXT
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        remaining -= words.count_chars()
        if remaining < 0:
            raise OverflowError
        yield _text(words)
        words.close()
        page.close()


def _text(words):
    from pypdfium2 import raw

    letters = [chr(raw.FPDFText_GetUnicode(words, at) % 0x110000) for at in range(words.count_chars())]
    for at in range(1, len(letters) - 1):
        # PDFium generates a space at gaps: small ones are usual between Chinese and digits, wide ones separate columns.
        if letters[at] == " " and raw.FPDFText_IsGenerated(words, at) == 1:
            letters[at] = _gap(raw, words, at, letters[at - 1] + letters[at + 1])
    text = HYPHEN.sub("-", "".join(letters))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _gap(raw, words, at, around):
    """What replaces the gap between two characters: nothing, a space, or a tab between columns."""
    before, after = _box(raw, words, at - 1), _box(raw, words, at + 1)
    chinese = [right - left for sign, (left, right) in zip(around, (before, after), strict=True) if ord(sign) > 0x2E80]
    if not chinese or max(chinese) <= 0:
        return " "
    widths = (after[0] - before[1]) / max(chinese)
    if widths > MIN_COLUMN_GAP:
        return "\t"
    return "" if widths < MAX_LETTER_GAP else " "


def _box(raw, words, at):
    """The left and right edges of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(words, at, left, right, bottom, top)
    return left.value, right.value


def _limit():
    try:
        import resource
    except ImportError:  # Windows; there only the timeout of the parent applies
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))  # the soft limit raises SIGXCPU


if __name__ == "__main__":
    main()
