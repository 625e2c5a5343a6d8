"""Reads plain text and detects its Chinese encoding by the decoded characters."""

import codecs
import re
from collections.abc import Mapping

from reader.files.reasons import FileRemark, UnreadableFile, UnreadableReason

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")  # in order of preference
BOM_BYTES = tuple(mark for mark, _ in BOMS)
MIN_COMMON = 0.05  # minimum score of a guessed encoding, since most byte pairs are characters in some encoding
SAMPLE = 64 * 1024  # bytes examined
MAX_LOST = 0.01  # share of characters; beyond it the data is not text
# Frequent characters, simplified and traditional: a text decoded wrongly has few of them.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "三之进等部度家更想开理设展组织妇女联合全市县区加强深入推建立完善实施活各级宣传教育创业培训创新服务维权儿童庭基层"
    "這個國們來時為對會說產過後經進開學設發動織婦聯縣區強實業訓創務權兒層級"
    "，。、；：（）“”《》！？—…0123456789\n "
)
NOT_TEXT = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff]")
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|br|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
WORD_2003 = re.compile(r"wordDocument|pkg:package|mso-application")
FIRST_TAG, SNIFFED_CHARACTERS = (
    re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<[a-z!]", re.IGNORECASE | re.DOTALL),
    4096,
)


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text, counts of FileRemark). Raises UnreadableFile if no encoding gives a text."""
    text = decoded(data)
    lost = text.count("\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n"), {FileRemark.LOST_LETTERS: lost}


def is_page(data: bytes) -> bool:
    """Whether the bytes are a web page: they begin with a tag and contain one that only web pages have.

    Raises UnreadableFile for other XML files.
    """
    start = (
        data[: SNIFFED_CHARACTERS * 2].decode(encoding_of(data), errors="replace")[:SNIFFED_CHARACTERS].lstrip("\ufeff")
    )
    page = bool(FIRST_TAG.match(start) and PAGE.search(start))
    if start.lstrip().startswith("<?xml") and not page:
        raise UnreadableFile(UnreadableReason.OLD_OFFICE if WORD_2003.search(start) else UnreadableReason.UNKNOWN)
    return page


def decoded(data: bytes, declared: str | None = None) -> str:
    """The decoded text. ``declared``: the encoding declared by a web page, used if it fits."""
    encoding = encoding_of(data, declared)
    guessed = not data.startswith(BOM_BYTES) and encoding != "utf-8"
    if guessed and _score(data[:SAMPLE], encoding) < MIN_COMMON:
        raise UnreadableFile(UnreadableReason.UNKNOWN)
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if len(NOT_TEXT.findall(text)) > len(text) * MAX_LOST + 1:
        raise UnreadableFile(UnreadableReason.UNKNOWN)
    return text


def encoding_of(data: bytes, declared: str | None = None) -> str:
    """The encoding by a byte order mark, else the one that gives the most plausible Chinese text."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    encodings = [declared, *(each for each in ENCODINGS if each != declared)] if declared else ENCODINGS
    return max(encodings, key=lambda encoding: _score(sample, encoding))


def _score(sample, encoding):
    """How plausible the decoded text is: the share of common characters minus a penalty for control characters."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)  # the sample may end inside a character
    if not text:
        return -1.0
    common = sum(map(COMMON.__contains__, text)) + sum(map(str.isascii, text)) / 2
    return (common - 20 * len(NOT_TEXT.findall(text))) / len(text)
