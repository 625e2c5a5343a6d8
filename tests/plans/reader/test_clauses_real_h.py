"""Invented clauses in the manner of reports and outlines of governments, each beside one that only looks alike."""

import pytest

from plans.reader.model import Measure
from plans.reader.reading import read
from tests.plans.reader.told import read as lines
from tests.plans.reader.told import told

LOOKED_BACK = [
    ("目前，全市建立维权站59个。", []),
    ("目前，全市已建立维权站59个，开通热线12条。", []),
    ("目前，全市成立了调解组织，各县建立调解室59个，设投诉站106个", []),
    ("我市目前建立维权站59个，开展宣传20场", []),
    ("到目前为止，全市举办培训20期，惠及妇女500人。", []),
    ("全市截至6月底建立维权站59个，举办培训20期", []),
    ("目前，全市新建妇女之家20个。今年新建10个", ["10 个 eq"]),
    ("目前，全市建立维权站59个，力争年底前再建20个", ["20 个 eq"]),
    ("目前，全县有妇女之家40个，年内再建10个", ["10 个 eq"]),
    ("目前，已建成基地3个，培训500人次；下一步将培训600人次", ["600 人次 eq"]),
    ("目前，全市维权站少，要建立59个", ["59 个 eq"]),
    ("目前已有妇女之家40个，新建10个", ["10 个 eq"]),
    ("目前全县妇女就业难，开展培训20期", ["20 期 eq"]),
    ("针对目前妇女就业难的问题，开展培训20期", ["20 期 eq"]),
    ("截至年底，建成妇女之家20个，培训200人", ["20 个 eq", "200 人 eq"]),
    ("巩固目前成果，建立示范点20个，培训300人", ["20 个 eq", "300 人 eq"]),
    ("当前和今后一个时期，培训妇女200人", ["200 人 eq"]),
    ("去年，全市共有会员40个，新建10个，今年新建12个", ["12 个 eq"]),
]
GROWN = [
    ("妇女收入增长6.5%-7%。", ["6.5-7 % range"]),
    ("今年主要预期目标是：全县生产总值增长6.5%—7%，物价涨幅3%左右", ["6.5-7 % range", "3 % approx"]),
    ("女性收入增长6%", ["6 % pct"]),
    ("居民收入年均增长6%", ["6 % pct"]),
    ("妇女贷款余额上升8%", ["8 % pct"]),
    ("女性创业贷款增速达到8%", ["8 % pct"]),
    ("上半年前妇女收入增长6%", ["6 % pct 2024-06-30"]),
    ("妇女收入增长6.5%的目标", ["6.5 % pct"]),
    ("妇女收入增长6.5%的成绩来之不易", []),
    ("一季度妇女收入增长6.5%", []),
    ("上半年女性就业人数增长4个百分点", []),
    ("随着女性就业人数增长5%，培训需求更大", []),
    ("在女性人口增长5%的背景下", []),
    ("市委提出五年再造一个新城，今年生产总值要增长12%", []),
    ("去年妇女收入增长6.5%", []),
]

COMPOUND = [
    ("全员劳动生产率达到25万元/人", ["25 万元/人 eq"]),
    ("全员劳动生产率达到30万元/人左右", ["30 万元/人 approx"]),
    ("货运量达到50万标箱", ["50 万标箱 eq"]),
    ("作业服务面积60万亩次以上", ["60 万亩次 ge"]),
    ("女农民月均收入达到2000元/月", ["2000 元/月 eq"]),
    ("新建2.5万个/年", ["2.5 万个/年 eq"]),
    ("培训20人/期", ["20 人/期 eq"]),
    ("人均筹资水平达到300元/人·年", ["300 元/人·年 eq"]),
    ("培训500人/次", ["500 人/次 eq"]),
    ("培训500人（次）", ["500 人(次) eq"]),
    ("亩均收益达到5000元/亩", ["5000 元/亩 eq"]),
    ("孕产妇死亡率控制在12/10万以内", ["12 /10万 le"]),
    ("日间照料床位提高到5张/千人", ["5 张/千人 eq"]),
    ("受益妇女3万人/年", ["3 万人/年 eq"]),
    ("培训班2期/年，每期50人", ["2 期/年 eq", "50 人 each"]),
    ("评选10个/20个", ["10 个 eq", "20 个 eq"]),
    ("推荐名额5名/个", ["5 名 eq"]),
    ("每天服务8小时/天", []),
    ("全员劳动生产率达到20-30万元/人", ["20-30 万元/人 range"]),
    ("吞吐量达到100万标准箱", ["100 万标准箱 eq"]),
    ("举办讲座20场/次", ["20 场/次 eq"]),
    ("新增车位5000个（辆）", ["5000 个 eq"]),
    ("飞防作业3000架次", ["3000 架次 eq"]),
    ("供气2万立方米", ["2 万立方米 eq"]),
    ("每人补助500元/月", []),
    ("举办活动10场/县", ["10 场 eq"]),
]


@pytest.mark.parametrize(("clause", "expected"), COMPOUND)
def test_the_whole_unit_is_kept(clause, expected):
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "normal"),
    [
        ("劳动生产率达到25万元/人", (250000, "元/人", Measure.LEVEL)),
        ("新建2.5万个/年", (25000, "个/年", Measure.RUNNING)),
        ("培训5000人/次", (5000, "人次", Measure.RUNNING)),
        ("货运量完成50万标箱", (500000, "标箱", Measure.RUNNING)),
    ],
)
def test_what_each_of_them_has_is_added_up_by_nobody(clause, normal):
    (target,) = lines(clause).targets
    assert (target.normal, target.normal_unit, target.measure) == normal


# What a report says in which year, and the year that is meant.
AHEAD = "到2020年，全县培训500人。\n到2020年全县就业率达到90%。\n今年培训妇女200人。"
YEARS = [
    (f"妇女工作报告\n——2016年3月5日在全县妇女第六次代表大会上\n各位代表：\n{AHEAD}", 2016),
    (f"妇女工作要点\n{AHEAD}\n某县妇联\n2016年3月5日", 2016),
    (f"2016年妇女工作要点\n{AHEAD}", 2016),
    (f"妇女工作要点\n2016年，全县表彰20人。\n{AHEAD}", 2016),
    (f"妇女工作要点\n{AHEAD}", None),
    ("妇女工作要点\n到2020年，全县培训500人。\n表彰20人。", 2020),
    ("妇女工作要点\n自2019年以来成绩很大。\n今年培训500人。\n2018年底前建成3个。", 2018),
]


@pytest.mark.parametrize(("document", "year"), YEARS)
def test_a_horizon_is_not_the_year_of_a_plan(document, year):
    assert read(document).year == year


HORIZONS = [
    ("“十五五”时期主要目标任务", "妇女就业占比达到40%左右。", ("2030-12-31", "“十五五”时期")),
    ("“十五五”目标", "（一）促进就业\n就业占比达到40%左右。\n（二）促进健康\n受益300人。", ("2030-12-31", "“十五五”")),
    ("到2030年的发展目标", "培训500人。", ("2030-12-31", "到2030年")),
    ("2030年主要目标", "培训500人。", ("2030-12-31", "2030年")),
    ("“十五五”目标", "今年培训500人。", ("2026-12-31", "今年")),
    ("“十五五”目标", "6月底前培训500人。", ("2026-06-30", "6月底前")),
    ("“十五五”目标", "到2028年培训500人。", ("2028-12-31", "2028年")),
    ("“十五五”规划编制工作", "培训500人。", ("2026-12-31", None)),
    ("“十五五”开局之年的目标", "培训500人。", ("2026-12-31", None)),
    ("“十五五”时期目标任务和2026年工作安排", "培训500人。", ("2026-12-31", None)),
    ("“十四五”主要目标", "培训500人。", ("2026-12-31", None)),
    ("谋划“十五五”目标", "培训500人。", ("2026-12-31", None)),
    ("上半年重点工作", "培训500人。", ("2026-06-30", "上半年")),
    ("启动阶段（2026年4月-6月）", "培训500人。", ("2026-06-30", "2026年4月-6月")),
]


@pytest.mark.parametrize(("heading", "body", "expected"), HORIZONS)
def test_a_heading_with_a_horizon_dates_what_stands_under_it(heading, body, expected):
    document = (
        f"2026年妇女工作报告\n一、2025年工作回顾\n去年培训300人。\n二、{heading}\n{body}\n三、保障措施\n表彰9人。"
    )
    first, *_, last = read(document).targets
    assert (first.deadline.isoformat(), first.deadline_text) == expected
    assert (last.deadline.isoformat(), last.deadline_text) == ("2026-12-31", None)


@pytest.mark.parametrize(("clause", "expected"), LOOKED_BACK + GROWN)
def test_a_clause_of_a_report_promises(clause, expected):
    assert told(clause) == expected
