"""Names in speeches, circulars and tables of tasks: what is told before, who does it, the project of a row."""

import pytest

from reader.reading import read

SPEECH = "在全县妇女儿童工作推进会上的讲话\n(2024年3月20日)\n{}\n"
CIRCULAR = "关于做好2024年度“巾帼行动”有关工作的通知\n{}\n"
TABLE = "2024年妇女儿童工作目标任务分解表\n序号\t工作项目\t目标任务\t责任单位\t完成时限\n{}\n"
PLAN = "清河县儿童发展规划实施方案(2021—2025年)\n{}\n"
NAMES = [
    # the task from above, and each unit's part of it
    (
        SPEECH.format("市里给我县的儿童之家任务是45个,要在9月底前建成30个。各乡镇至少要建3个。"),
        ["儿童之家", "儿童之家(9月底前)", "各乡镇儿童之家"],
    ),
    (SPEECH.format("各乡镇党委要专题研究不少于2次。"), ["各乡镇党委专题研究"]),
    (SPEECH.format("乡镇妇联主席每季度至少下村4次。"), ["乡镇妇联主席每季度下村"]),
    # a deadline for a report names nothing
    (
        CIRCULAR.format("各乡镇妇联要于4月15日前上报培训计划,每个乡镇至少举办2期培训班,每期不少于40人。"),
        ["每个乡镇培训班", "每期培训班"],
    ),
    (
        CIRCULAR.format("县妇联机关干部每人结对2户,乡镇妇联主席每人结对3户。"),
        ["县妇联机关干部每人结对", "乡镇妇联主席每人结对"],
    ),
    (CIRCULAR.format("组织实施阶段(4月—11月):完成培训任务的80%。"), ["培训"]),
    (
        CIRCULAR.format("举办家长课堂60场,培训家庭教育骨干100名,受益家长1.2万人次。"),
        ["家长课堂", "培训家庭教育骨干", "受益家长"],
    ),
    (CIRCULAR.format("举办培训班10期,培训妇女500人。"), ["培训班", "培训妇女"]),
    # the project of a row
    (
        TABLE.format("1\t“两癌”免费筛查\t宫颈癌8000人、乳腺癌4000人,筛查率达到85%以上\t县卫健局\t9月30日"),
        ["“两癌”免费筛查(宫颈癌)", "“两癌”免费筛查(乳腺癌)", "“两癌”免费筛查率"],
    ),
    (
        TABLE.format("1\t关爱服务\t发放爱心包裹300个,争取资金15万元\t县民政局\t6月1日前"),
        ["爱心包裹", "关爱服务资金"],
    ),
    # a share of those that set something up, however long it is described
    (
        PLAN.format(
            "90%以上的城乡社区建设1所为儿童提供游戏、娱乐、教育、卫生和转介等服务的儿童之家,每年新建不少于20所。"
        ),
        ["建有儿童之家的城乡社区占比", "每年新建儿童之家"],
    ),
    (PLAN.format("每天一小时体育锻炼落实率100%。"), ["每天一小时体育锻炼落实率"]),
]


@pytest.mark.parametrize(("document", "names"), NAMES)
def test_a_name_is_found_where_the_text_tells_it(document, names):
    assert [target.name for target in read(document).targets] == names


MORE = [
    ("发放一次性交通补贴700人、70万元。", ["发放一次性交通补贴", "发放一次性交通补贴"]),
    ("为200名手术者实施复明工程、106例尿毒症患者提供透析治疗。", ["手术者复明工程", "尿毒症患者提供透析治疗"]),
    ("新增100所学校食堂空调500台。", ["新增学校食堂空调", "新增学校食堂空调"]),
    ("年度目标为全县农村劳动力转移就业1500人以上。", ["农村劳动力转移就业"]),
    ("对10类重点就业群体新发放创业担保贷款不低于800万元。", ["重点就业群体新发放创业担保贷款"]),
    (
        "引进银龄人才300名,其中银龄教师150名、银龄科技人才100名、银龄技师50名。",
        ["引进银龄人才", "引进银龄人才(银龄教师)", "引进银龄人才(银龄科技人才)", "引进银龄人才(银龄技师)"],
    ),
    (
        "开展60户老年人家庭适老化改造;实施新时代学生心理健康专项行动和青少年心理健康“护蕾”专项行动,服务覆盖学生1000人次。",
        ["老年人家庭适老化改造", "服务覆盖学生"],
    ),
    ("实施河道整治工程3条;实施公路改造工程,总里程6公里。", ["河道整治工程", "公路改造工程总里程"]),
]


@pytest.mark.parametrize(("text", "names"), MORE)
def test_a_name_holds_no_other_number_and_no_other_item(text, names):
    assert [target.name for target in read(CIRCULAR.format(text)).targets] == names
