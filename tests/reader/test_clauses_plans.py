"""Invented sentences of each kind: outlines of ten years, yearly plans, public works, duties, notices, reports."""

import pytest

from tests.reader.readings import read_targets

TEN = {"years": (2021, 2030)}

PLANS = [
    # outlines of ten years
    ("孕产妇死亡率下降到11/10万以下，城乡差距缩小", ["11 /10万 le"], TEN),
    ("新生儿、婴儿和5岁以下儿童死亡率分别降至2.8‰、4.5‰和5.5‰以下", ["2.8 ‰ le", "4.5 ‰ le", "5.5 ‰ le"], TEN),
    ("5岁以下儿童贫血率和生长迟缓率分别控制在9%和4%以下", ["9 % le", "4 % le"], TEN),
    ("适龄妇女宫颈癌人群筛查率达到72%以上，乳腺癌人群筛查率逐步提高", ["72 % ge"], TEN),
    ("6个月内婴儿纯母乳喂养率达到52%以上", ["52 % ge"], TEN),
    ("高中阶段教育毛入学率达到并保持在93%以上", ["93 % ge"], TEN),
    ("小学生近视率降低至36%以下，初中生近视率降低至58%以下", ["36 % le", "58 % le"], TEN),
    ("0—6岁儿童眼保健和视力检查覆盖率达到92%以上", ["92 % ge"], TEN),
    ("以乡镇（街道）为单位，适龄儿童疫苗接种率保持在91%以上", ["91 % ge"], TEN),
    ("儿童伤害死亡率以2020年数据为基数下降22%", ["22 % pct"], TEN),
    ("村委会成员中的女性比例达到30%以上，村委会主任中的女性比例逐步提高", ["30 % ge"], TEN),
    ("92%的城市社区和82%的农村社区（村）建立家长学校", ["92 % pct", "82 % pct"], TEN),
    ("90%以上的城乡社区建设1所儿童之家", ["90 % ge"], TEN),
    ("市、县党政领导班子各配备1名以上女干部", ["1 名 each"], TEN),
    ("村“两委”班子中至少有1名女性成员", ["1 名 each"], TEN),
    ("县级以上妇幼保健机构标准化率2025年达到80%，2030年达到100%", ["80 % pct 2025-12-31", "100 % pct"], TEN),
    ("到2025年，家庭教育指导站点覆盖率达到85%；到2030年，达到95%", ["85 % pct 2025-12-31", "95 % pct"], TEN),
    ("规划提出的48项主要指标如期实现", [], TEN),
    ("“十三五”期间，妇女平均预期寿命提高到81.2岁", [], TEN),
    ("与2020年相比，孕产妇死亡率由12.1/10万下降到8.3/10万", [], TEN),
    ("本规划共设8个领域、72项主要目标、90项策略措施", [], TEN),
    # yearly plans
    ("全年力争新增巾帼家政企业10家、带动就业1000人", ["10 家 eq", "1000 人 eq"]),
    ("组建家庭教育讲师团1个，开展公益讲座100场，受益家长2万人次", ["1 个 eq", "100 场 eq", "2 万人次 eq"]),
    ("召开全市妇联工作会议1次、执委会议2次、常委会议4次", ["1 次 eq", "2 次 eq", "4 次 eq"]),
    ("联合人社局举办女性专场招聘会10场以上，提供岗位5000个以上", ["10 场 ge", "5000 个 ge"]),
    ("组织百名女企业家进乡村", []),
    ("实施巾帼大宣讲千场行动", []),
    ("建设15分钟妇女儿童服务圈", []),
    ("落实每名执委联系1个村、结对5户家庭制度", ["1 个 each", "5 户 each"]),
    ("推动全市80%以上的乡镇（街道）建成妇女儿童活动阵地", ["80 % ge"]),
    ("全市妇女微家达到500个", ["500 个 eq"]),
    ("12338热线接通率100%，办结率98%以上", ["100 % pct", "98 % ge"]),
    ("班子成员每人联系1—2个基层点，全年下基层不少于60天", ["1-2 个 each", "60 天 ge"]),
    ("每名班子成员至少撰写1篇调研报告", ["1 篇 each"]),
    ("投入资金30万元，为10所乡村学校建设“春蕾小屋”", ["30 万元 eq", "10 所 eq"]),
    ("资助春蕾女童200名，救助“两癌”患病妇女80名", ["200 名 eq", "80 名 eq"]),
    ("力争进入全省前3名", []),
    ("评选工作位居全市前5位", []),
    ("实现两个100%", []),
    ("巩固提升50个示范妇女之家", ["50 个 eq"]),
    ("人均增收2000元以上", ["2000 元 ge"]),
    ("确保2个省级、5个市级示范点通过验收", ["2 个 eq", "5 个 eq"]),
    ("截至2024年底，全县妇女微家达到300个", ["300 个 eq"]),
    ("年内要完成市妇联下达的20000人检查任务", ["20000 人 eq"]),
    ("任务数5000人，5月底完成30%，11月底前完成100%", ["5000 人 eq", "30 % pct 2024-05-31", "100 % pct 2024-11-30"]),
    ("80后、90后女性创业者", []),
    ("坚持男女平等，实现1+1大于2的效果", []),
    # public works
    ("为3万名农村适龄妇女提供免费“两癌”检查（牵头单位：市卫健委）", ["3 万名 eq"]),
    ("新建婴幼儿照护驿站30个，新增托位1500个", ["30 个 eq", "1500 个 eq"]),
    ("改造提升100所农村学校厕所", ["100 所 eq"]),
    ("为全县11所寄宿制学校安装热水器", ["11 所 eq"]),
    # duties with scores
    ("创建市级巾帼文明岗2个，得4分", ["2 个 eq"]),
    ("每少1个扣2分", []),
    ("完成率低于90%的不得分", []),
    ("达到95%以上的得满分，每低1个百分点扣0.5分", []),
    ("培训妇女1000人次（10分）", ["1000 人次 eq"]),
    ("获得省级以上表彰的加5分", []),
    # notices
    ("报送推荐材料一式3份", []),
    ("事迹材料字数不超过2000字", []),
    ("请各县（市、区）于3月31日前推荐候选人2名", ["2 名 each 2024-03-31"]),
    ("每县推荐名额不超过5名", ["5 名 each"]),
    ("全县共评选最美家庭50户，其中城镇20户、农村30户", ["50 户 eq", "20 户 eq", "30 户 eq"]),
    # reports and speeches
    ("一年来，我们举办培训班30期，培训妇女1500人次。今年，要举办培训班40期。", ["40 期 eq"]),
    ("2023年，全县新建妇女之家50个。评选最美家庭40户。2024年，计划新建60个。", ["60 个 eq"]),
    ("上年度共发放贷款1.2亿元，带动500名妇女就业", []),
    ("最快的县已完成90%，最慢的只完成30%", []),
    ("抽查的30个妇女之家中，常年开展活动的有22个", []),
    ("据统计，全县有留守儿童4200名，其中女童1900名", []),
    ("参加今天会议的有各县妇联主席等60人", []),
]


@pytest.mark.parametrize(
    ("clause", "expected", "options"), [(*row, {})[:3] for row in PLANS], ids=[row[0] for row in PLANS]
)
def test_sentences_of_plans(clause, expected, options):
    assert read_targets(clause, **options) == expected


def test_what_stands_under_a_heading_over_the_past_promises_nothing():
    from tests.reader.readings import read

    lines = ("2023年工作回顾", "举办培训班30期。", "2024年工作安排", "举办培训班40期。")
    headings = [(1, lines[0]), None, (1, lines[2]), None]
    assert [str(target.value) for target in read(*lines, headings=headings).targets] == ["40"]


def test_a_row_of_a_table_may_keep_unit_and_number_apart():
    from tests.reader.readings import read

    rows = (
        "序号\t指标\t单位\t目标值\t责任部室",
        "1\t创建巾帼示范基地\t个\t12\t发展部",
        "2\t培训妇女（人次）\t500\t发展部",
    )
    found = [(target.name, target.value, target.unit) for target in read(*rows).targets]
    assert found == [("巾帼示范基地", 12, "个"), ("培训妇女", 500, "人次")]


def test_the_title_of_a_column_may_give_unit_and_time():
    from tests.reader.readings import format_target, read

    rows = (
        "指标\t2020年基期值\t2025年目标\t2030年目标",
        "孕产妇死亡率（1/10万）\t9.2\t≤8.5\t≤8",
        "高中毛入学率（%）\t96\t97\t98以上",
    )
    found = [format_target(target, "2030-12-31") for target in read(*rows, year=None, years=(2021, 2030)).targets]
    assert found == ["8.5 /10万 le 2025-12-31", "8 /10万 le", "97 % pct 2025-12-31", "98 % ge"]


def test_a_table_that_shares_a_number_out_promises_nothing_anew():
    from tests.reader.readings import read

    rows = ("县区\t检查人数（人）\t示范点（个）", "江北县\t8000\t6", "合计\t20000\t15")
    assert read(*rows).targets == ()


def test_a_table_that_came_as_lines_keeps_the_name_above_its_number():
    from tests.reader.readings import read

    found = read("3", "培训妇女骨干", "500人次", "发展部", "4", "儿童之家覆盖率", "95%", "浏览", "2764次").targets
    assert [(target.name, target.value) for target in found] == [("培训妇女骨干", 500), ("儿童之家覆盖率", 95)]
