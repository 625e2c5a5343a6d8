"""The wall screen: its scenes, the numbers on them, how few queries it takes, and whom it shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Period
from targets.results.explain import explain_total
from targets.results.parts import find_target
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

MOST_QUERIES = 13 + 2  # five views on one page; besides those of a login


@pytest.fixture
def scene(db):
    scene = Province()
    scene.l01 = scene.target("L01", "40", name="培训", shares=dict.fromkeys(scene.counties, "10"))
    scene.l02 = scene.target("L02", "20", name="基地", shares=dict.fromkeys(scene.counties[:2], "10"))
    scene.issue(open_seq=2)
    for county, number in zip(scene.counties, ("10", "1", "5"), strict=False):
        scene.report(county, 2, {scene.l01: number, **({scene.l02: "9"} if county in scene.counties[:2] else {})})
    scene.settle()
    scene.boss = make.make_person("boss", ("leader", scene.cities[0]))
    return scene


def get(client, scene, unit=None, who="leader"):
    client.force_login(getattr(scene, who))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("dashboards:wall", args=["yn-2020", (unit or scene.unit).code]))
    assert count_reads(queries) <= MOST_QUERIES
    return answer


def main(answer):
    return answer.text.split("<main")[1].split("</main>")[0]


def test_all_scenes_stand_on_the_page_without_a_script(client, scene):
    text = main(get(client, scene))
    heads = re.findall(r'<h2 id="scene-[a-z]+">(.*?)[ <]', text)
    assert (len(heads), heads[0], heads[-1]) == (5, "全年进展", "走势")
    assert text.count('role="img"') >= 3
    assert "数据截至" in text


def test_its_numbers_are_the_totals_that_are_explained(client, scene):
    answer = get(client, scene)
    place = find_place(scene.leader, "yn-2020", scene.unit.code, "2020Q2")
    for line in answer.context["overview"].own.lines:
        assert line.value == explain_total(place, find_target(place, line.target.code)).line.value
    line = answer.context["trend_line"]
    assert line.value == explain_total(place, line.target).line.value
    bars = answer.context["ranking"].bars
    children = answer.context["overview"].board.children
    assert {bar.number.value for bar in bars} == {child.overall for child in children}


def test_the_leader_of_a_city_sees_only_its_counties(client, scene):
    assert get(client, scene, who="boss").status_code == 404
    answer = get(client, scene, scene.cities[0], who="boss")
    assert not re.search("县2|市2", main(answer))


def test_a_county_has_no_ranking_and_no_tiles(client, scene):
    answer = get(client, scene, scene.counties[0])
    assert (answer.context["ranking"], answer.context["tiles"]) == (None, None)
    assert "scene-trend" in main(answer)


def test_before_the_first_period_and_without_targets(client, scene):
    Period.objects.filter(plan=scene.plan).update(state=Period.State.PLANNED)
    assert "overview" not in get(client, scene).context
    plan = make.make_plan(scene.unit, "yn-2021", year=2021)
    make.make_participants(plan)
    make.set_issued(plan, open_seq=1)
    answer = client.get(reverse("dashboards:wall", args=["yn-2021", scene.unit.code]))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/overview/")
