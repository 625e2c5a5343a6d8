"""Fields, templates and filled workbooks for the tests of ``sheets``, without a database."""

from decimal import Decimal, InvalidOperation
from io import BytesIO

from openpyxl import load_workbook

from sheets.columns import Column, Field, Part
from sheets.content import Content
from sheets.template import Template, TemplateRow
from sheets.writing import write

CODES = ("530923000000", "530924000000")
NAMES = ("永德县", "镇康县")


def number(raw):
    try:
        value = Decimal(repr(raw) if isinstance(raw, float) else str(raw).strip())
    except InvalidOperation as error:
        raise ValueError(f"{raw} is no number") from error
    return value


def na(raw):
    word, _, reason = raw.partition(":")
    return word == "不适用", reason


def make_field(code, *parts):
    return Field(code, code, tuple(Column(code, part, f"{code} {part}", number, na) for part in parts or [Part.VALUE]))


FIELDS = (make_field("L01"), make_field("R01", Part.VALUE, Part.BASE), make_field("M01", Part.DAY))


def make_row(code=CODES[0], name=NAMES[0], *, owed=("L01", "R01", "M01"), open_=True, **contents):
    return TemplateRow(code, name, "草稿", contents, frozenset(owed), open_)


def make_template(*rows, fields=FIELDS):
    return Template(
        "plan-2020",
        "2020Q3",
        "标题",
        ("说明一", "说明二"),
        ("单位", "状态"),
        fields,
        rows or (make_row(), make_row(CODES[1], NAMES[1], L01=Content(value=Decimal(5)))),
    )


def edited(data, change):
    """The workbook after ``change(form sheet, book)``, as a spreadsheet would save it."""
    book = load_workbook(BytesIO(data))
    change(book.worksheets[0], book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(**cells):
    """Our template with these cells typed in (D6=3)."""

    def change(form, _book):
        for name, value in cells.items():
            form[name] = value

    return edited(write(make_template()), change)
