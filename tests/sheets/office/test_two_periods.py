"""Tables of several periods in one sheet: that of this period is read, the others are put aside by name."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.plans import lincang

TRAINED, FAMILIES = "L03", "L09"
CODES = {"临翔": "530902000000", "凤庆": "530921000000", "云县": "530922000000", "永德": "530923000000"}
HEAD = "县区|农村劳动力培训\n"
SECOND = HEAD + "临翔区|1\n凤庆县|2\n云县|3\n"
THIRD = HEAD + "永德县|4\n临翔区|5\n"


def read(text, **more):
    reading = read_workbook([book_of(sheet_of(text), **more)], lincang())
    names = {code: name for name, code in CODES.items()}
    figures = {(names[each.unit], each.target): int(each.value) for each in reading.figures}
    aside = [note.params["text"] for sheet in reading.sheets for note in sheet.notes if note.code == "other_table"]
    return figures, aside, [question.why.code for question in reading.all_questions]


READ_OF_THIRD = {("永德", TRAINED): 4, ("临翔", TRAINED): 5}


@pytest.mark.parametrize("title", ["", "妇联工作统计表\n"])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_first_table_is_of_the_period_before(title, gap):
    text = f"{title}2020年二季度\n{SECOND}{gap}2020年三季度\n{THIRD}"
    assert read(text) == (READ_OF_THIRD, ["2020年二季度"], [])


def test_the_second_table_is_of_the_period_before():
    text = f"2020年三季度\n{THIRD}\n2020年二季度\n{SECOND}"
    assert read(text) == (READ_OF_THIRD, ["2020年二季度"], [])


def test_the_second_table_has_no_head_of_its_own():
    text = f"妇联工作统计表\n2020年二季度\n{SECOND}2020年三季度\n{THIRD.removeprefix(HEAD)}"
    assert read(text) == (READ_OF_THIRD, ["2020年二季度"], [])


def test_all_quarters_below_each_other():
    blocks = [f"2020年{number}季度\n{HEAD}临翔区|{at}\n" for at, number in enumerate("一二三四", 1)]
    aside = ["2020年一季度", "2020年二季度", "2020年四季度"]
    assert read("\n".join(blocks)) == ({("临翔", TRAINED): 3}, aside, [])


def test_units_across():
    block = "指标|临翔区|云县\n农村劳动力培训|{}|{}\n最美家庭|{}|{}\n"
    text = f"2020年二季度\n{block.format(1, 2, 3, 4)}\n2020年三季度\n{block.format(5, 6, 7, 8)}"
    expected = {("临翔", TRAINED): 5, ("云县", TRAINED): 6, ("临翔", FAMILIES): 7, ("云县", FAMILIES): 8}
    assert read(text) == (expected, ["2020年二季度"], [])


def test_the_form_of_one_county_has_its_name_above_all_tables():
    block = "指标|完成数\n农村劳动力培训|{}\n最美家庭|{}\n"
    text = f"凤庆县妇联工作统计表\n2020年二季度\n{block.format(1, 2)}\n2020年三季度\n{block.format(3, 4)}"
    assert read(text) == ({("凤庆", TRAINED): 3, ("凤庆", FAMILIES): 4}, ["2020年二季度"], [])


def test_a_unit_of_measure_above_all_tables_holds_for_each():
    figures, _aside, _asked = read(f"统计表\n单位：万人次\n2020年二季度\n{SECOND}\n2020年三季度\n{THIRD}")
    assert figures == {at: 10_000 * value for at, value in READ_OF_THIRD.items()}


def test_a_title_that_is_repeated_on_each_page_continues_the_table():
    title = "2020年三季度妇联工作统计表"
    figures, aside, asked = read(f"{title}\n{SECOND}合计|10\n\n{title}（续）\n{HEAD}永德县|4\n")
    assert figures == {(name, TRAINED): value for value, name in enumerate(CODES, 1)}
    assert (aside, asked) == ([], [])


def test_a_quarter_that_is_still_blank_divides_no_list():
    rows = "".join(f"{name}|三季度|{value}\n |四季度|\n" for name, value in (("临翔区", 1), ("云县", 2)))
    figures, aside, asked = read(f"2020年三季度统计表\n县区|季度|农村劳动力培训\n{rows}")
    assert figures == {("临翔", TRAINED): 1, ("云县", TRAINED): 2}
    assert (aside, asked) == ([], [])
