"""Short names, official names and aliases of divisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgs import divisions, names

EVERY_NAME = sorted({row.name for row in divisions.read_divisions(divisions.NATION, "township")})


@pytest.mark.parametrize(
    "name, short",
    [
        ("云南省", "云南"),
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("西藏自治区", "西藏"),
        ("临沧市", "临沧"),
        ("红河哈尼族彝族自治州", "红河"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("大兴安岭地区", "大兴安岭"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("龙胜各族自治县", "龙胜"),
        ("三都水族自治县", "三都"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("和布克赛尔蒙古自治县", "和布克赛尔"),
        ("永德县", "永德"),
        ("云县", "云县"),
        ("芒市", "芒市"),
        ("城区", "城区"),
        ("沙市区", "沙市"),
        ("市中区", "市中"),
        ("顺河回族区", "顺河"),
        ("敖汉旗", "敖汉"),
        ("巴林左旗", "巴林左旗"),
        ("六枝特区", "六枝"),
        ("神农架林区", "神农架"),
        ("碑林区", "碑林"),
        ("井陉矿区", "井陉矿区"),
        ("下花园区", "下花园"),
        ("清新区", "清新"),
        ("浦东新区", "浦东"),
        ("柳东新区", "柳东"),
        ("北戴河新区", "北戴河新区"),
        ("石家庄高新技术产业开发区", "石家庄高新区"),
        ("昆明经济技术开发区", "昆明经开区"),
        ("新华彝族苗族乡", "新华"),
        ("音河达斡尔鄂温克民族乡", "音河"),
        ("满族屯满族乡", "满族屯"),
        ("胡族铺镇", "胡族铺"),
        ("幸福农场", "幸福农场"),
    ],
)
def test_short_name(name, short):
    assert names.short_name(name) == short


@pytest.mark.parametrize(
    "name, official",
    [
        ("云南省", "云南省妇联"),
        ("新疆维吾尔自治区", "新疆维吾尔自治区妇联"),
        ("红河哈尼族彝族自治州", "红河州妇联"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江自治县妇联"),
        ("云县", "云县妇联"),
        ("全国", "全国妇联"),
        ("柳东新区妇联", "柳东新区妇联"),
    ],
)
def test_official_name(name, official):
    assert names.official_name(name) == official


def test_aliases_of_shuangjiang():
    assert set(names.aliases("双江拉祜族佤族布朗族傣族自治县")) == {
        *("双江", "双江县", "双江自治县", "双江拉祜族佤族布朗族傣族自治县"),
        *("双江妇联", "双江县妇联", "双江自治县妇联", "双江拉祜族佤族布朗族傣族自治县妇联"),
    }


def test_aliases_of_an_autonomous_prefecture():
    assert {"红河", "红河州", "红河州妇联"} <= set(names.aliases("红河哈尼族彝族自治州"))


def test_number_of_nationalities():
    assert len(set(names.NATIONALITIES)) == len(names.NATIONALITIES) == 56


def test_name_of_two_characters_is_not_shortened():
    assert names.aliases("云县") == ["云县", "云县妇联"]


@pytest.mark.parametrize(
    "text", ["双江县妇联", " 双江县 妇联 ", "双江县\u3000妇联", "双江县妇女联合会", "双江县\n妇联"]
)
def test_normalize_unifies_spellings(text):
    assert names.normalize(text) == "双江县妇联"


def test_normalize_full_width_codes():
    assert names.normalize("５３０９００００００００－ｂｇ") == "530900000000-BG"


@given(st.sampled_from(EVERY_NAME))
def test_short_name_is_an_alias(name):
    short = names.short_name(name)
    assert len(short) >= 2
    assert names.normalize(short) in names.aliases(name)
    assert len(short) <= len(name)


@given(st.sampled_from(EVERY_NAME))
def test_aliases_are_normalized_and_unique(name):
    found = names.aliases(name)
    assert found[0] == names.normalize(name)
    assert len(found) == len(set(found))
    assert [names.normalize(alias) for alias in found] == found


@given(st.text(max_size=30))
def test_any_text_is_accepted(text):
    assert names.normalize(names.normalize(text)) == names.normalize(text)
    assert names.short_name(text) or not text
    assert names.office_short_name(text) or not text


@given(
    st.sampled_from(["双江", "红河", "巴音郭楞"]),
    st.lists(st.sampled_from(names.NATIONALITIES), min_size=1, max_size=4),
    st.sampled_from(sorted(names.AUTONOMOUS)),
)
def test_short_name_without_nationalities(place, nationalities, rank):
    assert names.short_name(place + "".join(n + "族" for n in nationalities) + rank) == place


def test_office_short_name():
    assert names.office_short_name("市妇联权益和家庭儿童部") == "权益和家庭儿童部"
    assert names.office_short_name("市教育局") == "市教育局"
