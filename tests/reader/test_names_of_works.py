"""Names of what is built, renewed and removed, of sizes, and of things that stand behind the next number."""

import pytest

from reader.reading import read
from tests.reader.readings import read as read_clause
from tests.reader.readings import read_reasons

PLAN = "清河县2024年民生实事\n{}\n"
NAMES = [
    # a size is that of what was built or counted before
    ("实施县道提升工程3条,总里程50公里。", ["县道提升工程", "县道提升工程总里程"]),
    ("实施河堤加固工程,总里程6公里。", ["河堤加固工程总里程"]),
    ("改造35幢20万平方米老旧小区房屋。", ["老旧小区房屋", "老旧小区房屋"]),
    (
        "完成20幢3万平方米房屋“平改坡”和15幢2万平方米校舍改造。",
        ["房屋“平改坡”", "房屋“平改坡”", "校舍改造", "校舍改造"],
    ),
    # begun and completed
    ("加快棚户区改造,新开工3000套,建成2000套。", ["新开工棚户区改造", "建成棚户区改造"]),
    ("开工建设保障性住房200套,竣工150套。", ["开工建设保障性住房", "竣工保障性住房"]),
    ("开竣工安置房各1000套。", ["开竣工安置房"]),
    ("新建停车点10个、扩容15个。", ["新建停车点", "扩容停车点"]),
    ("新建(改建)10家老年食堂。", ["新建(改建)老年食堂"]),
    ("建成妇女之家5个。", ["妇女之家"]),
    # removed and repaired
    ("淘汰200辆黄标车。", ["淘汰黄标车"]),
    ("更换50盏路灯。", ["更换路灯"]),
    ("维修30间校舍。", ["维修校舍"]),
    # at villages
    ("完成9个村的自来水入户、11个村的污水治理工作。", ["自来水入户的村", "污水治理的村"]),
    ("改造35所学校的厕所。", ["改造学校的厕所"]),
    ("为30个村（社区）养老服务机构配备终端。", ["村(社区)养老服务机构配备终端"]),
    ("清理40条（段）河道。", ["清理河道"]),
    # by numbers that stand side by side
    ("对深山区的300户1200人实施扶贫搬迁。", ["扶贫搬迁", "扶贫搬迁"]),
    ("完成80个村3000户广播电视“村村通”任务。", ["广播电视“村村通”的村", "广播电视“村村通”"]),
    # what is done to them is part of the name
    ("更新300条健身路径。", ["更新健身路径"]),
    ("下放25项医保服务事项。", ["下放医保服务事项"]),
    ("解决200户低收入家庭的住房困难。", ["解决低收入家庭的住房困难"]),
    # several ways of building
    ("按省定标准新(改、扩)建幼儿园8所。", ["新(改、扩)建幼儿园"]),
    ("新建(改扩)公办幼儿园10所、新增学位1500个。", ["新建(改扩)公办幼儿园", "新增公办幼儿园学位"]),
    ("建(改)成口袋公园30个。", ["建(改)成口袋公园"]),
    ("实施道路畅通工程,新建道路10条;新增停车位100个。", ["新建道路", "新增停车位"]),
    # what things reach, and who will do what
    ("力争2家企业实现上市或挂牌。", ["企业上市或挂牌"]),
    ("推进32条公交线路实现到站信息预报。", ["公交线路到站信息预报"]),
    (
        "对全县3万名妇女实施“两癌”免费检查。其中,东山镇将免费检查2000人。",
        ["妇女“两癌”免费检查", "妇女“两癌”免费检查(东山镇)"],
    ),
    ("更新投运50辆公交车。", ["更新投运公交车"]),
    # for whom money and services are
    ("每年拿出500万元,对妇女实施“两癌”免费检查。", ["“两癌”免费检查资金"]),
    ("将为残疾人托养服务提供2000人次补助。", ["残疾人托养服务补助"]),
    ("城镇新就业残疾人将达到100人。", ["城镇新就业残疾人"]),
    ("应急广播终端100%覆盖。", ["应急广播终端覆盖率"]),
    # for both
    ("让2万户、7万人住上新房。", ["住上新房", "住上新房"]),
    ("全年助餐配送餐服务2万人次。", ["助餐配送餐服务"]),
    # growth on average
    ("公交分担率平均提升2个百分点以上。", ["公交分担率提升"]),
    ("最低工资标准平均提高8%以上。", ["最低工资标准提高"]),
    # what the sentence before quotes
    (
        "“两癌”免费检查对象为农村适龄妇女,县妇幼保健院承担“两癌”免费检查工作。今年检查任务为5000人。",
        ["“两癌”免费检查"],
    ),
    ("各级要重视“两癌”防治,加强领导,明确责任。今年体检任务为5000人。", ["体检"]),
    ("促进更高质量更充分就业。扶持创业300人。", ["扶持创业"]),
    ("3、2024年农村妇女“两癌”防治知识知晓率达到80%以上。", ["农村妇女“两癌”防治知识知晓率"]),
    ("创成省级示范学校6所。", ["省级示范学校"]),
]
LISTS = [
    (
        "01\n完成30台住宅电梯加装\n*为7个小区实施消防设施改造\n02\n建成区服务中心\n实施5处场站修缮工程\n*改造11家养老机构\n"
        "03\n新增就业900人\n*新建20公里绿道\n",
        ["住宅电梯加装", "小区消防设施改造", "场站修缮工程", "改造养老机构", "新增就业", "新建绿道"],
    ),
]
REJECTED = [
    ("在省十届人大四次会议上,李明作报告", {"四次": "ordinal"}),
    ("改造二次供水设施", {"二次": "set_phrase"}),
    ("自2013年实施项目以来,资金总量达到1500万元", {"1500万元": "past"}),
    ("投票表决确定县政府民生实事项目为10项", {"10项": "list_count"}),
    ("去年办了10件实事,今年要办12件", {"10件": "list_count", "12件": "list_count"}),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_works_are_named_by_what_is_done_to_what(text, names):
    assert [target.name for target in read(PLAN.format(text)).targets] == names


@pytest.mark.parametrize(("lines", "names"), LISTS)
def test_the_numbers_of_a_list_on_a_picture_join_no_lines(lines, names):
    found = read(PLAN.format(lines))
    assert [target.name for target in found.targets] == names
    assert [aside.text for aside in found.asides if aside.why == "item_number"] == ["01", "02", "03"]


@pytest.mark.parametrize(("clause", "reasons"), REJECTED)
def test_which_meeting_and_how_many_deeds_are_no_targets(clause, reasons):
    assert not read_clause(clause).targets
    assert reasons.items() <= read_reasons(clause).items()
