"""Write a circular as a Word document; offices go on editing it there."""

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table

from circulars.text.model import Annex, CircularText, ParagraphKind, TextParagraph
from circulars.word import layout
from circulars.word.order import put

RED = RGBColor(0xD0, 0x12, 0x12)
FONTS = {ParagraphKind.HEAD1: layout.HEAD1, ParagraphKind.HEAD2: layout.HEAD2}
TITLE_WIDTH = 19  # characters of size 2 in a line of a title; 20 would fit
# mm: a character of size 4, what stands beside the text of a column, the widest column, an annex on A3 across
SIZE_4_MM, COLUMN_MARGINS, MAX_COLUMN, ANNEX_WIDTH = 5, 12, 90, 345
KEPT_ROWS = 4  # a table in the text with no more stays on one page
# Words of two characters that titles are full of: no line of a title ends inside one.
TITLE_WORDS = (
    "关于", "重点", "工作", "目标", "任务", "完成", "情况", "通报", "妇联", "全省", "全市", "全县", "全区", "各县",
    "季度", "半年", "年度", "进展", "进度", "推进", "督查", "落实", "总结", "妇女", "儿童", "家庭", "联合会",
)  # fmt: skip
NO_BREAK_AFTER, NO_BREAK_BEFORE = "的和与及、“（《", "》）”的、，"


def write_circular(text: CircularText) -> bytes:
    """The document as the bytes of a .docx."""
    document = docx.Document()
    _clear_styles(document)
    section = document.sections[0]
    layout.set_page(section)
    layout.add_page_numbers(document, section)
    if text.number:
        _write_head(document, text)
    for line in break_title(text.title, text.words):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.set_lines(paragraph, pitch=35)
        layout.set_font(paragraph.add_run(line), layout.TITLE, layout.SIZE_2)
    _add_line(document, "")
    if text.recipients:
        _add_line(document, f"{text.recipients}：")
    for each in text.paragraphs:
        _write_paragraph(document, each)
    for table in text.tables:
        _write_table_in_text(document, table)
    last = len(document.paragraphs) - 1
    if text.issuer or text.day or text.annexes:
        _write_end(document, text)
    for paragraph in document.paragraphs[max(last, 0) : -1]:  # nobody signs a page without text
        paragraph.paragraph_format.keep_with_next = True
    for number, annex in enumerate(text.annexes, 1):
        write_annex(document, annex, number if len(text.annexes) > 1 else None)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def break_title(title: str, words: Sequence[str] = (), width: int = TITLE_WIDTH) -> list[str]:
    """The lines of a title, as even as they can be; none ends inside one of the ``words`` or after a particle."""
    inside = {
        at
        for word in (*words, *TITLE_WORDS)
        for found in _find_all(title, word)
        for at in range(found + 1, found + len(word))
    }
    count = -(-len(title) // width)
    lines, rest = [], title
    for left in range(count, 1, -1):
        start, middle = len(title) - len(rest), -(-len(rest) // left)
        at = next((at for at in range(middle, middle // 2, -1) if not _splits(title, start + at, inside)), middle)
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


def _splits(title, at, inside):
    """Whether a line that ends before the character ``at`` splits what belongs together."""
    return at in inside or title[at - 1] in NO_BREAK_AFTER or title[at] in NO_BREAK_BEFORE


def _find_all(text, word):
    return [at for at in range(len(text)) if word and text.startswith(word, at)]


def _clear_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = layout.LATIN, Pt(layout.SIZE_3)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), layout.BODY)
    layout.name_other_fonts(document)


def _write_head(document: Document, text: CircularText) -> None:
    """The body that issues it in red, its number, and the red line below."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text.issuer)
    layout.set_font(run, layout.TITLE, 36)
    run.font.color.rgb = RED
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.set_lines(number)
    layout.set_font(number.add_run(text.number), layout.BODY, layout.SIZE_3)
    _add_border(number)
    _add_line(document, "")


def _add_border(paragraph) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "D01212")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    put(paragraph._p.get_or_add_pPr(), borders)


def _write_paragraph(document: Document, each: TextParagraph) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # justified, a line before a number in brackets is pulled apart
    layout.set_lines(paragraph)
    layout.indent(paragraph, 2)
    paragraph.paragraph_format.keep_with_next = each.kind in FONTS  # a head is never the last line of a page
    font = FONTS.get(each.kind, layout.BODY)
    for run in each.runs:
        layout.set_font(paragraph.add_run(run.text), font, layout.SIZE_3, spacing=layout.SPACING)


def _add_line(document: Document, text: str, font: str = layout.BODY):
    paragraph = document.add_paragraph()
    layout.set_lines(paragraph)
    layout.set_font(paragraph.add_run(text), font, layout.SIZE_3, spacing=layout.SPACING)
    return paragraph


def _write_end(document: Document, text: CircularText) -> None:
    """The annexes' names, two characters in; then who signs, and the day, four characters from the right."""
    if text.annexes:
        _add_line(document, "")
        for number, annex in enumerate(text.annexes, 1):
            lead = "附件：" if number == 1 else "　　　"
            named = f"{number}.{annex.title}" if len(text.annexes) > 1 else annex.title
            layout.indent(_add_line(document, lead + named), 2)
    for _ in range(2):
        _add_line(document, "")
    for line in (text.issuer, text.day):
        paragraph = _add_line(document, line)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(4 * layout.SIZE_3)


def write_annex(document: Document, annex: Annex, number: int | None) -> None:
    """An annex on landscape pages of its own at the end; ``number`` where there are several."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    layout.set_landscape(section)
    _add_line(document, f"附件{number or ''}", layout.HEAD1)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.set_lines(title, pitch=35)
    title.paragraph_format.space_after = Pt(10)
    layout.set_font(title.add_run(annex.title), layout.TITLE, layout.SIZE_2)
    write_table(document, annex)


def _write_table_in_text(document, table):
    if table.title:
        paragraph = _add_line(document, table.title, layout.HEAD1)
        layout.indent(paragraph, 2)
        paragraph.paragraph_format.keep_with_next = True
    made = write_table(document, table, layout.TYPE_WIDTH)
    if len(table.rows) <= KEPT_ROWS:
        for row in made.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    _add_line(document, "")


def write_table(document: Document, annex: Annex, most: float = ANNEX_WIDTH) -> Table:
    """A table at the end of the document, at most ``most`` mm wide; with lines of its own, since a template need not
    have a style for them."""
    table = document.add_table(rows=1, cols=len(annex.heads))
    _draw_lines(table)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fill_row(table.rows[0], annex.heads, [False] * len(annex.heads), font=layout.HEAD1, centred=True)
    _repeat_head(table.rows[0])
    for row in annex.rows:
        _fill_row(table.add_row(), row, annex.numeric)
    _set_widths(table, annex, most)
    return table


def _set_widths(table, annex, most):
    """Each column as wide as its longest text, and together not wider than the page."""
    columns = zip(annex.heads, *annex.rows, strict=True)
    wanted = [min(MAX_COLUMN, max(map(_measure, texts)) * SIZE_4_MM + COLUMN_MARGINS) for texts in columns]
    share = most / sum(wanted)
    share = share if most == layout.TYPE_WIDTH else min(1, share)  # a table in the text is as wide as the text
    table.autofit = False
    for column, width in zip(table.columns, wanted, strict=True):
        column.width = Mm(width * share)
        for cell in column.cells:
            cell.width = Mm(width * share)


def _measure(text):
    """How wide a text is in Chinese characters."""
    return sum(1 if ord(character) > 0x2000 else 0.55 for character in str(text))


def _draw_lines(table):
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    put(table._tbl.tblPr, borders)


def _fill_row(row, texts, numeric, *, font: str = layout.BODY, centred: bool = False) -> None:
    for cell, text, is_number in zip(row.cells, texts, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        side = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else side
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1
        layout.set_font(paragraph.add_run(text), font, layout.SIZE_4)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    row.height, row.height_rule = Mm(9), WD_ROW_HEIGHT_RULE.AT_LEAST


def _repeat_head(row) -> None:
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    put(row._tr.get_or_add_trPr(), element)
