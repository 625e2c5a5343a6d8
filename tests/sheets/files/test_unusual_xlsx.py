"""Workbooks that are written in ways of their own: by WPS, by programs, by hand."""

from datetime import date

import pytest

from sheets.files.grid import MergedRange
from tests.sheets.files.builders import (
    MAIN,
    make_package,
    make_zip,
    package_parts,
    problem_code,
    read_grid,
    write_sheet,
)

DAYS = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
ONE_AND_THREE = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'


@pytest.mark.parametrize("declared", ["A1", "A1:B1", "A1:XFD1048576", "Z9:A1", "x"])
def test_the_declared_dimension_decides_nothing(declared):
    grid = read_grid(make_package(ONE_AND_THREE, head=f'<dimension ref="{declared}"/>'))
    assert grid.values == [[1, None, 3]]


def test_cells_that_do_not_say_where_they_are():
    rows = '<row><c><v>1</v></c><c t="inlineStr"><is><t>文</t></is></c></row><row hidden="1"><c><v>2</v></c></row>'
    grid = read_grid(make_package(rows))
    assert grid.values == [[1, "文"], [2, None]]
    assert grid.hidden_rows == {2}


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1'><c r='A1'><v>5</v></c></row>",
        '<row r="1"><c s="0" r="A1"><v>5</v></c></row>',
        '<row r="1"><!-- a remark --><c r="A1"><v>5</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>5</v></c></row>',
        '\n <row spans="1:1" r="1">\n  <c r="A1">\n   <f>2+3</f>\n   <v>5</v>\n  </c>\n </row>\n',
    ],
)
def test_other_ways_of_writing_the_same(rows):
    assert read_grid(make_package(rows)).values == [[5]]


def test_names_with_a_prefix():
    parts = package_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData>"
        '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    grid = read_grid(make_zip(parts))
    assert grid.values == [[5]]
    assert grid.merged == [MergedRange(1, 1, 1, 2)]


def test_a_sheet_in_utf_16():
    parts = package_parts(ONE_AND_THREE)
    text = str(parts["xl/worksheets/sheet1.xml"]).replace("UTF-8", "UTF-16")
    assert read_grid(make_zip(parts | {"xl/worksheets/sheet1.xml": text.encode("utf-16")})).values == [[1, None, 3]]


def test_names_of_parts_with_backslashes():
    parts = {name.replace("/", "\\"): content for name, content in package_parts(ONE_AND_THREE).items()}
    assert read_grid(make_zip(parts)).values == [[1, None, 3]]


def test_texts_in_pieces_with_a_pronunciation():
    strings = '<si><r><t>永</t></r><r><t>德</t></r><rPh sb="0" eb="1"><t>yong</t></rPh></si>'
    inline = '<c r="B1" t="inlineStr"><is><r><t>镇</t></r><r><t>康</t></r></is></c>'
    rows = f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}</row>'
    assert read_grid(make_package(rows, strings=strings)).values == [["永德", "镇康"]]


@pytest.mark.parametrize(("number", "book"), [("44104", ""), ("42642", '<workbookPr date1904="1"/>')])
def test_both_calendars(number, book):
    rows = f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>'
    assert read_grid(make_package(rows, styles=DAYS, book=book)).values == [[date(2020, 9, 30)]]


def test_days_as_text_of_the_type_of_days():
    rows = '<row r="1"><c r="A1" t="d"><v>2020-09-30</v></c><c r="B1" t="d"><v>2020-09-30T00:00:00</v></c></row>'
    assert read_grid(make_package(rows)).values == [[date(2020, 9, 30), date(2020, 9, 30)]]


def test_the_first_style_counts_for_cells_without_one():
    styles = '<cellXfs><xf numFmtId="9"/></cellXfs>'
    grid = read_grid(make_package('<row r="1"><c r="A1"><v>0.5</v></c></row>', styles=styles))
    assert (grid.values, grid.signs) == ([[50]], {(1, 1): "%"})


def test_blank_cells_with_a_style_make_no_sheet_large():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    grid = read_grid(make_package(rows))
    assert (grid.height, grid.width) == (1, 1)


def test_rows_and_columns_without_size_are_hidden():
    rows = '<row r="1" ht="0" customHeight="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    grid = read_grid(make_package(rows, head='<cols><col min="2" max="16384" width="0"/></cols>'))
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="A1"><f>B1</f></c>', "formula_without_value"),
        ('<c r="A1"><f>B1</f><v></v></c>', "formula_without_value"),
        ('<c r="A1"><f>B1</f><v/></c>', "formula_without_value"),
        ('<c r="A1"><f t="shared" si="0"/></c>', "formula_without_value"),
        ('<c r="A1" s="0" t="e"><v>#N/A</v></c>', "error_value"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error_value"),
    ],
)
@pytest.mark.parametrize("usual", [True, False])
def test_cells_without_a_value(cell, code, usual):
    rows = f'<row r="1">{cell}<c r="B1"><v>2</v></c></row>'
    grid = read_grid(make_package(rows if usual else rows.replace('r="B1"', "r='B1'")))
    assert grid.values == [[None, 2]]
    assert {at: problem.code for at, problem in grid.problems.items()} == {(1, 1): code}


@pytest.mark.parametrize("usual", [True, False])
def test_a_formula_that_gives_an_empty_text_is_blank(usual):
    rows = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>2</v></c></row>'
    grid = read_grid(make_package(rows if usual else rows.replace('r="B1"', "r='B1'")))
    assert (grid.values, grid.problems) == ([[None, 2]], {})


def test_rows_out_of_order_are_refused_and_not_lost():
    rows = '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    assert problem_code(make_package(rows)) == "broken"


def test_a_text_that_does_not_exist_is_refused():
    rows = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    assert problem_code(make_package(rows, strings="<si><t>a</t></si>")) == "broken"


def test_numbers_beyond_all_numbers_are_refused():
    assert problem_code(make_package('<row r="1"><c r="A1"><v>1e999</v></c></row>')) == "broken"


def test_a_long_text_is_a_problem_of_its_cell():
    grid = read_grid(write_sheet(lambda sheet, _book: sheet.write_row(0, 0, ["字" * 5001, "字" * 5000, 1.5])))
    assert grid.values == [[None, "字" * 5000, 1.5]]
    assert {at: problem.code for at, problem in grid.problems.items()} == {(1, 1): "too_long"}
