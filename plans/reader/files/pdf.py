"""PDF with text, read by PDFium. Of the libraries looked at it alone gives 长 where a PDF holds the radical ⻓ (as many
do), and it is seven times as fast as the others."""

import re
import threading
from collections import Counter

from plans.reader.files.reasons import Noted, Reason, Unreadable

MOST_PAGES, MOST_TEXT = 3_000, 20_000_000
GARBLED = 0.2  # of the letters: more means that the fonts do not say which letters they draw
LETTER_UNKNOWN = re.compile("[\0-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
HYPHEN = re.compile("\x02|\ufffe")  # PDFium's sign for a hyphen at the end of a line

_one_at_a_time = threading.Lock()  # PDFium must not be called from two threads


def read(data):
    """(text with pages parted by "\\f", counts of Noted). Raises Unreadable for scans and passwords."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_why(error)) from error
        try:
            pages = list(_pages(document))
        finally:
            document.close()
    text = "\f".join(pages)
    shown = len(re.sub(r"\s", "", text))
    if not shown:
        raise Unreadable(Reason.SCANNED)
    lost = len(LETTER_UNKNOWN.findall(text))
    if lost > shown * GARBLED:
        raise Unreadable(Reason.GARBLED)
    return text, Counter({Noted.BLANK_PAGES: sum(not page.strip() for page in pages), Noted.LOST_LETTERS: lost})


def _why(error):
    return Reason.PASSWORD if "password" in str(error).lower() else Reason.DAMAGED


def _pages(document):
    """The text of each page."""
    if len(document) > MOST_PAGES:
        raise Unreadable(Reason.BOMB)
    room = MOST_TEXT
    for number in range(len(document)):
        page = document[number]
        try:
            words = page.get_textpage()
            text = HYPHEN.sub("-", words.get_text_range())
            words.close()
        finally:
            page.close()
        room -= len(text)
        if room < 0:
            raise Unreadable(Reason.BOMB)
        yield text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
