"""Fields, templates and filled-in workbooks for the tests of ``sheets``, without a database."""

from decimal import Decimal, InvalidOperation
from io import BytesIO

from openpyxl import load_workbook

from sheets.figures.columns import FigureColumn, FigureField, FigurePart
from sheets.figures.content import FigureContent
from sheets.template.model import TemplateRow, WorkbookTemplate
from sheets.template.writing import write_template

CODES = ("530923000000", "530924000000")
NAMES = ("永德县", "镇康县")


def read_number(raw):
    try:
        value = Decimal(repr(raw) if isinstance(raw, float) else str(raw).strip())
    except InvalidOperation as error:
        raise ValueError(f"{raw} is no number") from error
    return value


def read_na(raw):
    word, _, reason = raw.partition(":")
    return word == "不适用", reason


def make_field(code, *parts):
    return FigureField(
        code,
        code,
        tuple(FigureColumn(code, part, f"{code} {part}", read_number, read_na) for part in parts or [FigurePart.VALUE]),
    )


FIELDS = (make_field("L01"), make_field("R01", FigurePart.VALUE, FigurePart.BASE), make_field("M01", FigurePart.DAY))


def make_row(code=CODES[0], name=NAMES[0], *, owed=("L01", "R01", "M01"), unlocked=True, shares=None, **contents):
    return TemplateRow(code, name, "草稿", contents, frozenset(owed), unlocked, shares or {})


def make_template(*rows, fields=FIELDS):
    return WorkbookTemplate(
        "plan-2020",
        "2020Q3",
        "标题",
        ("说明一", "说明二"),
        ("单位", "状态"),
        fields,
        rows or (make_row(), make_row(CODES[1], NAMES[1], L01=FigureContent(value=Decimal(5)))),
    )


def edit_workbook(data, change):
    """The workbook after ``change(form sheet, book)``, as a spreadsheet would save it."""
    book = load_workbook(BytesIO(data))
    change(book.worksheets[0], book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill_template(**cells):
    """The template with these cells filled in (D6=3)."""

    def change(form, _book):
        for name, value in cells.items():
            form[name] = value

    return edit_workbook(write_template(make_template()), change)
