"""What a cell stands for: read where it can mean one thing, asked about otherwise."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from sheets.figures.columns import FigurePart
from sheets.files.grid import SheetCell
from sheets.office.cells import read_cell, read_grid_cell
from sheets.office.model import TargetNames
from sheets.problems import SheetProblem
from targets.workbooks.messages import describe_problem

VISITS = TargetNames("L03", "农村劳动力培训", "人次", "increment")
PEOPLE = TargetNames("L07", "“贷免扶补”扶持创业", "人", "increment")
MONEY = TargetNames("M1", "发放贷款", "元", "increment", whole=False)
SHARE = TargetNames("P1", "覆盖率", "%", "level", whole=False, sign="%")
PER_MILLE = TargetNames("P2", "死亡率", "‰", "level", whole=False, sign="‰")
BASES = TargetNames("L01", "示范基地", "个", "increment")
RATIO = TargetNames("R1", "参与率", "%", "ratio")
DONE = TargetNames("D1", "方案出台", "个", "milestone")

READ = [
    *[
        (VISITS, raw, 12)
        for raw in (12, 12.0, "12", " 12 ", "\u00a012", "12\u200b", "'12", "１２", "12.0", "12人次", "12 人次", "＋12")
    ],
    *[
        (VISITS, raw, 12345)
        for raw in ("12,345", "12，345", "12 345", "12'345", "1.2345万", "1.2345万人次", "１２，３４５")
    ],
    *[(PEOPLE, raw, 12) for raw in ("12人", "12名", "12位")],
    *[(BASES, raw, 2) for raw in ("2个", "2所", "2处", "2家")],
    *[(MONEY, raw, 12000) for raw in ("1.2万", "1.2万元", "12,000元", "12千元")],
    (MONEY, 3.3000000000000003, Decimal("3.3")),
    (MONEY, "0.05", Decimal("0.05")),
    (SHARE, "35%", 35),
    (SHARE, "35", 35),
    (SHARE, 35.5, Decimal("35.5")),
    (SHARE, 0.0, 0),
    (PER_MILLE, "5.5‰", Decimal("5.5")),
    (VISITS, 0, 0),
    (VISITS, "0", 0),
]
ASKED = [
    *[(VISITS, raw, "ask_nothing", "value:0") for raw in ("无", "没有", "暂无")],
    *[(VISITS, raw, "ask_nothing", "na") for raw in ("/", "—", "-", "——", "／", "--", "－", "\\", "*")],
    *[
        (VISITS, raw, "ask_about", "value:10")
        for raw in ("约10", "10余", "10多", "10余人次", "近10", "10左右", "≥10", "10以上", "大约10人次")
    ],
    (VISITS, "约1.2万", "ask_about", "value:12000"),
    *[
        (VISITS, raw, "ask_remark", "value:12")
        for raw in ("12（含线上）", "12人次(含线上)", "12,其中线上3", "12(线上", "12。")
    ],
    (VISITS, "5+3", "ask_sum", "value:8"),
    (VISITS, "5+3=8", "ask_sum", "value:8"),
    *[(VISITS, raw, "ask_range", "value:3") for raw in ("3-5", "3~5", "3—5", "3至5")],
    *[(VISITS, raw, "ask_several", "value:12") for raw in ("12 13", "12、13", "12/13", "12,13")],
    *[(VISITS, raw, "ask_negative", "value:5") for raw in (-5, -5.0, "-5", "−5", "(5)", "（5）")],
    *[(VISITS, raw, "ask_other_unit", "value:12") for raw in ("12人", "12户", "12场", "12元", "12个")],
    (PEOPLE, "12人次", "ask_other_unit", "value:12"),
    (VISITS, "1.2万元", "ask_other_unit", "value:12000"),
    (RATIO, "12人", "ask_other_unit", "value:12"),
    (VISITS, 12.5, "ask_fraction", "blank"),
    (VISITS, "12.5", "ask_fraction", "blank"),
    (VISITS, 0.7452, "ask_fraction", "value:7452"),
    (VISITS, datetime(2020, 9, 30), "date_for_number", "value:44104"),
    (VISITS, datetime(1900, 1, 11), "date_for_number", "value:12"),
    *[
        (VISITS, raw, "date_for_number", "blank")
        for raw in ("2020-09-30", "2020年9月30日", "9月30日", "2020年9月", time(1))
    ],
    (VISITS, True, "truth_value", "value:1"),
    *[(VISITS, raw, "error_value", "blank") for raw in ("#REF!", "#N/A", "#DIV/0!", float("nan"), float("inf"))],
    *[(VISITS, raw, "ask_marked", "value:12") for raw in ("12①", "12²", "①12")],
    *[(VISITS, raw, "ask_letters", "value:10") for raw in ("1O", "lO", "I0", "1o")],
    (VISITS, "十二", "ask_chinese", "value:12"),
    (VISITS, "一千零五", "ask_chinese", "value:1005"),
    (VISITS, "三万五千", "ask_chinese", "value:35000"),
    (VISITS, "1e3", "ask_power", "value:1000"),
    (VISITS, "计划20", "ask_not_a_number", "value:20"),
    *[(VISITS, raw, "ask_not_a_number", "blank") for raw in ("是", "待定", "TRUE", "=SUM(A1)", "√")],
    *[(VISITS, raw, "ask_sign", "blank") for raw in ("35%", "3‰")],
    *[(SHARE, raw, "ask_share", "value:35") for raw in (0.35, "0.35")],
    (SHARE, 1.0, "ask_share", "value:100"),
    (SHARE, "5.5‰", "ask_sign", "value:0.55"),
    (VISITS, "1234567890123", "ask_too_large", "blank"),
]


@pytest.mark.parametrize(("target", "raw", "value"), READ)
def test_what_means_one_thing_is_read(target, raw, value):
    reading = read_cell(raw, "", target)
    assert (reading.value, reading.problem) == (value, None)


@pytest.mark.parametrize(("target", "raw", "code", "first"), ASKED)
def test_what_may_mean_several_things_is_asked_the_likeliest_first(target, raw, code, first):
    reading = read_cell(raw, "", target)
    assert reading.value is None
    assert reading.problem.code == code
    assert reading.choices[0].answer == first
    assert "blank" in [choice.answer for choice in reading.choices]
    assert not reading.blank
    assert describe_problem(reading.problem)
    assert all(describe_problem(choice.label) for choice in reading.choices)


def test_nothing_is_zero_blank_or_not_applicable():
    assert [choice.answer for choice in read_cell("无", "", VISITS).choices] == ["value:0", "blank", "na"]


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000", "\u200b", "\n"])
def test_an_empty_cell_is_blank_and_not_zero(raw):
    assert read_cell(raw, "", VISITS).blank


@pytest.mark.parametrize(("raw", "reason"), [("不适用", ""), ("不适用：没有村", "没有村"), ("N/A", "")])
def test_not_applicable_keeps_its_reason(raw, reason):
    reading = read_cell(raw, "", VISITS)
    assert reading.na
    assert reading.reason == reason
    assert reading.value is None


def test_a_number_in_a_percent_format_is_what_the_cell_shows():
    assert read_cell(Decimal("90.00"), "%", SHARE).value == 90
    assert read_cell(Decimal("90.00"), "%", VISITS).problem.code == "ask_sign"
    assert read_cell(Decimal("0.55"), "%", PER_MILLE).choices[0].answer == "value:5.5"


def test_numbers_below_a_head_of_ten_thousands_are_multiplied():
    factor = Decimal(10_000)
    assert read_cell(0.7452, "", VISITS, factor=factor).value == 7452
    assert read_cell("12人次", "", VISITS, factor=factor).value == 12
    assert read_cell(12.0, "", VISITS, factor=factor).value == 120_000
    asked = read_cell(5365.0, "", VISITS, factor=factor)
    assert [choice.answer for choice in asked.choices] == ["value:5365", "value:53650000", "blank"]


@pytest.mark.parametrize(
    ("raw", "value", "day"),
    [
        ("已完成", 1, None),
        ("未完成", 0, None),
        (1.0, 1, None),
        ("0", 0, None),
        (datetime(2020, 9, 30), 1, date(2020, 9, 30)),
    ]
    + [("2020年9月30日", 1, date(2020, 9, 30)), (date(2020, 9, 30), 1, date(2020, 9, 30))],
)
def test_a_milestone_is_done_not_done_or_has_its_day(raw, value, day):
    reading = read_cell(raw, "", DONE, FigurePart.DAY)
    assert (reading.value, reading.day, reading.problem) == (value, day, None)


@pytest.mark.parametrize(
    "raw", [44104.0, 5, True, "是", "推进中", "9月30日", time(1), "无", "2020-02-30", date(1900, 1, 1)]
)
def test_a_milestone_is_asked_about(raw):
    reading = read_cell(raw, "", DONE, FigurePart.DAY)
    assert reading.value is None
    assert describe_problem(reading.problem)
    assert "blank" in [choice.answer for choice in reading.choices]


def test_a_cell_without_a_readable_value_is_asked_about():
    for code, params in (("error_value", {"text": "#REF!"}), ("formula_without_value", {})):
        reading = read_grid_cell(SheetCell("D7", problem=SheetProblem(code, params)), VISITS)
        assert reading.problem.code == code
        assert [choice.answer for choice in reading.choices] == ["blank"]
    assert read_grid_cell(SheetCell("D7", 12.0), VISITS).value == 12
