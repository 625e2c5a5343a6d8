"""The map of tiles: the units below each area, with one target or on the whole; links, numbers, and who sees whom."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dashboards.charts.tiles import GROUP, TileNumber, make_tile_map, place_groups
from targets.results.explain import explain_total
from targets.results.parts import find_target
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

MOST_QUERIES = 12 + 2  # besides those of a login


@pytest.fixture
def scene(db):
    """L01 in all four counties, 县22 says nothing; L02 belongs to 市1 alone."""
    scene = Province()
    scene.l01 = scene.target("L01", "40", name="培训", shares=dict.fromkeys(scene.counties, "10"))
    scene.l02 = scene.target("L02", "20", name="基地", shares=dict.fromkeys(scene.counties[:2], "10"))
    scene.issue(open_seq=2)
    a, b, c, _silent = scene.counties
    scene.report(a, 2, {scene.l01: "10", scene.l02: "10"})
    scene.report(b, 2, {scene.l01: "1", scene.l02: "1"})
    scene.report(c, 2, {scene.l01: "5"})
    scene.settle()
    scene.boss = make.make_person("boss", ("leader", scene.cities[0]))
    return scene


def get(client, scene, unit=None, query="", who="leader", period="2020Q2"):
    client.force_login(getattr(scene, who))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("dashboards:tiles", args=["yn-2020", (unit or scene.unit).code, period]) + query)
    assert count_reads(queries) <= MOST_QUERIES
    return answer


def shown(answer):
    """{group: [(name, light, text)]}"""
    return {
        group.number.name: [(tile.number.name, tile.number.light, tile.number.text) for tile in group.tiles]
        for group in answer.context["groups"]
    }


def main(answer):
    return answer.text.split("<main")[1].split("</main>")[0]


def test_one_target_with_its_lights(client, scene):
    assert shown(get(client, scene, query="?t=L01")) == {
        "市1": [("县11", "blue", "100.0%"), ("县12", "red", "10.0%")],
        "市2": [("县21", "green", "50.0%"), ("县22", "grey", "—")],
    }
    assert shown(get(client, scene, query="?t=L02"))["市2"] == [("县21", "", "—"), ("县22", "", "—")]


def test_on_the_whole_with_how_many_are_far_behind(client, scene):
    answer = get(client, scene)
    assert shown(answer)["市1"] == [("县11", None, "100.0%"), ("县12", None, "10.0%")]
    assert [tile.number.far for tile in answer.context["groups"][0].tiles] == [0, 2]
    assert [tile.number.colour for tile in answer.context["groups"][0].tiles] == ["done4", "done0"]


def test_every_number_is_the_total_that_is_explained(client, scene):
    answer = get(client, scene, query="?t=L01")
    units = [unit for unit, _head in answer.context["rows"]]
    assert len(units) == 6
    file = load_workbook(BytesIO(get(client, scene, query="?t=L01&as=xlsx").content)).active
    rows = list(file.iter_rows(min_row=3, values_only=True))
    for unit, row in zip(units, rows, strict=True):
        place = find_place(scene.leader, "yn-2020", unit.participant.code, "2020Q2")
        line = explain_total(place, find_target(place, "L01")).line
        assert (unit.lines[0].value, unit.lines[0].standing) == (line.value, line.standing)
        assert (row[0], row[2]) == (unit.participant.name, None if line.value is None else float(line.value))


def test_each_tile_is_a_link_that_says_what_it_shows(client, scene):
    text = main(get(client, scene, query="?t=L01&basis=accepted"))
    code = scene.counties[0].code
    address = f"/totals/yn-2020/{code}/2020Q2/L01/?basis=accepted"
    assert f'<a class="tile" href="{address}" aria-label="县11 完成 100.0%">' in text
    assert "严重滞后" in text
    whole = main(get(client, scene))
    assert f'href="/totals/yn-2020/{scene.counties[1].code}/2020Q2/" aria-label="县12 10.0% 2 项严重滞后">' in whole


def test_the_leader_of_a_city_sees_only_its_counties(client, scene):
    assert get(client, scene, who="boss").status_code == 404
    assert get(client, scene, scene.cities[1], who="boss").status_code == 404
    answer = get(client, scene, scene.cities[0], who="boss")
    assert list(shown(answer)) == ["市1"]
    assert not re.search("县2|市2", main(answer))


def test_a_county_a_period_without_figures_and_an_unknown_target(client, scene):
    assert "没有这样的单位。" in main(get(client, scene, scene.counties[0]))
    groups = shown(get(client, scene, query="?t=L01", period="2020Q1"))
    assert {light for tiles in groups.values() for _name, light, _text in tiles} == {"grey"}
    assert "groups" not in get(client, scene, period="2020Q3").context
    assert get(client, scene, query="?t=L99").status_code == 404


def test_a_county_right_below_the_province_stands_with_it(client, db):
    scene = Province()
    alone = make.make_unit("539000000000", "直管县", parent=scene.unit, level="county")
    scene.participants[alone.code] = make.make_participant(scene.plan, alone, scene.participant(scene.unit))
    scene.target("L01", "50", shares=dict.fromkeys([*scene.counties, alone], "10"))
    scene.issue(open_seq=2)
    scene.settle()
    groups = shown(get(client, scene, query="?t=L01"))
    assert {name: len(tiles) for name, tiles in groups.items()} == {"市1": 2, "市2": 2, "云南省": 1}


@pytest.mark.parametrize("sizes", [[1], [4, 5, 30], [8] * 16])
def test_groups_stand_apart_in_one_picture(sizes):
    tile = TileNumber("县" * 20, "/", "green", "green", "50.0%", 0, "")
    groups = place_groups([(tile, [tile] * size) for size in sizes])
    picture = make_tile_map(groups)
    boxes = [(float(g.x), float(g.y), float(g.x) + GROUP, float(g.y) + g.height) for g in picture.groups]
    for n, a in enumerate(boxes):
        assert a[2] <= picture.width
        assert a[3] <= picture.height
        assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for b in boxes[:n])
    assert all(tile.name.endswith("…") for group in groups for tile in group.tiles)
