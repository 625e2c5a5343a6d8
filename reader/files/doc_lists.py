"""Automatic numbers of the old Word format: lists (LST), their uses (LFO) and styles with a list."""

from struct import unpack_from

from reader.files.counting import ListCounters, ListLevel, numbered
from reader.files.doc_file import DocFile
from reader.files.doc_runs import LEVEL, LIST, Paragraphs

STYLES, LISTS, USES = 1, 73, 74  # parts of the header
# Number formats: their codes ([MS-OSHARED] 2.2.1.3) and names in ECMA-376.
FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
LEGAL, NO_RESTART = 4, 8
STARTS, FORMATTED = 0x10, 0x20
MAX_ANCESTORS = 30


class DocLists:
    """The lists of a document. ``numbered`` must be called for the paragraphs in order."""

    def __init__(self, file: DocFile, paragraphs: Paragraphs):
        self.styles = dict(_styles(file.part(STYLES), paragraphs))
        lists = dict(_lists(file.part_to_end(LISTS)))
        self.uses = list(_uses(file.part_to_end(USES), lists))
        self.counters = ListCounters()

    def numbered(self, style: int, own: dict[int, int], text: str) -> str:
        """``text`` with the number of its paragraph, which has this ``style`` and ``own`` properties."""
        values = dict(own)
        for _ in range(MAX_ANCESTORS):
            if style not in self.styles:
                break
            style, inherited = self.styles[style]
            values = inherited | values
        use, at = values.get(LIST, 0), values.get(LEVEL, 0)
        if not 1 <= use <= len(self.uses):
            return text
        shared, levels, starts = self.uses[use - 1]
        shown = self.counters.number(use, shared, levels, at, starts)
        return numbered(shown, text) if shown else text


def _styles(part, paragraphs):
    """(number, (number of the base style, values)) of each paragraph style."""
    if len(part) < 6:
        return
    header, count, base = unpack_from("<HHH", part)
    place = 2 + header
    for number in range(count):
        if place + 2 > len(part):
            return
        size = unpack_from("<H", part, place)[0]
        style = part[place + 2 : place + 2 + size]
        place += 2 + size + size % 2
        if len(style) < base + 2 or base < 6:
            continue
        kind = unpack_from("<H", style, 2)[0]
        if kind & 0xF == 1:
            yield number, (kind >> 4, paragraphs.values(_paragraph_changes(style, base)))


def _paragraph_changes(style, base):
    """The sprms of a style for paragraphs; they follow its name."""
    start = base + 2 + 2 * unpack_from("<H", style, base)[0] + 2
    start += start % 2
    if start + 2 > len(style):
        return b""
    size = unpack_from("<H", style, start)[0]
    return style[start + 4 : start + 2 + size]


def _lists(part):
    """(id, levels) of each list; all levels are stored after the last list."""
    count = unpack_from("<H", part)[0] if len(part) >= 2 else 0
    place = 2 + 28 * count
    for at in range(count):
        entry = part[2 + 28 * at : 30 + 28 * at]
        if len(entry) < 28:
            return
        levels = {}
        for level in range(1 if entry[26] & 1 else 9):
            levels[level], place = _level(part, place)
        yield unpack_from("<i", entry)[0], levels


def _level(part, place):
    """(the level, the position after it)."""
    start, form, flags = unpack_from("<iBB", part, place)
    characters, changes, limit = part[place + 24], part[place + 25], part[place + 26]
    text = place + 28 + characters + changes
    size = unpack_from("<H", part, text)[0]
    letters = part[text + 2 : text + 2 + 2 * size].decode("utf-16-le", errors="replace")
    pattern = "".join(f"%{ord(each) + 1}" if ord(each) < 9 else each for each in letters)
    level = ListLevel(
        start=max(min(start, 32767), 0),
        format=FORMATS.get(form, "decimal"),
        pattern=pattern,
        restart=limit if flags & NO_RESTART else None,
        legal=bool(flags & LEGAL),
    )
    return level, text + 2 + 2 * size


def _uses(part, lists):
    """(id of the list, levels, restarts by level) of each use."""
    count = unpack_from("<I", part)[0] if len(part) >= 4 else 0
    heads = [part[4 + 16 * at : 20 + 16 * at] for at in range(min(count, len(part) // 16))]
    place = 4 + 16 * count
    for head in heads:
        if len(head) < 16:
            return
        name, changes = unpack_from("<i8xB", head)
        levels, starts = dict(lists.get(name, {})), {}
        place += 4
        for _ in range(changes):
            if place + 8 > len(part):
                break
            start, flags = unpack_from("<iI", part, place)
            place += 8
            if flags & FORMATTED:
                levels[flags & 0xF], place = _level(part, place)
                start = levels[flags & 0xF].start
            if flags & STARTS:
                starts[flags & 0xF] = max(min(start, 32767), 0)
        yield name, levels, starts
