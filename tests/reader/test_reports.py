"""What a text reports beside what it promises: months that have passed, labels of progress, lists that sum up."""

import pytest

from reader.reading import read
from tests.reader.readings import read_targets

CLAUSES = [
    ("上半年，全县共举办培训班12期，培训妇女800人。下半年，计划再举办8期", ["8 期 eq"]),
    ("上半年，全县举办培训班12期", ["12 期 eq 2024-06-30"]),
    ("牵头单位：县妇联 实际完成情况：安装工作已完成年度目标任务的55%", []),
    ("完成情况：新建示范点5个。下一步计划：新建示范点8个", ["8 个 eq"]),
    ("完成时限：年底前新建示范点5个", ["5 个 eq"]),
    ("已完成年度目标任务的55%", []),
    ("6月底前完成年度目标任务的55%", ["55 % pct 2024-06-30"]),
    ("这是真实的兑现——2023年，就业增长7.4%。贫困人口减少1442万人。2024年新增就业1000万人", ["1000 万人 eq"]),
    ("民生为本——2024年，就业增长7.4%。贫困人口减少1442万人", ["7.4 % pct", "1442 万人 eq"]),
    ("“十四五”实现城镇新增就业5000万人以上", ["5000 万人 ge 2025-12-31"]),
    ("“十四五”规划实施评估，培训5000人", ["5000 人 eq"]),
    ("完成230个50户以上连片村寨建设", ["230 个 eq"]),
    ("改造50户以上连片村寨230个", ["230 个 eq"]),
    ("促进就业(3项)", []),
    ("新建妇女之家(3个)", ["3 个 eq"]),
    ("母婴室面积一般不低于10平方米", []),
    ("建立使用面积不少于10平方米的独立母婴室20间", ["20 间 eq"]),
    ("新增儿童活动面积不少于500平方米", ["500 平方米 ge"]),
    ("各县区检查任务：东区2万人、西区3万人", ["2 万人 eq", "3 万人 eq"]),
    ("各县区举办讲座2场、慰问3户", ["2 场 each", "3 户 each"]),
    ("城市、农村低保补差分别达到300元、140元", ["300 元 eq", "140 元 eq"]),
    ("市、县分别建立2所、3所", ["2 所 eq", "3 所 eq"]),
    ("以全市7600多名持证残疾人为主要对象", []),
    ("以创建100个妇女之家为抓手", ["100 个 eq"]),
    ("为3.078万60岁以上老年人免费接种流感疫苗", ["3.078 万人 eq"]),
]
LISTS = [
    ("市妇联对全年工作进行了全面总结:\n1.儿童之家覆盖率95%以上;\n2.新建家园12个。\n今年新建示范点5个。", ["5 个"]),
    ("全年重点工作如下:\n1.儿童之家覆盖率95%以上;\n2.新建家园12个。", ["95 %", "12 个"]),
    (
        "近日,省里发布第二期学前教育三年行动计划,每年将新建2000所幼儿园,三年内新增6000所。到2017年,入园率达到85%。",
        ["2000 所", "6000 所", "85 %"],
    ),
    (
        "配置率不低于50%的要求。2017年底,公共场所母婴设施配置率不低于50%;其他地区用人单位,配置率不低于50%。",
        ["50 %", "50 %", "50 %"],
    ),
]


@pytest.mark.parametrize("clause, expected", CLAUSES)
def test_a_report_is_no_promise(clause, expected):
    assert read_targets(clause) == expected


@pytest.mark.parametrize("document, expected", LISTS)
def test_a_list_is_read_as_its_first_line_says(document, expected):
    assert [f"{target.value} {target.unit}" for target in read(document).targets] == expected


def test_three_years_end_with_the_only_year_that_is_named():
    reading = read("近日,省里发布学前教育三年行动计划,三年内新增6000所幼儿园。到2017年,入园率达到85%。")
    assert reading.years == (2015, 2017)
    assert [target.deadline.isoformat() for target in reading.targets] == ["2017-12-31"] * 2


def test_a_title_behind_the_text_is_of_another_document():
    text = "到2025年,新生儿死亡率控制在3.1‰以下;纯母乳喂养率达到50%以上;生长迟缓率控制在5%以下,目标人群全部覆盖。"
    reading = read(f"健康儿童行动新目标\n{text}\n相关链接\n一图速览2024年政府工作报告\n视频更多\n")
    assert len(reading.targets) == 3
    assert reading.title != "一图速览2024年政府工作报告"
