"""Invented clauses: by when."""

import pytest

from tests.reader.readings import read, read_targets, steps

TARGETS = [
    ("4月底前走访困难妇女100户", ["100 户 eq 2024-04-30"]),
    ("在6月底之前走访困难妇女100户", ["100 户 eq 2024-06-30"]),
    ("5—6月举办亲子阅读活动10场", ["10 场 eq 2024-06-30"]),
    ("上半年举办培训班3期", ["3 期 eq 2024-06-30"]),
    ("下半年举办培训班3期", ["3 期 eq"]),
    ("一季度走访困难妇女100户", ["100 户 eq 2024-03-31"]),
    ("第三季度末前建成儿童之家5所", ["5 所 eq 2024-09-30"]),
    ("前三季度完成培训400人次", ["400 人次 eq 2024-09-30"]),
    ("9月中旬前完成培训400人次", ["400 人次 eq 2024-09-20"]),
    ("10月15日前评选最美家庭20户", ["20 户 eq 2024-10-15"]),
    ("十一月底前评选最美家庭20户", ["20 户 eq 2024-11-30"]),
    ("2月底前评选最美家庭20户", ["20 户 eq 2024-02-29"]),
    ("年底前评选最美家庭20户", ["20 户 eq"]),
    ("年内评选最美家庭20户", ["20 户 eq"]),
    ("今年评选最美家庭20户", ["20 户 eq"]),
    ("2024年底前评选最美家庭20户", ["20 户 eq"]),
    ("到2025年儿童之家覆盖率达到90%", ["90 % pct 2025-12-31"]),
    ("到2025年底儿童之家覆盖率达到90%", ["90 % pct 2025-12-31"]),
    ("“十四五”期间新建儿童之家50所", ["50 所 eq 2025-12-31"]),
    ("到“十四五”末新建儿童之家50所", ["50 所 eq 2025-12-31"]),
    ("2024年6月底前新建儿童之家5所", ["5 所 eq 2024-06-30"]),
    ("三八妇女节前走访困难妇女30户", ["30 户 eq 2024-03-08"]),
    ("三年内对村妇联主席轮训1次", ["1 次 each undated"]),
    ("力争用两年时间新建示范点20个", ["20 个 eq undated"]),
    ("到2025年，筛查率达到70%，建成示范点20个", ["70 % pct 2025-12-31", "20 个 eq 2025-12-31"]),
    ("6月底前建成5个，年底前建成12个", ["5 个 eq 2024-06-30", "12 个 eq"]),
    ("上半年完成60%，全年完成100%", ["60 % pct 2024-06-30", "100 % pct"]),
    ("筛查率到2025年达到60%，到2030年达到70%以上", ["60 % pct 2025-12-31", "70 % ge 2030-12-31"]),
    ("9月底前举办培训班12期，培训妇女800人", ["12 期 eq 2024-09-30", "800 人 eq 2024-09-30"]),
    ("为实现女村主任比例达到10%的目标做好人才储备", ["10 % pct undated"]),
    ("较2020年增长5%以上", ["5 % ge"]),
    ("以2020年为基数下降10%", ["10 % pct"]),
]

STEPS = [
    ("4月底前出台实施细则", ["2024-04-30 4月底前出台实施细则"]),
    ("县级方案要在5月底前全部印发", ["2024-05-31 县级方案要在5月底前全部印发"]),
    ("9月底前全面完成换届任务", ["2024-09-30 9月底前全面完成换届任务"]),
    ("三季度召开经验交流会", ["2024-09-30 三季度召开经验交流会"]),
    ("确保规划各项指标全面达标", ["2024-12-31 确保规划各项指标全面达标"]),
    ("争取早日实现妇联组织全覆盖", ["undated 争取早日实现妇联组织全覆盖"]),
    ("2025年底前完成中期评估", ["2025-12-31 2025年底前完成中期评估"]),
    ("5—6月开展家庭教育宣传月活动", ["2024-06-30 5-6月开展家庭教育宣传月活动"]),
    ("5月底前出台办法、9月底前全面建成", ["2024-05-31 5月底前出台办法", "2024-09-30 9月底前全面建成"]),
    ("6月底前，各县区都要建立调解委员会", ["2024-06-30 6月底前,各县区都要建立调解委员会"]),
    ("争取年内由市政府颁布实施", ["2024-12-31 争取年内由市政府颁布实施"]),
    ("到2025年实现村级妇联全部换届", ["2025-12-31 到2025年实现村级妇联全部换届"]),
    # near misses
    ("本责任书有效期至2024年12月31日", []),
    ("每年12月10日前报送总结", []),
    ("2023年全面完成了换届任务", []),
    ("实施方案已于3月底出台", []),
    ("加强妇联组织建设", []),
    ("2024年是妇联换届之年", []),
]


@pytest.mark.parametrize(("clause", "expected"), TARGETS, ids=[clause for clause, _ in TARGETS])
def test_deadlines_of_targets(clause, expected):
    assert read_targets(clause) == expected


@pytest.mark.parametrize(("clause", "expected"), STEPS, ids=[clause for clause, _ in STEPS])
def test_dated_steps(clause, expected):
    assert steps(clause) == expected


def test_a_plan_of_several_years_ends_with_its_last():
    assert read_targets("高中毛入学率达到95%", years=(2021, 2030)) == ["95 % pct"]
    assert read_targets("三年内新建示范点20个", years=(2023, 2025)) == ["20 个 eq"]
    assert read_targets("规划期内培训20万人次", years=(2021, 2030)) == ["20 万人次 eq"]


def test_a_plan_without_a_year_has_no_days():
    assert read_targets("4月底前走访困难妇女100户", year=None) == ["100 户 eq undated"]


def test_a_step_said_twice_is_one():
    assert len(steps("会议要求县级方案4月底前全部出台。各县级方案要在4月底前全部出台。")) == 1


def test_a_heading_that_is_a_time_dates_what_stands_under_it():
    lines = ("2025年:扩面提质。", "新增示范户300户。")
    found = read(*lines, years=(2024, 2026), headings=[(2, "2025年:扩面提质"), None]).targets
    assert [str(target.deadline) for target in found] == ["2025-12-31"]


def test_a_label_after_an_item_dates_it():
    found = read("举办培训班6期。", "责任单位:县妇联 完成时限:10月底", headings=[(1, "举办培训班"), None]).targets
    assert [str(target.deadline) for target in found] == ["2024-10-31"]


def test_a_cell_of_the_row_dates_it():
    found = read("3\t最美家庭\t揭晓最美家庭60户,推荐省级8户\t家儿部\t5月15日前").targets
    assert [str(target.deadline) for target in found] == ["2024-05-15", "2024-05-15"]


def test_what_stands_under_conditions_promises_nothing():
    lines = ("推荐条件", "家庭藏书100册以上,每年参加志愿服务不少于20小时。", "名额分配", "每个乡镇推荐2户。")
    headings = [(1, lines[0]), None, (1, lines[2]), None]
    assert [str(target.value) for target in read(*lines, headings=headings).targets] == ["2"]


def test_a_stage_in_brackets_dates_what_stands_under_it():
    lines = ("准备阶段(2024年3月底前)。", "确定定点机构20家。")
    found = read(*lines, headings=[(2, "准备阶段(2024年3月底前)"), None]).targets
    assert [str(target.deadline) for target in found] == ["2024-03-31"]


def test_a_list_that_was_announced_with_a_time_keeps_it():
    found = read("10月底前办好两件实事。", "一是发放防寒衣物800套;", "二是资助女学生20名。", "新建示范点5个。").targets
    assert [str(target.deadline) for target in found] == ["2024-10-31", "2024-10-31", "2024-12-31"]


def test_another_actor_does_not_take_over_the_time():
    assert read_targets("三季度对6个县开展督导，县妇联形成调研报告2篇") == ["6 个 eq 2024-09-30", "2 篇 eq"]


def test_the_time_of_what_completes_a_promise_is_its_own():
    assert read_targets("每个县区建立1个调解委员会，并于6月底前挂牌运行") == ["1 个 each 2024-06-30"]


def test_what_a_year_stands_for_is_no_step():
    assert steps("2024年是全面完成“十四五”各项任务的攻坚之年，我们要再接再厉。") == []
    assert steps("2024年全面完成基层妇联改革任务。") != []
