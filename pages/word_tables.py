"""A table as a Word document: A3 across, the head repeated on each page, the texts as they are read on a page."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sheets.tables import SheetTable, as_read, as_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"  # the content type
WIDTH, HEIGHT, MARGIN = 420, 297, 12  # mm
MOST_COLUMNS = 16  # in one table; more cannot be read on this page
LATIN, CHINESE = "Times New Roman", "宋体"


def write_docx(table: SheetTable) -> bytes:
    """The table as a .docx. More columns than a page has room for follow in further tables, each with the first column
    again."""
    document = docx.Document()
    _set_page(document)
    document.add_paragraph().add_run(table.title).bold = True
    rows = [[as_text(value) for value in row] for row in table.rows]
    for number, columns in enumerate(split_columns(len(table.heads))):
        if number:
            document.add_page_break()
        _add_table(document, [[row[n] for n in columns] for row in (table.heads, *rows)])
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def split_columns(count: int) -> list[list[int]]:
    """The columns of each table, as even as they can be; the first column stands in each."""
    parts = max(1, -(-(count - 1) // (MOST_COLUMNS - 1)))
    each, more = divmod(count - 1, parts)
    found, start = [], 1
    for part in range(parts):
        end = start + each + (part < more)
        found.append([0, *range(start, end)])
        start = end
    return found


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(9)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    normal.paragraph_format.space_after = Pt(0)


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    """Built by its elements: the cells of python-docx take a hundred times as long."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, texts in enumerate(rows):
        row = _add(table._tbl, "w:tr")
        properties = _add(row, "w:trPr")
        _add(properties, "w:cantSplit")
        if not number:
            _add(properties, "w:tblHeader")
        for text in texts:
            _add_cell(row, text, bold=not number)


def _add_cell(row, text, *, bold):
    run = _add(_add(_add(row, "w:tc"), "w:p"), "w:r")
    if bold:
        _add(_add(run, "w:rPr"), "w:b")
    words = _add(run, "w:t")
    words.text = as_read(text)
    words.set(qn("xml:space"), "preserve")


def _add(parent, name):
    element = OxmlElement(name)
    parent.append(element)
    return element
