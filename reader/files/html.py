"""Reads the visible text of web pages; each block is a line.

Pages are read as a sequence of tags without building a tree, since trees of damaged pages grow without bounds.
"""

import re
from collections.abc import Mapping
from email import message_from_bytes
from html import unescape

from reader.files import plain
from reader.files.counting import numbered
from reader.files.reasons import FileRemark, UnreadableFile, UnreadableReason
from reader.files.rows import lines_of_row

# Each piece is matched up to its end or the end of the page without backtracking: linear time.
TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"""
    r"""|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)"""
    r"""(?P<rest>(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))|[^>=]++|=)*+)(?:>|\Z)""",
    re.DOTALL,
)
RAW_TEXT_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "title", "textarea")
}
# Elements whose content is left out.
LEFT_OUT_TAGS = frozenset(
    {"head", "nav", "noscript", "template", "svg", "canvas", "iframe", "object", "select", "button"}
)
# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "ol", "p", "pre", "section", "ul", "caption", "option",
})
# fmt: on
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,30})""", re.IGNORECASE
)
QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|\S+)""")
STYLE = re.compile(r"""\bstyle\s*=\s*("[^"]*"|'[^']*'|\S+)""", re.IGNORECASE)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
NUMBER = re.compile(r"""\b(?:start|value)\s*=\s*["']?(\d{1,6})""", re.IGNORECASE)
PLAIN_LIST = re.compile(r"list-style[\w-]*\s*:[^;]{0,100}none", re.IGNORECASE)
MESSAGE = re.compile(rb"\s*(?:[\w-]{1,50}:[^\n]{0,500}\n\s*){0,9}MIME-Version:", re.IGNORECASE)
DECLARATION_BYTES = 4096  # bytes in which a page declares its encoding
# Pages declared as gb2312 contain characters of its successors.
ENCODING_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
MAX_NESTED = 50  # nested tables; deeper ones are read as part of the innermost
BROKEN_LINE = re.compile(
    r"(?<=[^\x00-\xff])[ \t]*\n[ \t\n]*(?=[^\x00-\xff])"
)  # a line break of the source between Chinese characters


def read(data: bytes) -> tuple[str, Mapping[FileRemark, int]]:
    """(text, counts of FileRemark); each visible block is a line. Also reads mht files."""
    if MESSAGE.match(data):
        data = _page_of_mht(data)
    page = plain.decoded(data, _declared_encoding(data))
    lines = _LineBuilder(page).finish()
    if not lines:  # all of it is inside an unclosed element that is left out
        lines = _LineBuilder(page, leave_out=False).finish()
    return "\n".join(lines), {FileRemark.LOST_LETTERS: page.count("\ufffd")}


def _page_of_mht(data):
    """The page in a single-file web page (mht), which has the format of an e-mail."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return part.get_payload(decode=True)
    raise UnreadableFile(UnreadableReason.UNKNOWN)


def _declared_encoding(data):
    """The encoding declared by the page, if Python knows it."""
    found = CHARSET.search(data[:DECLARATION_BYTES])
    if not found:
        return None
    name = (found[1] or found[2]).decode().lower()
    name = ENCODING_SUPERSETS.get(name, name)
    return name if name in plain.ENCODINGS else None


class _LineBuilder:
    """Builds lines from tags and text.

    ``open_boxes``: the open parts of tables as [name, lines or cells]; the first is the page.
    """

    def __init__(self, page, leave_out=True):
        self.leave_out = leave_out
        self.open_boxes: list[list] = [["page", []]]
        self.line, self.left_out_tag, self.pre, self.lists, self.number = [], None, 0, [], ""
        place = 0
        while found := TAG.search(page, place):
            self.text(page[place : found.start()])
            place = found.end()
            if found["name"]:
                name = found["name"].lower()
                if name in RAW_TEXT_END and not found["close"]:
                    end = RAW_TEXT_END[name].search(page, place)
                    place = end.start() if end else len(page)
                self.tag(name, bool(found["close"]), found["rest"])
        self.text(page[place:])

    def finish(self):
        self.end_line()
        self.end_box("page")
        return self.open_boxes[0][1]

    def text(self, text):
        if not text or self.left_out_tag:
            return
        text = unescape(text)
        if self.pre:
            *whole, text = text.split("\n")
            for line in whole:
                self.line.append(line)
                self.end_line()
        self.line.append(text)

    def tag(self, name, closes, rest):
        if self.left_out_tag or (self.leave_out and not closes and _is_left_out(name, rest)):
            self.left_out(name, closes)
        elif name in ("table", "tr", "td", "th"):
            self.table("td" if name == "th" else name, closes)
        elif name in BLOCKS:
            self.end_line()
            self.block(name, closes, rest)

    def left_out(self, name, closes):
        """Count nested tags of the element that is left out, to find its end."""
        if not self.left_out_tag:
            self.left_out_tag = [name, 0]
        if name == self.left_out_tag[0]:
            self.left_out_tag[1] += -1 if closes else 1
            if self.left_out_tag[1] == 0:
                self.left_out_tag = None

    def block(self, name, closes, rest):
        if name == "pre":
            self.pre = max(self.pre + (-1 if closes else 1), 0)
        elif name in ("ol", "ul"):
            if closes:
                del self.lists[-1:]
            else:
                start = NUMBER.search(rest)
                numbered = name == "ol" and not PLAIN_LIST.search(rest)
                self.lists.append((int(start[1]) if start else 1) if numbered else None)
        elif name == "li" and not closes and self.lists and self.lists[-1] is not None:
            value = NUMBER.search(rest)
            number = int(value[1]) if value else self.lists[-1]
            self.lists[-1] = number + 1
            self.number = f"{number}."  # as browsers display it

    def table(self, name, closes):
        self.end_line()
        if name == "table":
            if closes:
                self.end_box("table")
            elif len(self.open_boxes) < 3 * MAX_NESTED:
                self.open_boxes.append(["table", []])
        elif self.open_boxes[-1][0] != "page":
            self.end_box(name)  # its end tag is optional
            if not closes and (name == "tr" or self.open_boxes[-1][0] == "tr"):
                self.open_boxes.append([name, []])

    def end_box(self, name):
        """End the innermost ``name`` and everything in it, if there is one in the current table."""
        for depth in range(len(self.open_boxes) - 1, -1, -1):
            if self.open_boxes[depth][0] == name:
                break
            if self.open_boxes[depth][0] == "table" and name != "page":
                return
        else:
            return
        while len(self.open_boxes) > 1:
            ended, content = self.open_boxes.pop()
            into = self.open_boxes[-1]
            if ended == "td" and into[0] == "tr":
                into[1].append(content)
            else:
                self.add_lines(into, lines_of_row(content) if ended == "tr" else content)
            if ended == name:
                return

    @staticmethod
    def add_lines(box, lines):
        """Add lines to a box. Lines between the cells of a row become a cell."""
        if box[0] == "tr":
            if lines:
                box[1].append(list(lines))
        else:
            box[1].extend(lines)

    def end_line(self):
        if not self.line:
            return
        text = BROKEN_LINE.sub("", "".join(self.line))
        self.line = []
        text = re.sub("[\u200b\ufeff]", "", text)
        text = re.sub(r"[ \t\r\n\f\xa0]+", " ", text).strip()
        if text:
            self.add_lines(self.open_boxes[-1], [numbered(self.number, text)])
            self.number = ""


def _is_left_out(name, rest):
    if name in LEFT_OUT_TAGS or not rest or name in VOID:
        return name in LEFT_OUT_TAGS
    style = STYLE.search(rest)
    return bool(style and HIDDEN_STYLE.search(style[1])) or "hidden" in QUOTED.sub("", rest.lower()).split()
