"""The trend of a number: its pace, the year before, gaps, and a forecast that is silent where it knows too little."""

from copy import copy
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bench.forecast import run as run_bench
from dashboards.charts.drawing import round_up
from plans.models import Period
from targets.results.forecast import MIN_SHARES, forecast_end, quantile
from targets.results.last_year import read_last_year
from targets.results.parts import find_target, read_trend
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

MOST_QUERIES = 20
SHARES = [Decimal(n) / 100 for n in range(10, 100, 10)]


def test_the_forecast_divides_by_the_shares_of_the_year_before():
    found = forecast_end(Decimal(90), SHARES)
    assert (found.low, found.middle, found.high, found.cases) == (100, 180, 900, 9)


@pytest.mark.parametrize(
    ("value", "shares"),
    [
        (None, SHARES),
        (Decimal(0), SHARES),
        (Decimal(90), SHARES[1:]),
        (Decimal(90), [Decimal(0)] * 9),
        (Decimal(90), []),
    ],
)
def test_it_is_silent_where_it_knows_too_little(value, shares):
    assert forecast_end(value, shares) is None


def test_a_level_is_forecast_from_where_it_began():
    found = forecast_end(Decimal(150), [Decimal("0.5")] * MIN_SHARES, start=Decimal(100))
    assert (found.low, found.middle, found.high) == (200, 200, 200)


@given(st.lists(st.decimals("0.01", "1", places=2), min_size=9, max_size=40), st.decimals("1", "1000", places=1))
def test_the_band_holds_its_middle(shares, value):
    found = forecast_end(value, shares)
    assert value / max(shares) <= found.low <= found.middle <= found.high <= value / min(shares)


def test_quantiles_lie_between_the_numbers():
    ordered = [Decimal(n) for n in range(1, 20)]
    assert [quantile(ordered, Decimal(at)) for at in ("0.1", "0.5", "0.9")] == [2, 10, 18]
    assert quantile(ordered, Decimal("0.01")) == 1


def test_the_band_holds_eight_of_ten_and_beats_the_straight_line():
    assert run_bench()


@pytest.mark.parametrize(
    ("value", "top"), [("0", "1"), ("7", "8"), ("1000", "1000"), ("1001", "1200"), ("0.31", "0.32")]
)
def test_the_scale_ends_at_a_round_number(value, top):
    assert round_up(Decimal(value)) == Decimal(top)


@pytest.fixture
def scene(db):
    """2020: 40 of 100 in each county by the second quarter. 2019, of ten counties: 10, 30, 60, 100 by the quarters."""
    scene = Province()
    last = copy(scene)
    more = [make.make_unit(f"53091900{n:02}00", f"旧县{n}", parent=scene.cities[0]) for n in range(6)]
    last.plan = make.make_plan(scene.unit, "yn-2019", year=2019)
    last.participants = make.make_participants(last.plan)
    counties = [*scene.counties, *more]
    last.clerk = make.make_person("before", *[("clerk", unit) for unit in counties])
    old = last.target("L01", "1000", name="培训", unit="人", shares=dict.fromkeys(counties, "100"))
    last.issue(open_seq=4)
    for seq, number in enumerate(("10", "20", "30", "40"), 1):
        for county in counties:
            last.report(county, seq, {old: number})
    last.settle()
    scene.l01 = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys(scene.counties, "100"))
    scene.l02 = scene.target("L02", "40", name="基地", unit="个", shares=dict.fromkeys(scene.counties, "10"))
    scene.issue(open_seq=2)
    for county in scene.counties:
        scene.report(county, 2, {scene.l01: "40", scene.l02: "4"})
    scene.settle()
    scene.last = last
    return scene


def last_year(scene, unit, code="L01", person=None):
    place = find_place(scene.leader, "yn-2020", unit.code, "2020Q2")
    return read_last_year(person or scene.leader, place, find_target(place, code))


def test_last_year_by_month_with_the_shares_of_its_counties(scene):
    found = last_year(scene, scene.counties[0])
    assert found.values == {3: 10, 6: 30, 9: 60, 12: 100}
    assert found.shares[6] == [Decimal("0.3")] * 10


def test_a_target_that_was_not_in_last_years_plan_has_none(scene):
    assert last_year(scene, scene.unit, "L02") is None


def test_a_year_that_is_not_over_gives_no_shares(scene):
    Period.objects.filter(plan=scene.last.plan, seq=4).update(state=Period.State.PLANNED)
    found = last_year(scene, scene.unit)
    assert found.values == {3: 100, 6: 300, 9: 600}
    assert not found.shares


def test_last_years_totals_are_only_for_who_may_see_them(scene):
    assert last_year(scene, scene.unit, person=make.make_person("city", ("leader", scene.cities[0]))) is None


def page(client, scene, unit, code="L01"):
    client.force_login(scene.leader)
    url = reverse("dashboards:total", args=["yn-2020", unit.code, "2020Q2", code])
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url + "?show=trend")
    assert count_reads(queries) <= MOST_QUERIES
    return answer.content.decode()


def test_the_page_of_a_county(scene, client):
    text = page(client, scene, scene.counties[0])
    # 40 by now, where a year before 30 of 100 were done by now: 133 at the end. 40 against 30: a third more.
    assert "预计年底 133 人，十次里有八次在 133 至 133 之间" in text
    assert "+33.3%" in text
    assert 'class="band"' in text


def test_the_page_of_a_new_target_says_why_there_is_no_forecast(scene, client):
    text = page(client, scene, scene.unit, "L02")
    assert "暂无预测：上一年的计划里没有这项目标。" in text
    assert "同比" not in text


def test_a_period_without_a_number_is_a_gap_and_not_a_zero(scene):
    place = find_place(scene.leader, "yn-2020", scene.counties[0].code, "2020Q2")
    (_q1, first), (_q2, second) = read_trend(place, find_target(place, "L01"))
    assert (first.standing.light, second.value) == ("grey", 40)


def test_the_pace_goes_on_to_the_end_of_the_year(scene, client):
    text = page(client, scene, scene.unit, "L02")
    client.force_login(scene.leader)
    url = reverse("dashboards:total", args=["yn-2020", scene.unit.code, "2020Q2", "L02"])
    rows = client.get(url + "?show=trend").context["rows"]
    assert [row.pace for row in rows] == [10, 20, 30, 40]
    assert [row.line is None for row in rows] == [False, False, True, True]
    assert "未开始" in text
