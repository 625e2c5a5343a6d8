"""Properties of paragraphs and characters in the old Word format.

Pages of 512 bytes tell to which ranges of the stream which changes (sprms) of a style apply.
"""

from bisect import bisect_right
from collections.abc import Iterator
from struct import unpack_from

from reader.files.doc_file import DocFile, plc
from reader.files.reasons import UnreadableFile, UnreadableReason

PAGE = 512
MAX_HUGE = 20 * 1024 * 1024  # bytes of properties in the data stream: a file can refer to the same ones many times
CHARACTERS, PARAGRAPHS = 12, 13  # the parts of the header that list the pages
SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # of an operand, by the highest bits of a sprm
TABLE_DEFINED, TABS_CHANGED = 0xD608, 0xC615
IN_DATA_STREAM = (0x6645, 0x6646)  # the properties are in the data stream
DELETED, INSERTED, HIDDEN, SYMBOL = 0x0800, 0x0801, 0x083C, 0x6A09
LEVEL, LIST, IN_TABLE, ROW_END = 0x260A, 0x460B, 0x2416, 0x2417


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """(sprm, operand) of each change."""
    place = 0
    while place + 2 < len(grpprl):
        sprm = unpack_from("<H", grpprl, place)[0]
        place += 2
        size = SIZES.get(sprm >> 13)
        if size is None:
            size = grpprl[place] + 1
            if sprm == TABLE_DEFINED and place + 2 <= len(grpprl):
                size = unpack_from("<H", grpprl, place)[0] + 1
            elif sprm == TABS_CHANGED and size == 256:
                return  # its size is stored differently, and no sprm after it is needed
        yield sprm, grpprl[place : place + size]
        place += size


class Paragraphs:
    """The properties of the paragraphs."""

    def __init__(self, file: DocFile):
        self.file = file
        runs = sorted(_runs(file, PARAGRAPHS, 13))
        self.known: dict[bytes, dict[int, int]] = {}  # many paragraphs have equal properties
        self.remaining = MAX_HUGE
        self.starts = [start for start, _, _ in runs]
        self.runs = runs

    def of(self, cp: int) -> tuple[int, dict[int, int]]:
        """(style, value by sprm) of the paragraph that ends with character ``cp``."""
        place = self.file.place(cp)
        at = bisect_right(self.starts, place) - 1
        if at < 0 or place >= self.runs[at][1]:
            return 0, {}
        _, _, papx = self.runs[at]
        if len(papx) < 2:
            return 0, {}
        if papx not in self.known:
            self.known[papx] = self.values(papx[2:])
        return unpack_from("<H", papx)[0], self.known[papx]

    def values(self, grpprl: bytes) -> dict[int, int]:
        """The value of LEVEL, LIST, IN_TABLE and ROW_END where they are set."""
        found: dict[int, int] = {}
        for sprm, operand in sprms(grpprl):
            if sprm in IN_DATA_STREAM and len(operand) == 4:
                found |= self._read_from_data_stream(unpack_from("<I", operand)[0])
            elif sprm in (LEVEL, LIST, IN_TABLE, ROW_END):
                found[sprm] = int.from_bytes(operand, "little", signed=sprm == LIST)
        return found

    def _read_from_data_stream(self, place):
        size = int.from_bytes(self.file.data[place : place + 2], "little")
        self.remaining -= size
        if self.remaining < 0:
            raise UnreadableFile(UnreadableReason.BOMB)
        inside = sprms(self.file.data[place + 2 : place + 2 + size])
        return {sprm: operand[0] for sprm, operand in inside if sprm in (IN_TABLE, ROW_END) and operand}


def marked_spans(file: DocFile) -> dict[int, list[tuple[int, int]]]:
    """The (cp, cp) ranges that are DELETED, INSERTED, HIDDEN or a SYMBOL."""
    found: dict[int, list[tuple[int, int]]] = {DELETED: [], INSERTED: [], HIDDEN: [], SYMBOL: []}
    last = 0
    for start, end, chpx in sorted(_runs(file, CHARACTERS, 1)):
        start, last = max(start, last), max(end, last)  # runs overlap only in damaged files
        for sprm, operand in sprms(chpx):
            if sprm in found and (operand[:1] == b"\1" or sprm == SYMBOL):
                found[sprm] += file.spans(start, end)
    for piece in file.pieces:
        for sprm, operand in sprms(piece.more):
            if sprm in found and operand[:1] == b"\1":
                found[sprm].append((piece.cp, piece.end))
    return found


def _runs(file, part, entry):
    """(start, end, properties) of each run; ``entry``: the bytes that a page stores for a run."""
    _, numbers = plc(file.part(part), 4)
    pages = {unpack_from("<I", each)[0] & 0x3FFFFF for each in numbers}  # each page once
    for number in sorted(pages):
        page = file.word[number * PAGE : (number + 1) * PAGE]
        if len(page) < PAGE:
            continue
        n = page[-1]
        if 4 * (n + 1) + entry * n >= PAGE:
            continue
        places = unpack_from(f"<{n + 1}I", page)
        for at in range(n):
            offset = 2 * page[4 * (n + 1) + entry * at]
            yield places[at], places[at + 1], _properties(page, offset, entry) if offset else b""


def _properties(page, offset, entry):
    size = page[offset]
    if entry == 1:
        return page[offset + 1 : offset + 1 + size]
    if size:
        return page[offset + 1 : offset + 2 * size]
    return page[offset + 2 : offset + 2 + 2 * page[offset + 1]] if offset + 1 < PAGE else b""
