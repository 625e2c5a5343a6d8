"""HTML tables and XML Spreadsheet 2003, which web systems write and call .xls."""

from datetime import date

import pytest

from sheets.files.grid import MergedRange
from tests.sheets.files.builders import problem_code, read_book

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<!--[if gte mso 9]><xml><x:Name>汇总表</x:Name></xml><![endif]--><style>td {{ color: red }}</style></head><body>
<table><tr><td colspan=3>2020年第三季度</td></tr>
<tr><th rowspan="2">单位</th><th colspan="2">培训</th></tr>
<tr><td>场次</td><td>人次</td></tr>
<tr><td>&nbsp;永德县 </td><td>1&#50;</td><td>第一行<br>第二行</td></tr>
<tr style="display:none"><td>看不见</td><td>1</td><td>2</td></tr>
</table><p>说明</p><table><tr><td>填报人<td>李</table></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
<Worksheet ss:Name="数据"><Table><Column ss:Index="4" ss:Hidden="1"/>
<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">永德县</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.9</Data></Cell>
<Cell><Data ss:Type="Number">3.3000000000000003</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="DateTime">2020-09-30T00:00:00.000</Data></Cell>
<Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=1"/></Row>
</Table></Worksheet>
<Worksheet ss:Name="不看"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gbk"), ("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("unicode", "utf-16")]
)
def test_a_page_of_tables(charset, encoding):
    book = read_book(PAGE.format(charset=charset).encode(encoding), "报表.xls")
    (grid,) = book.grids
    assert (book.kind, grid.title) == ("html", "汇总表")
    assert grid.values == [
        ["2020年第三季度", None, None],
        ["单位", "培训", None],
        [None, "场次", "人次"],
        ["永德县", "12", "第一行\n第二行"],
        ["看不见", "1", "2"],
        [None, None, None],
        ["填报人", "李", None],
    ]
    assert grid.merged == [MergedRange(1, 1, 1, 3), MergedRange(2, 1, 3, 1), MergedRange(2, 2, 2, 3)]
    assert grid.hidden_rows == {5}


def test_a_page_without_a_table_is_refused():
    assert problem_code(b"<html><body>x</body></html>", "a.xls") == "no_table"
    assert problem_code(b"<svg></svg>", "a.xls") == "not_workbook"


@pytest.mark.parametrize(
    "text", ["<td " * 300_000, "<table><!--" * 100_000, "<table>" * 200_000, "<table>" + "<tr>" * 300_000]
)
def test_pages_made_to_take_long_are_refused(text):
    assert problem_code(b"<html>" + text.encode(), "a.xls") in ("no_table", "too_many_rows")


def test_a_page_that_spans_millions_of_cells_is_refused():
    page = b"<table>" + b"<tr><td rowspan=5000 colspan=900>x" * 5 + b"</table>"
    assert problem_code(page, "a.xls") in ("too_many_columns", "too_many_cells")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_spreadsheet(encoding):
    text = XML.replace('1.0"?>', f'1.0" encoding="{encoding}"?>', 1)
    book = read_book(text.encode(encoding), "报表.xls")
    assert book.kind == "xml"
    grid, hidden = book.grids
    assert grid.values[1] == ["永德县", None, 90, 3.3]
    assert grid.value(3, 1) == date(2020, 9, 30)
    assert grid.signs == {(2, 3): "%"}
    assert {at: problem.code for at, problem in grid.problems.items()} == {
        (3, 2): "error_value",
        (3, 3): "formula_without_value",
    }
    assert grid.merged == [MergedRange(2, 1, 2, 2)]
    assert (grid.hidden_rows, grid.hidden_columns, grid.hidden, hidden.hidden) == ({3}, {4}, False, True)
