"""Finding units by name, alias or code."""

import datetime

import pytest

from orgs import queries
from orgs.actions.load import load_units
from orgs.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def yunnan():
    load_units("53", "county")
    return Unit.objects.get(code="530000000000")


def code(unit):
    return unit and unit.code


SHUANGJIANG = "530925000000"


@pytest.mark.parametrize(
    "name",
    [
        "双江",
        "双江县",
        "双江自治县",
        "双江自治县妇联",
        "双江县妇联",
        "双江妇联",
        " 双 江 ",
        "双江县妇女联合会",
        SHUANGJIANG,
    ],
)
def test_names_of_shuangjiang(yunnan, name):
    assert code(queries.resolve(name)) == SHUANGJIANG
    assert code(queries.NameBook(Unit.objects.all()).find(name)) == SHUANGJIANG


# What Lincang's offices call their counties.
@pytest.mark.parametrize(
    "name, expected",
    [
        ("临翔区妇联", "530902000000"),
        ("凤庆", "530921000000"),
        ("云县妇联", "530922000000"),
        ("永德县妇联", "530923000000"),
        ("镇康县", "530924000000"),
        ("耿马自治县", "530926000000"),
        ("沧源县", "530927000000"),
        ("临沧", "530900000000"),
    ],
)
def test_names_in_workbooks_of_lincang(yunnan, name, expected):
    assert code(queries.resolve(name)) == expected


def test_ambiguous_name_raises(yunnan):
    with pytest.raises(queries.AmbiguousName) as caught:
        queries.resolve("大理")
    assert {unit.name for unit in caught.value.units} == {"大理白族自治州", "大理市"}
    assert "大理州妇联" in str(caught.value.message)
    with pytest.raises(queries.AmbiguousName):
        queries.NameBook(Unit.objects.all()).find("大理")


def test_full_name_takes_precedence(yunnan):
    assert code(queries.resolve("大理市")) == "532901000000"
    assert code(queries.NameBook(Unit.objects.all()).find("大理市")) == "532901000000"


def test_resolve_within_a_subtree(yunnan):
    lincang = Unit.objects.get(code="530900000000")
    assert code(queries.resolve("云县", within=lincang)) == "530922000000"
    assert queries.resolve("大理", within=lincang) is None
    book = queries.NameBook(queries.subtree(Unit.objects.get(code="532900000000"), itself=False))
    assert code(book.find("大理")) == "532901000000"
    assert book.find("云县") is None


def test_subtree_does_not_match_a_longer_code(yunnan):
    lincang = Unit.objects.get(code="530900000000")
    Unit.objects.create(code="530900000000-1", name="旁", short_name="旁", level="city", parent=yunnan,
                        path=f"{yunnan.path}530900000000-1/")  # fmt: skip
    assert queries.subtree(lincang).count() == 9
    assert queries.subtree(lincang, itself=False).count() == 8


@pytest.mark.parametrize("name", ["", "  ", "没有这里", "%", "双"])
def test_unknown_name(yunnan, name):
    assert queries.resolve(name) is None
    assert queries.NameBook(Unit.objects.all()).find(name) is None


def test_resolve_on_a_day(yunnan):
    Unit.objects.filter(code="530923000000").update(to_date=datetime.date(2020, 6, 30))
    assert queries.resolve("永德", on=datetime.date(2020, 6, 30)) is not None
    assert queries.resolve("永德", on=datetime.date(2020, 7, 1)) is None


def test_search(yunnan):
    every = Unit.objects.all()
    assert [u.name for u in queries.search("双江自治县", every)] == ["双江拉祜族佤族布朗族傣族自治县"]
    assert queries.search("53092", every)[0].name == "凤庆县"
    assert list(queries.search("  ", every)) == []
    assert list(queries.search("100%", every)) == []
    assert len(queries.search("县", every)) == queries.MAX_FOUND


def test_ancestors(yunnan):
    assert [u.name for u in queries.ancestors(Unit.objects.get(code=SHUANGJIANG))] == ["云南省", "临沧市"]
    assert queries.ancestors(yunnan) == []
