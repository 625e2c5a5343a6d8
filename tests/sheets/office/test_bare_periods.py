"""A head of digits alone may be a period: 1-9 is asked like 1-9月 that is not said, and so are 9.30 and 2020/9/30."""

from datetime import date

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import DrawnSheet, book_of
from tests.sheets.office.sample_plan import PLAN

TITLE = "2020年三季度妇联工作统计表"


def read(*heads, name="骨干培训(人次)"):
    sheet = DrawnSheet()
    sheet.put_row(1, [TITLE])
    sheet.put_row(2, ["县区", name])
    sheet.put_row(3, [None, *heads])
    sheet.put_row(4, ["永德县", 12, 40][: len(heads) + 1])
    sheet.put_row(5, ["凤庆县", 7, 30][: len(heads) + 1])
    reading = read_workbook([book_of(sheet)], PLAN)
    return [int(figure.value) for figure in reading.figures], [q.why.params.get("why") for q in reading.all_questions]


BARE = ["1-9", "1～9", "9.30", 9.3, "9/30", "2020.9", 2020.9, "2020/9/30", "20200930", "0930", date(2020, 9, 30), "4-6"]


@pytest.mark.parametrize("head", BARE)
def test_the_kind_of_its_figures_is_asked(head):
    assert read(head, "全年目标") == ([], ["kind_unsaid"])
    assert read(head) == ([], ["kind_unsaid"])


@pytest.mark.parametrize("head", ["本季", "7-9", "三季度", "本季完成"])
def test_what_can_only_be_this_period_is_read(head):
    assert read(head, "全年目标")[0] == [12, 7]


def test_beside_this_quarter_it_is_the_year_so_far():
    assert read("本季完成", "1-9") == ([12, 40, 7, 30], [])


def test_a_running_number_and_a_day_above_the_table_are_no_periods():
    sheet = DrawnSheet()
    sheet.put_row(1, [TITLE])
    sheet.put_row(2, [None, None, "2020/9/30"])
    sheet.put_row(3, ["县区", "骨干培训(人次)", "自主创业(人)"])
    sheet.put_row(4, ["甲", 1, 2])
    sheet.put_row(5, ["永德县", 12, 3])
    sheet.put_row(6, ["凤庆县", 9.3, 6])
    reading = read_workbook([book_of(sheet)], PLAN)
    assert [int(figure.value) for figure in reading.figures] == [12, 3, 6]
    assert [q.why.code for q in reading.all_questions] == ["ask_fraction"]
