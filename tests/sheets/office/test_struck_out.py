"""A number that is struck out is asked about, whatever kind of file it stands in."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from sheets.files.reading import read_files
from sheets.files.xlsx.fallback import read_slowly
from sheets.files.xlsx.package import open_package
from sheets.office.reading import read_workbook
from tests.sheets.files.builders import convert
from tests.sheets.office.sample_plan import PLAN

ROWS = (["2020年三季度统计表"], ["县区", "骨干培训(人次)"], ["永德县", 5], ["凤庆县", 7])
STRUCK_RUN = CellRichText("4", TextBlock(InlineFont(strike=True), "5"))


def with_openpyxl(value, *, font=True):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet["B3"] = value
    if font:
        sheet["B3"].font = Font(strike=True)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_xlsxwriter():
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write_number(2, 1, 5, struck)
        sheet.write_rich_string(3, 1, "7", struck, "8")
    return stream.getvalue()


def page_of(cell, head=""):
    rows = ("<td>2020年三季度统计表</td>", "<td>县区</td><td>骨干培训(人次)</td>", f"<td>永德县</td>{cell}")
    lines = "".join(row if row.startswith("<tr") else f"<tr>{row}</tr>" for row in (*rows, "<td>凤庆县</td><td>7</td>"))
    return f"<html>{head}<table>{lines}</table></html>".encode()


def read(data, name="报表.xlsx"):
    reading = read_workbook(read_files(data, name), PLAN)
    asked = [
        (question.why.code, [choice.answer for choice in question.choices if choice.answer not in ("na", "ignore")])
        for question in reading.all_questions
    ]
    return [int(figure.value) for figure in reading.figures], asked


STRUCK = ("ask_struck", ["blank", "value:5"])
STRUCK_PART = ("ask_struck_part", ["value:4", "value:5", "blank"])


@pytest.mark.parametrize("value", [5, "5", "5人次"])
def test_a_struck_cell(value):
    assert read(with_openpyxl(value)) == ([7], [STRUCK])


def test_a_struck_part_of_a_text():
    assert read(with_openpyxl(STRUCK_RUN, font=False)) == ([7], [STRUCK_PART])


def test_another_writer():
    figures, asked = read(with_xlsxwriter())
    assert (figures, [code for code, _answers in asked]) == ([], ["ask_struck", "ask_struck_part"])


def test_a_sheet_that_is_read_slowly():
    assert read_slowly(open_package(with_openpyxl(5)))[0].struck == {(3, 2)}


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_as_libreoffice_writes_it(kind, tmp_path):
    data = convert(with_openpyxl(5), kind, tmp_path)
    assert read(data, f"报表.{kind}") == ([7], [STRUCK])


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_part_as_libreoffice_writes_it(kind, tmp_path):
    data = convert(with_openpyxl(STRUCK_RUN, font=False), kind, tmp_path)
    assert read(data, f"报表.{kind}") == ([7], [STRUCK_PART])


@pytest.mark.parametrize(
    "cell",
    [
        '<td style="text-decoration:line-through">5</td>',
        "<td style='color:red; text-decoration: underline line-through'>5</td>",
        '<td><span style="text-decoration-line:line-through">5</span></td>',
        '<td><font style="text-decoration:line-through">5</font></td>',
        '<td class="xl66 off">5</td>',
        "<td><s>5</s></td>",
        "<td><del><b>5</b></del></td>",
    ],
)
def test_a_cell_of_a_page(cell):
    rule = "<head><style><!--table {x:y} .off, td.gone\n{color:red;text-decoration:line-through;}--></style></head>"
    assert read(page_of(cell, rule), "报表.xls") == ([7], [STRUCK])


def test_a_row_of_a_page():
    row = '<tr style="text-decoration:line-through"><td>永德县</td><td>5</td></tr>'
    page = page_of("").replace("<tr><td>永德县</td></tr>".encode(), row.encode())
    assert read(page, "报表.xls") == ([7], [STRUCK])


@pytest.mark.parametrize(
    "cell", ["<td>4<s>5</s></td>", '<td>4<span style="text-decoration:line-through">5</span></td>']
)
def test_a_part_of_a_cell_of_a_page(cell):
    assert read(page_of(cell), "报表.xls") == ([7], [STRUCK_PART])


@pytest.mark.parametrize(
    "cell", ["<td><u>5</u></td>", '<td style="text-decoration:underline">5</td>', "<td><span>5</span></td>"]
)
def test_what_is_only_marked_is_read(cell):
    assert read(page_of(cell), "报表.xls") == ([5, 7], [])


def test_a_class_that_is_not_shown():
    page = page_of('<td>4<span class="h">5</span></td>', "<style>.h{display:none}</style>")
    assert read(page, "报表.xls") == ([4, 7], [])
