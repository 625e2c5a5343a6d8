"""The period in the texts of a form, named or left blank, is written anew; other texts stay as they are."""

import pytest

from sheets.forms.periods import find_form_period, has_blank_period, names_another_period, write_period
from sheets.office.model import PeriodSpan
from sheets.office.periods import compare_period, find_periods, month_span

QUARTERS = [month_span(2020, first, first + 2) for first in (1, 4, 7, 10)]
Q1, _Q2, Q3, Q4 = QUARTERS
HALF = month_span(2020, 1, 6)
JULY, AUGUST = month_span(2020, 7, 7), month_span(2020, 8, 8)


@pytest.mark.parametrize(
    "text, fourth",
    [
        ("临沧市2020年第三季度统计表", "临沧市2020年第四季度统计表"),
        ("2020年（  ）季度报表", "2020年（四）季度报表"),
        ("2020年第(　)季度", "2020年第(四)季度"),
        ("    年   季度妇联工作表", "2020年四季度妇联工作表"),
        ("年　季度表", "2020年四季度表"),
        ("20__年___季度", "2020年四季度"),
        ("三季度完成", "四季度完成"),
        ("第3季度完成", "第4季度完成"),
        ("1-9月累计", "1-12月累计"),
        ("截至9月底", "截至12月底"),
        ("2020年7-9月", "2020年10-12月"),
        ("2019年三季度统计表", "2020年四季度统计表"),
        ("2020 年 三 季 度 报表", "2020年四季度 报表"),
        ("2020年7月1日-9月30日", "2020年四季度"),
    ],
)
def test_a_text_names_the_new_period(text, fourth):
    assert write_period(text, Q3, Q4) == fourth


@pytest.mark.parametrize(
    "text",
    [
        "   年  月  日",
        "填报日期：  年 月 日",
        "年初以来累计完成",
        "年度任务",
        "全年目标",
        "上年同期",
        "培训（期）",
        "指标名称",
        "二季度完成",
    ],
)
def test_other_texts_stay(text):
    assert write_period(text, Q3, Q4) == text


@pytest.mark.parametrize("new", QUARTERS)
@pytest.mark.parametrize("text", ["2020年（ ）季度表", "2020年第三季度表", "  年  季度", "截至2020年9月底", "1-9月"])
def test_what_is_written_is_read_back_as_the_period(text, new):
    written = write_period(text, Q3, new)
    assert compare_period(find_periods(written, 2020), new) in ("same", "to_date_of_same"), written


def test_months_and_halves():
    assert write_period("2020年7月报表", JULY, AUGUST) == "2020年8月报表"
    assert write_period("2020年（ ）月报表", JULY, AUGUST) == "2020年（8）月报表"
    assert write_period("2020年上半年", HALF, month_span(2020, 7, 12)) == "2020年下半年"
    assert write_period("2020年三季度", Q3, HALF) == "2020年上半年"


def test_a_blank_for_another_kind_of_period_stays():
    assert write_period("（ ）季度", JULY, AUGUST) == "（ ）季度"


def test_the_period_of_a_form_is_that_of_its_title():
    assert find_form_period(["统计表", "2020年1-9月统计表"], QUARTERS, 2020) == Q3
    assert find_form_period(["2019年一季度统计表"], QUARTERS, 2020) == Q1
    assert find_form_period(["统计表", "7月统计表"], QUARTERS, 2020) is None


def test_a_head_of_another_period_is_told():
    assert names_another_period("二季度完成", Q3, 2020)
    assert not names_another_period("三季度完成", Q3, 2020)
    assert not names_another_period("1-9月累计", Q3, 2020)
    assert not has_blank_period("三季度完成")


def test_a_longer_span_is_no_period_of_a_plan():
    assert find_form_period(["2020年2-5月"], [PeriodSpan(each.first, each.last) for each in QUARTERS], 2020) is None
