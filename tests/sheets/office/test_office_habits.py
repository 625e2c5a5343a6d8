"""Habits of offices of other provinces: blocks, dates, months, ratios, milestones, townships. Nothing is lost."""

from datetime import date

import pytest

from sheets.layout.view import SheetView
from sheets.office.assembly.asking import Desk
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.unread import ask_about_unread
from sheets.office.model import PlanContext, TargetNames, UnitNames
from sheets.office.periods import month_span
from tests.sheets.office.drawn_sheet import DrawnSheet, sheet_of
from tests.sheets.office.sample_plan import PLAN
from tests.sheets.office.test_layouts import TITLE, figures, questions, read

TARGETS = (
    TargetNames("R1", "适龄妇女“两癌”筛查率", "%", "ratio", ("妇女与健康",), ("两癌筛查率",), False, "%"),
    TargetNames("M1", "出台家庭家教家风建设实施方案", "", "milestone", ("家庭建设",)),
    TargetNames("M2", "召开妇女代表大会", "", "milestone", ("组织建设",)),
    TargetNames("N1", "发放妇女创业担保贷款", "万元", "increment", ("创业就业",), ("担保贷款",), False),
    TargetNames("N2", "扶持妇女创业就业", "人", "increment", ("创业就业",)),
    TargetNames("N3", "举办家庭教育讲座", "场", "increment", ("家庭建设",), ("家庭教育讲座",)),
    TargetNames("L1", "儿童之家数量", "个", "level", ("儿童关爱",), ("儿童之家",)),
    TargetNames("U1", "帮扶困境儿童", "人次", "running", ("儿童关爱",)),
)
UNITS = {"450202000000": "城中区", "450203000000": "鱼峰区", "450204000000": "柳南区", "450205000000": "柳北区"}
CITY = UnitNames("450200000000", "柳州市", ("柳州",), "广西壮族自治区")


def plan_of(period):
    units = tuple(UnitNames(code, name, (), "柳州市") for code, name in UNITS.items())
    return PlanContext("柳州市妇联2021年工作计划", 2021, period, TARGETS, units, (CITY,))


MARCH, SEPTEMBER = plan_of(month_span(2021, 3, 3)), plan_of(month_span(2021, 9, 9))
SECOND, HALF = plan_of(month_span(2021, 4, 6)), plan_of(month_span(2021, 1, 6))


def notes(reading):
    return {note.code: note.params for sheet in reading.sheets for note in sheet.notes}


def parts(reading):
    """unit's short code, target, part -> value or day."""
    return {(f.unit[4:6], f.target, f.part.value): f.day or f.value for f in reading.figures}


@pytest.mark.parametrize("head", ["上报日期", "填报时间", "日期", "登记日期", "填报日期"])
@pytest.mark.parametrize("as_text", [True, False])
def test_days_of_reporting_say_no_period_and_no_target(head, as_text):
    sheet_rows = [("巾帼宣讲", "场", 3), ("最美家庭", "户", 5), ("担保贷款", "万元", 12)]

    def draw(sheet: DrawnSheet):
        for number, unit in enumerate(["临翔区", "凤庆县"]):
            top = 3 + number * 3
            sheet.put(top, 1, unit, to=(top + 2, 1))
            for row, values in enumerate(sheet_rows, top):
                day = f"2020年10月{row}日" if as_text else date(2020, 10, row)
                sheet.put_row(row, [*values, day], first=2)

    reading = read(f"{TITLE}\n填报单位 | 指标名称 | 单位 | 完成数 | {head} | 备注", change=draw)
    assert questions(reading) == []
    expected = {(unit, code, "本季"): n for unit in ("02", "21") for code, n in (("A01", 3), ("D01", 5), ("B02", 12))}
    assert figures(reading) == expected


def test_a_second_block_with_its_units_in_another_column_is_read():
    reading = read(f"""{TITLE}
        县区 | 巾帼宣讲(场) | 最美家庭(户)
        临翔区 | 3 | 5
        凤庆县 | 4 | 6

        云县 | 1 | 1
        永德县 | 2 | 2
        合计 | 10 | 14

        序号 | 县区 | 技能培训班(期) | 骨干培训(人次)
        1 | 永德县 | 7 | 70
        2 | 云县 | 8 | 约80
        3 | 临翔区 | 9 | 90
        4 | 凤庆县 | 6 | 60
        | 合计 | 30 | 300""")
    found = figures(reading)
    assert len(found) == 15
    assert (found["23", "A01", "本季"], found["22", "D01", "本季"], found["21", "B06", "本季"]) == (2, 1, 60)
    assert questions(reading) == [("cell", "ask_about")]


def test_rows_of_units_below_that_are_not_understood_are_asked_about():
    reading = read(f"""{TITLE}
        县区 | 巾帼宣讲 | 最美家庭
        临翔区 | 3 | 5
        凤庆县 | 4 | 6

        | 永德县 | 8 | 9
        | 云县 | 7 | 6""")
    assert len(reading.figures) == 4
    assert {(each.row, each.column) for each in reading.all_questions} & {(6, 2), (6, 3), (7, 3)}


@pytest.mark.parametrize("name", ["永德县", "最美家庭"])
def test_a_row_that_no_table_took_is_asked_about(name):
    grid = sheet_of(f"""{TITLE}
        {name} | 8 | 9
        {name} | 7 | 9
        填报单位:{name} | 2020
        序号 | {name} | 2
        其他 | 3""").as_grid()
    view, known = SheetView(grid.values), KnownPlan(PLAN)
    desk = Desk("报表.xlsx", grid, {})
    ask_about_unread(view, [], known, desk)
    asked = list(desk.questions.values())
    assert [each.why.params["numbers"] for each in asked] == [[2, 3], [5]]
    assert [[choice.answer for choice in each.choices] for each in asked] == [["ignore"], ["ignore"]]
    answered = Desk("报表.xlsx", grid, dict.fromkeys(desk.questions, "ignore"))
    ask_about_unread(view, [], known, answered)
    assert not answered.questions


def test_a_ratio_in_two_columns_with_words_of_its_own():
    reading = read(
        """2021年3月指标统计表
        县区 | 适龄妇女“两癌”筛查率 | | | 儿童之家(个)
        | 分子(已筛查人数) | 分母(应筛查人数) | 率(%) |
        城中区 | 120 | 200 | 60 | 4
        鱼峰区 | 90 | 100 | 90 | 5""",
        plan=MARCH,
        change=lambda sheet: sheet.merged.append((2, 2, 2, 4)),
    )
    assert questions(reading) == []
    assert parts(reading)["02", "R1", "value"] == 120
    assert parts(reading)["02", "R1", "base"] == 200


@pytest.mark.parametrize(
    ("day", "whether", "expected"),
    [
        (date(2021, 5, 10), "是", date(2021, 5, 10)),
        ("2021.5.10", "是", date(2021, 5, 10)),
        (None, "否", 0),
        (None, "是", 1),
        (date(2021, 5, 10), "否", None),
    ],
)
def test_a_milestone_has_its_day_and_whether_it_is_done(day, whether, expected):
    def draw(sheet):
        sheet.put(4, 2, day)
        sheet.put(4, 3, whether)
        sheet.merged.append((2, 2, 2, 3))

    reading = read(
        """2021年上半年重点工作完成情况
        县区 | 出台家庭家教家风建设实施方案 | | 家庭教育讲座(场)
        | 完成时间 | 是否完成 |
        城中区 | | | 5
        鱼峰区 | | | 6""",
        plan=HALF,
        change=draw,
    )
    assert parts(reading).get(("02", "M1", "day")) == expected
    assert bool(reading.all_questions) == (expected is None)


def test_when_a_number_was_reached_is_no_figure():
    reading = read(
        """2021年3月统计表
        县区 | 家庭教育讲座 | |
        | 场次 | 举办时间 | 是否完成
        城中区 | 5 | 3月8日 | 是""",
        plan=MARCH,
        change=lambda sheet: sheet.merged.append((2, 2, 2, 4)),
    )
    assert questions(reading) == []
    assert figures(reading) == {("02", "N3", "本季"): 5}


def test_a_month_in_a_quarters_sheet_is_not_the_quarter():
    reading = read(
        """2021年第二季度统计表
        县区 | 扶持妇女创业就业 | | | 家庭教育讲座 |
        | 本月 | 本季 | 累计 | 本月 | 累计
        城中区 | 1 | 4 | 7 | 2 | 9""",
        plan=SECOND,
        change=lambda sheet: sheet.merged.extend([(2, 2, 2, 4), (2, 5, 2, 6)]),
    )
    assert figures(reading) == {("02", "N2", "本季"): 4, ("02", "N2", "累计"): 7, ("02", "N3", "累计"): 9}
    (question,) = reading.all_questions
    assert question.why.params == {"why": "other_length"}
    assert question.about == (("450202000000", "N3"),)


@pytest.mark.parametrize("title", ["妇联工作月报（2021.9）", "2021年9月", "2021/9妇联工作"])
def test_a_month_written_with_a_dot(title):
    text = f"""{title}
        县区 | 家庭教育讲座
        城中区 | 3"""
    assert questions(read(text, plan=SEPTEMBER)) == []
    assert read(text, plan=MARCH).figures == []


@pytest.mark.parametrize(
    ("head", "earlier", "this"),
    [("月份", 8, 9), ("月份", "8月", "9月"), ("年月", 202108, 202109), ("年月", date(2021, 8, 1), date(2021, 9, 1))],
)
def test_a_column_of_months(head, earlier, this):
    def draw(sheet):
        for row, month in enumerate([earlier, this, earlier, this], 3):
            sheet.put(row, 1, month)

    reading = read(
        f"""妇联工作
        {head} | 县区 | 家庭教育讲座 | 帮扶困境儿童
        | 城中区 | 3 | 4
        | 城中区 | 5 | 6
        | 鱼峰区 | 7 | 8
        | 鱼峰区 | 9 | 10""",
        plan=SEPTEMBER,
        change=draw,
    )
    assert questions(reading) == []
    assert {(unit, code): n for (unit, code, _kind), n in figures(reading).items()} == {
        ("02", "N3"): 5,
        ("02", "U1"): 6,
        ("03", "N3"): 9,
        ("03", "U1"): 10,
    }
    assert notes(reading)["rows_left_out"] == {"numbers": [3, 5]}


def test_a_row_of_what_was_promised_is_not_what_was_done():
    reading = read(
        """2021年3月统计表
        县区 | 类别 | 儿童之家
        城中区 | 目标 | 5
        | 完成 | 3
        | 完成率 | 60%
        鱼峰区 | 目标 | 5
        | 完成 | 4""",
        plan=MARCH,
    )
    assert {key[:2]: n for key, n in figures(reading).items()} == {("02", "L1"): 3, ("03", "L1"): 4}


def test_townships_below_their_counties_are_left_out():
    reading = read(
        """2021年3月统计表
        县区 | 家庭教育讲座 | 排名
        城中区 | 3 | 1
        城中街道 | 1 |
        潭中街道 | 2 |
        鱼峰区 | 4 | 2
        驾鹤街道 | 4 |
        合计 | 7 |""",
        plan=MARCH,
    )
    assert questions(reading) == []
    assert figures(reading) == {("02", "N3", "本季"): 3, ("03", "N3", "本季"): 4}
    assert notes(reading)["units_inside"] == {"names": ["城中街道", "潭中街道", "驾鹤街道"]}


def test_ratios_down_with_their_two_numbers_across():
    reading = read(
        """城中区2021年第二季度
        指标 | 单位 | 分子 | 分母 | 比例
        两癌筛查率 | % | 120 | 200 | 60%""",
        plan=SECOND,
    )
    assert questions(reading) == []
    assert parts(reading) == {("02", "R1", "value"): 120, ("02", "R1", "base"): 200}


def test_a_blank_row_of_a_table_beside_others_is_not_said_to_be_left_out():
    reading = read(f"""{TITLE}
        县区 | 巾帼宣讲 | | 县区 | 担保贷款(万元)
        临翔区 | 3 | | 云县 | 7
        凤庆县 | 4 | | |
        镇康县 | 4 | | 永德县 | 4""")
    assert len(reading.figures) == 5
    assert notes(reading) == {}
