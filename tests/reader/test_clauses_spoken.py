"""Invented clauses of plans as people speak them, each kind beside ones that only look alike."""

import pytest

from reader.model import Confidence, MeasureReading
from tests.reader.readings import read, read_targets

# A number that ends with 万 or 亿: the noun says what is counted, or nobody knows.
AMOUNTS = [
    ("今年发放妇女创业贷款1个亿", ["1 亿元 eq"]),
    ("争取项目资金1.5个亿", ["1.5 亿元 eq"]),
    ("力争贷款总额突破两个亿", ["2 亿元 ge"]),
    ("新增贷款3个多亿", ["3 亿元 ge"]),
    ("投入资金2个亿元", ["2 亿元 eq"]),
    ("完成小额贷款任务指标6500万", ["6500 万元 eq"]),
    ("落实妇女小额担保贷款，全年指标6500万", ["6500 万元 eq"]),
    ("落实3000万的贷款任务", ["3000 万元 eq"]),
    ("引进项目投资额5000万以上", ["5000 万元 ge"]),
    ("发动700万以上女职工参加互助保障", ["700 万人 ge"]),
    ("培训妇女1万左右", ["1 万人 approx"]),
    ("宣传活动覆盖人群50万", ["50 万人 eq"]),
    ("举办线上讲座，吸引观众达到20万以上", ["20 万人 ge"]),
    ("组织3万以上人次参加活动", ["3 万人次 ge"]),
    ("帮助2万以上户增收", ["2 万户 ge"]),
    ("全年阅读量达到10万以上", ["10 万 ge"]),
    ("作品点击量达到3个亿", ["3 亿 eq"]),
    ("培训妇女1万人", ["1 万人 eq"]),
    ("建成示范点10个", ["10 个 eq"]),
    ("动员全县12万妇女建功立业", []),
    ("开展百万家庭学法活动", []),
]
# What each unit must raise is a target; what is paid for each is a price.
RAISED = [
    ("每个县区至少筹措扶贫资金500万元", ["500 万元 each"]),
    ("每县区安排经费20万元", ["20 万元 each"]),
    ("各县（市、区）每年安排妇女工作经费20万元", ["20 万元 each"]),
    ("每个社区落实活动经费1万元以上", ["1 万元 each"]),
    ("每个县（区）筹集“母亲邮包”善款10万元", ["10 万元 each"]),
    ("每个单位争取项目资金5万元", ["5 万元 each"]),
    ("每村补助2万元", []),
    ("每个村安排补助资金2万元", []),
    ("每个示范点投入5万元", []),
    ("给每个示范社区安排奖补资金3万元", []),
    ("每名困难儿童发放助学金1000元", []),
    ("每户给予补助3000元", []),
    ("按每个妇女1元标准安排经费", []),
    ("为妇女办理安康保险，总保额10亿元", ["10 亿元 eq"]),
    ("全年承保2万份，保额总计达到10亿元", ["2 万份 eq", "10 亿元 eq"]),
    ("每份保额5万元", []),
    ("保额10万元", []),
]
# A rate that is written without a unit.
BARE_RATES = [
    ("出生人口性别比控制在110左右", ["110  approx"]),
    ("全市出生人口性别比降到112以下", ["112  le"]),
    ("各县出生人口性别比稳定在107以内", ["107  le"]),
    ("性别比：110以内", ["110  le"]),
    ("基尼系数控制在0.4以内", ["0.4  le"]),
    ("出生人口性别比为118", []),
    ("婴儿性别比目前高达118", []),
    ("性别比例适当的队伍110", []),
    ("热线12338", []),
]
# The count of a list, existing districts, and how often something is told.
PROSE = [
    ("今年要办好11件实事", []),
    ("集中力量办好以下10件民生实事：", []),
    ("市政府确定今年办好8件惠民实事", []),
    ("把儿童之家建设列入全市10件实事", []),
    ("“两癌”筛查列入政府为民办实事10件实事之一", []),
    ("办好实事6件：一是培训妇女500名", ["500 名 eq"]),
    ("全年为妇女群众办实事100件", ["100 件 eq"]),
    ("每个妇联组织办好2件实事", ["2 件 each"]),
    ("为妇女儿童办1—2件实事", ["1-2 件 range"]),
    ("各乡镇至少办好2件实事", ["2 件 each"]),
    ("全市项目县31个（其中国家级19个）", []),
    ("项目覆盖31个县（市、区）（其中19个为国家扶贫开发重点县）", []),
    ("“两癌”检查项目县31个（其中国家项目县19个，省级项目县12个），检查妇女20万人", ["20 万人 eq"]),
    ("新增项目县31个（其中国家级19个）", ["31 个 eq", "19 个 eq"]),
    ("每半年向社会公布一次实施情况", []),
    ("每季度通报1次进展", []),
    ("每季度向市妇联报送1次总结", []),
    ("每季度召开1次联席会议", ["1 次 each"]),
    ("每月上报信息2条", ["2 条 each"]),
]
# Two numbers of one kind share the word before the first; each keeps the units to which it applies.
SHARED = [
    ("每年至少开展2次家庭教育指导和2次亲子活动", ["2 次 ge", "2 次 ge"]),
    ("全年不少于2场讲座、3次活动", ["2 场 ge", "3 次 ge"]),
    ("至少建成1所示范校、2所家长学校", ["1 所 ge", "2 所 ge"]),
    ("至少举办2期培训班，培训100人", ["2 期 ge", "100 人 eq"]),
    ("至少举办2期培训班、慰问100人", ["2 期 ge", "100 人 eq"]),
    ("开展2次家庭教育指导和至少2次亲子活动", ["2 次 eq", "2 次 ge"]),
    ("接种疫苗25万剂左右", ["25 万剂 approx"]),
    ("接种疫苗25万剂/次左右", ["25 万剂/次 approx"]),
    ("接种疫苗25万剂次（约12.5万人）左右", ["25 万剂次 approx", "12.5 万人 approx"]),
    ("接种疫苗25万剂次（约12.5万人）", ["25 万剂次 eq", "12.5 万人 approx"]),
    ("接种25万左右剂次", ["25 万剂次 approx"]),
]
EACH = [
    ("幼儿园每学期至少组织2次亲子活动", "每学期"),
    ("每个乡镇每学期举办1次讲座", "每个乡镇"),
    ("每个社区至少开展2次活动", "每个社区"),
    ("每个培训班不少于30人", "每个培训班"),
    ("每所中小学每学年举办2场家庭教育讲座", "每所中小学"),
    ("各县（市、区）每年安排妇女工作经费20万元", "各县"),
    ("每学期开展活动2次", "每学期"),
]


@pytest.mark.parametrize("clause, expected", AMOUNTS + RAISED + BARE_RATES + PROSE + SHARED)
def test_each_number_is_read_as_its_words_say(clause, expected):
    assert read_targets(clause) == expected


@pytest.mark.parametrize("clause, expected", EACH)
def test_a_number_keeps_the_units_that_it_applies_to(clause, expected):
    target = read(clause).targets[0]
    assert (target.op, target.each) == ("each", expected)


@pytest.mark.parametrize(
    "clause, sure",
    [
        ("发放妇女创业贷款1个亿", Confidence.LIKELY),
        ("发动700万以上女职工参加互助保障", Confidence.LIKELY),
        ("作品点击量达到3个亿", Confidence.UNSURE),
        ("发放妇女创业贷款1亿元", Confidence.SURE),
    ],
)
def test_a_unit_that_is_not_written_is_never_sure(clause, sure):
    assert read(clause).targets[0].sure is sure


def test_a_rate_without_a_unit_is_a_level():
    target = read("出生人口性别比控制在110左右").targets[0]
    assert (target.unit, target.measure, target.sure) == ("", MeasureReading.LEVEL, Confidence.LIKELY)
