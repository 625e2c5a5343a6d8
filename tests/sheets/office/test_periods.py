"""Periods in titles, heads and names of files; days of filling in are none."""

import pytest

from sheets.office.periods import PeriodFit, compare_period, find_periods, month_span
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

Q3 = month_span(2020, 7, 9)
SAME = [
    *(
        "2020年第三季度",
        "三季度",
        "第三季度",
        "3季度",
        "Q3",
        "2020Q3",
        "2020-Q3",
        "2020.7-9",
        "7—9月",
        "7月-9月",
        "2020 年 7 月 - 9 月",
    ),
    *(
        "7月1日-9月30日",
        "临翔区妇联三季度报表.xlsx",
        "2020年度重点工作第三季度完成情况",
        "2020年三季度(7-9月)",
        "七至九月",
    ),
    *(
        "第三季度完成情况及第四季度工作计划",
        "2020年第三季度统计表(2020年10月9日)",
        "２０２０年第三季度",
        "2020年7月-2020年9月",
    ),
]
TO_DATE = [
    *(
        "1-9月",
        "2020年1-9月",
        "1至9月",
        "一至九月",
        "截至9月底",
        "截至2020年9月30日",
        "截止9月",
        "9月底",
        "前三季度",
        "1-3季度",
        "2020年1-3季度统计表",
        "2020年一至三季度报表",
    ),
    *("元-9月", "202001-202009", "2020.1-2020.9", "2020Q1-Q3", "前9个月", "一、二、三季度", "1━9月", "截止9.30"),
    *("截至2020-09-30", "截至2020.9.30", "2020年9月止", "9月30日止"),
    *("一至三季度", "截至三季度末", "三季度末", "2020年1月1日至9月30日", "1月—9月份"),
]
OTHER = [
    *(
        "9月",
        "九月份",
        "2020-09",
        "202009",
        "2020/08",
        "上半年",
        "下半年",
        "2020H1",
        "第二季度",
        "2019年第三季度",
        "2019年",
        "全年",
    ),
    *("2020年年报", "1-6月", "四季度", "截至6月底", "十一月", "2021年第三季度", "1-8月"),
]
UNKNOWN = [
    *(
        "",
        "填报时间:2020年9月28日",
        "2020年10月9日",
        "填报日期:2020-09-28",
        "20200928",
        "2020.09.28",
        "2020年工作目标",
        "全年目标",
    ),
    *(
        "说明:本表于每季度末月28日前报送",
        "三八红旗手",
        "第三次",
        "附件1",
        "序号1-9",
        "二季度、三季度",
        "第3期",
        "联系电话:0883-2100000",
    ),
    *("报送时间:2020年9月", "年度目标任务"),
]


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        *((text, PeriodFit.SAME) for text in SAME),
        *((text, PeriodFit.TO_DATE_OF_SAME) for text in TO_DATE),
        *((text, PeriodFit.OTHER) for text in OTHER),
        *((text, PeriodFit.UNKNOWN) for text in UNKNOWN),
    ],
)
def test_a_text_names_this_period_its_year_so_far_another_one_or_none(text, fit):
    assert compare_period(find_periods(text, 2020), Q3) == fit


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("二季度、三季度", ["2020Q2", "2020Q3"]),
        ("2020年度9月份", ["2020-09"]),
        ("2019年上半年", ["2019H1"]),
        ("12-3月", ["2020-03"]),
        ("2020年2月30日至9月31日", []),
    ],
)
def test_every_period_is_found_the_finest_first(text, codes):
    assert [span.code for span in find_periods(text, 2020)] == codes


def test_a_month_is_this_period_where_the_plan_is_by_months():
    september = month_span(2020, 9, 9)
    assert compare_period(find_periods("2020年9月份报表", 2020), september) == PeriodFit.SAME
    assert compare_period(find_periods("2020年第三季度", 2020), september) == PeriodFit.OTHER
    assert compare_period(find_periods("1-9月累计", 2020), september) == PeriodFit.TO_DATE_OF_SAME


TABLE = "县区|创业示范基地(个)\n临翔区|1\n云县|2"


@pytest.mark.parametrize(
    ("title", "sheet", "name", "note"),
    [
        ("工作统计表(截至9月底)", "Sheet1", "报表.xlsx", "备注"),
        ("工作统计表", "1—9月", "报表.xlsx", "备注"),
        ("工作统计表", "Sheet1", "元-9月报表.xlsx", "备注"),
    ],
)
def test_a_period_to_date_is_found_in_title_sheet_and_file(title, sheet, name, note):
    reading = read_workbook([book_of(sheet_of(f"{title}\n{TABLE}\n{note}", sheet), name=name)], PLAN)
    assert [(str(each.kind), int(each.value)) for each in reading.figures] == [("to_date", 1), ("to_date", 2)]
    assert reading.all_questions == []


def test_a_note_below_says_the_period_where_nothing_else_does():
    reading = read_workbook([book_of(sheet_of(f"工作统计表\n{TABLE}\n注：以上为2020年三季度数据"))], PLAN)
    assert ([str(each.kind) for each in reading.figures], reading.all_questions) == (["amount"] * 2, [])
    cut_off = read_workbook([book_of(sheet_of(f"工作统计表\n{TABLE}\n注：数据截至2020年9月30日"))], PLAN)
    assert [question.topic for question in cut_off.all_questions] == ["column"]  # not of which period, but of what


@pytest.mark.parametrize(("title", "asked"), [("2020年报表", []), ("2020年年报", None), ("2019年报表", None)])
def test_a_report_of_a_year_names_the_quarters_in_its_rows(title, asked):
    rows = "季度|骨干培训|自主创业\n一季度|1|2\n二季度|3|4\n三季度|5|6\n累计|9|12"
    reading = read_workbook([book_of(sheet_of(f"永德县{title}\n{rows}"))], PLAN)
    if asked is None:  # the report for a whole year, or of another one
        assert [sheet.skipped.code for sheet in reading.sheets] == ["other_period"]
        return
    assert [int(figure.value) for figure in reading.figures] == [5, 6]
    assert [question.why.code for question in reading.all_questions] == asked
