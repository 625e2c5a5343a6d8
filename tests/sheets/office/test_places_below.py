"""A county's own sheet of its townships: the row that adds them up is the county's, and townships are no units."""

from decimal import Decimal

import pytest

from sheets.office.keys import label_key
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.random_townships import TownshipsMaker
from tests.sheets.office.sample_plan import PLAN

COUNTY = "530925000000"
TITLE = "双江县妇联2020年三季度统计表"


def read(text, *, name="报表.xlsx", answers=None):
    return read_workbook([book_of(sheet_of(text), name=name)], PLAN, answers or {})


def figures_of(reading):
    return {(each.unit, each.target, str(each.kind)): each.value for each in reading.figures}


def codes_of(reading):
    return [question.why.code for question in reading.all_questions]


def notes_of(reading):
    return {note.code: note.params for sheet in reading.sheets for note in sheet.notes}


@pytest.mark.parametrize("seed", range(60))
def test_the_total_of_townships_is_the_figure_of_their_county(seed):
    book = TownshipsMaker(seed).make()
    reading = read_workbook([book_of(*book.sheets, name=book.name)], PLAN)
    both = {at for at in book.figures if (*at[:2], "amount") in book.figures and (*at[:2], "to_date") in book.figures}
    more = {at[:2] for at in both if book.figures[*at[:2], "amount"] > book.figures[*at[:2], "to_date"]}
    right = {at: value for at, value in book.figures.items() if at[:2] not in more}
    assert {at: value for at, value in figures_of(reading).items() if at[:2] not in more} == right, seed
    assert set(codes_of(reading)) <= {"more_than_to_date"}, seed


@pytest.mark.parametrize("seed", range(40))
def test_a_total_that_is_not_the_sum_of_the_townships_is_asked(seed):
    maker = TownshipsMaker(seed, is_broken=True)
    book = maker.make()
    reading = read_workbook([book_of(*book.sheets, name=book.name)], PLAN)
    if maker.broken is None:
        return
    asked = {(question.unit, question.target) for question in reading.all_questions}
    assert maker.broken[:2] in asked, seed
    assert maker.broken not in figures_of(reading), seed


DOWN = f"""{TITLE}
乡镇|创业示范基地(个)|骨干培训(人次)
勐勐镇|0|53
勐库镇|1|38
    """


def test_townships_without_a_total_are_added_up_only_when_a_person_says_so():
    reading = read(DOWN)
    assert (codes_of(reading), figures_of(reading)) == (["places_without_total"], {})
    [question] = reading.all_questions
    assert set(question.about) == {(COUNTY, "B01"), (COUNTY, "B06")}
    assert not question.label  # 勐勐镇 is not remembered as the county
    added = read(DOWN, answers={question.key: f"unit:{COUNTY}"})
    assert figures_of(added) == {(COUNTY, "B01", "amount"): 1, (COUNTY, "B06", "amount"): 91}
    assert codes_of(added) == []
    left = read(DOWN, answers={question.key: "ignore"})
    assert (codes_of(left), figures_of(left)) == ([], {})


def test_a_blank_total_and_an_unclear_place_are_asked():
    reading = read(f"{DOWN.rstrip()}\n合计||91\n")
    assert codes_of(reading) == ["places_blank_total"]
    assert reading.all_questions[0].choices[0].answer == "value:1"
    unclear = read(DOWN.replace("|38", "|十几人").rstrip() + "\n合计|1|91\n")
    assert codes_of(unclear) == ["places_unclear"]
    near = read(DOWN.replace("|38", "|38人左右").rstrip() + "\n合计|1|91\n")
    assert (codes_of(near), len(near.figures)) == ([], 2)


def test_places_by_short_names_are_told_by_the_head():
    text = f"{TITLE}\n乡（镇）|骨干培训(人次)|创业示范基地(个)\n勐勐|53|0\n勐库|38|1\n合计|91|1\n"
    assert figures_of(read(text)) == {(COUNTY, "B06", "amount"): 91, (COUNTY, "B01", "amount"): 1}


def test_a_list_has_a_total_for_each_target():
    training = "勐勐镇|骨干培训|53\n勐库镇|骨干培训|38\n合计|骨干培训|91\n"
    business = "勐勐镇|自主创业|3\n勐库镇|自主创业|2\n合计|自主创业|6\n"
    reading = read(f"{TITLE}\n乡镇|指标|本季完成\n{training}{business}")
    assert figures_of(reading) == {(COUNTY, "B06", "amount"): 91}
    assert codes_of(reading) == ["places_differ"]


def test_a_county_above_its_townships_is_compared_with_them():
    text = "{}\n乡镇|骨干培训(人次)|创业示范基地(个)\n双江县|{}|1\n勐勐镇|53|0\n勐库镇|38|1\n"
    assert codes_of(read(text.format(TITLE, 91))) == []
    assert codes_of(read(text.format(TITLE, 95))) == ["places_differ"]
    some = text.replace("勐勐镇", "其中：勐勐镇")
    assert codes_of(read(some.format(TITLE, 95))) == []
    assert codes_of(read(some.format(TITLE, 90))) == ["places_differ"]  # a part is more than the whole


FORM = "指标|单位|本季完成|累计\n骨干培训|人次|53|100\n自主创业|人|2|3\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("勐勐镇妇联2020年三季度统计表", "双江县报表.xlsx"),
        ("双江县勐勐镇妇联2020年三季度统计表", "报表.xlsx"),
        ("双江自治县勐勐镇2020年三季度统计表", "报表.xlsx"),
        ("2020年三季度统计表\n填报单位：勐勐镇妇联", "双江县报表.xlsx"),
        ("临翔区凤翔街道忙畔社区2020年三季度统计表", "报表.xlsx"),
        ("2020年三季度统计表", "双江县/勐勐镇三季度.xlsx"),
    ],
)
def test_the_form_of_a_township_is_never_its_countys(title, name):
    reading = read(f"{title}\n{FORM}", name=name)
    assert (figures_of(reading), codes_of(reading)) == ({}, [])
    assert "form_inside" in notes_of(reading)


@pytest.mark.parametrize(
    "title",
    [
        "双江县2020年三季度示范村统计表",
        "2020年三季度双江县各乡镇统计表",
        "双江县乡镇2020年三季度统计表",
        "镇康县2020年三季度统计表",
    ],
)
def test_a_title_that_only_speaks_of_villages_is_the_countys(title):
    assert len(figures_of(read(f"{title}\n{FORM}"))) == 4


def test_who_of_a_county_does_what_does_not_make_its_figures_anothers():
    text = f"{TITLE}\n责任股室|指标|本季度完成\n办公室|骨干培训|5\n权益股|自主创业|6\n"
    office = PLAN.units[0].__class__("530900000000-BG", "市妇联办公室", ("办公室",), "临沧市", PLAN.units[0].owed)
    plan = PLAN.__class__(**(PLAN.__dict__ | {"units": (*PLAN.units, office)}))
    reading = read_workbook([book_of(sheet_of(text))], plan)
    assert figures_of(reading) == {(COUNTY, "B06", "amount"): Decimal(5), (COUNTY, "B03", "amount"): Decimal(6)}


def test_the_question_stands_where_the_first_place_does():
    [question] = read(DOWN).all_questions
    assert question.key == label_key("报表.xlsx", "Sheet1", 3, 1)
