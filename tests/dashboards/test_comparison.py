"""One target over all units as bars, in the order asked for; a few of them side by side through the year."""

import re
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dashboards.charts.bars import UnitNumber, make_bars_picture
from dashboards.charts.lines import APART, Series, make_lines_picture
from plans.models import Participant
from targets.models import Target
from targets.results.explain import explain_total
from targets.results.parts import find_target
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

MOST_QUERIES = 12 + 2  # besides those of a login
WHERE = ["yn-2020", "530000000000", "2020Q2", "L01"]


@pytest.fixture
def scene(db):
    """Shares of 10 to 40 in four counties; 县22 says nothing, L02 belongs to 市1 alone."""
    scene = Province()
    shares = dict(zip(scene.counties, ("10", "20", "30", "40"), strict=True))
    scene.l01 = scene.target("L01", "100", name="培训", unit="人", shares=shares)
    scene.l02 = scene.target("L02", "20", name="基地", unit="个", shares=dict.fromkeys(scene.counties[:2], "10"))
    scene.issue(open_seq=2)
    for county, first, second in zip(scene.counties, ("1", "8", "9"), ("8", "4", "3"), strict=False):
        scene.report(county, 1, {scene.l01: first, **({scene.l02: "1"} if county in scene.counties[:2] else {})})
        scene.report(county, 2, {scene.l01: second, **({scene.l02: "2"} if county in scene.counties[:2] else {})})
    scene.settle()
    scene.boss = make.make_person("boss", ("leader", scene.cities[0]))
    return scene


def get(client, scene, name, query="", who="leader", where=None):
    client.force_login(getattr(scene, who))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(f"dashboards:{name}", args=where or WHERE) + query)
    assert count_reads(queries) <= MOST_QUERIES
    return answer


def names(answer):
    return [line.participant.short_name for line in answer.context["page"]]


def codes(*units):
    return "&".join(f"c={unit.code}" for unit in units)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["县11", "县12", "县21", "县22"]),
        ("worst", ["县21", "县12", "县11", "县22"]),
        ("value", ["县12", "县21", "县11", "县22"]),
        ("gap", ["县22", "县21", "县12", "县11"]),
        ("tree", ["县11", "县12", "县21", "县22"]),
        ("nonsense", ["县11", "县12", "县21", "县22"]),
    ],
)
def test_orders(client, scene, sort, order):
    answer = get(client, scene, "ranking", f"?level=county&sort={sort}")
    found = names(answer)
    assert found[:3] == order[:3] if sort != "gap" else set(found) == set(order)
    assert [bar.name for bar in answer.context["picture"].bars] == found
    file = get(client, scene, "ranking_file", f"?level=county&sort={sort}")
    rows = load_workbook(BytesIO(file.content)).active.iter_rows(min_row=3, values_only=True)
    assert [row[0] for row in rows] == [line.participant.name for line in answer.context["page"]]


def test_counties_of_one_city_keep_their_ranks_of_the_province(client, scene):
    answer = get(client, scene, "ranking", f"?level=county&above={scene.cities[1].code}")
    assert [(line.participant.short_name, line.rank) for line in answer.context["page"]] == [
        ("县21", 3),
        ("县22", None),
    ]
    assert [each.short_name for each in answer.context["ranking"].above] == ["市1", "市2"]
    assert get(client, scene, "ranking", "?level=city&above=530910000000").context["ranking"].above == []


def test_every_bar_is_the_total_that_is_explained(client, scene):
    picture = get(client, scene, "ranking", "?level=county").context["picture"]
    for bar, unit in zip(picture.bars, scene.counties, strict=True):
        place = find_place(scene.leader, "yn-2020", unit.code, "2020Q2")
        line = explain_total(place, find_target(place, "L01")).line
        assert (bar.number.value, bar.number.light) == (line.standing.completion, line.standing.light)
    answer = get(client, scene, "ranking", "?level=county&show=value")
    assert [bar.number.text for bar in answer.context["picture"].bars] == ["9", "12", "12", "—"]


def test_ticked_units_stay_in_the_address(client, scene):
    first, *_, last = scene.counties
    answer = get(client, scene, "ranking", f"?level=county&above={scene.cities[0].code}&{codes(first, last)}")
    text = answer.text
    assert answer.context["elsewhere"] == [last.code]
    assert re.search(rf'value="{first.code}"\s+aria-label="选县11作比较" checked', text)
    assert text.count(f'type="hidden" name="c" value="{last.code}"') == 2  # of the filters, and of the comparison


def test_comparison_draws_the_chosen_units_in_their_order(client, scene):
    a, _b, c, _d = scene.counties
    answer = get(client, scene, "comparison", "?" + codes(c, a))
    assert [line.name for line in answer.context["picture"].series] == ["县21", "县11"]
    for row, unit in zip(answer.context["rows"], (c, a, scene.unit), strict=True):
        for period, (line, _text) in zip(("2020Q1", "2020Q2"), row["cells"], strict=True):
            place = find_place(scene.leader, "yn-2020", unit.code, period)
            assert line.value == explain_total(place, find_target(place, "L01")).line.value
    file = get(client, scene, "comparison", f"?as=xlsx&{codes(c, a)}")
    rows = list(load_workbook(BytesIO(file.content)).active.iter_rows(min_row=2, values_only=True))
    assert rows[0][:4] == ("单位", "2020年一季度 累计", "2020年一季度 完成率", "2020年一季度 亮灯")
    assert [(row[0], row[1], row[4]) for row in rows[1:]] == [("县21", 9, 12), ("县11", 1, 9), ("云南省", 18, 33)]


def test_a_unit_without_figures_is_a_gap_and_one_without_a_share_has_no_line(client, scene):
    answer = get(client, scene, "comparison", "?" + codes(scene.counties[3]))
    assert [line.path for line in answer.context["picture"].series] == [""]
    assert answer.context["rows"][0]["cells"][0][0].standing.light == "grey"
    answer = get(client, scene, "comparison", "?" + codes(*scene.counties), where=[*WHERE[:3], "L02"])
    assert [bool(line.path) for line in answer.context["picture"].series] == [True, True, False, False]
    bars = get(client, scene, "ranking", "?level=county", where=[*WHERE[:3], "L02"]).context["picture"].bars
    assert [(bar.number.light, bar.number.text) for bar in bars[2:]] == [("", "—"), ("", "—")]


def test_nothing_chosen_says_what_to_do(client, scene):
    text = get(client, scene, "comparison").text
    assert "还没有选单位。" in text
    assert "下载" not in text.split("<main")[1].split("</main>")[0]


def test_only_units_below_are_compared(client, scene):
    mine, other = [*WHERE], [WHERE[0], scene.cities[0].code, *WHERE[2:]]
    assert get(client, scene, "comparison", "?" + codes(*scene.counties), who="boss", where=mine).status_code == 404
    answer = get(client, scene, "comparison", "?" + codes(*scene.counties), who="boss", where=other)
    assert [unit.short_name for unit in answer.context["units"]] == ["县11", "县12"]
    assert not re.search("县2|市2|云南省(?!妇联)", answer.text.split("<main")[1].split("</main>")[0])


def test_long_names_are_cut_in_pictures_alone(client, scene):
    long = "名" * Participant._meta.get_field("name").max_length
    short = "名" * Participant._meta.get_field("short_name").max_length
    Participant.objects.filter(unit=scene.counties[0]).update(short_name=short, name=long)
    Target.objects.filter(pk=scene.l01.pk).update(name="目标" * 100)
    answer = get(client, scene, "ranking", "?level=county")
    bar = answer.context["picture"].bars[0]
    assert bar.name.endswith("…")
    assert len(bar.name) < 10
    assert long in answer.text
    assert "目标" * 100 in get(client, scene, "comparison", "?" + codes(scene.counties[0])).text


def test_a_county_has_nobody_to_rank(client, scene):
    answer = get(client, scene, "ranking", where=[WHERE[0], scene.counties[0].code, *WHERE[2:]])
    assert answer.context["picture"] is None
    assert answer.context["count"] == 0
    assert "比较所选单位" not in answer.text


@pytest.mark.parametrize(("units", "columns"), [(1, 1), (14, 1), (15, 2), (40, 2), (41, 3), (150, 3)])
def test_bars_stand_in_columns_and_never_reach_a_line_that_is_not_reached(units, columns):
    numbers = [UnitNumber(f"县{n}", "green", Decimal("0.99999"), "99.9%") for n in range(units)]
    picture = make_bars_picture(numbers, pace=Decimal("1"), shares=True)
    assert len({bar.x for bar in picture.bars}) == columns
    assert all(Decimal(bar.length) < Decimal(picture.track) for bar in picture.bars)


def test_names_of_lines_stand_apart_and_within_the_picture():
    series = [Series(f"县{n}", [Decimal(n) / 1000, Decimal(0)]) for n in range(8)]
    picture = make_lines_picture(series, Series("省", [None, None]), [None, None], periods=["1月", "2月"], write=str)
    heights = sorted(float(line.label) for line in picture.series)
    assert all(round(b - a, 1) >= APART for a, b in pairwise(heights))
    assert heights[-1] <= float(picture.base)
    assert picture.whole.path == ""
