"""All counties of a province in one board: each row is what the county's own page and its city's board say."""

import pytest

from orgs.models import UnitKind
from targets.results.board import build_board, read_board
from targets.results.place import find_place
from targets.results.ranking import areas_below, rank_units
from tests import factories as make
from tests.dashboards.scene import Province

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


def read_counties(place):
    return build_board(place, areas_below(place.participant, "county").select_related("unit", "parent"))


@pytest.mark.parametrize("basis", ["submitted", "accepted"])
@pytest.mark.parametrize("period", ["2020Q1", "2020Q2"])
def test_rows_equal_the_boards_of_cities_and_counties(scene, basis, period):
    board = read_counties(place_of(scene, scene.unit, basis, period))
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
    board = read_counties(place)
    for number, target in enumerate(board.targets):
        ranked = {line.participant.code: line.rank for line in rank_units(place, target, "county")}
        assert {c.participant.code: c.lines[number].rank for c in board.children} == ranked
    ranks = {c.participant.name: c.lines[0].rank for c in board.children}
    assert ranks == {"县11": 1, "县21": 2, "县12": 3, "县22": None, "开发区": 1}
    assert [(kind, [c.participant.name for c in rows]) for kind, rows in board.ranked()] == [
        ("federation", ["县11", "县12", "县21", "县22"]),
        ("zone", ["开发区"]),
    ]
