"""Reads RTF, also in files named .doc: groups in braces, control words, characters as bytes or by number."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reader.files.counting import numbered
from reader.files.fields import Fields
from reader.files.reasons import FileRemark
from reader.files.rows import lines_of_row

TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,9})? ?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups without text of the document, and groups after \* with text.
# fmt: off
SKIPPED_GROUPS = frozenset({
    "annotation", "aftnsep", "aftnsepc", "atnauthor", "atnid", "bkmkend", "bkmkstart", "colortbl", "datastore",
    "fonttbl", "footer", "footerf", "footerl", "footerr", "ftnsep", "ftnsepc", "generator", "header", "headerf",
    "headerl", "headerr", "info", "listoverridetable", "listtable", "nonesttables", "nonshppict", "objdata",
    "pgdsctbl", "pict", "revtbl", "rsidtbl", "shprslt", "sp", "stylesheet", "tc", "themedata", "txe", "upr", "xe",
})
# fmt: on
STARRED_WITH_TEXT = frozenset({"fldinst", "shpinst", "shppict", "ud", "shptxt", "footnote", "do", "dptxbxtext"})
NUMBER_GROUPS, BOX_GROUPS = frozenset({"listtext", "pntext"}), frozenset({"footnote", "shptxt", "dptxbxtext"})
SIGN_WORDS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
    "~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
CODE_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 65001: "utf-8", 54936: "gb18030"}
WESTERN = frozenset(range(1250, 1259))
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
SYMBOLS = 2  # the charset of symbol fonts
MARK_REMARKS = {"deleted": FileRemark.DELETED, "v": FileRemark.HIDDEN, "revised": FileRemark.INSERTED}


WORDS, NUMBER, CODE = "words", "number", "code"

# What the characters of a group are, by its first word.
CONTENT_OF_GROUP = {
    "fldinst": CODE,
    "fldrslt": WORDS,
    **dict.fromkeys(NUMBER_GROUPS, NUMBER),
    **dict.fromkeys(BOX_GROUPS, WORDS),
}


@dataclass
class _State:
    """Properties that a group inherits and may change until it ends."""

    kind: str = ""  # the first word of the group; not inherited
    skipped: bool = False  # holds no text of the document
    content: str = WORDS  # what its characters are
    skip: int = 1  # replacement characters after a character by number, for old programs
    font: int = -1
    marks: frozenset = frozenset()


@dataclass
class _Part:
    """The document, a note or a text box."""

    fields: Fields
    lines: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)  # lines of notes and boxes in this paragraph
    in_table: bool = False


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text, counts of FileRemark); each paragraph is a line."""
    reader = _Reader(data)
    if reader.has_open_field:  # an unclosed field would hide all text after it
        reader = _Reader(data, contents=True)
    return "\n".join(reader.lines), reader.counts


class _Reader:
    def __init__(self, data, contents=False):
        self.contents = contents
        self.counts: Counter[FileRemark] = Counter()
        self.code_page = "cp1252"
        self.charsets: dict[int, int] = {}
        self.state, self.states = _State(), []
        self.part = _Part(Fields(contents))
        self.parts: list[_Part] = []
        self.bytes, self.to_skip, self.star, self.opened = bytearray(), 0, False, False
        self.marked: frozenset[str] = (
            frozenset()
        )  # how the last letters were marked: a passage has many groups, and is counted once
        self._read_tokens(data.decode("latin-1"))
        self.flush()
        self.paragraph()
        while self.parts:
            self.end_box()
        self.has_open_field = bool(self.part.fields.open)
        self.lines = self.part.lines + lines_of_row([*self.part.cells, self.part.cell]) + self.part.after

    def _read_tokens(self, text):
        place = 0
        while found := TOKEN.search(text, place):
            place = found.end()
            if found["text"]:
                self.add_bytes(found["text"].encode("latin-1"))
            elif found["byte"]:
                self.add_bytes(bytes.fromhex(found["byte"]))
            elif found["brace"]:
                self.brace(found["brace"])
            elif found["word"] == "bin":
                place += max(int(found["value"] or 0), 0)
            else:
                self.word(found["word"] or found["sign"], found["value"])

    def brace(self, brace):
        self.flush()
        self.to_skip = 0
        if brace == "{":
            self.states.append(self.state)
            self.state = replace(self.state, kind="")
            self.opened, self.star = True, False
            return
        kind = self.state.kind
        if kind in BOX_GROUPS:
            self.paragraph()
            self.end_box()
        elif kind == "field":
            self.part.fields.end()
        if self.states:
            self.state = self.states.pop()
        self.opened = False

    def word(self, word, value):
        if word == "*":
            self.star = True
            return
        if self.to_skip and word not in ("u", "par", "cell", "row"):
            self.to_skip -= 1
            return
        if word != "'":
            self.flush()
        if self.opened:
            self.opened = False
            self.begin_group(word)
        self.control(word, int(value) if value else None)

    def control(self, word, number):
        """Apply a control word: fonts, encodings and characters by number; others format the text."""
        if word == "f":
            self.state.font = number or 0
        elif word == "fcharset":
            self.charsets[self.state.font] = -1 if number is None else number
        elif word == "ansicpg":
            self.code_page = CODE_PAGES.get(number, f"cp{number}" if number in WESTERN else "cp1252")
        elif word == "uc":
            self.state.skip = max(min(number or 0, 100), 0)
        elif word == "u" and number is not None:
            self.add_text(chr(number % 0x10000))
            self.to_skip = self.state.skip
        elif not self.state.skipped:
            self.format_word(word, number)

    def begin_group(self, word):
        """A group begins with ``word``, which determines its kind."""
        state, outer = self.state, self.state.skipped
        if word == "ud" and len(self.states) > 1:  # repeats the enclosing group in Unicode
            outer = self.states[-2].skipped
        state.skipped = outer or word in SKIPPED_GROUPS or (self.star and word not in STARRED_WITH_TEXT | NUMBER_GROUPS)
        self.star = False
        self.counts[FileRemark.PICTURES] += word == "pict" and not outer
        if state.skipped:
            return
        state.kind = word
        if word in BOX_GROUPS:
            self.parts.append(self.part)
            self.part = _Part(Fields(self.contents))
        elif word == "field":
            self.part.fields.begin()
        elif word == "fldrslt":
            self.part.fields.separate()
        if word in CONTENT_OF_GROUP:
            state.content = CONTENT_OF_GROUP[word]

    def format_word(self, word, number):
        """Apply a word that ends a paragraph, cell or row or marks characters."""
        if word in SIGN_WORDS:
            self.add_text(SIGN_WORDS[word])
        elif word in ("par", "sect"):
            if "deleted" not in self.state.marks:  # if its end was deleted, the paragraph continues in the next
                self.paragraph()
        elif word == "pard":
            self.part.in_table = False
        elif word == "intbl":
            self.part.in_table = True
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self.row(word)
        elif word in MARK_REMARKS:
            marks = self.state.marks - {word}
            self.state.marks = marks if number == 0 else marks | {word}
        elif word == "plain":
            self.state.marks = frozenset()

    def row(self, word):
        part = self.part
        if word == "cell":
            part.in_table = True
            self.paragraph()
            part.cells.append(part.cell)
            part.cell = []
        elif word == "nestcell":
            self.paragraph()
        elif word == "row":
            part.lines += lines_of_row(part.cells) + part.after
            part.cells, part.cell, part.after = [], [], []

    def add_bytes(self, raw):
        self.opened = False
        if self.to_skip:
            skipped = min(self.to_skip, len(raw))
            self.to_skip -= skipped
            raw = raw[skipped:]
        self.bytes += raw

    def flush(self):
        """Decode the collected bytes together: a Chinese character has two."""
        if self.bytes:
            encoding = CHARSETS.get(self.charsets.get(self.state.font, -1), self.code_page)
            text = self.bytes.decode(encoding, errors="replace")
            self.bytes.clear()
            self.add_text(text)

    def add_text(self, text):
        state, part = self.state, self.part
        if state.skipped:
            return
        if self.bytes:
            self.flush()
        if state.content == CODE:
            part.fields.code(text)
        elif self.charsets.get(state.font) == SYMBOLS:
            return
        elif state.content == NUMBER:
            part.number.append(text)
        else:
            for mark in state.marks - self.marked:
                self.counts[MARK_REMARKS[mark]] += 1
            self.marked = state.marks
            if part.fields.shows() and not state.marks & {"deleted", "v"}:
                part.words.append(text)

    def paragraph(self):
        part = self.part
        text, number = "".join(part.words).strip(), "".join(part.number).strip()
        part.words, part.number = [], []
        contents = part.fields.met_contents()
        lines = []
        if text:
            has_number = any(map(str.isalnum, number))  # not a bullet
            lines = (numbered(number, text) if has_number else text).split("\n")
        elif contents:
            self.counts[FileRemark.CONTENTS] += 1
        lines = [line.strip() for line in lines if line.strip()]
        if part.in_table:
            part.cell += lines
        else:
            part.lines += lines + part.after
            part.after = []

    def end_box(self):
        """A note or text box ends; its lines follow the paragraph that it belongs to."""
        part = self.part
        self.part = self.parts.pop()
        self.part.after += part.lines + lines_of_row([*part.cells, part.cell]) + part.after
