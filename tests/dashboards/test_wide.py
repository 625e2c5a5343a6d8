"""All counties of a province in one table: each row is what the county's own page and its city's board say."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.models import UnitKind
from targets.results import wide
from targets.results.board import read_board
from targets.results.place import find_place
from targets.results.ranking import rank_units
from targets.results.wide import read_levels, read_wide_board
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db

FACTS = ("value", "base", "amount", "bound", "standing", "areas", "bodies", "counted_seq", "reported_at")


@pytest.fixture
def scene():
    """Two cities with two counties each, one with a zone; sums, a ratio and an "at most", reported, silent and n/a."""
    scene = Province()
    zone = make.make_unit("530911000000", "开发区", parent=scene.cities[0], kind=UnitKind.ZONE, level="county")
    scene = _again(scene, zone)
    a, b, c, d = scene.counties
    scene.sum = scene.target("L01", "100", shares={a: "30", b: "30", c: "20", d: "10", zone: "10"}, decimals=2)
    scene.ratio = scene.target(
        "L02", "70", measure="ratio", scale="%", baseline=0, shares=dict.fromkeys((a, b, c, zone), "70")
    )
    scene.baseline(scene.ratio, [a, b, zone], "0", "10")
    scene.most = scene.target("L03", "5", direction="at_most", measure="level", shares={a: "5", b: "5"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {scene.sum: "10.25", scene.ratio: ("1", "10"), scene.most: "3"})
    scene.report(b, 1, {scene.sum: "0", scene.ratio: ("90", "90"), scene.most: "9"}, accepted=False)
    scene.report(c, 1, {scene.sum: "5", scene.ratio: "na"})
    scene.report(a, 2, {scene.sum: "5.5", scene.ratio: ("10", "10"), scene.most: "4"})
    scene.report(zone, 2, {scene.sum: "4", scene.ratio: ("7", "10")}, accepted=False)
    scene.settle()
    return scene


def _again(scene, zone):
    """The zone takes part, too, and reports."""
    scene.zone = zone
    scene.clerk = make.make_person("zone-clerk", *[("clerk", u) for u in (*scene.counties, zone, *scene.cities)])
    city = scene.participant(scene.cities[0])
    scene.participants[zone.code] = make.make_participant(scene.plan, zone, city)
    return scene


def place_of(scene, unit, basis="submitted", period="2020Q2"):
    return find_place(scene.leader, "yn-2020", unit.code, period, basis=basis)


def facts(line):
    return [getattr(line, name) for name in FACTS]


def get(client, scene, unit, query="", *, who="leader"):
    client.force_login(getattr(scene, who))
    return client.get(reverse("dashboards:unit", args=["yn-2020", unit.code, "2020Q2"]) + query)


@pytest.mark.parametrize("basis", ["submitted", "accepted"])
@pytest.mark.parametrize("period", ["2020Q1", "2020Q2"])
def test_rows_equal_the_boards_of_cities_and_counties(scene, basis, period):
    board = read_wide_board(place_of(scene, scene.unit, basis, period), "county")
    rows = {child.participant.code: child for child in board.children}
    assert set(rows) == {unit.code for unit in (*scene.counties, scene.zone)}
    seen = []
    for city in scene.cities:
        for child in read_board(place_of(scene, city, basis, period)).children:
            code = child.participant.code
            if code in rows:
                own = read_board(place_of(scene, child.participant, basis, period)).own
                assert [facts(line) for line in rows[code].lines] == [facts(line) for line in own.lines]
                assert [facts(line) for line in rows[code].lines] == [facts(line) for line in child.lines]
                wholes = [(each.overall, each.lights) for each in (rows[code], child, own)]
                assert wholes[0] == wholes[1] == wholes[2]
                seen.append(code)
    assert sorted(seen) == sorted(rows)
    top = read_board(place_of(scene, scene.unit, basis, period)).own
    assert [facts(line) for line in board.own.lines] == [facts(line) for line in top.lines]
    values = [row.lines[0].value for row in rows.values() if row.lines[0].value is not None]
    assert sum(values) == top.lines[0].value > 0


def test_ranks_are_among_all_counties_and_zones_among_themselves(scene):
    place = place_of(scene, scene.unit)
    board = read_wide_board(place, "county")
    for number, target in enumerate(board.targets):
        ranked = {line.participant.code: line.rank for line in rank_units(place, target, "county")}
        assert {c.participant.code: c.lines[number].rank for c in board.children} == ranked
    ranks = {c.participant.name: c.lines[0].rank for c in board.children}
    assert ranks == {"县11": 1, "县21": 2, "县12": 3, "县22": None, "开发区": 1}
    assert [(kind, [c.participant.name for c in rows]) for kind, rows in board.ranked()] == [
        ("federation", ["县11", "县12", "县21", "县22"]),
        ("zone", ["开发区"]),
    ]


def cells(text):
    """{unit: the words of each cell} of the table of lights."""
    table = text.split('id="matrix-title"')[1].split("</table>")[0]
    found = {}
    for row in table.split("<tr")[1:]:
        parts = re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)
        each = [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]
        found[each[0]] = each[1:]
    return found


def test_cells_show_number_light_completion_and_rank(client, scene):
    found = cells(get(client, scene, scene.unit, "?level=county").content.decode())
    assert found["县11 市1"] == ["正常 15.75 53% 第1", "完成 100.0% 143% 第1 基数 0.0%", "正常 4 未超上限 第1"]
    assert found["县12 市1"] == ["严重滞后 0.00 0% 第3", "完成 100.0% 143% 第1 基数 0.0%", "严重滞后 9 超过上限 第2"]
    assert found["县21 市2"] == ["滞后 5.00 25% 第2", "不适用", "无任务"]
    assert found["县22 市2"] == ["未报", "无任务", "无任务"]
    assert found["开发区 市1"][:2] == ["正常 4.00 40% 第1", "完成 70.0% 100% 第1 基数 0.0%"]
    assert found["云南省"][0] == "滞后 24.75 25%"


def test_choice_of_levels_needs_two_levels(client, scene):
    text = get(client, scene, scene.unit).content.decode()
    address = reverse("dashboards:unit", args=["yn-2020", scene.unit.code, "2020Q2"])
    assert f'href="{address}#below" aria-current="page">各市' in text
    assert f'href="{address}?level=county#below">各县' in text
    for unit in (scene.cities[0], scene.counties[0]):
        assert read_levels(place_of(scene, unit)) == ()
        assert "level=" not in get(client, scene, unit).content.decode()


def test_basis_and_period_and_level_are_kept(client, scene):
    text = get(client, scene, scene.unit, "?level=county&basis=accepted").content.decode()
    address = reverse("dashboards:unit", args=["yn-2020", scene.unit.code, "2020Q2"])
    assert f'href="{address}?basis=accepted#below">各市' in text
    assert f'href="{address}?basis=accepted&amp;level=county#below" aria-current="page">各县' in text
    assert f'href="{address}?level=county"' in text  # the other basis
    assert f'href="{address.replace("Q2", "Q1")}?basis=accepted&amp;level=county"' in text
    county = reverse("dashboards:unit", args=["yn-2020", scene.counties[0].code, "2020Q2"])
    assert text.count(f'href="{county}?basis=accepted"') == 2  # in the ranking and in the table


@pytest.mark.parametrize("level", ["city", "township", "province", "nonsense", ""])
def test_unknown_level_shows_the_children(client, scene, level):
    board = get(client, scene, scene.unit, f"?level={level}").context["board"]
    assert [child.participant.name for child in board.children] == ["市1", "市2"]


def test_only_units_below_are_listed(client, scene):
    first, second = scene.cities
    scene.boss = make.make_person("boss", ("leader", first))
    assert get(client, scene, scene.unit, "?level=county", who="boss").status_code == 404
    assert get(client, scene, second, "?level=county", who="boss").status_code == 404
    response = get(client, scene, first, "?level=county", who="boss")
    assert [c.participant.name for c in response.context["board"].children] == ["县11", "县12", "开发区", "市1办公室"]
    text = response.content.decode()
    assert not [unit for unit in (*scene.counties[2:], second) if unit.code in text]


def test_too_large_table_is_not_offered(scene, monkeypatch):
    place = place_of(scene, scene.unit)
    monkeypatch.setattr(wide, "MAX_CELLS", 5 * 3)
    assert read_levels(place) == ("city", "county")
    monkeypatch.setattr(wide, "MAX_CELLS", 5 * 3 - 1)
    assert read_levels(place) == ()


def test_number_of_queries(scene):
    place = place_of(scene, scene.unit)
    with CaptureQueriesContext(connection) as queries:
        read_wide_board(place, read_levels(place)[1])
    assert count_reads(queries) <= 4
