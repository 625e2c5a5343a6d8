"""Reading the tables of an HTML page that calls itself a workbook, as the exports of many web systems do.

The tags are found by one search over the text, whose time is bounded whatever the page holds.
"""

import re
from html import unescape

from sheets.files.cell_values import make_grid
from sheets.files.grid import MergedRange, SheetGrid
from sheets.files.html_styles import PageStyles
from sheets.files.texts import decode_text
from sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sheets.problems import refuse_workbook

TAG = re.compile(r"<(/?)([a-zA-Z][\w:]{0,40})([^<>]{0,4000})>")
ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
SHEET_NAME = re.compile(r"<x:Name>([^<]{1,200})</x:Name>", re.IGNORECASE)
SILENT = ("script", "style", "head", "xml")  # elements whose text is not shown
STRUCK = ("s", "del", "strike")
INLINE = ("span", "font", "div", "p", "b", "i", "em", "u", "sup", "sub", "a", "label", *STRUCK)
LINE_ENDS = ("br", "p", "div", "li")
BLANKS = re.compile(r"[ \t\r\n]+")
WHOLLY_STRUCK = re.compile(r"(?:\(划去:([^()]*)\)\s*)+")
STRUCK_PART = re.compile(r"\(划去:([^()]*)\)")
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


def decode_page(data: bytes) -> str | None:
    """The text of a page in the encoding that it names; None when it is no text."""
    found = CHARSET.search(data[:4000])
    declared = found[1].decode().lower() if found else ""
    return decode_text(data, CHINESE.get(declared, declared))


def read_html(text: str, title: str) -> list[SheetGrid]:
    """The one grid of a page: its tables below each other, a blank row between them. Raises WorkbookRefused."""
    name = SHEET_NAME.search(text)
    page = HtmlTables(PageStyles(text))
    end = 0
    for tag in TAG.finditer(_without_comments(text)):
        page.take_text(tag.string[end : tag.start()])
        page.take_tag(tag[2].lower(), tag[3], closing=bool(tag[1]))
        end = tag.end()
    grid = page.make_grid(unescape(name[1]) if name else title)
    if not grid.values:
        refuse_workbook("no_table")
    return [grid]


def _without_comments(text):
    """Without <!-- … -->, in which Excel hides its own markup."""
    kept = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        kept.append(text[position:start])
        end = text.find("-->", start)
        position = len(text) if end < 0 else end + 3
    return "".join(kept) + text[position:]


class HtmlTables:
    """Collects rows of cells from tags and the texts between them. A table inside a cell is text of that cell."""

    def __init__(self, styles: PageStyles) -> None:
        self._styles = styles
        self._rows: list[list] = []
        self._struck: set[tuple[int, int]] = set()
        self._strikes_row = False
        self._open: list[tuple[str, bool]] = []  # elements inside the open cell, and whether they strike out
        self._columns_hidden: set[int] = set()
        self._columns = 0  # that <col> has described
        self._merged: list[MergedRange] = []
        self._hidden: set[int] = set()
        self._taken: dict[tuple[int, int], bool] = {}  # cells that a cell above them or before them spans
        self._depth = 0
        self._texts: list[str] | None = None  # of the open cell
        self._place = (0, 0)
        self._silent = ""
        self._cells = 0

    def take_text(self, text: str) -> None:
        """Text between two tags."""
        if self._texts is not None and not self._silent and text:
            self._texts.append(BLANKS.sub(" ", unescape(text)))

    def take_tag(self, name: str, attributes: str, *, closing: bool) -> None:
        """An opening or closing tag."""
        if self._silent or name in SILENT:
            opened = "" if closing or attributes.endswith("/") else name
            self._silent = opened if not self._silent else "" if closing and name == self._silent else self._silent
        elif name == "table":
            self._take_table(closing)
        elif name == "col" and self._depth == 1:
            self._take_column(_read_attributes(attributes))
        elif self._depth == 1 and name in ("tr", "td", "th"):
            self._close_cell()
            if not closing:
                read = _read_attributes(attributes)
                self._open_row(read) if name == "tr" else self._open_cell(read)
        elif self._texts is not None:
            self._take_inline(self._texts, name, attributes, closing)

    def _take_inline(self, texts, name, attributes, closing):
        """What is not shown is left out; what is struck out stands in brackets, so that nobody takes it for a digit."""
        read = {} if closing else _read_attributes(attributes)
        if name in LINE_ENDS:
            texts.append("\n")
        if name not in INLINE or attributes.endswith("/"):
            return
        if closing:
            self._close_inline(texts, name)
        elif self._styles.hides(read):
            self._silent = name
        else:
            struck = name in STRUCK or self._styles.strikes(read)
            texts.extend(["(划去:"] if struck and not self._is_striking else [])
            self._open.append((name, struck))

    @property
    def _is_striking(self):
        return any(struck for _name, struck in self._open)

    def _close_inline(self, texts, name):
        """The end of an element, and of those inside it that were never closed."""
        if name not in [opened for opened, _struck in self._open]:
            return
        was, closed = self._is_striking, ""
        while closed != name:
            closed, _struck = self._open.pop()
        if was and not self._is_striking:
            texts.append(")")

    def make_grid(self, title: str) -> SheetGrid:
        """Everything that was collected."""
        self._close_cell()
        hidden = {"hidden_rows": frozenset(self._hidden), "hidden_columns": frozenset(self._columns_hidden)}
        return make_grid(title, self._rows, merged=self._merged, struck=self._struck, **hidden)

    def _take_table(self, closing):
        if closing:
            self._depth = max(self._depth - 1, 0)
            if self._depth == 0:
                self._close_cell()
        else:
            self._depth += 1
            self._columns = 0
            if self._depth == 1 and self._rows:
                self._rows.append([])

    def _take_column(self, attributes):
        """A column of the page's only table, or of its first one, that is not shown."""
        first, self._columns = self._columns + 1, self._columns + _read_span(attributes, "span")
        if self._styles.hides(attributes) and not self._rows:
            self._columns_hidden.update(range(first, min(self._columns, MAX_COLUMNS) + 1))

    def _open_row(self, attributes):
        self._rows.append([])
        self._strikes_row = self._styles.strikes(attributes)
        if len(self._rows) > MAX_ROWS:
            refuse_workbook("too_many_rows", limit=MAX_ROWS)
        if self._styles.hides(attributes):
            self._hidden.add(len(self._rows))

    def _open_cell(self, attributes):
        if not self._rows:
            self._open_row({})
        row, column = len(self._rows), len(self._rows[-1]) + 1
        while (row, column) in self._taken:
            column += 1
        height, width = _read_span(attributes, "rowspan"), _read_span(attributes, "colspan")
        if column + width - 1 > MAX_COLUMNS:
            refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
        self._cells += height * width
        if self._cells > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
        if height > 1 or width > 1:
            self._merged.append(MergedRange(row, column, row + height - 1, column + width - 1))
            for lower in range(row + 1, row + height):
                self._taken.update({(lower, at): True for at in range(column, column + width)})
        self._rows[-1].extend([None] * (column + width - 1 - len(self._rows[-1])))
        self._place, self._texts = (row, column), None if self._styles.hides(attributes) else []
        self._open = []
        if self._strikes_row or self._styles.strikes(attributes):
            self._struck.add(self._place)

    def _close_cell(self):
        if self._texts is not None:
            row, column = self._place
            if self._is_striking:
                self._texts.append(")")
            lines = (line.strip() for line in "".join(self._texts).split("\n"))
            text = "\n".join(line for line in lines if line)
            if self._place in self._struck or WHOLLY_STRUCK.fullmatch(text):
                self._struck.add(self._place)
                text = STRUCK_PART.sub(r"\1", text)
            self._rows[row - 1][column - 1] = text
        self._texts = None


def _read_attributes(text) -> dict[str, str]:
    found = {name.lower(): unescape(one or two or bare) for name, one, two, bare in ATTRIBUTE.findall(text)}
    return found | ({"hidden": ""} if re.search(r"\shidden(\s|$)", text) else {})


def _read_span(attributes, name):
    text = attributes.get(name, "1").strip()
    return min(max(int(text), 1), 5000) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
