"""Labels and titles that offices word in their own way, which anyone reads plainly; and rows that must be asked."""

import pytest

from sheets.office.keys import label_key
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.plans import lincang
from tests.sheets.office.sample_plan import PLAN

YUN = "530922000000"
LINXIANG = "530902000000"


def read(text, *, plan=PLAN, name="报表.xlsx", sheet="Sheet1", answers=None):
    return read_workbook([book_of(sheet_of(text, sheet), name=name)], plan, answers or {})


def figures_of(reading):
    return {(each.unit, each.target, str(each.kind)): int(each.value) for each in reading.figures}


ROWS = """云县妇联2020年第三季度重点工作目标任务完成情况表
序号|工作内容|单位|全年任务|三季度完成|1-9月累计完成|完成率|备注
1|市级巾帼脱贫示范基地创建|个|1|0|0|0|
5|{}|个|1|1|1|100|
6|巩固提升乡村振兴战略示范点|个|2|1|2|100|
"""


@pytest.mark.parametrize("name", ["乡村振兴战略示范点创建(市、县级)", "市、县级乡村振兴战略示范点创建"])
def test_levels_in_brackets_or_before_say_the_same(name):
    reading = read(ROWS.format(name), plan=lincang())
    assert figures_of(reading)[YUN, "L05", "amount"] == 1
    assert reading.all_questions == []


@pytest.mark.parametrize("last", ["完成率", "备注", "去年同期"])
def test_a_row_that_is_not_sure_is_asked_whatever_its_last_column_holds(last):
    text = ROWS.replace("|备注", "").replace("完成率", last).format("乡村振兴示范点建设")
    reading = read(text, plan=lincang())
    [question] = reading.all_questions
    assert {target for _unit, target in question.about} == {"L05", "L06"}
    assert [choice.answer for choice in question.choices] == ["target:L05/amount", "target:L06/amount", "ignore"]
    answered = read(text, plan=lincang(), answers={question.key: "target:L05/amount"})
    found = {at[2]: value for at, value in figures_of(answered).items() if at[1] == "L05"}
    assert found == {"amount": 1, "to_date": 1}  # each column keeps its kind


def test_correcting_a_column_leaves_what_is_offered_for_a_row():
    text = ROWS.format("乡村振兴示范点建设")
    key = label_key("报表.xlsx", "Sheet1", 2, 6)
    before, after = read(text, plan=lincang()), read(text, plan=lincang(), answers={key: "ignore"})
    assert [q.choices for q in before.all_questions] == [q.choices for q in after.all_questions]


def test_a_unit_of_measure_may_stand_without_a_bracket():
    text = "2020年三季度统计表\n县区|循环金帮扶户|创业担保贷款人\n临翔区|1|2\n云县|3|4"
    reading = read(text, plan=lincang())
    assert figures_of(reading) == {
        (LINXIANG, "L02", "amount"): 1,
        (LINXIANG, "L08", "amount"): 2,
        (YUN, "L02", "amount"): 3,
        (YUN, "L08", "amount"): 4,
    }


@pytest.mark.parametrize("line", ["", "计量单位：人次\n"])
@pytest.mark.parametrize("sheet", ["Sheet1", "劳动力培训"])
@pytest.mark.parametrize("table", ["登记表", "统计台账", "情况汇总表"])
def test_a_register_of_one_target_is_named_by_its_title(line, sheet, table):
    heads = "县区|一季度|二季度|三季度|四季度|累计"
    text = f"2020年农村劳动力培训完成{table}\n{line}{heads}\n临翔区|1|2|3|0|6\n云县|1|1|2|0|4"
    reading = read(text, plan=lincang(), sheet=sheet)
    assert figures_of(reading) == {
        (LINXIANG, "L03", "amount"): 3,
        (LINXIANG, "L03", "to_date"): 6,
        (YUN, "L03", "amount"): 2,
        (YUN, "L03", "to_date"): 4,
    }
    assert reading.all_questions == []


@pytest.mark.parametrize("name", ["2020年和2019年对照.xlsx", "2019年与2020年对比.xlsx"])
@pytest.mark.parametrize("heads", ["2020年三季度|2019年三季度|增减", "今年三季度|去年三季度|增减"])
def test_a_name_of_two_years_is_no_other_period(name, heads):
    text = f"妇联工作统计\n县区|骨干培训(人次)|骨干培训(人次)|骨干培训(人次)\n |{heads}\n临翔区|1|2|3\n云县|4|5|6"
    reading = read(text, name=name)
    assert figures_of(reading) == {(LINXIANG, "B06", "amount"): 1, (YUN, "B06", "amount"): 4}


def test_columns_that_name_the_period_outweigh_a_name_and_contradict_a_title():
    text = "{}统计\n县区|骨干培训(人次)|骨干培训(人次)\n |2020年三季度|2019年三季度\n临翔区|1|2\n云县|4|5"
    assert len(read(text.format("工作"), name="2019年.xlsx").figures) == 2
    reading = read(text.format("2019年"))
    assert ([q.why.code for q in reading.all_questions], reading.figures) == (["periods_contradict"], [])


def test_the_same_period_of_last_year_is_another():
    reading = read("去年三季度统计表\n县区|骨干培训(人次)\n临翔区|1\n云县|4")
    assert [sheet.skipped.code for sheet in reading.sheets] == ["other_period"]


def test_rows_of_offices_are_read_by_the_few_that_name_targets():
    text = """临沧市2020年第三季度重点工作推进表
序号|责任单位|工作任务|年度目标|计量单位|三季度完成|累计完成|推进情况
1|云县妇联|骨干培训|1|人次|3|5|方案已定
2|云县妇联|编印工作简报|24|期|6|17|每月2期。
3|临翔区妇联|接待来信来访||件|21|58|办结率98%。
4|临翔区妇联|编印宣传册||册|7|8|
"""
    reading = read(text)
    assert figures_of(reading) == {(YUN, "B06", "amount"): 3, (YUN, "B06", "to_date"): 5}
    assert reading.all_questions == []


def test_a_column_that_tells_what_was_done_is_no_column_of_figures():
    text = """临翔区妇联2020年1-9月重点工作完成情况
序号|工作任务|单位|累计完成|进展情况
1|骨干培训|人次|3|章驮乡的基地已通过验收。
2|自主创业|人|5|发放贷款900余万元。
"""
    reading = read(text)
    assert (len(reading.figures), reading.all_questions) == (2, [])
