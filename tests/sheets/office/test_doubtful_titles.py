"""What stands above a table: another year, tasks instead of what was done, a unit of measure, another office."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

YUN, YONGDE, CANGYUAN = "530922000000", "530923000000", "530927000000"
TABLE = "县区|骨干培训|最美家庭\n云县|1|2\n永德县|3|4\n"
FORM = "指标|完成数\n骨干培训|5\n最美家庭|6\n"


def read(text, *, sheet="Sheet1", name="报表.xlsx", answers=None):
    return read_workbook([book_of(sheet_of(text, sheet), name=name)], PLAN, answers or {})


def figures_of(reading):
    return {(each.unit, each.target): each.value for each in reading.figures}


def codes_of(reading):
    return [question.why.code for question in reading.all_questions]


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [
        *(
            (title, "Sheet1", "报表.xlsx")
            for title in (
                "二〇一九年三季度统计表",
                "二零一九年三季度统计表",
                "二○一九年第三季度统计表",
                "19年三季度报表",
                "上年同期三季度报表",
                "三季度报表（2019）",
                "2019-2020年三季度报表",
                "2018年至2020年三季度报表",
                "三季度报表\n填报日期：2019年10月8日",
            )
        ),
        ("第3季度报表", "2019", "报表.xlsx"),
        ("2020年三季度报表", "Sheet1", "2019年三季度.xlsx"),
        ("2020年三季度报表", "Sheet1", "2020年二季度.xlsx"),
    ],
)
def test_another_year_or_period_beside_this_one_is_asked(title, sheet, name):
    reading = read(f"{title}\n{TABLE}", sheet=sheet, name=name)
    assert (figures_of(reading), codes_of(reading)) == ({}, ["periods_contradict"])
    [question] = reading.all_questions
    assert len(question.about) == 4
    answered = read(f"{title}\n{TABLE}", sheet=sheet, name=name, answers={question.key: "period"})
    assert (len(answered.figures), codes_of(answered)) == (4, [])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("二〇二〇年三季度统计表", "报表.xlsx"),
        ("20年三季度报表", "2020年第三季度.xlsx"),
        ("2020年三季度与2019年同期对照表", "报表20191225.xlsx"),
        ("2020年三季度统计表（临妇发〔2019〕8号）", "报表.xlsx"),
        ("云县妇女发展规划（2011—2020年）2020年三季度监测表", "报表.xlsx"),
        ("2020年三季度报表\n填报日期：2020年10月8日", "报表.xlsx"),
    ],
)
def test_a_year_that_says_nothing_of_the_figures_is_not_asked(title, name):
    reading = read(f"{title}\n{TABLE}", name=name)
    assert (len(reading.figures), codes_of(reading)) == (4, [])


def test_a_second_table_of_another_period_is_not_read_with_the_first():
    second = "2020年二季度\n县区|骨干培训|最美家庭\n镇康县|5|6\n双江县|7|8\n"
    reading = read(f"2020年三季度\n{TABLE}\n{second}")
    assert (len(reading.figures), codes_of(reading)) == (4, [])
    assert [note.params["text"] for sheet in reading.sheets for note in sheet.notes] == ["2020年二季度"]
    same = read(f"2020年三季度\n{TABLE}\n{second.replace('二季度', '三季度')}")
    assert (len(same.figures), codes_of(same)) == (8, [])


@pytest.mark.parametrize(
    "what", ["目标任务分解表", "预计数", "未完成情况统计表", "与目标差距统计表", "占比统计表", "工作安排表"]
)
def test_a_title_of_something_else_than_what_was_done_is_asked(what):
    reading = read(f"2020年三季度{what}\n{TABLE}")
    assert (figures_of(reading), codes_of(reading)) == ({}, ["title_of_something_else"])
    said = read(f"2020年三季度{what}\n{TABLE.replace('骨干培训|最美家庭', '骨干培训本季完成|最美家庭本季完成')}")
    assert len(said.figures) == 4


@pytest.mark.parametrize(
    "what", ["目标任务完成情况统计表", "目标任务分解及完成情况表", "工作计划完成情况表", "任务进度表"]
)
def test_a_title_of_tasks_and_what_was_done_is_not_asked(what):
    assert codes_of(read(f"2020年三季度{what}\n{TABLE}")) == []


@pytest.mark.parametrize(
    ("line", "factor"),
    [("单位：万人次", 10_000), ("（单位：百人次）", 100), ("（以万人次为单位）", 10_000), ("本表数据以千人次计", 1000)],
)
def test_a_unit_of_measure_above_a_table_multiplies(line, factor):
    table = "县区|骨干培训|最美家庭（户）\n云县|1|2\n永德县|3|4\n"
    reading = read(f"2020年三季度统计表\n{line}\n{table}")
    assert figures_of(reading) == {
        (YUN, "B06"): factor,
        (YUN, "D01"): 2,
        (YONGDE, "B06"): 3 * factor,
        (YONGDE, "D01"): 4,
    }
    assert codes_of(reading) == []


def test_a_unit_of_measure_that_does_not_fit_or_is_said_of_something_is_asked():
    other = read(f"2020年三季度统计表\n单位：万元\n{TABLE}")
    assert (figures_of(other), codes_of(other)) == ({}, ["column_unsure"] * 2)
    table = "县区|骨干培训|最美家庭（户）\n云县|1|2\n永德县|3|4\n"
    some = read(f"2020年三季度统计表\n{table}注：培训数以千人次计")
    assert (figures_of(some), codes_of(some)) == ({(YUN, "D01"): 2, (YONGDE, "D01"): 4}, ["column_unsure"])
    key = some.all_questions[0].key
    answers = {key: "target:B06/amount"}
    answered = read(f"2020年三季度统计表\n{table}注：培训数以千人次计", answers=answers)
    assert figures_of(answered)[YUN, "B06"] == 1000


@pytest.mark.parametrize("line", ["单位：人次", "单位：万元、人次、户", "填报单位：云县妇联"])
def test_a_unit_of_measure_that_changes_nothing_asks_nothing(line):
    assert codes_of(read(f"2020年三季度统计表\n{line}\n{TABLE}")) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云县妇幼保健院2020年三季度报表", "报表.xlsx"),
        ("永德县农业农村局2020年三季度报表", "报表.xlsx"),
        ("临沧市各县2020年三季度汇总", "沧源县.xlsx"),
        ("2020年三季度报表\n填报单位：临沧市妇联", "报沧源县.xlsx"),
    ],
)
def test_the_form_of_another_office_or_of_all_is_asked(title, name):
    reading = read(f"{title}\n{FORM}", name=name)
    assert (figures_of(reading), len(codes_of(reading))) == ({}, 1)
    key = reading.all_questions[0].key
    assert len(read(f"{title}\n{FORM}", name=name, answers={key: f"unit:{YUN}"}).figures) == 2


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("永德县妇女儿童工作委员会办公室2020年三季度报表", "报表.xlsx", YONGDE),
        ("永德县妇联办公室2020年三季度报表", "报表.xlsx", YONGDE),
        ("云县妇女联合会2020年三季度报表", "报表.xlsx", YUN),
        ("临沧市妇联2020年三季度工作统计表", "沧源县.xlsx", CANGYUAN),  # the city's form, filled in by a county
    ],
)
def test_the_form_of_a_federation_is_not_asked(title, name, unit):
    reading = read(f"{title}\n{FORM}", name=name)
    assert (figures_of(reading), codes_of(reading)) == ({(unit, "B06"): 5, (unit, "D01"): 6}, [])


SCALED = "县区|骨干培训|转移就业累计\n云县|0.03|1\n永德县|1|3\n"


@pytest.mark.parametrize(
    "lines",
    [
        "2020年三季度情况（单位：万人次）",
        "2020年三季度情况（万人次）",
        "2020年三季度情况  单位：万人次",
        "2020年三季度情况|单位：|万人次",
        "2020年三季度情况（本表数据单位均为万人次）",
        "2020年三季度情况\n单位：万人次（全表）",
        "2020年三季度情况\n单位：万人次  填报人：张三",
        "2020年三季度情况\n注：单位为万人次",
        "2020年三季度情况（计量单位：万）",
        "2020年三季度情况\n单位：万元、万人次",
    ],
)
def test_a_scale_beside_a_title_holds_for_every_number_of_the_table(lines):
    reading = read(f"{lines}\n{SCALED}")
    assert figures_of(reading) == {
        (YUN, "B06"): 300,
        (YUN, "B04"): 10_000,
        (YONGDE, "B06"): 10_000,
        (YONGDE, "B04"): 30_000,
    }
    assert codes_of(reading) == []


def test_a_scale_below_a_table_holds_for_every_number():
    reading = read(f"2020年三季度情况\n{SCALED}注：以上数据单位为万人次")
    assert set(figures_of(reading).values()) == {300, 10_000, 30_000}


def test_a_scale_of_another_unit_counts_for_the_target_that_a_person_names():
    table = "县区|骨干培训\n云县|0.03\n永德县|1\n"
    asked = read(f"2020年三季度情况（单位：万人）\n{table}")
    assert (figures_of(asked), codes_of(asked)) == ({}, ["column_unsure"])
    answered = read(
        f"2020年三季度情况（单位：万人）\n{table}", answers={asked.all_questions[0].key: "target:B06/amount"}
    )
    assert figures_of(answered) == {(YUN, "B06"): 300, (YONGDE, "B06"): 10_000}


def test_of_several_units_each_target_has_its_own():
    table = "县区|骨干培训|担保贷款|最美家庭（户）\n云县|1|2|3\n"
    reading = read(f"2020年三季度情况（单位：万人次、亿元）\n{table}")
    assert figures_of(reading) == {(YUN, "B06"): 10_000, (YUN, "B02"): 20_000, (YUN, "D01"): 3}
