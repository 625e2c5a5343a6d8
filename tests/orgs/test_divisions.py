"""The divisions that come with the project."""

import pytest

from orgs import divisions


@pytest.mark.parametrize("text", ["53", "5300", "530000", "530000000000", "５３", " 53 "])
def test_full_code(text):
    assert divisions.full_code(text) == "530000000000"


@pytest.mark.parametrize("text", ["", "5", "53000", "云南", "53000000000x", "-1", "5309000000000", "٥٣"])
def test_full_code_raises_for_an_invalid_code(text):
    with pytest.raises(divisions.UnknownDivision):
        divisions.full_code(text)


def test_unknown_code_raises():
    with pytest.raises(divisions.UnknownDivision):
        divisions.read_divisions("99", "county")


def test_divisions_of_yunnan():
    rows = divisions.read_divisions("530000", "county")
    levels = [row.level for row in rows]
    assert (levels.count("province"), levels.count("city"), levels.count("county"), len(rows)) == (1, 16, 129, 146)


def test_parents_come_before_children():
    seen = set()
    for row in divisions.read_divisions("5309", "township"):
        assert row.parent_code in seen or (not row.parent_code and not seen)
        seen.add(row.code)


def test_county_is_read_with_its_ancestors_only():
    rows = divisions.read_divisions("530925", "county")
    assert [row.name for row in rows] == ["云南省", "临沧市", "双江拉祜族佤族布朗族傣族自治县"]


@pytest.mark.parametrize("code, name", [("5309", "临沧市"), ("530921101000", "凤山镇")])
def test_division_below_the_depth_is_read(code, name):
    assert divisions.read_divisions(code, "province")[-1].name == name


def test_siblings_with_equal_short_names_keep_full_names():
    short = {row.name: row.short_name for row in divisions.read_divisions("6229", "county")}
    assert (short["临夏县"], short["临夏市"], short["广河县"]) == ("临夏县", "临夏市", "广河")


def test_nation_is_the_root():
    rows = divisions.read_divisions(divisions.NATION, "province")
    assert rows[0].name == "全国"
    assert len(rows) == 32
    assert {row.parent_code for row in rows[1:]} == {divisions.NATION}


def test_positions_count_from_one_among_siblings():
    counties = [row for row in divisions.read_divisions("5309", "county") if row.level == "county"]
    assert [row.position for row in counties] == list(range(1, 9))


def test_codes_are_unique():
    rows = divisions.read_divisions(divisions.NATION, "township")
    assert len({row.code for row in rows}) == len(rows) == 1 + 31 + 333 + 2975 + 41340
