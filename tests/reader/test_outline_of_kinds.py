"""Sections of texts whose parts are numbered otherwise, run together, or stand beside the cells of a table."""

import pytest

from reader.reading import read


def titles(text):
    return [(section.level, section.title) for section in read(text).sections]


def test_the_points_of_a_speech_are_sections():
    text = (
        "某县妇联2023年工作思路\n"
        "其一，突出思想引领，凝聚巾帼力量。组织宣讲120场。深入开展主题教育，引导妇女听党话、跟党走。\n"
        "其二，服务发展大局，助力乡村振兴。举办培训班15期。扶持巾帼创业基地建设。\n"
        "其三，深化家庭建设，培育文明新风。评选最美家庭60户。推动立法宣传。\n"
    )
    assert titles(text) == [
        (1, "突出思想引领，凝聚巾帼力量"), (1, "服务发展大局，助力乡村振兴"), (1, "深化家庭建设，培育文明新风"),
    ]  # fmt: skip


def test_the_points_inside_a_paragraph_are_sections_too():
    text = "市妇联今年抓三件事。其一，抓培训。全年培训妇女500人。其二，抓阵地。新建微家30个。其三，抓关爱。走访200户。"
    assert titles(text) == [(1, "抓培训"), (1, "抓阵地"), (1, "抓关爱")]


@pytest.mark.parametrize("text", ["只知其一，不知其二。培训妇女500人。", "这是其一。培训妇女500人。"])
def test_words_that_only_count_begin_no_section(text):
    assert titles(text) == []


RUN_TOGETHER = [
    (
        "一、背景与理念本校地处城乡结合部，留守儿童较多。二、目标1.建成家长学校1所，参训率达到90%以上。2.每学期开展亲子活动2次。"
        "三、措施（一）健全组织。成立家庭教育指导委员会，配备教师12名。（二）丰富活动。全年举办讲堂8场。"
        "四、保障加强经费投入，落实专项经费5万元。",
        [(1, "背景与理念"), (1, "目标"), (1, "措施"), (2, "健全组织"), (2, "丰富活动"), (1, "保障")],
    ),
    (
        "一、指导思想坚持以人民为中心，围绕中心、服务大局。二、工作目标年内新建儿童之家20个，覆盖率达到90%。"
        "三、工作措施（一）加强领导成立领导小组，明确责任分工。（二）广泛宣传利用各类媒体开展宣传50次。"
        "四、工作要求各单位要高度重视，狠抓落实。",
        [(1, "指导思想"), (1, "工作目标"), (1, "工作措施"), (2, "加强领导"), (2, "广泛宣传"), (1, "工作要求")],
    ),
    (
        "一、活动目的为深入推进家庭教育，制定本方案。二、活动内容和方式按照分级负责的原则举办讲座30场。三、组织领导成立工作专班，统筹推进。",
        [(1, "活动目的"), (1, "活动内容和方式"), (1, "组织领导")],
    ),
    # the whole sentence is the title
    (
        "一、加强领导和组织保障。成立专班。二、目标任务分解到位。新建微家20个。三、强化思想引领。宣讲20场。",
        [(1, "加强领导和组织保障"), (1, "目标任务分解到位"), (1, "强化思想引领")],
    ),
]


@pytest.mark.parametrize("text, sections", RUN_TOGETHER)
def test_headings_are_told_from_the_text_that_they_run_into(text, sections):
    found = [section for section in titles(text) if section[1][0] not in "建每"]  # without the two items of 目标
    assert found == sections


STACKED = """某区2023年民生实事项目责任分解
序号
项目
主要内容
牵头单位
完成时限
备注
1
母婴设施
新建母婴室20个
区卫生健康局
10月底
分两批实施
2
妇女健康
免费筛查妇女5000人
区妇联
11月底
3
旧城改造
改造老旧小区6个
区住建局、各街道
12月底
分两批实施
一、保障措施
加强领导，落实责任。
"""


def test_the_cells_of_a_table_are_no_headings_even_on_lines_of_their_own():
    found = read(STACKED)
    assert [section.title for section in found.sections] == ["保障措施"]
    assert found.title == "某区2023年民生实事项目责任分解"
    assert [(target.name, str(target.deadline)) for target in found.targets] == [
        ("新建母婴室", "2023-10-31"), ("免费筛查妇女", "2023-11-30"), ("改造老旧小区", "2023-12-31"),
    ]  # fmt: skip
    assert [found.text[target.place.start : target.place.end] for target in found.targets] == [
        "新建母婴室20个", "免费筛查妇女5000人", "改造老旧小区6个",
    ]  # fmt: skip
    assert not [aside for aside in found.asides if aside.text in {"备注", "分两批实施", "1", "2"}]


def test_a_table_without_numbers_is_told_by_its_offices():
    found = read(
        "某县妇联2023年任务表\n任务\n责任单位\n完成时限\n新建妇女微家20个\n县妇联\n10月底\n培训妇女500人\n县人社局\n11月底\n"
    )
    assert [(target.name, str(target.deadline)) for target in found.targets] == [
        ("新建妇女微家", "2023-10-31"), ("培训妇女", "2023-11-30"),
    ]  # fmt: skip
    assert found.sections == ()


def test_short_lines_that_head_no_table_stay_lines():
    text = "某县妇联2023年工作要点\n任务\n措施\n要求\n一、强化引领\n举办宣讲20场。加强学习。\n"
    assert [section.title for section in read(text).sections] == ["强化引领"]
