"""Figures of units that are kept once and serve every plan: population, households."""

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from audit.models import Entry
from targets.models import SplitFigure
from tests import factories as make
from tests.targets.shares.splitting_world import COUNTIES, make_plan
from tests.targets.shares.test_allocation_page import address, browser

pytestmark = pytest.mark.django_db
D = Decimal
PASTED = "县\t人口\n凤庆\t352\n云县\t281\n永德\t174"


@pytest.fixture
def city(split_city):
    return split_city


@pytest.fixture
def planner(split_planner):
    return split_planner


@pytest.fixture
def plan(split_plan):
    return split_plan


def keep(person, plan, **fields):
    data = {"keep": "yes", "brought": PASTED, "keep_name": "人口", "keep_year": "2019", "seen": "{}"} | fields
    return browser(person).post(address(plan), data, headers={"X-Requested-With": "fetch"})


def tab(plan):
    return reverse("targets:split_figures", args=[plan.code, "530900000000"])


def stored():
    return {(row.unit.code, row.name, row.year): row.value for row in SplitFigure.objects.select_related("unit")}


def test_pasted_once_they_split_every_plan(split, city, plan, planner):
    assert keep(planner, plan).json() == {"code": "kept:2019:人口", "label": "按 人口（2019年）的比例"}
    assert list(stored().values()) == [352, 281, 174]
    assert split(basis="kept:2019:人口") == [44, 35, 21]
    other = make_plan(city, 2021)
    assert "kept:2019:人口" in [each.code for each in browser(planner).get(address(other)).context["bases"]]
    entry = Entry.objects.get(verb="allocation.figures")
    assert (entry.unit_code, entry.data["name"], entry.data["year"]) == ("530900000000", "人口", 2019)
    assert "没有对应的数：永德" in _without_one(split)


def _without_one(split):
    SplitFigure.objects.filter(unit__code="530923000000").delete()
    return split(basis="kept:2019:人口")


@pytest.mark.parametrize("fields, message", [
    ({"keep_name": " "}, "请写明这组数是什么"), ({"keep_name": "人" * 41}, "不超过 40 个字"),
    ({"keep_year": "19"}, "年份，四位数字"), ({"keep_year": ""}, "年份，四位数字"),
    ({"brought": "1\n2"}, "粘贴了 2 个数"),
])  # fmt: skip
def test_what_cannot_be_kept_is_said(plan, planner, fields, message):
    answer = keep(planner, plan, **fields)
    assert answer.status_code == 422
    assert message in answer.json()["message"]
    assert not stored()


def test_without_a_script_the_page_chooses_what_was_kept(plan, planner):
    data = {"keep": "yes", "brought": PASTED, "keep_name": "人口", "keep_year": "2019", "seen": "{}"}
    page = browser(planner).post(address(plan), data | {"cell.L01:530921000000": "7"})
    assert '<option value="kept:2019:人口" selected>' in page.text
    assert 'value="7"' in page.text


def test_a_planner_sees_changes_and_adds_them(plan, planner):
    keep(planner, plan)
    client = browser(planner)
    page = client.get(tab(plan))
    assert 'value="352"' in page.text
    seen = page.context["seen"]
    box = "figure.kept:2019:人口.{}".format
    codes = list(COUNTIES)
    data = {box(codes[0]): "360", box(codes[1]): "281", box(codes[2]): "", "seen": seen}
    data |= {f"figure.new.{codes[0]}": "1,200.5", "new_name": "户数", "new_year": "2020"}
    assert client.post(tab(plan), data).status_code == 302
    assert stored() == {
        (codes[0], "人口", 2019): 360, (codes[1], "人口", 2019): 281, (codes[0], "户数", 2020): D("1200.5"),
    }  # fmt: skip


def test_a_wrong_cell_saves_nothing_and_keeps_what_was_typed(plan, planner):
    keep(planner, plan)
    before = stored()
    code = next(iter(COUNTIES))
    data = {f"figure.kept:2019:人口.{code}": "约360", f"figure.new.{code}": "5", "seen": "{}"}
    page = browser(planner).post(tab(plan), data)
    assert page.status_code == 422
    assert "约360" in page.text
    assert 'aria-invalid="true"' in page.text
    assert stored() == before
    page = browser(planner).post(tab(plan), {f"figure.new.{code}": "5", "seen": "{}"})
    assert "请写明这组数是什么" in page.text
    assert browser(planner).post(tab(plan), {"seen": "["}).status_code == 422
    assert stored() == before


def test_they_leave_as_a_file_under_heads_that_a_paste_finds(plan, planner, city):
    keep(planner, plan)
    page = browser(planner).get(tab(plan))
    assert 'data-names="人口|人口 2019"' in page.text
    text = b"".join(browser(planner).get(tab(plan), {"as": "csv"})).decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(text))
    assert heads == ["代码", "单位", "人口 2019"]
    assert [row[2] for row in rows] == ["352", "281", "174"]
    assert {row[0] for row in rows} == set(COUNTIES)
    other = make.make_person("x", ("reviewer", city))
    assert browser(other).get(tab(plan), {"as": "csv"}).status_code == 404  # of a draft


def test_what_was_left_alone_is_not_written_back(plan, planner):
    """Somebody else changed it in between."""
    keep(planner, plan)
    seen = browser(planner).get(tab(plan)).context["seen"]
    code = next(iter(COUNTIES))
    SplitFigure.objects.filter(unit__code=code).update(value=400)
    data = json.loads(seen) | {"seen": seen}
    browser(planner).post(tab(plan), data)
    assert stored()[code, "人口", 2019] == 400


def test_only_who_breaks_down_may_see_and_keep_them(plan, city):
    for role in ("clerk", "leader", "reviewer"):
        person = make.make_person(role, (role, city))
        assert keep(person, plan).status_code in (403, 404)
        assert browser(person).get(tab(plan)).status_code in (403, 404)
    assert not stored()


def test_a_figure_that_another_has_changed_meanwhile_is_not_overwritten(city, plan, planner):
    keep(planner, plan)
    page = browser(planner).get(tab(plan))
    box = next(box for _child, boxes in page.context["rows"] for box in boxes if box["stored"] == "352")
    shown = {"seen": json.dumps({box["name"]: "352"})}
    assert browser(planner).post(tab(plan), shown | {box["name"]: "101"}).status_code == 302
    refused = browser(planner).post(tab(plan), shown | {box["name"]: "201"})
    assert refused.status_code == 422
    assert "凤庆" in str(refused.context["refused"].message)
    assert 101 in stored().values()
    assert browser(planner).post(tab(plan), shown | {box["name"]: "101"}).status_code == 302  # the same is no conflict


@pytest.mark.parametrize("bad", [{"new_name": "户数", "new_year": "9" * 5000}, {"seen": "[" * 100_000}])
def test_what_no_page_sends_is_refused(plan, planner, bad):
    assert browser(planner).post(tab(plan), bad).status_code == 422
