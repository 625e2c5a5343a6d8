"""What a text reports over several paragraphs, up to the one that turns to what comes, and what it then promises."""

import pytest

from reader.reading import read
from tests.reader.readings import read_targets

NEWS = "清河县妇联:奋进谱新篇\n来源:清河日报  发布时间:2021-12-20\n{}\n"
REVIEW = "清河县妇联五年工作回眸\n{}\n"
PROGRESS = "清河县2022年民生实事进展情况\n{}\n"
REPORT = "2022年清河县工作报告\n{}\n"
PLAN = "清河县2022年妇女工作计划\n{}\n"
DOCUMENTS = [
    (
        NEWS.format(
            "过去五年,清河县妇联团结带领全县妇女奋发有为。\n组建宣讲队宣讲300余场。\n建成80个社区书屋,评出标兵45名。\n"
            "有效确保妇女权益,吸引1.2万人次参观。\n下一步,将建设“妇女微家”50个。"
        ),
        ["50 个"],
    ),
    (NEWS.format("五年来,县妇联组建宣讲队5支。她要求大家用心。\n建成书屋80个。计划培训500人。"), ["500 人"]),
    (NEWS.format("今后五年,县妇联组建宣讲队5支。\n建成书屋80个。"), ["5 支", "80 个"]),
    (
        REVIEW.format("一、强引领\n建成80个社区书屋。\n二、促发展\n培训妇女800人。\n今后五年,培训妇女1000人。"),
        ["1000 人"],
    ),
    (PLAN.format("一、基础\n过去五年,培训妇女800人。\n二、目标\n建成书屋80个。"), ["80 个"]),
    (
        PROGRESS.format(
            "截至5月底,民生实事有序推进。\n1.家政培训。一季度完成800人。\n2.最美家庭。评选出县级最美家庭10户,知晓率达到92%。\n"
            "3.书屋建设。建成书屋12个。年底前再建8个。"
        ),
        ["8 个"],
    ),
    (PROGRESS.format("截至5月底,民生实事有序推进。\n1.引进项目不少于3个。截至5月底,引进项目2个。"), ["3 个"]),
    (PLAN.format("1.家政培训。一季度完成800人。\n2.评选出县级最美家庭10户。"), ["800 人", "10 户"]),
    (
        "清河市2022年巾帼创业成绩单出炉 2023年这样干\n1至10月,女性创业者达300万人,预计全年将超过350万人,占总数的97%。\n"
        "会议公布了明年目标:新增女性创业者20万人。\n",
        ["20 万人"],
    ),
    (PLAN.format("1至10月,培训300人。预计全年培训350人。"), ["300 人", "350 人"]),
    # the parts below the heading under which it began belong to it;争取资金, 只要 and 到2021年 do not turn it
    (
        REPORT.format(
            "一、一年接着一年干,事业持续向好\n一年来,全市妇女团结奋进。\n(一)创业有支持\n争取市级资金300万元,建成基地12个。\n"
            "(二)服务有温度\n家政员由2016年的3万人增加到2021年的5万人,培训800人。只要用心,服务6000人次。\n"
            "二、2022年任务\n建成基地20个。"
        ),
        ["20 个"],
    ),
    (PLAN.format("一、基础\n五年来,培训妇女800人。\n二、任务\n(一)阵地\n建成书屋80个。"), ["80 个"]),
    # an unnumbered heading about the past holds until another turns to what comes
    (
        REPORT.format(
            "“十三五”时期工作回顾\n建成书屋80个。\n(一)创业\n培训妇女800人。\n2022年主要任务\n(一)创业\n培训妇女900人。"
        ),
        ["900 人"],
    ),
    (REPORT.format("一、2021年主要工作和“十三五”发展成就\n建成书屋80个。\n二、目标\n建成书屋90个。"), ["90 个"]),
    # news that begins with results
    (
        "清河县讯(通讯员王书)截至6月底,全县家庭教育讲座取得阶段性成果,已开讲300场。\n县妇联印发手册2万份,评出好家庭12户。\n"
        "下一步,县妇联将新建书屋5个。\n",
        ["5 个"],
    ),
    ("清河县讯(通讯员王书)6月底前,全县开讲300场。\n县妇联印发手册2万份。\n", ["300 场", "2 万份"]),
    # a text that only tells, without a title; one that promises in one sentence
    (
        "县妇联举办了座谈会,命名了10户好家庭,推荐11户。\n各级妇联举办招聘会100场,共举办培训120多场次,惠及近3万人。\n",
        [],
    ),
    (
        "县妇联举办了座谈会,命名了10户好家庭,推荐11户。\n各级妇联将举办招聘会100场,共举办培训120多场次,惠及近3万人。\n",
        ["100 场", "120 场次", "3 万人"],
    ),
    (
        "今年清河县为900名妇女体检,圆满完成实事任务\n来源:清河日报 2021-11-13\n全县落实资金240万元,为900名妇女体检。\n",
        [],
    ),
    (
        "县妇联2020年上半年工作总结范文\n半年来,县妇联服务大局。现将工作总结如下:\n一、促改革\n1、抓好调研\n新建书屋30个。\n"
        "二、下半年工作打算\n1、抓好阵地,新建书屋20个。\n",
        ["20 个"],
    ),
    # 一年来,…: announces a list that reports; there 今年 alone is the year reported
    (
        "一年来,我们的工作涵盖两个方面:\n(一)抓组织\n今年我们新增团员250名,覆盖率达到95%。\n(二)抓就业\n全年举办讲座20次。\n"
        "今年将新建书屋9个。\n",
        ["9 个"],
    ),
    ("近年来,县妇联举办讲座20次。\n今年新增团员250名。\n", ["250 名"]),
    # titles that tell of success; those that aim at it do not
    ("清河县妇女事业迈上新台阶\n来源:清河日报\n县妇联出台政策12项,服务8万户。\n", []),
    ("推动清河县妇女事业迈上新台阶\n来源:清河日报\n县妇联出台政策12项。\n", ["12 项"]),
    # money that was won from above turns nothing
    (PROGRESS.format("截至5月底,宣讲40场。争取省财政妇女家园建设等项目资金82万元,救助52名母亲。建成家园28个。"), []),
    ("清河县2022年工作要点\n现将工作要点安排如下:\n新建书屋30个。\n", ["30 个"]),
    # goals set out under 基本情况, in a table whose cells stand each on a line with a rule behind
    (
        "清河县文化项目绩效报告\n一、基本情况\n(一)预算情况\n下达预算资金100万元。\n(二)绩效目标情况\n"
        "序号 |\n三级指标 |\n年度指标值 |\n1 |\n电视专栏 |\n24期 |\n2 |\n广播专题 |\n90期 |\n",
        ["24 期", "90 期"],
    ),
    # a forum's text: the goal that it says was published
    (
        "清河就业情况和2022年目标\n2021年1至11月,新增就业1105人。\n此外,县里公布了2022年工作目标:新增就业1000人,失业率控制在4%以内。",
        ["1000 人", "4 %"],
    ),
]
CLAUSES = [
    ("新增妇女800人,占全年任务的58%,高于时间进度9个百分点", []),
    ("6月底前达到全年任务的58%", ["58 % pct 2024-06-30"]),
    ("今年占全部干部的30%以上", ["30 % ge"]),
    ("知晓率92%,较去年提高4个百分点", ["92 % pct"]),
    ("力争知晓率较去年提高4个百分点以上", ["4 个百分点 ge"]),
    ("她接过3000元慰问金", []),
    ("为她们发放3000元慰问金", ["3000 元 eq"]),
    ("会上公布了今年目标:建成基地30个,培训妇女5万人", ["30 个 eq", "5 万人 eq"]),
    ("公布了明年目标:建成基地30个", ["30 个 eq 2025-12-31"]),
]


@pytest.mark.parametrize(("document", "expected"), DOCUMENTS)
def test_a_report_goes_on_until_the_text_turns_to_what_comes(document, expected):
    assert [f"{target.value.normalize():f} {target.unit}" for target in read(document).targets] == expected


@pytest.mark.parametrize(("clause", "expected"), CLAUSES)
def test_a_result_is_no_target(clause, expected):
    assert read_targets(clause) == expected


@pytest.mark.parametrize(
    ("title", "day"),
    [("清河市2022年成绩单出炉 2023年这样干", "2023-12-31"), ("清河市2022年工作打算", "2023-12-31")],
)
def test_next_year_is_counted_from_when_the_text_was_written(title, day):
    [target] = read(f"{title}\n会议公布了明年目标:新增创业者20万人。\n").targets
    assert target.deadline.isoformat() == day
