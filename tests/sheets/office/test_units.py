"""Names of units as offices write them."""

from dataclasses import replace

import pytest

from sheets.office.labels import match_unit, near_units, unit_label
from sheets.office.model import Certainty, UnitNames
from tests.sheets.office.plans import COUNTIES, lincang

NAMED = {
    "530902000000": [
        "临翔",
        "临翔区",
        "临翔区妇联",
        "1.临翔区",
        "临沧市临翔区",
        "530902",
        "530902000000",
        "临翔区妇联三季度报表.xlsx",
        "临翔区妇联三季度汇总.xlsx",
    ],
    "530922000000": ["云县", "云县妇联", "云县妇女联合会", "云 县", "云南省临沧市云县妇联", "云县妇联（盖章）"],
    "530923000000": [
        "永德",
        "填报单位(盖章):永德县妇女联合会",
        "填报单位：永德县妇联",
        "单位名称:永德县",
        "“永德县”",
        "（4）永德县",
    ],
    "530925000000": ["双江", "双江县", "双江自治县", "双江县妇联", "双江拉祜族佤族布朗族傣族自治县"],
    "530926000000": ["耿马傣族佤族自治县妇联三季度报表", "耿马县妇女联合会", "2020年第三季度耿马县妇联工作报告表"],
}
TOTALS = [
    "合计",
    "小计",
    "总计",
    "全市",
    "全市合计",
    "平均",
    "全县",
    "合 计",
    "全市平均",
    "总数",
    "各县区合计",
    "临翔区小计",
    "永德县合计",
]
NONE = [
    "",
    "2020年第三季度各县(区)妇联工作进度",
    "填报单位:临沧市妇联办公室",
    "汇总表",
    "Sheet1",
    "第三季度",
    "市本级",
    "昆明市",
    "审核人:张三",
    "备注",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in NAMED.items() for text in texts])
def test_a_unit_is_known_by_each_of_its_names(code, text):
    match = match_unit(text, lincang())
    assert (match.unit, match.certainty) == (code, Certainty.SURE)


@pytest.mark.parametrize("text", TOTALS)
def test_a_total_is_no_unit(text):
    assert (match_unit(text, lincang()).unit, match_unit(text, lincang()).why) == ("", "total")


@pytest.mark.parametrize("text", NONE)
def test_other_texts_name_no_unit(text):
    assert (match_unit(text, lincang()).unit, match_unit(text, lincang()).why) == ("", "none")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("临翔县", "530902000000"),
        ("昆明市云县", "530922000000"),
        ("永德大道", "530923000000"),
        ("临翔区凤翔街道", "530902000000"),
        ("临翔区(城区)", "530902000000"),
        ("临翔区凤翔街道妇联", "530902000000"),
        ("永德县、云县", None),
    ],
)
def test_what_is_not_quite_a_unit_is_asked(text, unit):
    match = match_unit(text, lincang())
    assert match.unit
    assert match.certainty != Certainty.SURE
    assert unit is None or match.unit == unit


def test_two_units_of_the_same_name_are_asked_and_told_apart_by_their_parent():
    context = lincang()
    drums = (
        UnitNames("320106000000", "鼓楼区", ("鼓楼",), "南京市"),
        UnitNames("350102000000", "鼓楼区", ("鼓楼",), "福州市"),
    )
    context = lincang().__class__(context.title, 2020, context.period, context.targets, drums)
    match = match_unit("鼓楼区妇联", context)
    assert (match.certainty, {match.unit, *match.alternatives}) == (Certainty.UNSURE, {"320106000000", "350102000000"})
    match = match_unit("福州市鼓楼区", context)
    assert (match.unit, match.certainty) == ("350102000000", Certainty.SURE)


def test_what_the_office_confirmed_is_a_name():
    context = lincang(confirmed_units={unit_label("城关"): "530923000000"})
    assert match_unit(" 城关妇联 ", context).unit == "530923000000"


def test_every_unit_is_itself_and_no_other():
    for code, name in COUNTIES.items():
        for text in (
            name,
            f"{name}妇联",
            f"填报单位(盖章):{name}妇女联合会",
            f"临沧市{name}",
            f"{name}妇联2020年第三季度报表",
        ):
            match = match_unit(text, lincang())
            assert (match.unit, match.certainty, match.alternatives) == (code, Certainty.SURE, ())


def test_the_short_name_of_an_office_offers_that_office():
    office = UnitNames("530900000000-QY", "市妇联权益和家庭儿童部", ("权益和家庭儿童部",), "临沧市")
    plan = lincang()
    plan = replace(plan, units=(*plan.units, office))
    assert near_units("权益部", plan) == ("530900000000-QY",)
    assert near_units("发展部", plan) == ()
    assert match_unit("权益部", plan).unit == ""  # and is asked
