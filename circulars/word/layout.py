"""The measures of GB/T 9704-2012 (党政机关公文格式), and how they are set in a Word document.

A4 with a type area of 156 × 225 mm, 37 mm from the top and 28 mm from the left; 22 lines of 28 characters of size 3
(16 pt). Lines are set by a fixed pitch, characters by a spacing of -0.25 pt: both are kept by Word, WPS and
LibreOffice, which differ in how they take a document grid.
"""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from circulars.word.order import put

PAGE_WIDTH, PAGE_HEIGHT = 210, 297  # mm
TOP, LEFT, TYPE_WIDTH, TYPE_HEIGHT = 37, 28, 156, 225  # mm
LINES, CHARACTERS = 22, 28
LINE_PITCH = 28.95  # pt; 22 lines are 224.7 mm
SPACING = -5  # twentieths of a point between characters; 28 of 16 pt are 155.6 mm
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14  # pt of 2号, 3号, 4号
BODY, HEAD1, HEAD2, TITLE, NUMBER = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
# What stands in for a font that a machine lacks; the first is that of Windows, WPS has both.
OTHER_FONTS = {BODY: "仿宋", HEAD2: "楷体", TITLE: "宋体"}


def set_page(section: Section, *, width: int = PAGE_WIDTH, height: int = PAGE_HEIGHT) -> None:
    """An upright page with the type area of the standard; another size keeps its margins."""
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.left_margin = Mm(TOP), Mm(LEFT)
    section.right_margin = Mm(PAGE_WIDTH - LEFT - TYPE_WIDTH)
    section.bottom_margin = Mm(PAGE_HEIGHT - TOP - TYPE_HEIGHT)
    section.footer_distance = Mm(PAGE_HEIGHT - TOP - TYPE_HEIGHT - 7 - 5)  # the number stands 7 mm below the type area


def set_landscape(section: Section, *, width: int = 420, height: int = 297) -> None:
    """A landscape page (A3, or A4 as 297 × 210): its head points to the binding side, as the standard has it."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(35), Mm(37)
    section.footer_distance = Mm(14)


def set_font(run: WordRun, name: str, size: float, *, bold: bool = False, spacing: int = 0) -> None:
    """The font by its name, for Chinese and for what is between: who lacks it sees the next of the same kind."""
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    if spacing:
        element = OxmlElement("w:spacing")
        element.set(qn("w:val"), str(spacing))
        put(run._element.get_or_add_rPr(), element)


def name_other_fonts(document: Document) -> None:
    """Tell Word, WPS and LibreOffice which font to take where one of the standard is not installed."""
    part = next((each for each in document.part.package.iter_parts() if each.partname == "/word/fontTable.xml"), None)
    if part is None:
        return
    root = parse_xml(part.blob)
    for name, other in OTHER_FONTS.items():
        font, alternative = OxmlElement("w:font"), OxmlElement("w:altName")
        font.set(qn("w:name"), name)
        alternative.set(qn("w:val"), other)
        font.append(alternative)
        root.append(font)
    part._blob = serialize_part_xml(root)


def set_lines(paragraph: WordParagraph, *, pitch: float = LINE_PITCH) -> None:
    """Lines of a fixed pitch without space between paragraphs, and no line moved for the sake of a widow."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    for name in ("w:kinsoku", "w:overflowPunct"):
        element = OxmlElement(name)
        element.set(qn("w:val"), "1" if name == "w:kinsoku" else "0")
        put(paragraph._p.get_or_add_pPr(), element)


def indent(paragraph: WordParagraph, characters: int, size: float = SIZE_3) -> None:
    """The first line begins this many characters further in."""
    paragraph.paragraph_format.first_line_indent = Pt(characters * (size + SPACING / 20))


def add_page_numbers(document: Document, section: Section) -> None:
    """— 1 —, in size 4 outside: odd pages right, even pages left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        inset = Pt(SIZE_4)
        if side == WD_ALIGN_PARAGRAPH.RIGHT:
            paragraph.paragraph_format.right_indent = inset
        else:
            paragraph.paragraph_format.left_indent = inset
        for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
            run = paragraph.add_run(text)
            set_font(run, NUMBER, SIZE_4)
            if field:
                _add_field(run, field)


def _add_field(run: WordRun, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
