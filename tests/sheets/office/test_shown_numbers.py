"""A number format may show another number than the one that is stored: then the cell is asked about."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from sheets.files.reading import read_files
from sheets.office.reading import read_workbook
from tests.sheets.office.sample_plan import PLAN

YONGDE = "530923000000"


def read(number_format, number=12, head="基层妇女骨干培训(人次)"):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["2020年三季度统计表"], ["县区", head], ["永德县", number], ["凤庆县", 7]):
        sheet.append(row)
    sheet["B3"].number_format = number_format
    stream = BytesIO()
    book.save(stream)
    reading = read_workbook(read_files(stream.getvalue(), "报表.xlsx"), PLAN)
    values = [figure.value for figure in reading.figures if figure.unit == YONGDE]
    answers = [
        choice.answer for q in reading.all_questions for choice in q.choices if choice.answer.startswith("value:")
    ]
    return values, [question.why.code for question in reading.all_questions], answers


@pytest.mark.parametrize(
    ("number_format", "code", "answers"),
    [
        ('0"万"', "format_differs", ["value:120000", "value:12"]),
        ('0"万人次"', "format_differs", ["value:120000", "value:12"]),
        ('0"0"', "format_differs", ["value:120", "value:12"]),
        ('0!.0"万"', "format_differs", ["value:12000", "value:12"]),
        ("0.0,", "ask_fraction", ["value:12", "value:120"]),
        (";;;", "format_hides", ["value:12"]),
        ('"约"0', "ask_about", ["value:12"]),
        ('0"以上"', "ask_about", ["value:12"]),
        ("0+", "ask_not_a_number", ["value:12"]),
        ('0"户"', "ask_other_unit", ["value:12"]),
        ('0"人"', "ask_other_unit", ["value:12"]),
        ('[=12]"无";0', "ask_nothing", ["value:12", "value:0"]),
    ],
)
def test_what_is_seen_is_another_number(number_format, code, answers):
    assert read(number_format) == ([], [code], answers)


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "0",
        "00",
        "#,##0.00",
        "0.00E+00",
        "?/?",
        '0"人次"',
        '0!.0,"万"',
        "¥#,##0",
        "[$¥-804]#,##0.00",
        "[DBNum1][$-804]General",
        "[红色]0;[绿色]-0",
        '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ',
        '[=13]"无";0',
    ],
)
def test_what_is_seen_is_the_number(number_format):
    assert read(number_format) == ([12], [], [])


@pytest.mark.parametrize("number_format", ["0;-0;;@", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', '[=0]"无";0'])
def test_a_zero_that_is_shown_as_nothing_is_zero(number_format):
    assert read(number_format, 0) == ([0], [], [])


def test_a_zero_that_is_shown_as_not_applicable_is_asked():
    assert read('0;-0;"不适用"', 0)[:2] == ([], ["format_differs"])


def test_the_unit_of_the_head_and_of_the_format_agree():
    assert read('0.0"万人次"', 1.2, "基层妇女骨干培训(万人次)") == ([12000], [], [])
