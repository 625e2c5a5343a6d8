"""Tasks, the offices that lead and assist, and their deadlines."""

from datetime import date

import pytest

from reader.model import Confidence
from reader.outline.offices import find_offices
from reader.reading import read


@pytest.mark.parametrize(
    "text, lead, assisting",
    [
        (
            "（牵头单位：市妇联；责任单位：各县（市、区）妇联；配合单位：市教育局）",
            ["市妇联"], ["各县(市、区)妇联", "市教育局"],
        ),
        ("（责任单位：市妇联、市教育局）", ["市妇联", "市教育局"], []),
        ("（责任部门：发展部；配合部门：办公室、宣传部）", ["发展部"], ["办公室", "宣传部"]),
        ("责任单位：旗卫计局  旗妇联    完成时限：10月底", ["旗卫计局", "旗妇联"], []),
        ("牵头单位：市妇联，配合单位：市卫健委等", ["市妇联"], ["市卫健委"]),
        ("牵头部门:权益部 协办部门:办公室", ["权益部"], ["办公室"]),
        ("主办单位：市妇联　承办单位：市妇女儿童活动中心", ["市妇联", "市妇女儿童活动中心"], []),
        ("由市妇联牵头，市教育局、市司法局配合，办好讲堂。", ["市妇联"], ["市教育局", "市司法局"]),
        ("（市妇联牵头，市人社局、市财政局配合）", ["市妇联"], ["市人社局", "市财政局"]),
        ("（市妇联、市卫健委按职责分工负责）", ["市妇联", "市卫健委"], []),
        ("办好讲堂。（市妇儿工委办、市教育局，各成员单位）", ["市妇儿工委办"], ["市教育局", "各成员单位"]),
        ("办好讲堂。（市妇联宣传部）", ["市妇联宣传部"], []),
        ("办好讲堂（含线上直播）。", [], []),
        ("由专人负责，建立台账。", [], []),
        ("联合有关部门开展检查。", [], []),
    ],
)  # fmt: skip
def test_offices(text, lead, assisting):
    from reader.text.normalization import normalize

    found = find_offices(normalize(text))
    assert (list(found.lead), list(found.assisting)) == (lead, assisting)


def read_targets(text, **how):
    return [(task.name, task.rule, task.lead, task.deadline) for task in read(text, **how).tasks]


def test_an_item_without_parts_is_a_task():
    text = (
        "某市妇联2021年工作要点\n一、服务大局\n（一）抓好培训。办好培训班12期。（责任部门：发展部）\n"
        "（二）抓好基地。新建基地4个。\n二、维护权益\n1．开展普法宣传。\n2．做好信访接待，9月底前完成排查。\n"
    )
    assert read_targets(text) == [
        ("抓好培训", "item", ("发展部",), None),
        ("抓好基地", "item", (), None),
        ("开展普法宣传", "item", (), None),
        ("做好信访接待，9月底前完成排查", "item", (), date(2021, 9, 30)),
    ]
    reading = read(text)
    assert [reading.sections[task.section].title for task in reading.tasks] == [
        "抓好培训", "抓好基地", "维护权益", "维护权益",
    ]  # fmt: skip
    assert reading.tasks[0].text == "（一）抓好培训。办好培训班12期。（责任部门：发展部）"


def test_long_text_of_a_first_level_gives_sentences():
    text = (
        "某市妇联2021年工作要点\n一、服务大局\n当前任务很重。举办家政培训班12期。我们的工作还有差距。"
        "推动建立妇女议事会。继续选树巾帼标兵。\n二、维护权益\n开展普法宣传。\n"
    )
    names = [name for name, *_ in read_targets(text)]
    assert names == ["举办家政培训班12期", "推动建立妇女议事会", "继续选树巾帼标兵", "维护权益"]


def test_an_item_with_its_offices_is_one_task():
    text = (
        "某旗2021年为妇女儿童办实事实施方案\n一、实施免费检查项目\n检查妇女4000人。巡回义诊60次。组织专家会诊。\n"
        "责任单位：旗卫健委　旗妇联　　完成时限：10月底\n"
        "二、扶持创业就业\n发放贷款。办培训班。建基地。\n责任单位：旗人社局\n"
    )
    assert read_targets(text) == [
        ("实施免费检查项目", "item", ("旗卫健委", "旗妇联"), date(2021, 10, 31)),
        ("扶持创业就业", "item", ("旗人社局",), None),
    ]


def test_rows_of_a_table_are_tasks():
    text = (
        "某市妇联2021年任务分解表\n序号\t工作任务\t目标要求\t牵头部室\t配合部室\t完成时限\n"
        "1\t巾帼大宣讲\t开展宣讲100场\t宣传部\t办公室、组织部\t12月底\n2\t创业担保贷款\t发放贷款3亿元\t发展部\t\t9月底\n"
    )
    first, second = read(text).tasks
    assert (first.name, first.lead, first.assisting, first.deadline) == (
        "巾帼大宣讲", ("宣传部",), ("办公室", "组织部"), date(2021, 12, 31),
    )  # fmt: skip
    assert (second.name, second.lead, second.assisting, second.deadline) == (
        "创业担保贷款",
        ("发展部",),
        (),
        date(2021, 9, 30),
    )
    assert first.text == "1\t巾帼大宣讲\t开展宣讲100场\t宣传部\t办公室、组织部\t12月底"


def test_a_title_that_names_a_year_is_a_title():
    text = "某县妇联2021年任务分解\n工作内容\t2020年完成数\t2021年目标\t完成时限\n巾帼宣讲\t80场\t100场\t11月底\n"
    assert [(task.name, task.deadline) for task in read(text).tasks] == [("巾帼宣讲", date(2021, 11, 30))]


def test_a_stage_ends_with_its_period_and_a_principle_is_hardly_a_task():
    text = (
        "某县妇联2021年行动方案\n一、基本原则\n（一）坚持分类指导。因村制宜开展整治。\n（二）坚持示范带动。推动全域提升。\n"
        "二、方法步骤\n（一）宣传发动阶段（3月1日—3月20日）。制定方案。\n（二）集中攻坚阶段（2021年4月—6月）。组织评比。\n"
    )
    found = read(text).tasks
    assert [(task.sure, task.deadline) for task in found] == [
        (Confidence.UNSURE, None), (Confidence.UNSURE, None),
        (Confidence.SURE, date(2021, 3, 20)), (Confidence.SURE, date(2021, 6, 30)),
    ]  # fmt: skip


def test_what_was_done_is_no_task():
    text = (
        "某市妇联工作报告\n一、2020年工作回顾\n（一）抓引领。举办宣讲300场。\n（二）促就业。培训妇女500人次。\n"
        "二、2021年工作任务\n（一）强引领。举办宣讲350场。\n2019年举办了200场。\n（二）优服务。全市现有基地9个。新建基地4个。\n"
    )
    assert [name for name, *_ in read_targets(text)] == ["强引领", "优服务"]


def test_a_plan_without_headings_gives_sentences():
    text = "某镇妇联2021年工作计划\n当前任务很重。举办家政培训班2期，我们要抓紧。2020年举办了3期。深化巾帼志愿服务。\n"
    assert [name for name, *_ in read_targets(text)] == ["举办家政培训班2期，我们要抓紧", "深化巾帼志愿服务"]


def test_a_table_of_numbers_gives_no_tasks():
    text = "某市妇联2021年任务分解\n县区\t检查（人）\t贷款（万元）\n甲县\t800\t650\n乙县\t700\t550\n"
    assert read_targets(text) == []


def test_targets_belong_to_their_task_and_section():
    text = (
        "某市妇联2021年工作要点\n一、服务大局\n（一）抓好培训。举办家政培训班12期。\n（二）抓好基地。新建基地4个。\n"
        "二、维护权益\n开展普法宣传20场次。\n"
    )
    reading = read(text)
    assert [(reading.sections[target.section].title, target.task) for target in reading.targets] == [
        ("抓好培训", 0), ("抓好基地", 1), ("维护权益", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence, is_task",
    [
        ("某主席来我市调研时，在某县专门召开改革座谈会，就深化基层改革提出了明确要求。", False),
        ("会后，某某一行前往某小学对儿童心理健康指导中心的实施情况进行调研。", False),
        ("会上，检察、教育、民政等单位负责人介绍了家庭教育指导服务的开展情况。", False),
        ("市政府副市长某某出席会议并讲话，对推进妇女工作作了部署。", False),
        ("座谈会传达了全国妇联关于推进基层组织建设的精神。", False),
        ("会议由某某主持，部署推进家庭教育工作。", False),
        ("省妇联在会议上对推进改革作出安排部署，要求各县改革方案4月底前全部出台。", True),
        ("调研时要召开座谈会，推进基层组织建设。", True),
        ("召开座谈会，推进基层组织建设。", True),
        ("各级妇联要深入基层调研，推动家庭教育指导服务。", True),
    ],
)
def test_a_scene_of_a_speech_is_no_task(sentence, is_task):
    reading = read(
        f"市妇联2024年讲话\n一、推进改革\n{sentence}\n全面推进组织建设。\n各县要落实工作方案。\n完成年度任务。\n"
    )
    assert any(sentence.rstrip("。") in task.text for task in reading.tasks) is is_task
