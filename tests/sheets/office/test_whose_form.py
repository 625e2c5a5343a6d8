"""Whose a form is: that of somebody else is said to be, and one without any name is taken by who has one unit only."""

from dataclasses import replace

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

YONGDE, ZHENKANG = "530923000000", "530924000000"
CLERK = replace(PLAN, elsewhere=frozenset(unit.code for unit in PLAN.units if unit.code != YONGDE))
FORM = "指标|单位|本季完成\n骨干培训|人次|53\n自主创业|人|2\n"


def read(title, plan=CLERK, name="报表.xlsx"):
    return read_workbook([book_of(sheet_of(f"{title}\n{FORM}"), name=name)], plan)


def notes_of(reading):
    return {note.code: note.params.get("names") for sheet in reading.sheets for note in sheet.notes}


def test_a_clerks_form_without_a_name_is_their_units_and_says_so():
    reading = read("2020年三季度统计表")
    assert {figure.unit for figure in reading.figures} == {YONGDE}
    assert (notes_of(reading), reading.all_questions) == ({"form_taken": "永德县"}, [])


def test_of_several_units_it_is_asked():
    reading = read("2020年三季度统计表", PLAN)
    assert ([q.why.code for q in reading.all_questions], reading.figures) == (["no_unit_named"], [])


@pytest.mark.parametrize("title", ["镇沅县妇联2020年三季度统计表", "2020年三季度统计表\n填报单位：镇沅县妇联"])
def test_a_name_that_nobody_knows_is_not_taken_for_the_clerks_unit(title):
    reading = read(title)
    assert ([q.why.code for q in reading.all_questions], reading.figures) == (["no_unit_named"], [])


@pytest.mark.parametrize(
    ("title", "name"),
    [("镇康县妇联2020年三季度统计表", "报表.xlsx"), ("2020年三季度统计表", "镇康县三季度.xlsx")],
)
def test_the_form_of_another_unit_is_named(title, name):
    reading = read(title, name=name)
    assert (reading.figures, reading.all_questions) == ([], [])
    assert notes_of(reading) == {"form_elsewhere": ["镇康县"]}
