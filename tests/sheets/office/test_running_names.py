"""A target that is named 累计…: what its own name means, what a name without 累计 leaves open, and months beside it."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.plans import lincang

OWN, SHORT = "农村劳动力累计转移就业", "农村劳动力转移就业"
TITLE = "全市妇联2020年第三季度工作情况"
LAYOUTS = {
    "wide": f"{TITLE}\n县区|农村劳动力培训（人次）|%s（人次）\n永德|302|2650\n双江|239|1900",
    "transposed": f"{TITLE}\n指标|永德|双江\n农村劳动力培训（人次）|302|239\n%s（人次）|2650|1900",
    "form": f"永德县{TITLE}\n指标|完成数\n农村劳动力培训（人次）|302\n%s（人次）|2650",
    "period over all": "妇联工作情况\n县区|2020年第三季度|\n|农村劳动力培训|%s\n永德|302|2650\n双江|239|1900",
    "column of the period": "县区|%s|\n|2020年三季度|备注\n永德|2650|\n双江|1900|",
    "form with a column of the period": "永德县工作台账\n指标|2020年三季度|备注\n农村劳动力培训|302|\n%s|2650|",
    "long list": "县区|指标名称|季度|数值\n永德|%s|2020年三季度|2650\n双江|%s|2020年三季度|1900",
}
ALL = pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())


def read(text, answers=None):
    return read_workbook([book_of(sheet_of(text))], lincang(), answers or {})


def named(text, name):
    return text.replace("%s", name)


def kinds(reading):
    return {(each.kind.value, int(each.value)) for each in reading.figures if each.target == "L04"}


@ALL
def test_the_targets_own_name_means_what_the_target_means(text):
    reading = read(named(text, OWN))
    assert reading.all_questions == []
    assert kinds(reading) in ({("to_date", 2650), ("to_date", 1900)}, {("to_date", 2650)})


@ALL
def test_a_name_without_the_running_total_is_asked_and_both_are_offered(text):
    reading = read(named(text, SHORT))
    assert kinds(reading) == set()
    assert {each.why.params["why"] for each in reading.all_questions} == {"kind_unsaid"}
    for kind in ("amount", "to_date"):
        answers = {}
        for each in reading.all_questions:
            (answers[each.key],) = [choice.answer for choice in each.choices if choice.answer.endswith(kind)]
        answered = read(named(text, SHORT), answers)
        assert answered.all_questions == []
        assert {found for found, _value in kinds(answered)} == {kind}


@pytest.mark.parametrize("line", ["（累计）", "转移就业为累计数"])
def test_a_line_that_says_it_is_believed(line):
    reading = read(named(LAYOUTS["wide"], SHORT).replace(TITLE, f"{TITLE}\n{line}"))
    assert [each for each in reading.all_questions if each.target == "L04"] == []
    assert {kind for kind, _value in kinds(reading)} == {"to_date"}


LEDGER = "永德县2020年工作台账\n指标|7月|8月|9月|三季度合计|备注\n%s|%s|%s|%s|%s|累计数"


@pytest.mark.parametrize("name", [OWN, SHORT])
def test_a_running_total_beside_its_months_is_not_their_sum(name):
    reading = read(LEDGER % (name, 3200, 3300, 3620, 3620))
    assert (kinds(reading), reading.all_questions) == ({("to_date", 3620)}, [])


@pytest.mark.parametrize("name", [OWN, SHORT])
def test_months_that_are_added_up_are_what_was_done(name):
    reading = read(LEDGER % (name, 1000, 1200, 1420, 3620))
    assert (kinds(reading), reading.all_questions) == ({("amount", 3620)}, [])


@pytest.mark.parametrize("months", [(3200, 3300, 3600), (0, 0, 3620)])
def test_what_months_leave_open_is_asked_without_their_sum(months):
    reading = read(LEDGER % (OWN, *months, 3620))
    (question,) = reading.all_questions
    assert [each.answer for each in question.choices][:2] == ["value:3620/to_date", "value:3620/amount"]
    assert not any("10100" in each.answer for each in question.choices)
    for answer in ("to_date", "amount"):
        answered = read(LEDGER % (OWN, *months, 3620), {question.key: f"value:3620/{answer}"})
        assert (kinds(answered), answered.all_questions) == ({(answer, 3620)}, [])


@pytest.mark.parametrize(
    "text",
    [
        "永德县2020年工作台账\n指标|7月|8月|9月\n农村劳动力培训|100|102|100",
        "2020年工作台账\n县区|农村劳动力培训||\n|7月|8月|9月\n永德|100|102|100\n双江|1|2|3",
        "县区|指标名称|月份|数值\n永德|农村劳动力培训|7月|1\n永德|农村劳动力培训|8月|2\n永德|农村劳动力培训|9月|3",
        "2020年工作台账\n县区|7月|8月|9月\n|农村劳动力培训|农村劳动力培训|农村劳动力培训\n永德|100|102|100\n双江|1|2|3",
        "永德县2020年三季度工作台账\n指标|7月|8月|9月|备注\n农村劳动力培训|100|102|100|",
    ],
)
def test_months_without_a_number_of_the_period_are_said_to_be_so(text):
    reading = read(text)
    assert (reading.figures, reading.all_questions) == ([], [])
    assert [note.code for note in reading.sheets[0].notes] == ["months_alone"]
    assert reading.sheets[0].notes[0].params["names"] == ["7月", "8月", "9月"]
