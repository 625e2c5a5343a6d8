"""What the lines above and below a table say of its figures: 累计 of one target is not said of all."""

import itertools
from random import Random

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN, TARGET

COUNTY = "530902000000"
AMOUNT, TO_DATE = "amount", "to_date"
HEADS = {"B01": "创业示范基地(个)", "B04": "转移就业(人次)", "B06": "骨干培训(人次)", "D01": "最美家庭(户)"}
SHORT = {"B01": "创业示范基地", "B04": "转移就业", "B06": "骨干培训", "D01": "最美家庭"}


def read(*lines, below=(), title="临沧市妇联2020年三季度统计表"):
    rows = "临翔区|1|2|3|4\n云县|5|6|7|8"
    text = "\n".join([title, *lines, "县区|" + "|".join(HEADS.values()), rows, *below])
    return read_workbook([book_of(sheet_of(text))], PLAN)


def kinds_of(reading):
    """target -> its kind, or "asked"."""
    found = {figure.target: str(figure.kind) for figure in reading.figures if figure.unit == COUNTY}
    asked = {target for question in reading.all_questions for _unit, target in question.about}
    return found | dict.fromkeys(asked, "asked")


def expected(kind, **others):
    """B04 is a running total, whatever is said."""
    return dict.fromkeys(HEADS, kind) | {"B04": TO_DATE} | others


NONE = [
    "（累计数另报）",
    "1—9月累计数见附表二",
    "累计转移就业口径同人社",
    "注意：不要填累计数",
    "本表填本季完成数，转移就业填累计数",
    "除转移就业外均为当期数",
    "转移就业为累计数",
    "累计完成数为当年1月1日起的累计数",
    "本表均为非累计数",
]


@pytest.mark.parametrize("line", NONE)
def test_a_line_that_speaks_of_one_target_or_forbids_totals_leaves_the_others(line):
    assert kinds_of(read(line)) == expected(AMOUNT)
    assert kinds_of(read(title=f"临沧市妇联2020年三季度统计表（{line.strip('（）')}）")) == expected(AMOUNT)
    assert kinds_of(read(below=[f"注：{line}"])) == expected(AMOUNT)


@pytest.mark.parametrize(
    "line", ["（累计）", "本表数据均为1-9月累计数", "以下各项均填累计数", "全部为年初以来累计数", "1—9月累计"]
)
def test_a_line_about_all_figures_is_said_of_each(line):
    assert kinds_of(read(line)) == expected(TO_DATE)
    assert kinds_of(read(below=[f"注：{line.strip('（）')}"])) == expected(TO_DATE)


@pytest.mark.parametrize(
    "line", ["本季数和累计数均需填报", "现金类指标为累计数", "本表填本季完成数，其他填累计数", "数据截至2020年9月30日"]
)
def test_what_is_not_clear_is_asked(line):
    assert kinds_of(read(line)) == expected("asked")


def test_what_is_left_out_of_the_totals_is_asked():
    assert kinds_of(read("除骨干培训外均为累计数")) == expected(TO_DATE, B06="asked")


@pytest.mark.parametrize("seed", range(40))
def test_the_targets_that_a_line_lists_are_those_that_it_is_about(seed):
    random = Random(seed)
    increments = [target for target in HEADS if TARGET[target].measure == "increment"]
    listed = random.sample(increments, random.randint(1, 2))
    names = random.choice(["、", "和", "及"]).join(SHORT[target] for target in listed)
    verb = random.choice(["为", "填", "均为", "按", ""])
    line = f"{names}{verb}{random.choice(['累计数', '年初以来累计数', '1-9月累计数'])}"
    line = random.choice([line, f"本表填本季完成数，{line}", f"（{line}，其余为本季数）"])
    assert kinds_of(read(line)) == expected(AMOUNT, **dict.fromkeys(listed, TO_DATE)), line


SAME = [
    "年内累计",
    "全年累计数",
    "今年累计",
    "截至目前",
    "本年度累计",
    "累计数(1至9月)",
    "年度累计",
    "已累计完成",
    "开年以来",
    "年内",
]


@pytest.mark.parametrize("word", SAME)
def test_any_word_for_the_running_total_is_read(word):
    text = f"2020年三季度统计表\n县区|骨干培训(人次)|骨干培训(人次)\n |本季完成|{word}\n临翔区|1|2\n云县|3|4"
    reading = read_workbook([book_of(sheet_of(text))], PLAN)
    assert sorted((str(each.kind), int(each.value)) for each in reading.figures) == [
        *((AMOUNT, value) for value in (1, 3)),
        *((TO_DATE, value) for value in (2, 4)),
    ]
    assert reading.all_questions == []


@pytest.mark.parametrize(
    ("word", "beside"), list(itertools.product(["完成数", "数值"], ["得分", "扣分", "得分(10分)", "排位", "权重"]))
)
def test_points_beside_a_figure_do_not_make_it_doubtful(word, beside):
    text = f"2020年三季度统计表\n县区|骨干培训(人次)|骨干培训(人次)\n |{word}|{beside}\n临翔区|1|2\n云县|3|4"
    reading = read_workbook([book_of(sheet_of(text))], PLAN)
    assert [int(each.value) for each in reading.figures] == [1, 3]
    assert reading.all_questions == []
