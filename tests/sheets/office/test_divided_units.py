"""A unit in several rows (its townships, bases, parts of a number) is asked about, and never read by the first."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

TITLE = "2020年三季度统计表"
LINXIANG, FENGQING, YUN = "530902000000", "530921000000", "530922000000"


def read(text, answers=None, merged=()):
    sheet = sheet_of(f"{TITLE}\n{text}")
    sheet.merged += merged
    return read_workbook([book_of(sheet)], PLAN, answers or {})


def figures_of(reading):
    return {(each.unit, each.target): each.value for each in reading.figures}


def codes_of(reading):
    return [question.why.code for question in reading.all_questions]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("县区|乡镇|骨干培训(人次)", ("博尚镇", "凤翔街道", "圈内乡")),
        ("县区|基地名称|骨干培训(人次)", ("绿源茶叶基地", "核桃合作社", "养蜂基地")),
        ("县区|示范点所在村|骨干培训(人次)", ("忙畔村", "勐托村", "安石村")),
    ],
)
def test_the_first_row_of_a_unit_in_several_rows_is_not_its_number(head, names):
    first, second, third = names
    text = f"{head}\n临翔区|{first}|1\n|{second}|2\n|{third}|3\n云县|{first}|0\n|{second}|5\n"
    reading = read(text)
    assert (figures_of(reading), codes_of(reading)) == ({}, ["parts_of_unit"] * 2)
    question = reading.all_questions[0]
    assert [choice.answer for choice in question.choices][:2] == ["value:6", "value:1"]
    assert figures_of(read(text, {question.key: "value:6"})) == {(LINXIANG, "B06"): 6}


def test_a_row_that_adds_up_those_below_it_is_the_units():
    added = "县区|乡镇|骨干培训(人次)\n临翔区|小计|6\n|博尚镇|1\n|凤翔街道|5\n凤庆县||{}\n|凤山镇|3\n|小湾镇|1\n"
    right = read(added.format(4))
    assert (figures_of(right), codes_of(right)) == ({(LINXIANG, "B06"): 6, (FENGQING, "B06"): 4}, [])
    wrong = read(added.format(5))
    assert (figures_of(wrong), codes_of(wrong)) == ({(LINXIANG, "B06"): 6}, ["places_differ"])


def test_one_row_that_names_a_township_beside_its_county_is_asked():
    text = "县区|乡镇|骨干培训(人次)\n临翔区|博尚镇|1\n凤庆县|凤山镇|4\n云县||7\n"
    reading = read(text)
    assert (figures_of(reading), codes_of(reading)) == ({(YUN, "B06"): 7}, ["row_of_place"] * 2)
    assert not any(question.label for question in reading.all_questions)  # 临翔区 is not remembered for it
    key = reading.all_questions[0].key
    assert figures_of(read(text, {key: f"unit:{LINXIANG}"})) == {(LINXIANG, "B06"): 1, (YUN, "B06"): 7}
    assert figures_of(read(text, {key: "ignore"})) == {(YUN, "B06"): 7}


def test_a_column_that_only_names_what_was_made_asks_nothing():
    reading = read("县区|基地名称|创业示范基地(个)\n临翔区|绿源基地|1\n凤庆县|滇红基地|2\n合计||3\n")
    assert (figures_of(reading), codes_of(reading)) == ({(LINXIANG, "B01"): 1, (FENGQING, "B01"): 2}, [])


def test_the_parts_of_a_target_in_a_form_are_not_the_target():
    form = "云县妇联\n指标|分项|完成数\n骨干培训|{}|{}\n|女性|1\n|男性|2\n最美家庭|县级|4\n"
    asked = read(form.format("线上", 3))
    assert figures_of(asked) == {(YUN, "D01"): 4}
    assert codes_of(asked)[0] == "parts_of_unit"
    assert figures_of(read(form.format("合计", 3))) == {(YUN, "B06"): 3, (YUN, "D01"): 4}


def test_the_same_number_in_two_rows_of_one_unit_is_asked():
    text = "县区|基地|创业示范基地(个)\n临翔区|绿源基地|1\n|核桃基地|1\n凤庆县|滇红基地|1\n"
    reading = read(text, merged=[(3, 1, 4, 1)])
    assert (figures_of(reading), codes_of(reading)) == ({(FENGQING, "B01"): 1}, ["figure_repeated"] * 2)
    question = reading.all_questions[0]
    assert [choice.answer for choice in question.choices][:2] == ["value:1", "value:2"]
    answered = read(text, {question.key: "value:2"}, merged=[(3, 1, 4, 1)])
    assert (figures_of(answered), codes_of(answered)) == ({(LINXIANG, "B01"): 2, (FENGQING, "B01"): 1}, [])


def test_the_same_number_in_two_sheets_is_one():
    sheets = [sheet_of(f"{TITLE}\n县区|骨干培训(人次)\n临翔区|5\n云县|6", name) for name in ("汇总", "明细")]
    reading = read_workbook([book_of(*sheets)], PLAN)
    assert (len(reading.figures), codes_of(reading)) == (2, [])


@pytest.mark.parametrize("name", ["凤庆县（上半年）", "凤庆县妇联（第二季度）", "凤庆县　上年同期", "凤庆县去年同期"])
def test_a_name_with_another_period_is_asked(name):
    for text in (
        f"县区|骨干培训(人次)|最美家庭(户)\n{name}|1|2\n云县|3|4\n",
        f"指标|{name}|云县\n骨干培训(人次)|1|3\n最美家庭(户)|2|4\n",
    ):
        reading = read(text)
        assert figures_of(reading) == {(YUN, "B06"): 3, (YUN, "D01"): 4}
        assert codes_of(reading) == ["row_of_something_else"]
        assert not reading.all_questions[0].label


@pytest.mark.parametrize("name", ["凤庆县", "凤庆县妇联", "凤庆县（盖章）", "临沧市凤庆县妇女联合会"])
def test_a_name_alone_asks_nothing(name):
    assert codes_of(read(f"县区|骨干培训(人次)\n{name}|1\n云县|3\n")) == []
