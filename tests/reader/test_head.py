"""Title, issuer, year, number, addressees, and where the plan begins behind what brings it."""

import pytest

from reader.reading import read

BODY = "一、服务发展大局\n办好培训班。\n二、维护合法权益\n开展普法宣传。\n"
NOTICE = (
    "青山市妇女联合会文件\n青妇发〔2021〕5号\n关于印发《青山市妇联2021年工作要点》的\n通  知\n"
    "各县（市、区）妇联，市直机关妇委会，市妇联各部室：\n现将《青山市妇联2021年工作要点》印发给你们，请认真贯彻执行。\n"
    "青山市妇女联合会\n2021年2月3日\n\n"
)


def test_a_plan_under_its_notice():
    reading = read(NOTICE + "青山市妇联2021年工作要点\n" + BODY)
    assert reading.title == "青山市妇联2021年工作要点"
    assert reading.issuer == "青山市妇联"
    assert (reading.year, reading.years) == (2021, None)
    assert reading.number == "青妇发〔2021〕5号"
    assert reading.addressees == ("各县（市、区）妇联", "市直机关妇委会", "市妇联各部室")
    assert [section.title for section in reading.sections] == ["服务发展大局", "维护合法权益"]


def test_what_a_notice_says_promises_nothing():
    notice = NOTICE.replace("请认真", "请于2月底前报送3篇信息，请认真")
    plan = "青山市妇联2021年工作要点\n一、服务大局\n举办培训班12期。\n二、维权\n开展宣传。\n"
    assert [target.value for target in read(notice + plan).targets] == [12]


def test_a_notice_that_is_the_plan_itself():
    text = "关于做好2021年妇女工作的通知\n各县（区）妇联：\n现就有关事项通知如下。\n" + BODY
    reading = read(text)
    assert reading.title == "关于做好2021年妇女工作的通知"
    assert reading.addressees == ("各县（区）妇联",)
    assert len(reading.sections) == 2


@pytest.mark.parametrize(
    "top, title, year, years",
    [
        ("青山市妇联2021年工作要点", "青山市妇联2021年工作要点", 2021, None),
        ("青山市妇联２０２１年工作要点", "青山市妇联２０２１年工作要点", 2021, None),
        ("青山市妇联\n2021年工作要点", "青山市妇联2021年工作要点", 2021, None),
        ("青山市妇联二〇二一年工作计划", "青山市妇联二〇二一年工作计划", 2021, None),
        ("青山市妇女发展规划（2021—2030年）", "青山市妇女发展规划（2021—2030年）", 2021, (2021, 2030)),
        (
            "青山市“美丽庭院”三年行动计划（2021-2023年）",
            "青山市“美丽庭院”三年行动计划（2021-2023年）",
            2021,
            (2021, 2023),
        ),
        ("青山市“十四五”妇女事业发展规划", "青山市“十四五”妇女事业发展规划", 2021, (2021, 2025)),
        ("青山市妇联2020年工作总结和2021年工作打算", "青山市妇联2020年工作总结和2021年工作打算", 2021, None),
        ("工 作 要 点\n2021年是建党百年。", "工作要点", 2021, None),
        ("在全市妇联主席会议上的讲话\n（2021年2月3日）", "在全市妇联主席会议上的讲话", 2021, None),
        ("青山市2021年为妇女儿童办实事项目清单", "青山市2021年为妇女儿童办实事项目清单", 2021, None),
        ("青山市妇联2021年工作要点及任务分工", "青山市妇联2021年工作要点及任务分工", 2021, None),
        ("青山市妇联2021年重点工作任务分解表", "青山市妇联2021年重点工作任务分解表", 2021, None),
        ("青山市妇联2021年工作要点（征求意见稿）", "青山市妇联2021年工作要点（征求意见稿）", 2021, None),
    ],
)
def test_titles_and_years(top, title, year, years):
    reading = read(f"{top}\n{BODY}")
    assert (reading.title, reading.year, reading.years) == (title, year, years)


@pytest.mark.parametrize(
    "text, year",
    [
        (f"工作要点\n{BODY}2022年1月5日\n", 2022),
        (f"工作要点\n{BODY}二〇二二年一月五日\n", 2022),
        (f"工作要点\n2022年是关键之年，比2021年要求更高。2021年成绩不小，2021年干劲很足。\n{BODY}", 2022),
        ("工作报告\n一、2021年工作回顾\n2021年，成绩不小。\n二、2022年主要任务\n办好培训班。\n", 2022),
        (f"工作要点\n{BODY}", None),
    ],
)
def test_a_year_that_the_title_does_not_name(text, year):
    assert read(text).year == year


def test_a_year_that_is_known_is_believed():
    assert read(f"工作要点\n{BODY}", year=2024).year == 2024


@pytest.mark.parametrize(
    "text, issuer",
    [
        (f"青山市妇联2021年工作要点\n{BODY}", "青山市妇联"),
        (f"2021年全市妇女儿童工作要点\n{BODY}青山市妇儿工委办公室\n2021年2月3日\n", "青山市妇儿工委办公室"),
        (f"发布机构：青山市妇联 索引号：000123\n2021年工作要点\n{BODY}", "青山市妇联"),
        (f"青山市人民政府妇女儿童工作委员会2021年工作要点\n{BODY}", "青山市人民政府妇女儿童工作委员会"),
        (f"2021年工作要点\n{BODY}", None),
        (f"在全市妇联系统会议上的讲话\n{BODY}", None),
    ],
)
def test_who_issued_it(text, issuer):
    assert read(text).issuer == issuer


def test_a_speech_addresses_no_office():
    assert read(f"在全市妇联工作会议上的讲话\n各位代表，同志们：\n{BODY}").addressees == ()


def test_the_name_of_the_site_above_a_title_is_no_part_of_it():
    assert (
        read("青山市妇女联合会\n首页 | 通知公告\n青山市妇联2021年工作要点\n" + BODY).title == "青山市妇联2021年工作要点"
    )
    assert read("青山市妇女联合会\n2021年工作要点\n" + BODY).title == "青山市妇女联合会2021年工作要点"


def test_a_line_above_the_text_is_a_title_and_a_heading_below_is_none():
    text = (
        "奋进新征程\n"
        + "各级妇联干出成绩，展现新的风采。" * 3
        + "\n再接再厉\n继续努力。\n重点任务\n举办培训班12期。\n工作安排\n新建基地4个。\n"
    )
    reading = read(text)
    assert reading.title == "奋进新征程"
    assert [target.value for target in reading.targets] == [12, 4]


def test_the_file_gives_its_name_where_the_text_has_no_title():
    assert read(f"妇联工作打算.docx\n{BODY}").title == "妇联工作打算"


def test_an_article_about_a_plan_is_left_out():
    news = "日前，青山市妇联印发2021年工作要点。2020年，全市共培训妇女3000人次，新建基地5个。\n"
    reading = read(news + "青山市妇联2021年工作要点\n一、服务大局\n举办培训班12期。\n二、维权\n开展宣传。\n")
    assert [target.value for target in reading.targets] == [12]


def test_the_year_that_a_document_names_may_be_settled_otherwise():
    text = "某市妇联2091年工作要点\n一、服务大局\n6月底前培训妇女500人次。\n"
    reading = read(text, settle_year=lambda named: named - 70)
    assert reading.year == 2021
    assert reading.targets[0].deadline.year == 2021
