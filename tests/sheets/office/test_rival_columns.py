"""Two columns under one name that may both be meant, and a unit that only does the work, are asked about."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

TITLE = "2020年三季度妇联工作统计表"


def read(text):
    reading = read_workbook([book_of(sheet_of(text))], PLAN)
    return [int(figure.value) for figure in reading.figures], [q.why.code for q in reading.all_questions]


def table_of(one, other):
    return f"{TITLE}\n县区|骨干培训(人次)|\n|{one}|{other}\n永德县|12|10\n凤庆县|7|6"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("上报数", "核定数"), ("上报数", "审核数"), ("自报数", "认定数"), ("新增", "减少"), ("增加", "合计")),
        *(("本季上报", "上级核定"), ("本季完成", "核实后"), ("本季完成", "市级审核数"), ("初报数", "终报数")),
    ],
)
def test_none_of_two_rivals_is_taken(one, other):
    figures, asked = read(table_of(one, other))
    assert (figures, set(asked)) == ([], {"column_unsure"})


@pytest.mark.parametrize("first", ["骨干培训上报数", "骨干培训", "骨干培训本季完成"])
def test_a_rival_may_have_the_name_in_its_own_head(first):
    figures, asked = read(f"{TITLE}\n县区|{first}|骨干培训核定数|自主创业\n永德县|12|10|1\n凤庆县|7|6|2")
    assert (figures, asked) == ([1, 2], ["column_unsure"])


@pytest.mark.parametrize("other", ["备注", "审核人", "全年目标", "其中女性"])
def test_beside_another_column_the_figure_is_read(other):
    assert read(table_of("本季完成", other)) == ([12, 7], [])


def test_this_year_beside_last_year_may_be_the_quarter():
    assert read(table_of("今年", "去年")) == ([], ["column_unsure"])
    assert read(table_of("今年三季度", "去年三季度")) == ([12, 7], [])
    assert read(table_of("今年累计", "去年累计")) == ([12, 7], [])


def test_who_does_the_work_in_the_form_of_one_unit_is_asked():
    form = "永德县2020年三季度报表\n指标|责任单位|本季完成\n骨干培训|{}|12\n自主创业|永德县妇联|3"
    assert read(form.format("凤庆县妇联")) == ([3], ["unit_unsure"])
    assert read(form.format("永德县妇联")) == ([12, 3], [])
