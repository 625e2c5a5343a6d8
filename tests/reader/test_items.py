"""Items of lists, excerpts, titles of news, and the steps that a year dates: what appears where, and once."""

import pytest

from reader.reading import read

BODY = "各级妇联要把这项工作放在心上，抓出成效，认真总结好的做法，让更多姐妹得到实惠。"
NEWS = "近日，县妇联召开会议，研究部署今年的工作，县妇联全体干部和各乡镇妇联主席参加了会议，会议开得很好。"


def shape(text):
    """(section titles, task names, names of targets and steps each with its section's title) of a document."""
    reading = read(text)
    titles = [section.title for section in reading.sections]
    promises = [
        (one.name, None if one.section is None else titles[one.section])
        for one in (*reading.targets, *reading.milestones)
    ]
    return titles, [task.name for task in reading.tasks], promises


def test_one_line_items_appear_once():
    text = (
        "某县妇联2021年工作要点\n一、重点任务\n1.举办普法讲堂12期。\n2.培训妇女骨干500人，带动就业300人。\n"
        f"3.6月底前完成排查。\n4.深化普法宣传。\n二、保障措施\n{BODY}\n"
    )
    titles, tasks, promises = shape(text)
    assert titles == ["重点任务", "保障措施"]
    assert tasks == ["培训妇女骨干500人，带动就业300人", "深化普法宣传", "保障措施"]
    assert promises == [
        ("普法讲堂", "重点任务"), ("培训妇女骨干", "重点任务"), ("培训妇女骨干带动就业", "重点任务"),
        ("完成排查", "重点任务"),
    ]  # fmt: skip


def test_an_item_that_names_its_office_stays_a_task():
    text = "某县妇联2021年工作要点\n一、任务\n1.举办讲堂12期（责任单位：发展部）。\n2.新建微家20个。\n二、保障\n" + BODY
    reading = read(text)
    assert [(task.name, task.lead) for task in reading.tasks[:1]] == [("举办讲堂12期", ("发展部",))]
    assert [target.task for target in reading.targets] == [0, None]


@pytest.mark.parametrize(
    "numbers", [("1.", "2.", "3."), ("（1）", "（2）", "（3）"), ("①", "②", "③"), ("（一）", "（二）", "（三）")]
)
def test_a_list_without_sections_is_none(numbers):
    items = ["新建微家20个。", "为单亲母亲解决住房困难。", "继续实施“两癌”筛查项目。"]
    text = "某县妇联办好三件实事\n" + "".join(f"{n}{item}\n" for n, item in zip(numbers, items, strict=True))
    titles, tasks, promises = shape(text)
    assert titles == []
    assert tasks == ["为单亲母亲解决住房困难", "继续实施“两癌”筛查项目"]
    assert [section for _, section in promises] == [None]


def test_points_that_a_news_item_counts_are_no_sections():
    text = (
        f"某县妇联明确今年三件实事\n{NEWS}\n"
        "一是扩大贷款范围，全年新增贷款6000万元以上。二是实施“安居”工程。三是建设4所儿童之家。\n" + NEWS
    )
    titles, tasks, promises = shape(text)
    assert titles == []
    assert tasks[1:3] == ["扩大贷款范围，全年新增贷款6000万元以上", "实施“安居”工程"]
    assert [name for name, _ in promises][-1:] == ["儿童之家"]


def test_points_that_begin_paragraphs_with_text_below_are_sections():
    text = f"某县妇女儿童十项实事\n{NEWS}\n一是健康守护项目。{BODY}\n二是家庭教育项目。{BODY}\n"
    assert shape(text)[0] == ["健康守护项目", "家庭教育项目"]


def test_items_with_a_text_of_their_own_stay_sections():
    text = f"某县妇联工作安排\n1、加强学习教育。{BODY}\n2、办好培训班。{BODY}\n"
    assert shape(text)[0] == ["加强学习教育", "办好培训班"]


@pytest.mark.parametrize(
    "excerpt, titles",
    [
        (f"2、深化示范活动。{BODY}{BODY}\n3、深化对接活动。{BODY}{BODY}\n（三）实施家园工程", ["实施家园工程"]),
        (f"（二）强引领。{BODY}\n（三）促发展。{BODY}\n二、保障措施\n{BODY}\n", ["保障措施"]),
        (f"三、强引领\n{BODY}\n四、促发展\n{BODY}\n", ["强引领", "促发展"]),
    ],
)
def test_an_excerpt_that_begins_in_the_middle_of_a_list(excerpt, titles):
    assert [section.title for section in read(excerpt).sections if section.level == 1] == titles


def test_a_heading_runs_on_into_the_first_item():
    text = (
        f"某市学前教育意见\n一、明确目标，促进发展1、发展目标。{BODY}\n2、低龄教育。{BODY}\n"
        f"二、改革体制，健全网络3、理顺体制。{BODY}\n"
    )
    reading = read(text)
    assert [section.title for section in reading.sections if section.level == 1] == [
        "明确目标，促进发展", "改革体制，健全网络",
    ]  # fmt: skip


def test_the_number_of_an_item_before_an_age():
    text = (
        "某县儿童健康目标\n7.低出生体重发生率控制在4%以下。\n8.0-6个月婴儿纯母乳喂养率达到50%以上。\n"
        "9.5岁以下儿童贫血患病率控制在12%以下。\n10.5岁以下儿童生长迟缓率控制在7%以下。\n"
    )
    reading = read(text)
    assert reading.sections == ()
    assert [(target.name, target.value) for target in reading.targets] == [
        ("低出生体重发生率", 4), ("0-6个月婴儿纯母乳喂养率", 50),
        ("5岁以下儿童贫血患病率", 12), ("5岁以下儿童生长迟缓率", 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "top",
    [
        "2021-09-10 13:53",
        "来源：某某网\n2021-09-10 13:53",
        "27.02.2021  19:57",
        "发布日期：2021年3月5日 阅读数：300",
        "某报记者 王小某",
    ],
)
@pytest.mark.parametrize("site", ["", "某某日报\n", "我要投稿\n0571-12345678\n"])
def test_the_line_above_date_or_byline_is_the_title(site, top):
    reading = read(f"{site}某县新建16家爱心妈妈小屋\n{top}\n{NEWS}\n{NEWS}\n")
    assert reading.title == "某县新建16家爱心妈妈小屋"
    assert (reading.sections, reading.targets, reading.milestones) == ((), (), ())


TITLES = [
    (
        f"为幸福加码！ 某市新一轮妇女儿童发展十项实事 温馨出台\n{NEWS}{NEWS}\n{BODY}",
        "为幸福加码！某市新一轮妇女儿童发展十项实事 温馨出台",
    ),
    (f"守护“半边天”\n{NEWS}\n", "守护“半边天”"),
    ("某县办好妇女儿童实事\n1.新建微家20个。\n2.培训妇女500人。\n", "某县办好妇女儿童实事"),
    (f"{NEWS}\n{NEWS}\n", None),
    (f"来源：区实事办   2017-08-24 17:04\n{NEWS}\n", None),
    (f"2021-09-10 13:53\n{NEWS}\n", None),
    (
        f"某县人民政府办公室关于印发某县2024年关爱儿童工作方案的通知 | |||\n一、筛查。{BODY}",
        "某县2024年关爱儿童工作方案",
    ),
    (
        f"某市关于加快学前教育发展的若干意见（试行）文章属性•【机关】某市。{BODY}\n一、目标\n{BODY}",
        "某市关于加快学前教育发展的若干意见（试行）",
    ),
    (f"云南要闻\n2026年某县政府工作报告\n{NEWS}\n一、任务\n{BODY}", "2026年某县政府工作报告"),
    (
        f"【字号：\n加大\n还原\n减小\n】\n2026年某县政府工作报告\n{NEWS}\n一、任务\n{BODY}",
        "2026年某县政府工作报告",
    ),
]


@pytest.mark.parametrize("text, title", TITLES)
def test_the_first_line_is_the_title_and_a_dateline_never(text, title):
    assert read(text).title == title


def test_a_single_heading_in_a_news_item():
    text = f"守护“半边天”\n某报记者 王小某\n{NEWS}{NEWS}\n制定方案 细化措施\n{NEWS}{NEWS}\n"
    assert [section.title for section in read(text).sections] == ["制定方案 细化措施"]


STEPS = [
    ("2015年实现乡乡有妇女之家", ["2015-12-31 2015年实现乡乡有妇女之家"]),
    ("2014年全面普及学前三年教育", ["2014-12-31 2014年全面普及学前三年教育"]),
    ("2014年，每个乡镇都有中心幼儿园，全面普及学前三年教育", ["2014-12-31 全面普及学前三年教育"]),
    ("2016年，基本实现妇女议事会全覆盖", ["2016-12-31 2016年，基本实现妇女议事会全覆盖"]),
    ("2015年建成维权服务体系", ["2015-12-31 2015年建成维权服务体系"]),
    ("2015年开展普法宣传", []),
    ("2012年实现乡乡有妇女之家", []),
    ("从2014年4月开始", []),
    ("——2014年2月3日在市第十四届人民代表大会第五次会议上", []),
    ("“十三五”时期的主要目标任务", []),
    ("健全覆盖城乡的服务网络目标", []),
    ("为全面贯彻落实《方案》精神", []),
    ("2014年1-8月实事完成情况表", []),
]


@pytest.mark.parametrize("clause, expected", STEPS)
def test_the_steps_that_a_year_dates(clause, expected):
    found = read(f"某县妇联2014年工作要点\n一、任务\n{clause}。\n").milestones
    assert [f"{step.deadline} {step.text}" for step in found] == expected


@pytest.mark.parametrize(
    "line", ["2014年3月5日 阅读数：121", "阅读数：2014", "浏览次数：3", "2014-03-05", "字号：\n大 中 小"]
)
def test_what_a_site_writes_is_no_step_and_no_section(line):
    reading = read(f"某县妇联2014年工作要点\n{line}\n一、任务\n{BODY}\n二、保障\n{BODY}\n{line}\n")
    assert reading.milestones == ()
    assert [section.title for section in reading.sections] == ["任务", "保障"]


def test_ordinal_points_with_text_below_are_sections():
    text = f"会议通报了十件实事。第一件，开展免费筛查。{BODY} 第二件，开展体质监测。{BODY} 第三件，建设家长学校。{BODY}"
    assert shape(text)[0] == ["开展免费筛查", "开展体质监测", "建设家长学校"]


def test_bracketed_numbers_over_several_things_are_sections():
    text = (
        "某州办好民生实事\n（一）\n促进群众就业增收，开展技能培训2.5万人次，就业服务机构覆盖率达100%，村级服务覆盖率达80%。\n"
        "（二）\n办好人民满意教育，新建、改扩建公办幼儿园20所，引进校长、教师100名，新增学位3000个。\n"
    )
    assert shape(text)[0] == ["促进群众就业增收", "办好人民满意教育"]


def test_the_number_of_points_is_no_part_of_a_title():
    text = f"某市实施民生实事的通知\n一、促进就业（3项）\n1.加强培训。{BODY}\n二、社会保障（5\n2.加强救助。{BODY}\n"
    assert [section.title for section in read(text).sections if section.level == 1] == ["促进就业", "社会保障"]


@pytest.mark.parametrize("head", ["新闻推荐", "今日看点", "媒体矩阵", "相关新闻", "热点推荐"])
def test_other_news_below_is_left_out(head):
    news = f"某县新建16家爱心妈妈小屋\n2021-09-10 13:53\n{NEWS}\n{NEWS}\n新建微家20个。\n"
    text = f"{news}{head}\n一图速览某县工作报告\n某行新建网点30个。\n"
    reading = read(text)
    assert reading.title == "某县新建16家爱心妈妈小屋"
    assert [target.value for target in reading.targets] == [20]
    assert reading.sections == ()


def test_the_last_item_of_a_list_before_other_text():
    text = (
        f"某市妇联考核会召开\n2021-12-23 09:37\n{NEWS}\n"
        f"1.妇女议事会全面推进；\n2.创建“美丽庭院”；\n3.圆满完成参访交流。\n{NEWS}\n"
        f"她指出，要做好以下工作：\n一是加强引领。{BODY}\n二是加强服务。{BODY}\n"
    )
    assert "圆满完成参访交流" not in shape(text)[0]


def test_a_speech_on_its_own_year_is_no_plan_of_several_years():
    text = (
        f"在全市推进会上的讲话\n{BODY}要落实三年行动计划。2018年是关键之年，力争到2018年底覆盖率达到70%以上。{BODY}\n"
    )
    assert (read(text).year, read(text).years) == (2018, None)
