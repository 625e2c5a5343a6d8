"""One target over all units of a level: what the page says of each, in which order, to whom, and its workbook."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories as make
from tests.dashboards.scene import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Four counties owe 10 each: two have done 4, one says that it is not applicable, one says nothing."""
    scene = Province()
    first, second, third, fourth = scene.counties
    shares = dict.fromkeys(scene.counties, "10")
    scene.sum = scene.target("L01", "40", shares=shares)
    scene.ratio = scene.target(
        "L02", "70", measure="ratio", scale="%", baseline=Decimal(20), shares=dict.fromkeys(scene.counties, "70")
    )
    scene.baseline(scene.ratio, [first, third], "20", "100")
    scene.issue(open_seq=1)
    scene.report(third, 1, {scene.sum: "4", scene.ratio: ("9", "10")})
    scene.report(first, 1, {scene.sum: "4", scene.ratio: ("3", "10")}, accepted=False)
    scene.report(fourth, 1, {scene.sum: "na", scene.ratio: "na"})
    scene.silent = second
    scene.settle()
    return scene


def fetch(client, scene, unit, target, name="ranking", *, query="?level=county", who="leader"):
    client.force_login(getattr(scene, who))
    return client.get(reverse(f"dashboards:{name}", args=["yn-2020", unit.code, "2020Q1", target.code]) + query)


def cells(row):
    """A row of the page's table: {heading: text}; the first cell is the unit's name."""
    found = {"": re.search(r"<th[^>]*>(.*?)</th>", row, re.DOTALL)[1]}
    found |= dict(re.findall(r'<td[^>]*data-label="([^"]+)"[^>]*>(.*?)</td>', row, re.DOTALL))
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in found.items()}


def rows(response):
    table = response.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return [cells(row) for row in table.split("<tr")[1:]]


def sheet(response):
    """The rows of the workbook under its two headings: {heading: value}."""
    table = load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True)
    heads = next(table)
    return [dict(zip(heads, row, strict=True)) for row in table]


def test_order_and_shared_ranks(client, scene):
    found = rows(fetch(client, scene, scene.unit, scene.sum))
    assert [(row[""], row["位次"]) for row in found] == [("县21", "1"), ("县11", "1"), ("县12", "—"), ("县22", "—")]
    found = rows(fetch(client, scene, scene.unit, scene.ratio))
    assert [(row[""], row["位次"]) for row in found] == [("县21", "1"), ("县11", "2"), ("县12", "—"), ("县22", "—")]


def test_silent_and_not_applicable_units(client, scene):
    for target, done in ((scene.sum, ["4", "4"]), (scene.ratio, ["90.0%", "30.0%"])):
        found = rows(fetch(client, scene, scene.unit, target))
        assert [row["累计"] for row in found] == [*done, "—", "不适用"]
        assert [row["亮灯"] for row in found][2:] == ["未报", "不适用"]
        in_file = sheet(fetch(client, scene, scene.unit, target, "ranking_file"))
        assert [row["累计"] for row in in_file][2:] == [None, "不适用"]


def test_the_basis_is_kept(client, scene):
    for name, read in (("ranking", rows), ("ranking_file", sheet)):
        found = read(fetch(client, scene, scene.unit, scene.sum, name, query="?level=county&basis=accepted"))
        assert {str(row["累计"]) for row in found[:1]} == {"4"}
        assert [row["位次"] for row in found][1:] in (["—"] * 3, [None] * 3)


def test_only_units_below_are_listed(client, scene):
    city = scene.cities[0]
    scene.boss = make.make_person("boss", ("leader", city))
    for name, read, head in (("ranking", rows, ""), ("ranking_file", sheet, "单位")):
        assert fetch(client, scene, scene.unit, scene.sum, name, who="boss").status_code == 404
        assert fetch(client, scene, scene.cities[1], scene.sum, name, who="boss").status_code == 404
        found = read(fetch(client, scene, city, scene.sum, name, who="boss"))
        assert [row[head] for row in found] == ["县11", "县12"]


@pytest.mark.parametrize("query", ["?level=county", "?level=city", "?level=county&light=grey", "?basis=accepted"])
def test_workbook_equals_the_page(client, scene, query):
    for target in (scene.sum, scene.ratio):
        page = fetch(client, scene, scene.unit, target, query=query)
        in_file = sheet(fetch(client, scene, scene.unit, target, "ranking_file", query=query))
        shown = rows(page) if page.context["count"] else []
        assert len(shown) == len(in_file) == page.context["count"]
        for row, cell in zip(shown, in_file, strict=True):
            assert (cell["单位"], cell["亮灯"]) == (row[""], row["亮灯"])
            for name in set(cell) & {"位次", "累计", "分子", "分母", "任务数"}:
                share = target == scene.ratio and name in ("累计", "任务数")
                assert same(cell[name], row[name], share=share), name
            gap = cell["与序时差距（百分点）"]
            assert row["与序时差距"].startswith("—") if gap is None else same(gap, row["与序时差距"].split()[0])
            assert same(cell["完成率"], row["完成率"].split()[0], share=True)


def same(cell, text, *, share=False):
    """Whether a cell holds the number that a page shows as ``text``."""
    if cell is None:
        return text == "—"
    if isinstance(cell, str):
        return cell == text
    number = Decimal(text.strip("%").replace(",", "").replace("−", "-"))
    exact = Decimal(str(cell)) * (100 if share else 1)
    return abs(exact - number) <= Decimal("0.05")


def test_numbers_of_the_workbook_are_numbers_shown_as_on_the_page(client, scene):
    answer = fetch(client, scene, scene.unit, scene.ratio, "ranking_file")
    page = load_workbook(BytesIO(answer.content)).active
    heads = [cell.value for cell in page[2]]
    first = dict(zip(heads, page[3], strict=True))
    assert (first["累计"].value, first["累计"].number_format) == (0.9, "0.0%")
    assert first["完成率"].number_format == "0.0%"
    assert first["市州"].value == "市2"
    assert {"本期", "与序时差距（百分点）", "上报情况"} <= set(heads)
    assert first["上报情况"].value == "已报，已审定"
    assert page.column_dimensions["A"].width > 20
    assert "市州" not in sheet(fetch(client, scene, scene.unit, scene.sum, "ranking_file", query="?level=city"))[0]
