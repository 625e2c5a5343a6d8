"""Names with one character typed for another that looks or sounds alike are read; what tells names apart never is."""

from dataclasses import replace

import pytest

from sheets.office.labels import match_column, match_columns, match_unit
from sheets.office.labels.look_alikes import PARTNERS
from sheets.office.model import Certainty, ColumnRole, TargetNames, UnitNames
from tests.sheets.office.plans import lincang
from tests.sheets.office.sample_plan import PLAN
from tests.sheets.office.test_layouts import TITLE, figures, questions, read

TELLING = (
    "市县省乡镇村区州盟旗新旧一二三四五六七八九十百千万上下东南西北中"
    "男女山城大小多少老幼内外前后左右高低本全当去年月季旬"
)


def sure_target(label, plan=PLAN):
    match = match_column((label,), plan)
    return match.target if match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE else ""


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("最美家廷(户)", "D01"),
        ("担保货款（万元）", "B02"),
        ("骨干陪训", "B06"),
        ("技能陪训班(期)", "B05"),
        ("农村妇女累计传移就业", "B04"),
        ("创业示苑基地", ""),
        ("创业示犯基地(个)", "B01"),
        ("本季最美家廷", "D01"),
        ("巾帼宣讲埸", ""),
    ],
)
def test_a_target_with_one_mistyped_character_is_known(label, target):
    assert sure_target(label) == target


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("风庆县", "530921000000"),
        ("永徳县", "530923000000"),
        ("永徳", "530923000000"),
        ("沧原佤族自治县", "530927000000"),
        ("沧原县妇联", "530927000000"),
        ("临沧市风庆县", "530921000000"),
        ("临翔區", "530902000000"),
    ],
)
def test_a_unit_with_one_mistyped_character_is_known(text, code):
    match = match_unit(text, lincang())
    assert (match.unit, match.certainty) == (code, Certainty.SURE)


@pytest.mark.parametrize("text", ["风庆", "凤山县", "风庆区", "风床县", "沧原", "镇东县", "风原县"])
def test_what_may_be_another_place_is_not(text):
    match = match_unit(text, lincang())
    assert not match.unit or match.certainty != Certainty.SURE


def test_no_character_that_tells_names_apart_is_exchanged():
    assert not [each for each in TELLING if each in PARTNERS]


def test_a_mistyped_name_that_two_targets_are_near_to_is_asked():
    near = TargetNames("X1", "寻找最美家园", "户", "increment")
    plan = replace(PLAN, targets=(*PLAN.targets, near))
    assert sure_target("最美家廷", plan) == ""


def test_a_mistyped_unit_that_two_units_are_near_to_is_asked():
    units = (*lincang().units, UnitNames("530999000000", "凤沾县"), UnitNames("530998000000", "凤占县"))
    assert match_unit("凤站县", replace(lincang(), units=units)).unit == ""


def test_a_mistyped_column_beside_the_right_one_is_asked():
    right, mistyped = match_columns([("最美家庭(户)",), ("最美家廷(户)",)], PLAN)
    assert (right.target, right.certainty) == ("D01", Certainty.SURE)
    assert (mistyped.target, mistyped.certainty, mistyped.why) == ("D01", Certainty.UNSURE, "two_columns")


def test_a_mistyped_name_counted_in_another_unit_is_asked():
    assert sure_target("担保货款(户)") == ""


def test_a_sheet_with_mistyped_names_is_read():
    reading = read(f"""{TITLE}
        县区 | 巾帼宣讲(场) | 最美家廷(户)
        临翔区 | 3 | 5
        风庆县 | 4 | 6
        永徳县 | 5 | 7""")
    assert questions(reading) == []
    assert figures(reading)["21", "D01", "本季"] == 6
    assert figures(reading)["23", "D01", "本季"] == 7


def test_the_question_about_an_unknown_unit_offers_the_near_one():
    reading = read(f"""{TITLE}
        县区 | 巾帼宣讲(场) | 最美家庭(户)
        临翔区 | 3 | 5
        凤山县 | 4 | 6""")
    (question,) = reading.all_questions
    assert question.why.code == "unit_unknown"
    assert [choice.answer for choice in question.choices] == ["unit:530921000000", "ignore"]
    assert ("530921000000", "D01") in question.about
