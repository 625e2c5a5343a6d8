"""What a report or a news item tells of months that have passed, and what it promises for those that come."""

import pytest

from reader.reading import read

NEWS = "清河市妇联部署下半年工作\n发布日期:2022-07-18\n本报讯 {}\n"
REPORT = "清河县妇联2022年上半年工作总结\n{}\n"
DOCUMENTS = [
    # 上半年 in a text of July has passed, whether it says 共 or not.
    (NEWS.format("上半年,市妇联共举办讲堂36场,服务妇女4200人次,累计创建庭院1860户。"), []),
    (NEWS.format("记者获悉,上半年,全市建成托育点18个,改造家庭860户。"), []),
    (NEWS.format("记者获悉,上半年,全市建成托育点18个。\n养老方面,改造家庭860户,新增助餐点25个。"), []),
    (NEWS.format("今年上半年,全市调解纠纷120件。下半年将新增调解室12个,确保全年调解率达到95%。"), ["12 个", "95 %"]),
    (NEWS.format("上半年,全市建成托育点18个,年底前再建成10个。"), ["10 个"]),
    (NEWS.format("三季度,全市将建成托育点18个。"), ["18 个"]),
    (NEWS.format("截至6月底,新建微家45个,完成年度任务的75%。"), []),
    # In a text of March, or in a plan, it has not.
    ("清河市妇联部署工作\n发布日期:2022-03-18\n本报讯 上半年,全市建成托育点18个。\n", ["18 个"]),
    ("清河市妇联2022年工作要点\n发布日期:2022-07-18\n上半年,全市建成托育点18个。\n", ["18 个"]),
    # The day of the text itself.
    ("清河市托育进展\n2022年8月10日讯 上半年,全市建成托育点18个,建设服务站10个。今年将建成30个。\n", ["30 个"]),
    ("清河市托育进展\n7月12日,记者从妇联获悉,2022年上半年,全市建成托育点18个。\n", []),
    ("清河市托育推进会\n7月12日前,全市建成托育点18个。2022年新建30个。\n", ["18 个", "30 个"]),
    # A document that sums up reports up to the heading that turns to what comes.
    (REPORT.format("一、强化引领\n开展宣讲42场,选树最美家庭35户。\n二、下半年打算\n继续开展宣讲30场。"), ["30 场"]),
    (REPORT.format("一、强化引领\n开展宣讲42场。确保全年开展宣讲90场。"), ["90 场"]),
    (REPORT.format("开展宣讲42场。\n2023年将开展宣讲60场。"), ["60 场"]),
    ("清河县妇联2022年工作总结和2023年工作计划\n开展宣讲42场。\n", ["42 场"]),
    (
        "清河市妇联2022年上半年工作总结和下半年打算\n一、上半年工作\n开展宣讲20场。\n二、下半年打算\n开展宣讲30场。\n",
        ["30 场"],
    ),
    ("清河市妇联2022年工作计划\n一、上半年工作\n开展宣讲20场。\n二、下半年工作\n开展宣讲30场。\n", ["20 场", "30 场"]),
    # 目前已 reports to the end of its sentence.
    ("清河县2022年工作\n放心家政行动目前已完成培训371人次,新增家政人员170人。\n", []),
    ("清河县2022年工作\n放心家政行动完成培训371人次,新增家政人员170人。\n", ["371 人次", "170 人"]),
    ("清河县2022年工作\n在康复救助方面已救助126名符合条件的儿童。\n", []),
    ("清河县2022年工作\n在已建成的站点救助126名符合条件的儿童。\n", ["126 名"]),
]
YEARS = [
    ("清河县妇联会议\n14.03.2016  11:20\n县妇联召开会议。今年将培训妇女500人。", 2016),
    ("清河县妇联会议\n县妇联召开会议。14.03的会议将于今年召开。", None),
    ("2022年,我们举办培训班22期。今年,要重点抓培训。\n2023年2月", 2023),
    ("2015年,县妇联实施“春蕾计划”,受助女童45名。2016年,县妇联将救助女童50名。", 2016),
    ("2015年,县妇联计划救助女童45名。", 2015),
]


@pytest.mark.parametrize("document, expected", DOCUMENTS)
def test_what_has_passed_is_no_promise_and_what_comes_is(document, expected):
    assert [f"{target.value.normalize():f} {target.unit}" for target in read(document).targets] == expected


@pytest.mark.parametrize("document, year", YEARS)
def test_the_year_of_a_text_that_reports(document, year):
    assert read(document).year == year


def test_a_heading_with_a_time_and_its_items_are_no_steps():
    plan = "清河县妇联2023年工作总结和计划", "二、下半年工作计划", "(一)抓好宣讲。计划开展宣讲30场。"
    steps = "(二)完成换届。11月底前全面完成村妇联换届。"
    assert [step.name for step in read("\n".join([*plan, steps])).milestones] == ["全面完成村妇联换届"]
