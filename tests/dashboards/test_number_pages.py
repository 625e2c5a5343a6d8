"""The page of one number: baselines, bounds, deadlines, the period of its data, links to its returns."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from targets.results.board import read_board
from targets.results.place import find_place
from tests.dashboards.pages import page, report_two_periods
from tests.dashboards.scene import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Province(yellow_from=10)


@pytest.fixture
def reported(scene):
    return report_two_periods(scene)


def test_the_page_of_a_number_says_that_shares_of_the_not_applicable_stay(client, scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "100", shares={a: "40", b: "60"}, unit="人次")
    scene.issue(open_seq=1)
    scene.report(a, 1, {target: "na"})
    scene.report(b, 1, {target: "30"})
    scene.settle()
    client.force_login(scene.leader)
    for show in ("", "?show=figures"):
        page = client.get(reverse("dashboards:total", args=["yn-2020", scene.unit.code, "2020Q1", "L01"]) + show)
        assert "其任务数40人次仍计入应完成数" in page.content.decode()
    alone = client.get(reverse("dashboards:total", args=["yn-2020", b.code, "2020Q1", "L01"]))
    assert "仍计入" not in alone.content.decode()


def test_a_baseline_stands_beside_what_is_judged_by_it(client, scene):
    a, b = scene.counties[:2]
    known = scene.target("L01", "70", measure="ratio", scale="%", baseline=Decimal("32.25"), shares={a: "70", b: "70"})
    scene.baseline(known, [a], "129", "400")
    unknown = scene.target("L02", "70", measure="ratio", scale="%", shares={a: "70", b: "70"})
    scene.issue(open_seq=1)
    scene.report(a, 1, {known: ("5", "10"), unknown: ("5", "10")})
    scene.settle()
    client.force_login(scene.leader)
    page = client.get(reverse("dashboards:unit", args=["yn-2020", a.code, "2020Q1"])).content.decode()
    assert "基数 32.3%" in page
    assert "基数不清楚，只看达到没有" in page
    table = client.get(reverse("dashboards:unit", args=["yn-2020", scene.cities[0].code, "2020Q1"])).text
    assert "<small>基数 32.3%</small>" in table
    number = client.get(reverse("dashboards:total", args=["yn-2020", a.code, "2020Q1", "L02"])).content.decode()
    assert "未达到" in number


def test_a_hundred_percent_is_shown_only_where_it_is_reached(client, scene):
    a = scene.counties[0]
    target = scene.target("L01", "10000", shares={a: "10000"})
    scene.issue(open_seq=1)
    scene.report(a, 1, {target: "9996"})
    scene.settle()
    client.force_login(scene.leader)
    for address in (("unit", scene.cities[0].code), ("unit", a.code), ("total", a.code), ("ranking", scene.unit.code)):
        names = ["yn-2020", address[1], "2020Q1", *(["L01"] if address[0] != "unit" else [])]
        page = client.get(reverse(f"dashboards:{address[0]}", args=names), {"level": "county"}).content.decode()
        assert "99.9%" in page, address
        assert not re.search(r">\s*100(\.0)?%", page), address


def test_a_sum_of_percentages_is_warned_of(client, scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "95", measure="level", unit="%", shares={a: "95", b: "95"})
    scene.issue(open_seq=1)
    scene.report(a, 1, {target: "90"})
    scene.report(b, 1, {target: "80"})
    scene.settle()
    client.force_login(scene.leader)
    page = client.get(reverse("dashboards:total", args=["yn-2020", scene.unit.code, "2020Q1", "L01"])).content.decode()
    assert "百分数加起来没有意义" in page
    assert "178" not in page


def test_a_goal_past_its_deadline_is_behind_and_says_so(client, scene):
    a = scene.counties[0]
    short = scene.target("L01", "12", shares={a: "12"}, deadline=date(2020, 6, 15))
    later = scene.target("L02", "12", shares={a: "12"}, deadline=date(2020, 10, 1))
    reached = scene.target("L03", "11", shares={a: "11"}, deadline=date(2020, 3, 31))
    scene.issue(open_seq=2)
    for seq, number in ((1, "8"), (2, "3")):
        scene.report(a, seq, {short: number, later: number, reached: number})
    scene.settle()
    lights = {}
    for period in ("2020Q1", "2020Q2"):
        place = find_place(scene.leader, "yn-2020", a.code, period)
        for line in read_board(place).own.lines:
            lights[line.target.code, period] = (line.standing.light, line.standing.overdue)
    assert lights["L01", "2020Q1"] == ("green", False)
    assert lights["L01", "2020Q2"] == ("yellow", True)
    assert lights["L02", "2020Q2"] == ("green", False)
    assert lights["L03", "2020Q2"] == ("blue", False)
    client.force_login(scene.leader)
    for name, codes in (("unit", []), ("total", ["L01"]), ("ranking", ["L01"])):
        where = scene.unit.code if name == "ranking" else a.code
        address = reverse(f"dashboards:{name}", args=["yn-2020", where, "2020Q2", *codes])
        page = client.get(address, {"level": "county"} if name == "ranking" else {}).content.decode()
        assert "已过时限（2020-06-15）" in page, name
        assert "2020-10-01）" not in page


def test_a_target_that_is_not_due_says_of_which_period_its_numbers_are(client, scene):
    a = scene.counties[0]
    half = scene.target("L01", "100", shares={a: "100"}, frequency="half")
    quarter = scene.target("L02", "100", shares={a: "100"})
    scene.issue(open_seq=3)
    scene.report(a, 2, {half: "45", quarter: "45"})
    scene.settle()
    line = next(
        line
        for line in read_board(find_place(scene.leader, "yn-2020", a.code, "2020Q3")).own.lines
        if line.target == half
    )
    assert (line.standing.pace, line.standing.light) == (Decimal("0.5"), "green")  # as half a year has it
    client.force_login(scene.leader)
    for name, where, codes in (
        ("unit", a, []), ("unit", scene.cities[0], []), ("total", a, ["L01"]), ("ranking", scene.unit, ["L01"])
    ):  # fmt: skip
        page = client.get(reverse(f"dashboards:{name}", args=["yn-2020", where.code, "2020Q3", *codes]))
        assert "按2020年二季度数" in page.content.decode(), (name, where)
    own = client.get(reverse("dashboards:total", args=["yn-2020", a.code, "2020Q3", "L02"])).content.decode()
    assert "按2020年" not in own


def test_counted_units_say_the_same_of_their_baseline_as_the_return(client, scene):
    a, b = scene.counties[:2]
    target = scene.target("L01", "2", measure="level", rollup="units_reached", shares={a: "1", b: "1"})
    scene.issue(open_seq=2)
    scene.report(a, 2, {target: "2"})
    scene.settle()
    client.force_login(scene.leader)
    for unit in (a, scene.cities[0]):
        page = client.get(reverse("dashboards:total", args=["yn-2020", unit.code, "2020Q2", "L01"])).content.decode()
        assert "基数不清楚，只看达到没有" in page
        assert "个百分点" not in page
    assert "见各单位自己的页面" in page
    own = client.get(reverse("dashboards:total", args=["yn-2020", a.code, "2020Q2", "L01"])).content.decode()
    assert "见各单位自己的页面" not in own
    assert "达到任务数计1" in own


def test_each_figure_behind_a_number_links_to_its_return(client, reported):
    a, b = reported.counties[:2]
    _, text = page(client, reported, reported.cities[0], target="L01", query="?show=figures", who="reviewer")
    for unit, period in ((a, "2020Q2"), (b, "2020Q1")):  # b has not reported since: its last figure is carried over
        address = reverse("targets:return", args=["yn-2020", period, unit.code])
        assert f'href="{address}#cell-L01"' in text
        assert client.get(address).status_code == 200
    link = re.search(rf'<a\s+href="[^"]*{a.code}[^"]*#cell-L01">(.*?)</a>', text, re.DOTALL)[1]
    assert "已审定" in link


def test_the_text_of_the_ranking_says_how_it_is_reckoned(client, reported):
    _, text = page(client, reported, reported.unit)
    assert "低于 0（比基数还差）的按 0 计" in text
    assert "按没有四舍五入的数排" in text


def test_a_part_without_a_baseline_of_its_own_has_no_pace_anywhere(client, scene):
    """融安 was judged by the rate of its city: −4.3 % and 严重滞后 where nobody knows how it stood."""
    a, b = scene.counties[:2]
    target = scene.target("L01", "70", measure="ratio", scale="%", baseline=Decimal("32.3"), shares={a: "70", b: "70"})
    scene.issue(open_seq=1)
    scene.report(a, 1, {target: ("30", "100")})
    scene.report(b, 1, {target: ("80", "100")})
    scene.settle()
    client.force_login(scene.leader)

    def read(name, unit, *codes, **query):
        page = client.get(reverse(f"dashboards:{name}", args=["yn-2020", unit.code, "2020Q1", *codes]), query)
        return page.content if name == "ranking_file" else " ".join(re.sub(r"<[^>]+>", " ", page.text).split())

    for unit in (a, scene.cities[0]):
        own = read("unit", unit)
        assert "没有本单位的基数，只看达到没有" in own
        assert "个百分点" not in own
        assert "32.3" not in own
    assert "完成率从基数 32.3% 起算" in read("unit", scene.unit)
    assert "没有本单位的基数" in read("total", a, "L01")
    rows = list(load_workbook(BytesIO(read("ranking_file", scene.unit, "L01", level="county"))).active.values)
    head = next(row for row in rows if "基数" in row)
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[0] in (a.name, b.name)}
    assert [found[each.name]["基数"] for each in (a, b)] == ["基数不清楚"] * 2
    assert [found[each.name]["亮灯"] for each in (a, b)] == ["未达到", "完成"]
    assert [found[each.name]["完成率"] for each in (a, b)] == [None, 1]
