"""Names of what all or some do, of standards that rise, and dates beside a starting value or an estimate."""

import pytest

from reader.reading import read
from tests.reader.readings import read_targets

PLAN = "清河县妇联2024年工作要点\n{}\n"
NAMES = [
    # those who do it
    ("村妇联主席100%进村“两委”。", ["村妇联主席进村“两委”比例"]),
    ("家政服务员100%持证上岗。", ["家政服务员持证上岗比例"]),
    ("村妇联主席培训率100%。", ["村妇联主席培训率"]),
    ("候选人中女性比例要占30%以上。", ["候选人中女性比例"]),
    ("女性村民代表占30%以上。", ["女性村民代表占比"]),
    # each unit, without 确保
    ("确保各行政村“两委”中至少各有1名女性成员。", ["各行政村女性成员"]),
    ("保证村“两委”中至少有1名女委员。", ["村“两委”中女委员"]),
    # what follows a name, and what precedes it
    ("为500名一线女职工免费体检一次。", ["一线女职工免费体检"]),
    ("选聘20名各类“创业导师”助推乡村振兴。", ["“创业导师”"]),
    ("启动实施老旧小区改造500户。", ["老旧小区改造"]),
    ("提质扩能10个妇女儿童服务中心。", ["提质扩能妇女儿童服务中心"]),
    ("对300名留守妇女开展技能培训,举办招聘会2场。", ["留守妇女技能培训", "招聘会"]),
    # a standard that rises
    ("困境儿童基本生活补贴由每人每月1000元提高到1200元。", ["困境儿童基本生活补贴"]),
    # a rate inside a bracket, and what is counted before it
    (
        "每个街道培育3家以上家政企业(员工制服务员占比超过50%),社区网点覆盖率达到90%。",
        ["每个街道家政企业", "员工制服务员占比", "社区网点覆盖率"],
    ),
    ("将100户以上户用厕所改(新)建任务纳入民生实事。", ["户用厕所改(新)建"]),
    ("把10个儿童之家建设纳入项目库。", ["儿童之家建设"]),
    # told twice
    (
        "今年将为800对农村夫妇提供免费孕前检查。\n继续实施全覆盖工程,将为全县800对农村夫妇提供免费孕前检查。",
        ["农村夫妇免费孕前检查", "农村夫妇免费孕前检查"],
    ),
]
DATES = [
    ("到2026年,妇女参保率由2020年的60%提高到80%以上", ["80 % ge 2026-12-31"]),
    ("妇女参保率由2020年底的60%提高到80%以上", ["80 % ge"]),
    ("妇女参保率从2025年起每年提高到80%以上", ["80 % ge"]),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_what_all_do_is_named_whole(text, names):
    assert [target.name for target in read(PLAN.format(text)).targets] == names


@pytest.mark.parametrize(("clause", "expected"), DATES)
def test_where_a_value_started_dates_nothing(clause, expected):
    assert read_targets(clause) == expected


def test_a_plan_that_is_promulgated_has_its_years():
    text = "日前,市政府正式颁布了《清河市妇女发展规划(2021-2030年)》。妇女参保率达到95%以上。\n"
    assert [str(target.deadline) for target in read(text).targets] == ["2030-12-31"]


def test_large_cities_are_no_number_of_people():
    assert not read(PLAN.format("在全国百万以上人口城市推广。")).targets


def test_an_estimate_of_the_last_year_tells_which_year_this_is():
    text = "县长作报告时透露,预计2023年全县生产总值100亿元以上。\n2024年十件民生实事公布:新增学位1000个。\n"
    found = read(text)
    assert (found.year, [target.name for target in found.targets]) == (2024, ["新增学位"])
