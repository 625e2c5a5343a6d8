"""Cells that say 累计 themselves, columns of a form that hold the period or the year so far, and shares."""

from dataclasses import replace

import pytest

from sheets.figures.columns import FigurePart
from sheets.layout.words import is_number_text
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN
from tests.sheets.office.test_layouts import TITLE, WIDE, figures, questions, read

AMOUNT, TO_DATE = FigureKind.AMOUNT, FigureKind.TO_DATE
SIMPLE = f"{TITLE}\n县(区) | 巾帼宣讲(场) | 最美家庭(户)\n临翔 | 3 | 5\n凤庆 | 4 | 6"
FORM = f"永德县{TITLE}\n指标 | 计量单位 | %s\n巾帼宣讲 | 场 | %s\n转移就业 | 人次 | %s"


def form(*columns, of=PLAN, answers=None):
    return read(FORM % tuple(" | ".join(str(each) for each in row) for row in zip(*columns, strict=True)),
                plan=of, answers=answers)  # fmt: skip


@pytest.mark.parametrize("text", ["累计4293", "累计8人", "本季3 累计8", "累计完成:1,200人次", "本季度完成3，累计8"])
def test_a_cell_that_says_to_date_stands_where_figures_stand(text):
    assert is_number_text(text)


@pytest.mark.parametrize("text", ["累计", "累计1-9月", "累计(1-9月)", "累计完成2020年", "累计8月"])
def test_a_label_that_says_to_date_is_no_figure(text):
    assert not is_number_text(text)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("累计8", ["value:8/to_date", "value:8/amount"]),
        ("累计8户", ["value:8/to_date", "value:8/amount"]),
        ("8(累计)", ["value:8/to_date", "value:8/amount"]),
        ("8户累计", ["value:8/to_date", "value:8/amount"]),
        ("本季3 累计8", ["value:3/amount", "value:8/to_date"]),
        ("本季3户，累计8户", ["value:3/amount", "value:8/to_date"]),
    ],
)
def test_a_cell_that_says_to_date_is_no_amount_before_somebody_said_so(text, choices):
    reading = read(SIMPLE.replace("| 6", f"| {text}"))
    assert questions(reading) == [("cell", "ask_to_date")]
    (asked,) = reading.all_questions
    assert [each.answer for each in asked.choices][:2] == choices
    assert ("21", "D01", "本季") not in figures(reading)
    to_date = read(SIMPLE.replace("| 6", f"| {text}"), answers={asked.key: "value:8/to_date"})
    assert figures(to_date) == {**{k: v for k, v in WIDE.items() if v != 6}, ("21", "D01", "累计"): 8}
    assert figures(read(SIMPLE.replace("| 6", f"| {text}"), answers={asked.key: "value:3"}))["21", "D01", "本季"] == 3


def test_a_cell_that_says_to_date_in_a_column_of_the_year_so_far_is_read():
    reading = read(SIMPLE.replace("最美家庭(户)", "最美家庭累计(户)").replace("| 6", "| 累计6"))
    assert questions(reading) == []
    assert figures(reading)["21", "D01", "累计"] == 6


def test_a_cell_that_says_to_date_in_another_unit_is_asked_about_its_unit():
    assert questions(read(SIMPLE.replace("| 6", "| 累计6人次"))) == [("cell", "ask_other_unit")]


def test_a_column_of_cells_that_say_to_date_is_asked_once():
    text = SIMPLE.replace("| 5", "| 累计5").replace("| 6", "| 累计6户")
    reading = read(text)
    assert questions(reading) == [("column", "column_unsure")]
    (asked,) = reading.all_questions
    assert [each.answer for each in asked.choices] == ["target:D01/amount", "target:D01/to_date", "ignore"]
    assert asked.label == ""  # the next workbook's cells may say other things
    assert figures(read(text, answers={asked.key: "target:D01/to_date"}))["02", "D01", "累计"] == 5
    of_period = read(text, answers={asked.key: "target:D01/amount"})
    assert questions(of_period) == [("cell", "ask_to_date")] * 2


OF_FORM = {("23", "A01", "本季"): 6, ("23", "B04", "本季"): 60}


@pytest.mark.parametrize("label", ["三季度合计", "三季度小计", "7-9月合计"])
def test_the_sum_of_the_months_is_the_amount_of_the_period(label):
    reading = form(("7月", 1, 10), ("8月", 2, 20), ("9月", 3, 30), (label, 6, 60))
    assert questions(reading) == []
    assert figures(reading) == OF_FORM


def test_a_sum_that_its_months_do_not_make_is_asked():
    reading = form(("7月", 1, 10), ("8月", 2, 20), ("9月", 3, 30), ("三季度合计", 7, 60))
    assert questions(reading) == [("cell", "months_differ")]
    assert [each.answer for each in reading.all_questions[0].choices][:2] == ["value:7", "value:6"]
    assert figures(reading) == {("23", "B04", "本季"): 60}
    wide = read(
        f"{TITLE}\n县区 | 巾帼宣讲(场) | | | |\n | 7月 | 8月 | 9月 | 三季度合计\n"
        "临翔 | 1 | 2 | 3 | 7\n凤庆 | 1 | 1 | 1 | 3"
    )
    assert questions(wide) == [("cell", "months_differ")]


def test_months_of_which_one_is_missing_prove_nothing():
    reading = form(("7月", 1, 10), ("8月", 2, 20), ("三季度合计", 6, 60))
    assert questions(reading) == [("column", "column_unsure")]
    assert figures(reading) == {("23", "A01", "本季"): 6}


@pytest.mark.parametrize("label", ["其中:三季度", "其中：7-9月", "其中:本季"])
def test_the_period_beside_the_year_so_far_is_no_part_of_something(label):
    reading = form(("1-9月累计", 9, 900), (label, 6, 60))
    assert questions(reading) == []
    assert figures(reading) == OF_FORM | {("23", "A01", "累计"): 9, ("23", "B04", "累计"): 900}


def test_of_which_women_is_still_a_part():
    reading = form(("本季完成", 6, 60), ("其中:妇女", 5, 50), ("累计", 9, 900))
    assert set(figures(reading).values()) == {6, 60, 9, 900}


def test_a_column_of_a_form_is_asked_for_its_kind_and_never_for_one_target():
    columns = ("指标数", 1, 1), ("三季度", 6, 60)
    reading = form(*columns[1:])
    (asked,) = reading.all_questions
    assert [each.answer for each in asked.choices] == ["kind:amount", "kind:to_date", "ignore"]
    assert asked.about == (("530923000000", "B04"),)
    assert figures(form(columns[1], answers={asked.key: "kind:amount"})) == OF_FORM
    assert figures(form(columns[1], answers={asked.key: "kind:to_date"}))["23", "B04", "累计"] == 60
    assert figures(form(columns[1], answers={asked.key: "ignore"})) == {}
    once = replace(PLAN, confirmed_columns={asked.label: ColumnMatch(ColumnRole.FIGURE, kind=AMOUNT, why="confirmed")})
    assert figures(form(columns[1], of=once)) == OF_FORM
    assert questions(form(columns[1], of=once)) == []


def test_what_was_once_said_wrongly_of_a_column_makes_no_target_of_all_rows():
    wrong = ColumnMatch(ColumnRole.FIGURE, "A01", AMOUNT, FigurePart.VALUE, Certainty.SURE, "confirmed")
    reading = form(("三季度", 6, 60), of=replace(PLAN, confirmed_columns={"本期": wrong}))
    assert figures(reading) == OF_FORM
    assert {each.match.why for each in reading.sheets[0].labels if each.match and not each.match.target} == {
        "confirmed"
    }
    ignored = ColumnMatch(ColumnRole.UNKNOWN, why="confirmed")
    assert figures(form(("三季度", 6, 60), of=replace(PLAN, confirmed_columns={"本期": ignored}))) == {}


def test_a_row_that_a_person_corrects_keeps_the_kinds_of_its_columns():
    reading = form(("本季完成", 6, 60), ("累计完成", 9, 900))
    key = "label:报表.xlsx!Sheet1!4:1"
    assert key in {f"label:报表.xlsx!Sheet1!{each.row}:{each.column}" for each in reading.sheets[0].labels}
    changed = form(("本季完成", 6, 60), ("累计完成", 9, 900), answers={key: "target:A02/amount"})
    assert figures(changed)["23", "A02", "累计"] == 900
    assert figures(changed)["23", "A02", "本季"] == 60


@pytest.mark.parametrize(
    "label", ["完成年度任务(%)", "完成率", "占比", "完成目标任务（%）", "完成比例(%)", "占全年任务(%)"]
)
def test_a_share_is_never_asked_about(label):
    reading = form(("本季完成", 6, 60), ("累计", 9, 900), (label, 50, 77))
    assert questions(reading) == []
    assert set(figures(reading).values()) == {6, 60, 9, 900}
    wide = read(f"{TITLE}\n县区 | 巾帼宣讲(场) | |\n | 本季完成 | {label}\n临翔 | 3 | 50\n凤庆 | 4 | 60")
    assert questions(wide) == []
    assert set(figures(wide).values()) == {3, 4}


@pytest.mark.parametrize("text", ["不涉及", "不适用", "我县不涉及"])
def test_a_remark_is_the_reason_of_what_is_not_applicable(text):
    reading = form(("本季完成", 6, text), ("备注", "见附件", "无贫困村"))
    assert questions(reading) == []
    assert [(each.na, each.reason) for each in reading.figures] == [(False, ""), (True, "无贫困村")]
    wide = read(f"{TITLE}\n县区 | 巾帼宣讲(场) | 备注\n临翔 | 3 | 好\n凤庆 | {text} | 未下达")
    assert [(each.na, each.reason) for each in wide.figures] == [(False, ""), (True, "未下达")]


def test_a_form_of_nobody_offers_the_units_in_reach():
    reading = read((FORM % ("本季完成", 6, 60)).replace("永德县", ""))
    (asked,) = reading.all_questions
    assert [each.answer for each in asked.choices] == [*(f"unit:{each.code}" for each in PLAN.units), "ignore"]
    own = replace(PLAN, elsewhere=frozenset(each.code for each in PLAN.units[1:]))
    taken = read((FORM % ("本季完成", 6, 60)).replace("永德县", ""), plan=own)  # by a clerk of one unit, and said
    assert {each.unit for each in taken.figures} == {"530902000000"}
    assert "form_taken" in [note.code for note in taken.sheets[0].notes]


def test_a_row_of_a_long_list_that_does_not_say_its_kind_is_asked_for_it():
    text = "2020年三季度工作数据\n单位|项目|数量|时期\n永德县|转移就业|4000|三季度\n永德县|骨干培训|3|三季度"
    book = book_of(sheet_of(text))
    (question,) = read_workbook([book], PLAN).all_questions
    offered = ["target:B04/amount", "target:B04/to_date"]
    assert [choice.answer for choice in question.choices] == [*offered, "ignore"]
    for answer in offered:
        reading = read_workbook([book], PLAN, {question.key: answer})
        found = {each.target: each.kind for each in reading.figures}
        assert (found["B04"], reading.all_questions) == (answer.rpartition("/")[2], [])
