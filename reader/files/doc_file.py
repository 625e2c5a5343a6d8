"""Locates the text in the old Word format ([MS-DOC]).

The text consists of pieces of the stream "WordDocument". Positions (cp) count characters through all pieces: the
main text first, then notes and text boxes.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import calcsize, unpack_from
from sys import byteorder

from reader.files.reasons import UnreadableFile, UnreadableReason

WORD_97 = 0xA5EC
FLAGS, LENGTHS, TABLES = 0x0A, 0x4C, 0x9A  # positions in the header of the stream (FIB)
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
COMPRESSED = 0x40000000  # a piece with one byte per character
STREAMS = {
    "workbook": UnreadableReason.OTHER_OFFICE,
    "book": UnreadableReason.OTHER_OFFICE,
    "powerpoint document": UnreadableReason.OTHER_OFFICE,
    "encryptedpackage": UnreadableReason.PASSWORD,
}


@dataclass(frozen=True)
class DocPiece:
    """Characters ``cp`` to ``end`` at ``place`` of the stream, ``width`` bytes each. ``more``: sprms of the whole
    piece."""

    cp: int
    end: int
    place: int
    width: int
    more: bytes


class DocFile:
    """The streams, pieces and text of a document; the text has one character for each cp.

    ``lengths``: of the main text and the parts after it, by NAMES. Raises UnreadableFile.
    """

    NAMES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes")

    def __init__(self, data: bytes):
        self.word, streams = _open_streams(data)
        if len(self.word) < TABLES or unpack_from("<H", self.word)[0] != WORD_97:
            raise UnreadableFile(UnreadableReason.OLD_OFFICE)
        flags = unpack_from("<H", self.word, FLAGS)[0]
        if flags & ENCRYPTED:
            raise UnreadableFile(UnreadableReason.PASSWORD)
        self.table = streams("1Table" if flags & SECOND_TABLE else "0Table")
        self.data = streams("Data")
        self.lengths = dict(zip(self.NAMES, unpack_from("<7I", self.word, LENGTHS), strict=True))
        self.pieces = list(_read_pieces(self.part(33)))
        if sum(piece.end - piece.cp for piece in self.pieces) > len(data):
            raise UnreadableFile(UnreadableReason.DAMAGED)  # pieces overlap
        self.text = "".join(self._decode_piece(piece) for piece in self.pieces)
        self._places = sorted((piece.place, at) for at, piece in enumerate(self.pieces))

    def part(self, number: int) -> bytes:
        """Part ``number`` of the table stream, according to the header."""
        start, size = unpack_from("<II", self.word, TABLES + 8 * number)
        return self.table[start : start + size]

    def part_to_end(self, number: int) -> bytes:
        """Part ``number`` and all that follows it, since programs differ in what they count as its size."""
        start, size = unpack_from("<II", self.word, TABLES + 8 * number)
        return self.table[start:] if size else b""

    def start(self, name: str) -> int:
        """The first cp of a part of NAMES."""
        return sum(self.lengths[each] for each in self.NAMES[: self.NAMES.index(name)])

    def place(self, cp: int) -> int:
        """The position of character ``cp`` in the stream."""
        piece = self.pieces[bisect_right(self.pieces, cp, key=lambda piece: piece.cp) - 1]
        return piece.place + (cp - piece.cp) * piece.width

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The (cp, cp) ranges of the characters from ``start`` to ``end`` of the stream."""
        at = max(bisect_right(self._places, (start, len(self.pieces))) - 1, 0)
        while at < len(self._places) and self._places[at][0] < end:
            place, number = self._places[at]
            at += 1
            piece = self.pieces[number]
            first = piece.cp + max(start - place + piece.width - 1, 0) // piece.width
            last = min(piece.cp + (end - place + piece.width - 1) // piece.width, piece.end)
            if first < last:
                yield first, last

    def _decode_piece(self, piece):
        raw = self.word[piece.place : piece.place + (piece.end - piece.cp) * piece.width]
        if len(raw) < (piece.end - piece.cp) * piece.width:
            raise UnreadableFile(UnreadableReason.DAMAGED)
        if piece.width == 1:
            return raw.decode("cp1252", errors="replace")
        units = array("H", raw)  # not decoded: a character of two units counts as two
        if byteorder == "big":
            units.byteswap()
        return "".join(map(chr, units))


def _open_streams(data):
    """(the stream of the text, a function that returns other streams by name, b"" if missing)."""
    import olefile

    try:
        file = olefile.OleFileIO(BytesIO(data))
        names = {"/".join(each).lower() for each in file.listdir()}
        for name, reason in STREAMS.items():
            if name in names:
                raise UnreadableFile(reason)
        if "worddocument" not in names:
            raise UnreadableFile(UnreadableReason.OLD_OFFICE)
        return file.openstream(
            "WordDocument"
        ).read(), lambda name: file.openstream(name).read() if name.lower() in names else b""
    except UnreadableFile:
        raise
    except Exception as error:  # olefile raises many kinds for damaged files
        raise UnreadableFile(UnreadableReason.DAMAGED) from error


def _read_pieces(clx):
    """The pieces of the part "Clx": shared properties first, then the pieces."""
    place, shared = 0, []
    while clx[place : place + 1] == b"\1":
        size = unpack_from("<H", clx, place + 1)[0]
        shared.append(clx[place + 3 : place + 3 + size])
        place += 3 + size
    if clx[place : place + 1] != b"\2":
        raise UnreadableFile(UnreadableReason.DAMAGED)
    size = unpack_from("<I", clx, place + 1)[0]
    cps, rest = plc(clx[place + 5 : place + 5 + size], 8)
    for at, each in enumerate(rest):
        cp, end = cps[at], cps[at + 1]
        where, prm = unpack_from("<2xIH", each)
        if end < cp:
            raise UnreadableFile(UnreadableReason.DAMAGED)
        more = shared[prm >> 1] if prm & 1 and prm >> 1 < len(shared) else _single_change(prm)
        if where & COMPRESSED:
            yield DocPiece(cp, end, (where & ~COMPRESSED) // 2, 1, more)
        else:
            yield DocPiece(cp, end, where, 2, more)


def _single_change(prm):
    """The property that a quick save stored in the piece itself, if it deletes text; the others do not change the
    text."""
    deleted = not prm & 1 and prm >> 1 & 0x7F == 0x41
    return b"\x00\x08" + bytes([prm >> 8]) if deleted else b""


def plc(part: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """(positions, entries) of a PLC: n + 1 positions followed by n entries of ``size`` bytes."""
    n = max((len(part) - 4) // (4 + size), 0)
    positions = unpack_from(f"<{n + 1}I", part) if len(part) >= calcsize("<I") else ()
    begin = 4 * (n + 1)
    return positions, [part[begin + size * at : begin + size * (at + 1)] for at in range(n)]
