"""Reads docx documents: text with automatic numbers and all changes accepted."""

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from reader.files.docx_lists import DocxLists
from reader.files.fields import Fields, is_contents
from reader.files.package import Package
from reader.files.reasons import FileRemark
from reader.files.rows import lines_of_row

# Elements that only wrap paragraphs or text.
WRAPPERS = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "rubyBase"}
)
TEXT_WRAPPERS = WRAPPERS | {"ruby", "oMath", "oMathPara", "Choice"}
DELETED_TAGS = frozenset({"del", "moveFrom"})
MATH_TAGS = frozenset({"f", "num", "den", "e", "sSup", "sSub", "sup", "sub", "d", "rad", "deg", "nary"})
DRAWING_TAGS = frozenset({"drawing", "pict", "object"})
SIGN_TAGS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
FALSE_VALUES = ("0", "false", "off")


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text, counts of FileRemark); each paragraph is a line. Raises UnreadableFile."""
    package = Package(data)
    root = package.xml(package.main)
    parts = {kind: package.related_part(kind) for kind in ("styles", "numbering", "footnotes", "endnotes")}
    story = _DocxStory(parts)
    lines = story.document(root)
    if story.fields.open:  # an unclosed field would hide all text after it
        story = _DocxStory(parts, contents=True)
        lines = story.document(root)
    return "\n".join(lines), story.counts


class _DocxStory:
    """Reads a document once from start to end."""

    def __init__(self, parts, contents=False):
        """``contents``: whether tables of contents are read like other text."""
        self.lists = DocxLists(parts["styles"], parts["numbering"])
        self.notes = {}
        for kind in ("footnote", "endnote"):
            root = parts[kind + "s"]
            for each in () if root is None else root.findall(kind):
                self.notes[kind, each.get("id")] = each
        self.contents = contents
        self.fields = Fields(contents)
        self.counts: Counter[FileRemark] = Counter()
        self.after: list[str] = []  # lines of text boxes and notes, added after the block they belong to
        self.unfinished: list[str] = []  # text of a paragraph whose end was deleted: it continues in the next

    def document(self, root):
        body = root.find("body")
        return [] if body is None else self.blocks(body, top=True)

    def blocks(self, parent, top=False):
        """The lines of the paragraphs and tables in ``parent``."""
        lines: list[str] = []
        for each in parent:
            if each.tag == "p":
                lines += self.paragraph(each)
            elif each.tag == "tbl":
                lines += self.table(each)
            elif each.tag == "sdt" and _is_contents(each) and not self.contents:
                self.counts[FileRemark.CONTENTS] += sum(1 for _ in each.iter("p"))
            elif each.tag in WRAPPERS:
                lines += self.blocks(each)
            elif each.tag == "AlternateContent":
                lines += self.blocks(_choose_alternative(each))
            if top and self.after:
                lines += self.after
                self.after = []
        return lines

    def table(self, table):
        lines = []
        for row in _inside(table, "tr"):
            if row.find("trPr/del") is not None:
                self.counts[FileRemark.DELETED] += 1
                continue
            lines += lines_of_row([self.blocks(cell) for cell in _inside(row, "tc")])
        return lines

    def paragraph(self, paragraph):
        words, self.unfinished = self.unfinished, []
        self.words(paragraph, words)
        contents = self.fields.met_contents()
        if paragraph.find("pPr/rPr/del") is not None:
            self.unfinished = words
            return []
        text = "".join(words)
        if not text.strip() and contents:
            self.counts[FileRemark.CONTENTS] += 1
            return []
        shown = self.lists.numbered(paragraph, text.strip())
        return [line.strip() for line in shown.split("\n") if line.strip()] if text.strip() else []

    def words(self, parent, into):
        """Append the text in ``parent`` (a paragraph or a wrapper inside one) to ``into``."""
        for each in parent:
            tag = each.tag
            if tag == "r":
                self.run(each, into)
            elif tag in DELETED_TAGS:
                self.counts[FileRemark.DELETED] += 1
            elif tag == "fldSimple" and not self.contents and is_contents(each.get("instr", "")):
                self.counts[FileRemark.CONTENTS] += 1
            elif tag in TEXT_WRAPPERS or tag in MATH_TAGS:
                self.counts[FileRemark.INSERTED] += tag in ("ins", "moveTo") and each.find("r") is not None
                self.words(each, into)
            elif tag == "AlternateContent":
                self.words(_choose_alternative(each), into)

    def run(self, run, into):
        hidden = run.find("rPr/vanish")
        if hidden is not None and hidden.get("val") not in FALSE_VALUES:
            self.counts[FileRemark.HIDDEN] += run.find("t") is not None
            return
        for each in run:
            self.piece(each, into)

    def piece(self, piece, into):
        """Read a piece of a run: text, a sign, a field mark, a note reference or a drawing."""
        tag = piece.tag
        if tag == "t" or tag in SIGN_TAGS:
            if self.fields.shows():
                into.append((piece.text or "") if tag == "t" else SIGN_TAGS[tag])
        elif tag == "fldChar":
            move = {"begin": self.fields.begin, "separate": self.fields.separate, "end": self.fields.end}
            move.get(piece.get("fldCharType"), lambda: None)()
        elif tag == "instrText":
            self.fields.code(piece.text or "")
        elif tag in ("footnoteReference", "endnoteReference"):
            note = self.notes.pop((tag.removesuffix("Reference"), piece.get("id")), None)
            self.after += [] if note is None else self.nested_lines(note)
        elif tag == "ruby":
            self.words(piece, into)
        elif tag in DRAWING_TAGS or tag == "AlternateContent":
            self.drawing(piece)

    def drawing(self, piece):
        """Read text boxes, count pictures. Of alternative drawings for old and new programs one is read."""
        if piece.tag == "AlternateContent":
            piece = _choose_alternative(piece)
        boxes = list(_boxes(piece))
        for box in boxes:
            self.after += self.nested_lines(box)
        if not boxes:
            self.counts[FileRemark.PICTURES] += any(each.tag in ("blip", "imagedata") for each in piece.iter())

    def nested_lines(self, parent):
        """The lines of a text box or note, which has fields of its own."""
        outer, unfinished = self.fields, self.unfinished
        self.fields, self.unfinished = Fields(self.contents), []
        lines = self.blocks(parent)
        self.fields, self.unfinished = outer, unfinished
        return lines


def _inside(parent, tag):
    """The rows of a table or the cells of a row, including wrapped ones."""
    for each in parent:
        if each.tag == tag:
            yield each
        elif each.tag in WRAPPERS:
            yield from _inside(each, tag)


def _boxes(piece):
    """The text boxes of a drawing, without nested ones."""
    if piece.tag == "AlternateContent":
        piece = _choose_alternative(piece)
    if piece.tag == "txbxContent":
        yield piece
        return
    for each in piece:
        yield from _boxes(each)


def _choose_alternative(alternate):
    """The drawing for current programs among alternatives."""
    choice = alternate.find("Choice")
    fallback = alternate.find("Fallback")
    return next((each for each in (choice, fallback) if each is not None), Element("none"))


def _is_contents(sdt):
    gallery = sdt.find("sdtPr/docPartObj/docPartGallery")
    return gallery is not None and gallery.get("val") == "Table of Contents"
