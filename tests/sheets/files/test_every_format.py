"""The same workbook in each format gives the same grid."""

from datetime import date, datetime, time

import pytest

from sheets.files.grid import MergedRange
from sheets.problems import SheetProblem
from tests.sheets.files.builders import convert, read_book, read_grid, write_everything, write_sheet

EVERYTHING = write_sheet(write_everything)
TITLES = [MergedRange(1, 1, 1, 4), MergedRange(15, 1, 16, 1)]


@pytest.fixture(params=["XlsxWriter", "xlsx", "xls", "ods"])
def data(request, tmp_path):
    return EVERYTHING if request.param == "XlsxWriter" else convert(EVERYTHING, request.param, tmp_path)


def test_values_are_as_people_see_them(data):
    grid = read_grid(data)
    assert grid.title == "数据"
    assert (grid.height, grid.width) == (15, 8)
    assert grid.values[1][:4] == ["永德县", 90, 5.5, 12]
    assert grid.values[2][:4] == [date(2020, 9, 30), date(2020, 9, 30), datetime(2020, 9, 30, 12), time(6)]
    assert grid.values[3][:4] == [3.3, None, None, 2]
    assert grid.values[13][:3] == [530923000000, -7, "第一行\n第二行"]
    assert grid.values[14][0] == "竖"
    assert [type(grid.value(*at)) for at in ((2, 2), (2, 3), (14, 1))] == [int, float, int]


def test_signs_and_problems_stand_beside_the_values(data):
    grid = read_grid(data)
    assert grid.signs == {(2, 2): "%", (2, 3): "‰"}
    assert grid.problems == {(4, 2): SheetProblem("error_value", {"text": "#DIV/0!"})}
    assert grid.cell(2, 2).sign == "%"
    assert grid.row_texts(4) == {1: "3.3", 2: "", 4: "2"}


def test_words_of_a_format_are_kept(data):
    assert ["人" in text for text in read_grid(data).formats.values()] == [True]
    assert list(read_grid(data).formats) == [(2, 4)]


def test_what_is_hidden_is_read_and_named(data):
    visible, hidden = read_book(data).grids
    assert (visible.hidden, hidden.hidden) == (False, True)
    assert visible.hidden_rows == {6}
    assert visible.hidden_columns == {8}
    assert visible.is_hidden(6, 1)
    assert visible.is_hidden(7, 8)
    assert not visible.is_hidden(7, 7)


def test_merged_ranges(data):
    grid = read_grid(data)
    assert sorted(grid.merged) == TITLES
    assert grid.merged_range(1, 3) == TITLES[0]
    assert grid.merged_value(1, 4) == "标题"
    assert grid.merged_range(2, 1) is None
    assert grid.merged_value(2, 1) == "永德县"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_rows_hidden_by_a_filter(kind, tmp_path):
    def fill(sheet, _book):
        for row, text in enumerate(["县", "甲", "乙", "甲"]):
            sheet.write(row, 0, text)
        sheet.autofilter("A1:A4")
        sheet.filter_column("A", "x == 甲")
        sheet.set_row(2, None, None, {"hidden": True})

    assert read_grid(convert(write_sheet(fill), kind, tmp_path)).hidden_rows == {3}


def test_an_uncalculated_formula_of_an_ods_is_a_problem(tmp_path):
    from tests.sheets.test_template_reading import repack

    def forget(parts):
        before = parts["content.xml"]
        start = before.index(b'table:formula="of:=1+1"')
        end = before.index(b"</table:table-cell>", start)
        parts["content.xml"] = before[:start] + b'table:formula="of:=1+1">' + before[end:]

    grid = read_grid(repack(convert(EVERYTHING, "ods", tmp_path), forget))
    assert grid.problems[4, 4].code == "formula_without_value"


def test_a_csv_of_libreoffice(tmp_path):
    data = convert(EVERYTHING, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", tmp_path)
    grid = read_grid(data, "永德县.csv")
    assert grid.title == "永德县"
    assert grid.values[1][:4] == ["永德县", "90.00%", "5.5‰", "12人"]
    assert grid.value(14, 3) == "第一行\n第二行"
