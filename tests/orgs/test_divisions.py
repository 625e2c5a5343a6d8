"""The divisions that come with the project."""

import pytest

from orgs import divisions


@pytest.mark.parametrize("written", ["53", "5300", "530000", "530000000000", "５３", " 53 "])
def test_codes_as_people_write_them(written):
    assert divisions.whole_code(written) == "530000000000"


@pytest.mark.parametrize("written", ["", "5", "53000", "云南", "53000000000x", "-1", "5309000000000", "٥٣"])
def test_what_is_no_code(written):
    with pytest.raises(divisions.UnknownDivision):
        divisions.whole_code(written)


def test_a_code_that_no_division_has():
    with pytest.raises(divisions.UnknownDivision):
        divisions.read_divisions("99", "county")


def test_yunnan_has_its_16_cities_and_129_counties():
    rows = divisions.read_divisions("530000", "county")
    levels = [row.level for row in rows]
    assert (levels.count("province"), levels.count("city"), levels.count("county"), len(rows)) == (1, 16, 129, 146)


def test_parents_come_before_children_and_every_row_but_the_root_has_one():
    seen = set()
    for row in divisions.read_divisions("5309", "township"):
        assert row.parent_code in seen or (not row.parent_code and not seen)
        seen.add(row.code)


def test_a_county_brings_those_above_it_and_nothing_beside_it():
    rows = divisions.read_divisions("530925", "county")
    assert [row.name for row in rows] == ["云南省", "临沧市", "双江拉祜族佤族布朗族傣族自治县"]


@pytest.mark.parametrize("code, name", [("5309", "临沧市"), ("530921101000", "凤山镇")])
def test_a_division_below_the_depth_is_read_all_the_same(code, name):
    assert divisions.read_divisions(code, "province")[-1].name == name


def test_siblings_with_one_short_name_keep_their_whole_ones():
    short = {row.name: row.short_name for row in divisions.read_divisions("6229", "county")}
    assert (short["临夏县"], short["临夏市"], short["广河县"]) == ("临夏县", "临夏市", "广河")


def test_the_whole_nation_hangs_below_one_row():
    rows = divisions.read_divisions(divisions.NATION, "province")
    assert rows[0].name == "全国"
    assert len(rows) == 32
    assert {row.parent_code for row in rows[1:]} == {divisions.NATION}


def test_positions_count_from_one_among_siblings():
    counties = [row for row in divisions.read_divisions("5309", "county") if row.level == "county"]
    assert [row.position for row in counties] == list(range(1, 9))


def test_no_code_stands_twice():
    rows = divisions.read_divisions(divisions.NATION, "township")
    assert len({row.code for row in rows}) == len(rows) == 1 + 31 + 333 + 2975 + 41340
