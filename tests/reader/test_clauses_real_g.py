"""Invented clauses of constructions that news of plans and lists of projects use, with what only looks like them."""

import pytest

from reader.reading import read
from tests.reader.readings import format_target, read_targets, steps
from tests.reader.readings import read as promised

THREE = {"years": (2018, 2020)}
NONE = {"year": None}

YEARS = [
    ("18年创建50户，19年创建80户", ["50 户 eq 2018-12-31", "80 户 eq 2019-12-31"], THREE),
    ("三年创建300户，其中18年底前创建50户", ["300 户 eq", "50 户 eq"], THREE),
    ("创建300户，到19年建成150户", ["300 户 eq", "150 户 eq 2019-12-31"], THREE),
    ("25年底前建成40个，20年的老阵地全部更新", ["40 个 eq"], {"year": 2025}),
    ("24年底建成的40个全部达标", [], {"year": 2025}),
    ("20年如一日服务妇女，创建300户", ["300 户 eq"], THREE),
    ("对从事妇女工作满20年的30名干部颁发证书", [], THREE),
    ("评选20年以上婚龄的和美家庭30户", ["30 户 eq"], THREE),
    ("“十一五”期间，扶持基地10家", ["10 家 eq 2010-12-31"], NONE),
    ("“十五”期间，扶持基地10家", ["10 家 eq 2005-12-31"], NONE),
    ("举办培训班十五期，培训妇女10名", ["15 期 eq undated", "10 名 eq undated"], NONE),
    ("到“十二五”末，扶持基地10家", ["10 家 eq 2015-12-31"], NONE),
    ("“十一五”期间扶持基地8家，今年扶持10家", ["10 家 eq"], {"year": 2012}),
    ("第二十五期内刊发布后，扶持基地10家", ["10 家 eq undated"], NONE),
]


def rows(table):
    """A parametrized table of (clause, what is taken from it[, options])."""
    return pytest.mark.parametrize(
        ("clause", "expected", "options"), [(*row, {})[:3] for row in table], ids=[row[0] for row in table]
    )


def of_document(*lines: str) -> list[str]:
    return [format_target(target, "") for target in read("\n".join(lines)).targets]


@rows(YEARS)
def test_years_written_short(clause, expected, options):
    assert read_targets(clause, **options) == expected


YEAR_BY_YEAR = "2018年培训妇女10人，2019年培训妇女20人，2020年培训妇女30人。"
EACH_ITS_YEAR = ["10 人 eq 2018-12-31", "20 人 eq 2019-12-31", "30 人 eq 2020-12-31"]


@pytest.mark.parametrize(
    "title",
    [
        "巧手姐妹三年行动（2018—2020年）",
        "2018—2020年巧手姐妹素质提升工程",
        "巧手姐妹（2018-2020年）",
        "巧手姐妹三年行动\n2018至2020年，全县分步实施。",
        "巧手姐妹三年行动方案（2018—2020年）",
    ],
)
def test_a_title_with_a_span_gives_each_target_its_year(title):
    assert of_document(title, "一、目标", YEAR_BY_YEAR) == EACH_ITS_YEAR


def test_a_span_with_its_length_makes_its_years_the_plans_own():
    text = "2018—2020年，三年培训妇女60人，2018年培训10人，2019年培训20人，2020年培训30人。"
    assert of_document(text) == ["60 人 eq 2020-12-31", *EACH_ITS_YEAR]


def test_a_span_in_a_plan_of_one_year_makes_no_old_year_its_own():
    assert of_document("2020年工作要点", "2018—2020年，三年培训妇女60人，2018年培训10人，2020年培训30人。") == [
        "60 人 eq 2020-12-31",
        "30 人 eq 2020-12-31",
    ]


def test_a_span_whose_length_differs_is_not_the_plans():
    assert read("2018—2020年，五年级学生读书60本。").years is None


PLACES = [
    ("在5个乡镇建立妇女议事会", ["5 个 eq"]),
    ("在18个镇街设立议事厅", ["18 个 eq"]),
    ("在6个村成立巡逻队", ["6 个 eq"]),
    ("在3个街道增设托育点", ["3 个 eq"]),
    ("在全市12个县区建立工作站", []),
    ("在12个县区建立健全工作机制", []),
    ("在8个村已建立阵地", []),
    ("在8个村建立的阵地发挥作用", []),
    ("在10个社区安装监控50个", ["50 个 eq"]),
    ("在10个村设立30个观察点", ["30 个 eq"]),
]

DONE_FOR = [
    ("为100名困难妇女进行康复训练", ["100 名 eq"]),
    ("为80名妇女进行手术治疗", ["80 名 eq"]),
    ("给70名60周岁以上女性患者进行免费治疗", ["70 名 eq"]),
    ("对300名留守儿童进行心理辅导", ["300 名 eq"]),
    ("为300名环卫女工做体质监测", ["300 名 eq"]),
    ("为50户困难家庭买保险", ["50 户 eq"]),
    ("为3万名妇女谋幸福", []),
    ("为300名创业妇女保驾护航", []),
    ("派出6辆流动体检车下乡巡回", ["6 辆 eq"]),
    ("派驻12名调解员到村", ["12 名 eq"]),
    ("为5名困难妇女做了手术", []),
    ("对3名违规的工作人员进行处理", []),
    ("对3名履职不力的专干进行约谈", []),
    ("对5.7万名留守儿童，要摸清底数", []),
]

PRIZES = [
    ("按总人数的20%为一等奖，30%为二等奖，50%为三等奖", []),
    ("参赛作品的10%获优秀奖", []),
    ("评出3名一等奖获得者", []),
    ("力争获得2个一等奖", ["2 个 eq"]),
    ("总人数的30%以上参加培训", ["30 % ge"]),
    ("获奖比例达到30%", ["30 % pct"]),
    ("完成社区的十项工作目标", []),
    ("落实8项年度任务，建成阵地10个", ["10 个 eq"]),
    ("完成十项工作创新", ["10 项 eq"]),
]

NOISE = [
    ("妇女工作计划范例（精选7篇）", []),
    ("村妇女主任工作计划范文15篇", []),
    ("推荐优秀案例7篇", ["7 篇 eq"]),
    ("推送典型宣传文章不少于7篇", ["7 篇 ge"]),
    ("7部门出台护学文件 要普遍设立护学岗", []),
    ("联合6部委开展专项行动", []),
    ("5单位联合举办活动3场", ["3 场 eq"]),
    ("拍摄微电影9部", ["9 部 eq"]),
]

CITED = [
    ("《要点》提出，今年要培训妇女500名", ["500 名 eq"]),
    ("《方案》明确，年内建成阵地20个", ["20 个 eq"]),
    ("会议提出了今年的目标：培训妇女500名，建成阵地20个", ["500 名 eq", "20 个 eq"]),
    ("大会明确了全年任务，培训妇女500名", ["500 名 eq"]),
    ("去年提出了工作目标：培训妇女500名", []),
    ("《纲要》提出了未来十年的目标：筛查率达80%以上", []),
    ("县妇联超额完成了下达的任务500名", []),
    ("会议通报了培训妇女500名的目标", []),
    ("落实《规划》提出的目标，建成阵地20个", ["20 个 eq"]),
    ("按照《条例》要求，培训妇女500名", ["500 名 eq"]),
    ("《规划》提出的目标是到2030年达到70%", []),
    ("《规划》要求，培训妇女600名", []),
    ("落实《规划》要求，《纲要》提出达到80%以上", []),
    ("《办法》规定，今年以来培训的500名学员可申请", []),
]

DATELINES = [
    ("新闻网1月10日讯 今天上午，记者从发布会上了解到", []),
    ("本报3月8日电 庆祝大会召开", []),
    ("据某社5月6日消息 大会召开", []),
    ("总体目标（2024-2026年）", []),
    ("3月8日召开庆祝大会", ["2024-03-08 3月8日召开庆祝大会"]),
    ("5月6日电商培训班开班", ["2024-05-06 5月6日电商培训班开班"]),
    ("6月1日启动关爱行动", ["2024-06-01 6月1日启动关爱行动"]),
]


@rows(PLACES)
def test_counted_places_at_which_something_is_set_up(clause, expected, options):
    assert read_targets(clause, **options) == expected


@rows(DONE_FOR)
def test_people_for_whom_something_is_done(clause, expected, options):
    assert read_targets(clause, **options) == expected


@rows(PRIZES)
def test_shares_of_prizes_and_sets_of_aims(clause, expected, options):
    assert read_targets(clause, **options) == expected


@rows(NOISE)
def test_what_a_site_counts(clause, expected, options):
    assert read_targets(clause, **options) == expected


@rows(CITED)
def test_what_another_document_wants(clause, expected, options):
    assert read_targets(clause, **options) == expected


@rows(DATELINES)
def test_the_day_of_the_news_is_no_step(clause, expected, options):
    assert steps(clause, **options) == expected


NAMES = [
    ("救助150名低保、特困等患病妇女", ["救助低保、特困等患病妇女"]),
    ("扶持2个上规模、上水平的种植基地", ["上规模、上水平的种植基地"]),
    ("新建10个微家、培训妇女500名", ["新建微家", "培训妇女"]),
    ("制作5部短片、开展宣传", ["短片"]),
    ("为90名女教师提供“护嗓”免费检查服务", ["女教师“护嗓”免费检查服务"]),
    ("举办培训1000场，为50名女性提供职业能力服务", ["培训", "女性职业能力服务"]),
    ("为20名女性免费做眼科检查", ["女性免费眼科检查"]),
    ("为60名妇女送岗位", ["妇女送岗位"]),
    ("选树10位18周岁以上的优秀女性", ["优秀女性"]),
    ("为40名35-64岁的农村妇女进行筛查", ["农村妇女筛查"]),
    ("检查35岁以上妇女60名", ["检查35岁以上妇女"]),
    ("在5个乡镇建立妇女议事会", ["建立妇女议事会的乡镇"]),
    ("在3个村建设示范点，每村1个", ["建设示范点的村", "每村建设示范点"]),
    ("在2个以上乡镇设立工作站", ["设立工作站的乡镇"]),
    ("对6个县区开展专项督导", ["专项督导的县区"]),
    ("在6个村成立巡逻队", ["成立巡逻队的村"]),
    ("扶持2-3家全国、8家省级、40家市级示范基地", ["全国示范基地", "省级示范基地", "市级示范基地"]),
    ("创建3个省级“巾帼农场”、10个市级巾帼农场", ["省级“巾帼农场”", "市级巾帼农场"]),
    ("新办1个春蕾班……2016年毕业", ["春蕾班"]),
    ("预计接种疫苗25万剂次", ["接种疫苗"]),
    ("把握时机培训骨干30名", ["把握时机培训骨干"]),
    ("按每年建设20个“儿童之家”的进度", ["“儿童之家”"]),
    ("适龄妇女筛查率?达到50%以上", ["适龄妇女筛查率"]),
    ("幼儿园每学期至少组织1次家庭教育指导和2次亲子活动", ["每学期家庭教育指导", "每学期亲子活动"]),
    ("各乡镇至少培训骨干30名", ["各乡镇培训骨干"]),
]


@rows(NAMES)
def test_the_name_has_all_its_words_and_no_others(clause, expected, options):
    assert [target.name for target in promised(clause).targets] == expected


def days_of(*lines: str) -> list[str]:
    return [step.text for step in read("\n".join(lines)).milestones]


@pytest.mark.parametrize(
    "first",
    [
        "发布时间：2024-01-10 17:11",
        "2024-01-12 17:11:26 来源：某某网",
        "2024-01-10 08:08:03",
        "某某网1月10日讯 好消息传来。",
        "某某网讯 1月10日，好消息传来。",
    ],
)
def test_a_day_on_which_the_news_came_out_is_no_step(first):
    assert days_of("2024年妇女工作要点", first, "1月10日，召开发布会。", "6月10日启动评选。") == ["6月10日启动评选"]


def test_a_day_that_the_news_looks_ahead_to_stays():
    ahead = ["1月10日前完成评选", "1月10日将召开大会"]
    assert days_of("2024年妇女工作要点", "发布时间：2024-01-10 17:11", *[f"{one}。" for one in ahead]) == ahead
    assert days_of("2024年妇女工作要点", "发布时间：2024-01-20 17:11", "1月10日召开大会。") == ["1月10日召开大会"]
    assert days_of("2024年妇女工作要点", "1月10日召开大会。", "县妇联", "2024年1月10日") == ["1月10日召开大会"]
