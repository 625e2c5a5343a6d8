"""Of a page that calls itself a workbook, what is not shown is not read, and a number that is struck out is asked."""

import pytest

from sheets.files.reading import read_files
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN


def read(cell):
    rows = ("<td>2020年三季度统计表</td>", "<td>县区</td><td>骨干培训(人次)</td>", f"<td>永德县</td>{cell}")
    page = "".join(f"<tr>{row}</tr>" for row in (*rows, "<td>凤庆县</td><td>7</td>"))
    reading = read_workbook(read_files(f"<html><table>{page}</table></html>".encode(), "报表.xls"), PLAN)
    return [int(figure.value) for figure in reading.figures], [q.why.code for q in reading.all_questions]


@pytest.mark.parametrize("cell", ['<td style="display:none">5</td>', '<td style="visibility:hidden">5</td>'])
def test_a_cell_that_is_not_shown_is_blank(cell):
    assert read(cell) == ([7], [])


def test_a_part_that_is_not_shown_is_left_out():
    assert read('<td>4<span style="display:none">5</span></td>') == ([4, 7], [])


@pytest.mark.parametrize("cell", ["<td>4<s>5</s></td>", "<td>4<del>5</del></td>", "<td><s>5</s>4</td>"])
def test_a_number_that_is_struck_out_is_asked(cell):
    figures, asked = read(cell)
    assert (figures, len(asked)) == ([7], 1)


def test_a_long_list_with_an_unknown_kind_leaves_out_what_was_not_done():
    kinds = ["累计", "目标", "上年同期", "计划", "预计", "其中女性", "缺口"]
    units = ["永德县", "凤庆县", "云县", "镇康县", "双江县", "耿马县", "沧源县"]
    rows = "\n".join(f"{unit}|骨干培训|{kind}|4" for unit, kind in zip(units, kinds, strict=True))
    reading = read_workbook([book_of(sheet_of(f"2020年三季度\n单位|指标|类型|数值\n{rows}"))], PLAN)
    assert {(figure.unit, figure.kind) for figure in reading.figures} <= {("530923000000", "to_date")}
