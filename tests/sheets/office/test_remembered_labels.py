"""What an office once said of a label yields to names that are surely another's, and general words name nothing."""

import pytest

from sheets.office.labels import column_label, match_column, match_columns, match_unit
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind
from tests.sheets.office.sample_plan import plan_with
from tests.sheets.office.test_layouts import read

YONGDE, ZHENKANG = "530923000000", "530924000000"
TO_L = ColumnMatch(ColumnRole.FIGURE, "B06", FigureKind.AMOUNT, why="confirmed")


def remembering(label, match=TO_L):
    return plan_with(confirmed_columns={label: match})


@pytest.mark.parametrize("word", ["完成数", "数量", "合计", "人数", "本季", "本季完成", "金额", "妇女人数"])
def test_a_general_word_is_never_remembered_as_a_target(word):
    context = remembering(column_label((word,), plan_with()))
    assert match_column((word,), context).target == ""


def test_a_general_word_may_be_remembered_as_a_kind():
    said = ColumnMatch(ColumnRole.FIGURE, kind=FigureKind.TO_DATE, why="confirmed")
    assert match_column(("完成数",), remembering("完成数", said)).kind == FigureKind.TO_DATE


@pytest.mark.parametrize("name", ["揭晓市级“最美家庭”", "最美家庭", "D01", "最美家庭户数"])
def test_the_name_of_another_target_is_asked(name):
    match = match_columns([("县区",), (name,)], remembering(column_label((name,), plan_with())))[1]
    assert (match.target, match.certainty, match.why) == ("D01", Certainty.UNSURE, "remembered_other")
    assert match.alternatives == ("B06",)


def test_a_word_of_the_office_alone_is_remembered():
    match = match_column(("学习班人数",), remembering("学习班人数"))
    assert (match.target, match.certainty, match.why) == ("B06", Certainty.SURE, "confirmed")


@pytest.mark.parametrize("name", ["永德县", "永德", "530923", "临沧市永德县"])
def test_the_name_of_another_unit_is_asked(name):
    match = match_unit(name, plan_with(confirmed_units={name: ZHENKANG}))
    assert (match.unit, match.certainty, match.alternatives) == (YONGDE, Certainty.UNSURE, (ZHENKANG,))


def test_a_total_is_never_remembered_as_a_unit():
    assert match_unit("合计", plan_with(confirmed_units={"合计": ZHENKANG})).unit == ""


def test_a_name_of_the_office_alone_is_remembered():
    assert match_unit("德党", plan_with(confirmed_units={"德党": YONGDE})).unit == YONGDE


def test_the_title_says_what_a_remembered_general_word_counts():
    reading = read("2020年三季度最美家庭统计表\n县区|完成数\n永德县|2", plan=remembering("完成数"))
    assert [(each.target, each.value) for each in reading.figures] == [("D01", 2)]


def test_a_remembered_general_word_without_a_title_is_asked():
    reading = read("2020年三季度统计表\n县区|完成数\n永德县|2", plan=remembering("完成数"))
    assert not reading.figures
    assert reading.all_questions


def test_rows_that_are_the_name_of_another_target_are_asked():
    form = "永德县2020年三季度统计表\n指标|本季完成\n最美家庭|2\n骨干培训|30"
    reading = read(form, plan=remembering("最美家庭"))
    assert [(each.target, each.value) for each in reading.figures] == [("B06", 30)]
    assert [each.shown for each in reading.all_questions] == ["最美家庭"]
