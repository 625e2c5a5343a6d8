"""The overview of a plan at a unit, and the first page of those who oversee it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.overview_words import describe_costs, describe_laggards
from targets.results.overview import read_overview
from targets.results.place import find_place
from targets.results.reasons import list_costs
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db
MOST_READS, READS_OF_LOGIN = 12, 3  # session, person, posts


@pytest.fixture
def scene():
    """Two quarters: L01 lags in 县21, L02 is reached, L03 is a rate of which 县22 has not reported."""
    scene = Province()
    a, b, c, d = scene.counties
    first = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys((a, b, c, d), "100"))
    second = scene.target("L02", "40", name="基地", unit="个", shares=dict.fromkeys((a, b, c, d), "10"))
    scene.issue(open_seq=2)
    for unit, n in ((a, "50"), (b, "45"), (c, "40"), (d, "30")):
        scene.report(unit, 1, {first: n, second: "1"}, accepted=False)
    for unit, n in ((a, "10"), (b, "5"), (c, "5")):
        scene.report(unit, 2, {first: n, second: "9"})
    scene.settle()
    return scene


def overview(scene, unit, period="2020Q2", basis="submitted"):
    return read_overview(find_place(scene.leader, "yn-2020", unit.code, period, basis=basis))


def test_worst_targets_name_the_units_that_hold_them_back(scene):
    found = overview(scene, scene.cities[1])
    worst = found.worst_targets[0]
    assert (worst.line.target.code, worst.line.standing.light) == ("L01", "yellow")
    # 县21 has 45 of the 50 that its pace asks for, which is within the plan's limit; 县22 reported 30 in the first
    # quarter, and nothing since.
    assert [(each.participant.short_name, each.missing) for each in worst.laggards] == [("县22", 20)]
    assert describe_laggards(worst) == "县22比应有进度少 20 人"


def test_a_rate_and_a_limit_say_what_is_wrong_in_their_own_terms():
    scene = Province()
    a, b, _c, _d = scene.counties
    rate = scene.target(
        "L01", "80", name="覆盖率", unit="%", scale="%", measure="ratio", start="zero", shares={a: "80", b: "80"}
    )
    limit = scene.target(
        "L02", "10", name="事故", unit="起", direction="at_most", measure="running", shares={a: "5", b: "5"}
    )
    scene.issue(open_seq=2)
    scene.report(a, 2, {rate: ("10", "100"), limit: "1"})
    scene.report(b, 2, {rate: ("10", "100"), limit: "20"})
    scene.settle()
    worst = {each.line.target.code: describe_laggards(each) for each in overview(scene, scene.cities[0]).worst_targets}
    assert worst == {"L01": "县11落后 37.5 个百分点，县12落后 37.5 个百分点", "L02": "县12没有守住"}


def test_costs_and_overall_completion_sum_to_the_whole(scene):
    for child in overview(scene, scene.cities[1]).board.children:
        costs = sum(cost.points for cost in list_costs(child.lines))
        assert costs + child.overall * 100 == Decimal(100)


def test_the_last_units_say_what_cost_them_most(scene):
    found = overview(scene, scene.cities[1])
    assert [each.results.participant.short_name for each in found.worst_units] == ["县22", "县21"]
    assert describe_costs(found.worst_units[0].costs) == "基地 少得 45.0 个百分点，培训 少得 35.0 个百分点"


def test_lights_that_changed_since_the_period_before(scene):
    found = overview(scene, scene.cities[0])
    assert found.before.code == "2020Q1"
    assert [(each.line.target.code, each.before, each.line.standing.light, each.worse) for each in found.changes] == [
        ("L02", "yellow", "blue", False)
    ]


def test_the_first_period_compares_with_nothing(scene):
    found = overview(scene, scene.unit, "2020Q1")
    assert (found.before, found.changes, found.overall_before) == (None, [], None)


def test_returns_are_counted_in_the_subtree(scene):
    returns = overview(scene, scene.cities[1]).returns
    assert (returns.expected, returns.standing, returns.accepted, returns.missing) == (3, 1, 1, 2)


def test_the_basis_changes_every_number(scene):
    assert overview(scene, scene.unit).own.lines[0].value == 185
    assert overview(scene, scene.unit, basis="accepted").own.lines[0].value == 20


def test_a_leader_sees_it_on_the_first_page(scene, client):
    client.force_login(make.make_person("city", ("leader", scene.cities[1])))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("targets:home")).content.decode()
    assert count_reads(queries) <= MOST_READS + READS_OF_LOGIN
    number = reverse("dashboards:total", args=["yn-2020", scene.cities[1].code, "2020Q2", "L01"])
    assert f'href="{number}"' in page
    assert "审定口径" in page
    assert "县22比应有进度少 20 人" in page


def test_others_do_not(scene, client):
    client.force_login(scene.clerk)
    assert "overview-title" not in client.get(reverse("targets:home")).content.decode()


def test_a_leader_of_a_city_sees_nothing_of_another(scene, client):
    client.force_login(make.make_person("city", ("leader", scene.cities[0])))
    page = client.get(reverse("targets:home") + f"?plan=yn-2020/{scene.cities[1].code}").content.decode()
    assert "市1" in page
    assert "市2" not in page
    assert "县21" not in page
    url = reverse("dashboards:overview", args=["yn-2020", scene.cities[1].code, "2020Q2"])
    assert client.get(url).status_code == 404


def test_a_plan_that_has_not_begun_says_so(client):
    scene = Province()
    scene.target("L01", "400", shares=dict.fromkeys(scene.counties, "100"))
    make.set_issued(scene.plan, open_seq=0)
    client.force_login(scene.leader)
    assert "第一期还没有开始" in client.get(reverse("targets:home")).content.decode()


def test_each_count_of_lights_leads_to_its_targets(scene, client):
    """From the first page: the number of targets with a light, then these targets, then their children."""
    client.force_login(scene.leader)
    shown = {}
    for light in ("yellow", "blue"):
        page = client.get(reverse("dashboards:unit", args=["yn-2020", scene.unit.code, "2020Q1"]) + f"?light={light}")
        shown[light] = [line.target.code for line, _counts in page.context["lines"]]
        assert len(shown[light]) == page.context["board"].own.lights[light]
        assert len(page.context["matrix"]) == 2
    every = client.get(reverse("dashboards:unit", args=["yn-2020", scene.unit.code, "2020Q1"]) + "?light=pink")
    assert len(every.context["lines"]) == 2
    home = client.get(reverse("dashboards:overview", args=["yn-2020", scene.unit.code, "2020Q1"])).content.decode()
    assert "?light=yellow#targets-title" in home
