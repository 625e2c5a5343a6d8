"""Reads the old Word format (.doc, and .wps of WPS): text with automatic numbers and all changes accepted."""

import re
from collections import Counter
from collections.abc import Mapping
from struct import error

from reader.files.doc_file import DocFile, plc
from reader.files.doc_lists import DocLists
from reader.files.doc_runs import DELETED, HIDDEN, IN_TABLE, INSERTED, ROW_END, SYMBOL, Paragraphs, marked_spans
from reader.files.fields import Fields
from reader.files.reasons import FileRemark, UnreadableFile, UnreadableReason
from reader.files.rows import lines_of_row

CELL_END, ENDS = "\x07", "\r\x07\x0c"
REMOVED = "\0"  # replaces each removed character, so that positions do not change
PARAGRAPH = re.compile("[^\r\x07\x0c]*(?:[\r\x07\x0c]|\\Z)")
PIECE = re.compile("[\x13\x14\x15]|[^\x13\x14\x15]+")
SIGN_TABLE = str.maketrans({"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " ", REMOVED: None,
                       "\x01": None, "\x02": None, "\x03": None, "\x04": None, "\x05": None, "\x08": None})  # fmt: skip
PICTURE = "\x01"
COUNTED_REMARKS = {DELETED: FileRemark.DELETED, INSERTED: FileRemark.INSERTED, HIDDEN: FileRemark.HIDDEN}
NOTES = (("footnotes", 2, 3), ("endnotes", 46, 47))  # and the parts with their marks and texts


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text, counts of FileRemark); each paragraph is a line. Raises UnreadableFile."""
    file = DocFile(data)
    story = _DocStory(file)
    lines = story.document()
    if story.fields.open:  # an unclosed field would hide all text after it
        story = _DocStory(file, contents=True)
        lines = story.document()
    return "\n".join(lines), story.counts


class _DocStory:
    """Reads a document once from start to end."""

    def __init__(self, file, contents=False):
        self.file, self.contents = file, contents
        self.fields = Fields(contents)
        self.counts: Counter[FileRemark] = Counter()
        self.text = self._visible_text()
        self.paragraphs = Paragraphs(file)
        self.lists = self._lists()

    def document(self):
        lines = self.part(0, self.file.lengths["text"], sorted(self._notes()))
        outer, self.fields = self.fields, Fields(self.contents)
        boxes = self.file.start("boxes")
        lines += self.part(boxes, boxes + self.file.lengths["boxes"])
        self.fields = outer
        return lines

    def part(self, start, end, notes=()):
        """The lines from ``start`` to ``end``. ``notes``: (cp of the mark, start, end), inserted after their
        paragraphs."""
        lines: list[str] = []
        cells: list[list[str]] = []  # of the current row
        cell: list[str] = []
        notes = list(notes)
        for found in PARAGRAPH.finditer(self.text, start, min(end, len(self.text))):
            if found.end() == found.start():
                continue
            visible_pieces, own = self.paragraph(found)
            if found[0].endswith(CELL_END) and own.get(ROW_END):
                lines += lines_of_row(cells)
                cells, cell = [], []
            elif found[0].endswith(CELL_END):
                cells.append(cell + visible_pieces)
                cell = []
            elif own.get(IN_TABLE):
                cell += visible_pieces
            else:
                lines += visible_pieces
            while notes and not (cells or cell) and notes[0][0] < found.end():
                _, first, last = notes.pop(0)
                lines += self.nested_lines(first, last)
        return lines + lines_of_row([*cells, cell])

    def paragraph(self, found):
        """(the lines of a paragraph, its own properties)."""
        style, own = self.paragraphs.of(found.end() - 1)
        if own.get(ROW_END):
            return [], own
        visible_pieces = "".join(self.visible_pieces(found[0].rstrip(ENDS))).translate(SIGN_TABLE).strip()
        if self.fields.met_contents() and not visible_pieces:
            self.counts[FileRemark.CONTENTS] += 1
            return [], own
        numbered = (
            self.lists.numbered(style, own, visible_pieces) if self.lists else visible_pieces
        )  # empty paragraphs are counted as well
        return [line.strip() for line in numbered.split("\n") if line.strip()] if visible_pieces else [], own

    def visible_pieces(self, text):
        """The visible pieces of ``text``."""
        for piece in PIECE.findall(text):
            if piece == "\x13":
                self.fields.begin()
            elif piece == "\x14":
                self.fields.separate()
            elif piece == "\x15":
                self.fields.end()
            elif self.fields.shows():
                self.counts[FileRemark.PICTURES] += piece.count(PICTURE)
                yield piece
            else:
                self.fields.code(piece)

    def nested_lines(self, start, end):
        """The lines of a note, which has fields of its own."""
        outer, self.fields = self.fields, Fields(self.contents)
        lines = self.part(start, end)
        self.fields = outer
        return lines

    def _lists(self):
        """The lists, or None if they are damaged: Word opens such documents as well."""
        try:
            return DocLists(self.file, self.paragraphs)
        except (error, IndexError):
            self.counts[FileRemark.NO_NUMBERS] += 1
            return None

    def _visible_text(self):
        """The text with REMOVED in place of deleted and hidden characters."""
        text, main = list(self.file.text), self.file.lengths["text"]
        for sprm, spans in marked_spans(self.file).items():
            for start, end in spans:
                if sprm in COUNTED_REMARKS and start < main and self.file.text[start:end].strip("\r\x07"):
                    self.counts[COUNTED_REMARKS[sprm]] += 1
                if sprm == SYMBOL:  # a picture from a font; "(" is its placeholder
                    text[start:end] = [REMOVED if each == "(" else each for each in text[start:end]]
                elif sprm != INSERTED:
                    text[start:end] = REMOVED * (min(end, len(text)) - start)
        return "".join(text)

    def _notes(self):
        for name, marks, texts in NOTES:
            begin = self.file.start(name)
            places, _ = plc(self.file.part(texts), 0)
            if list(places) != sorted(places):  # several notes with the same text
                raise UnreadableFile(UnreadableReason.DAMAGED)
            for at, mark in enumerate(plc(self.file.part(marks), 2)[0][:-1]):
                if at + 1 < len(places):
                    yield mark, begin + places[at], begin + places[at + 1]
