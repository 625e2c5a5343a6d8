"""What the cells of empty forms are to hold: in any layout the places where the figures would stand."""

import pytest

from sheets.forms.model import FormContent, FormPlace
from sheets.forms.reading import read_form
from tests.sheets.forms.empty_books import EmptyBookMaker
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

CONTENTS = (FormContent.AMOUNT, FormContent.TO_DATE)
YONGDE, ZHENKANG = "530923000000", "530924000000"


def read(*sheets, answers=None, formulas=None, name="表样.xlsx"):
    return read_form(name, book_of(*sheets, name=name).grids, PLAN, answers or {}, formulas or {})


def contents(reading):
    """(row, column) -> (content, target, unit) of a form of one sheet."""
    return {(p.row, p.column): (str(p.content), p.target, p.unit) for p in reading.matches.places}


def questions(reading):
    return [question for sheet in reading.sheets for question in sheet.questions]


def require_places(seed):
    book = EmptyBookMaker(seed).make()
    reading = read(*book.sheets, name=book.name)
    titles = [sheet.title for sheet in book.sheets]
    found = {
        (place.unit, place.target, str(place.content)): (titles.index(place.sheet), place.row, place.column)
        for place in reading.matches.places
        if place.unit and not place.unit.startswith("+") and place.unit != "530900000000" and place.content in CONTENTS
    }
    assert found == book.cells, seed
    assert questions(reading) == [], seed
    assert reading.refused is None


@pytest.mark.parametrize("seed", range(60))
def test_a_random_form_has_its_places_where_the_figures_would_stand(seed):
    require_places(seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(1, 21))
def test_many_random_forms_have_their_places(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        require_places(seed)


FORM = """
2020年（  ）季度妇联重点工作统计表
县(区)|培训基层妇女骨干||||备注
 |全年目标|本季完成|累计完成|完成率(%)|
永德县| | | | |
镇康县| | | | |
合计| | | | |
填表人：| |审核人：
"""


def drawn(text=FORM):
    sheet = sheet_of(text)
    sheet.merged += [(1, 1, 1, 6), (2, 2, 2, 5), (2, 1, 3, 1), (2, 6, 3, 6)]
    return sheet


def test_each_kind_of_column_is_told():
    found = contents(read(drawn()))
    assert [found[4, column] for column in range(2, 6)] == [
        ("promised", "B06", YONGDE),
        ("amount", "B06", YONGDE),
        ("to_date", "B06", YONGDE),
        ("completion", "B06", YONGDE),
    ]
    assert found[5, 3] == ("amount", "B06", ZHENKANG)
    assert (4, 6) not in found  # remarks stay as they are
    assert (7, 2) not in found


def test_a_total_adds_up_the_rows_that_the_form_lists():
    reading = read(drawn())
    assert contents(reading)[6, 3] == ("amount", "B06", "+0")
    assert reading.matches.groups == [(YONGDE, ZHENKANG)]


def test_a_total_that_names_the_unit_above_is_that_units():
    assert contents(read(drawn(FORM.replace("合计", "临沧市"))))[6, 3] == ("amount", "B06", "530900000000")


def test_a_subtotal_adds_up_the_rows_above_it():
    text = """
2020年三季度统计表
县(区)|培训基层妇女骨干
永德县|
临翔区|
小计|
镇康县|
云县|
小计|
合计|
"""
    reading = read(sheet_of(text))
    groups = reading.matches.groups
    by_row = {row: unit for (row, _column), (_content, _target, unit) in contents(reading).items()}
    assert groups[int(by_row[5][1:])] == (YONGDE, "530902000000")
    assert groups[int(by_row[8][1:])] == (ZHENKANG, "530922000000")
    assert len(groups[int(by_row[9][1:])]) == 4


def test_the_texts_with_the_period_are_found():
    assert [each.text for each in read(drawn()).matches.periods] == ["2020年（  ）季度妇联重点工作统计表"]


def test_a_formula_of_the_form_is_known_as_one():
    places = read(drawn(), formulas={"Sheet1": {(6, 3), (4, 5)}}).matches.places
    assert {(p.row, p.column) for p in places if p.formula} == {(6, 3), (4, 5)}


def test_what_the_plan_does_not_know_is_listed_and_not_asked():
    text = """
2020年三季度统计表
县(区)|培训基层妇女骨干|收养登记(件)
永德县| |
孟连县| |
镇康县| |
"""
    reading = read(sheet_of(text))
    assert {(each.text, each.is_unit) for each in reading.matches.unknown} == {
        ("孟连县", True),
        ("收养登记(件)", False),
    }
    assert set(contents(reading)) == {(3, 2), (5, 2)}
    assert questions(reading) == []


def test_what_is_like_several_targets_is_asked_and_stays_empty_until_then():
    text = """
2020年三季度统计表
县(区)|培训
永德县|
镇康县|
"""
    asked = questions(read(sheet_of(text)))
    assert len(asked) == 1
    assert contents(read(sheet_of(text))) == {}
    answered = read(sheet_of(text), answers={asked[0].key: "target:B06/amount"})
    assert contents(answered)[3, 2] == ("amount", "B06", YONGDE)


def test_a_form_that_names_no_unit_is_filled_for_the_one_that_is_chosen():
    text = """
2020年第（ ）季度妇联重点工作报告表
填报单位(盖章)：
指标名称|计量单位|全年任务|本季完成|累计完成
开展巾帼宣讲活动|场| | |
培训基层妇女骨干|人次| | |
"""
    reading = read(sheet_of(text))
    assert reading.matches.is_of_one_unit
    assert contents(reading)[5, 4] == ("amount", "B06", "")
    assert [each.text for each in reading.matches.unit_lines] == ["填报单位(盖章)："]
    assert questions(reading) == []


def test_a_form_with_several_periods_is_refused():
    text = """
统计表
县(区)|培训基层妇女骨干||
 |二季度|三季度|累计
永德县| | |
镇康县| | |
"""
    assert read(sheet_of(text)).refused.code == "form_several_periods"


def test_a_workbook_without_units_and_targets_is_refused():
    assert read(sheet_of("通讯录\n姓名|电话\n张三|")).refused.code == "form_no_table"


def test_the_percent_of_a_head_and_a_larger_unit_are_known():
    text = """
2020年三季度统计表
县(区)|发放创业担保贷款(亿元)|培训基层妇女骨干||
 | |全年目标|累计完成|完成率(%)
永德县| | | |
镇康县| | | |
"""
    places: dict[tuple[int, int], FormPlace] = {(p.row, p.column): p for p in read(sheet_of(text)).matches.places}
    assert places[4, 2].factor == "10000"
    assert places[4, 5].percent
