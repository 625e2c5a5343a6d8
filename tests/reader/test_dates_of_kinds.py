"""Times of a list, of the sentence before and of a bracket; small counts; words that are no steps."""

import pytest

from reader.reading import read
from tests.reader.readings import read_targets, steps

PLAN = "清河县2024年妇联工作要点\n{}\n"
DATES = [
    (PLAN.format("计划在7月至9月期间:一是走访妇女200户;二是举办招聘会5场。"), ["200 09-30", "5 09-30"]),
    (PLAN.format("在3月份开展:\n一是走访妇女200户;\n二是举办招聘会5场。"), ["200 03-31", "5 03-31"]),
    (PLAN.format("改造困难家庭50户。8月底前完成。"), ["50 08-31"]),
    (
        PLAN.format("序号\t项目\t目标任务\n1\t适老化改造\t改造50户。8月底前完成。\n2\t书屋\t建设书屋20个。"),
        ["50 08-31", "20 12-31"],
    ),
    (PLAN.format("改造困难家庭50户。8月底前完成方案。"), ["50 12-31"]),
    (PLAN.format("新建妇女微家4个(5月底前2个),培训妇女300人。"), ["4 12-31", "2 05-31", "300 12-31"]),
    (PLAN.format("新建妇女微家4个(5月底前完成)。"), ["4 05-31"]),
]
CLAUSES = [
    ("各选两个点，建立妇女微家", ["2 个 eq"]),
    ("在5、6月份建一个集市", ["1 个 eq 2024-06-30"]),
    ("办两期培训班", ["2 期 eq"]),
    ("建两个基地", ["2 个 eq"]),
    ("建两个机制", []),
    ("办好两件事", []),
    ("成立一个工作组", []),
    ("选派两名干部", []),
    ("各服务队每年至少下乡3次以上", ["3 次 each"]),
    ("县妇联每年至少下乡3次以上", ["3 次 ge"]),
]
STEPS = [
    ("清河县妇女发展规划(2021—2025年)实施方案", []),
    ("公开日期 2024年3月1日", []),
    ("《纲要》提出到2024年", []),
    ("今年将在7", []),
    ("今年将在7月份启动", ["2024-07-31 今年将在7月份启动"]),
]


@pytest.mark.parametrize(("document", "expected"), DATES)
def test_a_time_dates_what_it_belongs_to(document, expected):
    found = read(document)
    assert [f"{target.value.normalize():f} {target.deadline:%m-%d}" for target in found.targets] == expected


@pytest.mark.parametrize(("clause", "expected"), CLAUSES)
def test_a_small_count_and_each(clause, expected):
    assert read_targets(clause) == expected


@pytest.mark.parametrize(("clause", "expected"), STEPS)
def test_a_title_a_field_and_a_fragment_are_no_steps(clause, expected):
    assert steps(clause) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [("妇女之家改造,6月底前完成。", "妇女之家改造完成"), ("完成选址,6月底前全部建成妇女之家。", "全部建成妇女之家")],
)
def test_a_step_is_named_by_what_is_completed(text, name):
    assert name in [step.name for step in read(PLAN.format(text)).milestones]
