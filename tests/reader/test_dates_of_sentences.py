"""What dates a whole sentence or a row by its last words, and the year of a report that goes on with 今年."""

import pytest

from reader.numbers.days import PlanYears
from reader.numbers.deadlines import find_times
from reader.reading import read

HEAD = "清河县推进会\n发表于: 2022-07-28\n"
DATES = [
    (HEAD + "今年我县计划改造厕所900户,整改达标80户,全部工作须在10月底前完成。", ["2022-10-31", "2022-10-31"]),
    # a condition on something else dates nothing
    (HEAD + "今年我县计划改造厕所900户,整改达标80户,验收方案须在8月底前完成。", ["2022-12-31", "2022-12-31"]),
    (
        "清河县2022年实事任务分解表\n序号\n实事\n责任单位\n完成时限\n1\n新建2座公园。\n县住建局\n县水务局\n9月投入使用\n"
        "2\n新建3座书屋。\n县文旅局\n12月底前\n3\n新建4座广场。\n县住建局\n5月底前动工\n",
        ["2022-09-30", "2022-12-31", "2022-05-31"],
    ),
    (
        "清河县义工超过900人\n3月6日,义工协会召开会议。记者在会上获悉,2022年,协会宣讲40场。今年,协会将宣讲50场。",
        ["2023-12-31"],
    ),
]


@pytest.mark.parametrize(("document", "expected"), DATES)
def test_the_last_words_date_what_stands_before(document, expected):
    found = [target for target in read(document).targets if "超过" not in target.text]
    assert [target.deadline.isoformat() for target in found] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("县级民生实事30项,其中“新建书屋”“改造厕所”等17项超额完成、占比56.7%。", []),
        ("县级民生实事30项,其中17项6月底前完成。", [30, 17]),
        ("开展新一轮找矿行动。", []),
        ("推进供水二期骨干工程。", []),
        ("开展找矿行动两轮。", [2]),
        ("培育一批营收过百亿元企业。", []),
        ("培育营收过百亿元的企业5家。", [5]),
        ("加快形成百万吨级示范。", []),
        ("我们每做一件实事都要用心。", []),
        ("每村做一件实事。", [1]),
    ],
)
def test_what_is_counted_is_promised(sentence, expected):
    found = read(f"清河县2022年工作要点\n{sentence}\n").targets
    assert [int(target.value) for target in found] == expected


@pytest.mark.parametrize(("words", "day"), [("2021年1-7月份", "2021-07-31"), ("2021年1-7", "2021-01-07")])
def test_months_of_a_year_are_no_day(words, day):
    [time] = find_times(words, PlanYears(2021, 2021))
    assert time.day.isoformat() == day
