"""Unlikely numbers in the matrix (marked in the cell, the reason at the end of the row, the same in every file) and in
the overview of a leader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from targets.doubts.actions.judge_submissions import judge_submissions
from targets.models import Snapshot, StoredDoubt
from tests import factories as make
from tests.dashboards.scene import Province, count_reads
from tests.dashboards.test_matrix import MOST_READS, READS_OF_LOGIN, file_cells, page_cells

pytestmark = pytest.mark.django_db
REASON = "L01 目标 L01：本期新增 900，是以往新增最多的一期（60）的 15 倍。"


@pytest.fixture
def scene():
    """县11 reports fifteen times of what it did before."""
    scene = Province(cadence="month")
    a, b, _, _ = scene.counties
    scene.sum = scene.target("L01", "2000", shares={a: "1500", b: "500"}, name="目标 L01", frequency="month")
    scene.run = scene.target("L02", "100", measure="running", shares={a: "100"}, frequency="month")
    scene.issue(open_seq=4)
    for seq, number in enumerate((50, 40, 60, 900), 1):
        scene.report(a, seq, {scene.sum: str(number), scene.run: str(10 * seq + seq**2)}, accepted=seq < 4)
        scene.report(b, seq, {scene.sum: str(40 + seq * 7)})
    scene.settle()
    judge_submissions()
    return scene


def ask(client, scene, query="", **more):
    client.force_login(getattr(scene, more.get("who", "leader")))
    unit = more.get("unit") or scene.unit
    return client.get(reverse("dashboards:matrix", args=["yn-2020", unit.code, "2020-04"]) + query)


def rows(client, scene, query="", **more):
    heads, *found = page_cells(ask(client, scene, query, **more).content.decode())
    return heads, {row[0]: row for row in found}


def test_the_cell_is_marked_and_the_row_says_why(client, scene):
    heads, found = rows(client, scene, "?level=county")
    assert heads[-1] == "疑点"
    assert found["县11"][-1] == REASON
    assert found["县11"][3].endswith("疑点")
    assert not found["县11"][4].endswith("疑点")
    assert found["县12"][-1] == ""
    assert not found["县12"][3].endswith("疑点")


def test_a_sum_is_marked_by_what_is_part_of_it(client, scene):
    found = rows(client, scene)[1]
    for name in ("云南省", "市1"):
        assert found[name][-1] == f"县11 {REASON}"
        assert found[name][2].endswith("疑点")
    assert found["市2"][-1] == ""


def test_only_of_what_is_shown(client, scene):
    assert "疑点" not in rows(client, scene, "?level=county&t=L02")[0]
    assert "疑点" not in rows(client, scene, "?basis=accepted")[0], "it was not accepted"
    client.force_login(scene.leader)
    earlier = client.get(reverse("dashboards:matrix", args=["yn-2020", scene.unit.code, "2020-03"])).content.decode()
    assert "doubt-mark" not in earlier


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
@pytest.mark.parametrize("query", ["?level=county", "?show=gap", "?show=value&level=county"])
def test_files_have_mark_and_reason(client, scene, monkeypatch, kind, query):
    monkeypatch.setattr("tests.dashboards.test_matrix.get", lambda client, scene, query: ask(client, scene, query))
    on_page = page_cells(ask(client, scene, query).content.decode())
    width = len(on_page[0])
    in_file = file_cells(client, scene, query, kind)
    assert [(row + [""] * width)[:width] for row in in_file] == on_page
    assert any("疑点" in cell for row in in_file[1:] for cell in row)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("leader", True), ("planner", True), ("reviewer", True), ("data_admin", False), ("clerk", False)],
)
def test_who_sees_them(client, scene, role, sees):
    scene.somebody = make.make_person("somebody", (role, scene.cities[0]))
    text = ask(client, scene, unit=scene.cities[0], who="somebody").content.decode()
    assert ("doubt-mark" in text, "倍" in text) == (sees, sees)


def test_a_county_that_may_not_review_itself_sees_none(client, scene):
    scene.somebody = make.make_person("somebody", ("reviewer", scene.counties[0]))
    assert "疑点" not in ask(client, scene, unit=scene.counties[0], who="somebody").content.decode()


def test_it_takes_one_query(client, scene):
    client.force_login(scene.leader)
    address = reverse("dashboards:matrix", args=["yn-2020", scene.unit.code, "2020-04"])
    with CaptureQueriesContext(connection) as queries:
        client.get(address + "?level=county&sort=whole")
    assert count_reads(queries) <= MOST_READS + READS_OF_LOGIN


# --- the overview -----------------------------------------------------------------------------------------------------


def open_overview(client, scene, person=None):
    client.force_login(person or scene.leader)
    with CaptureQueriesContext(connection) as queries:
        address = reverse("dashboards:overview", args=["yn-2020", scene.unit.code, "2020-04"])
        page = client.get(address).content.decode()
    assert count_reads(queries) <= MOST_READS + READS_OF_LOGIN
    return page


def test_the_overview_lists_them(client, scene):
    page = open_overview(client, scene)
    address = reverse("dashboards:total", args=["yn-2020", scene.counties[0].code, "2020-04", "L01"])
    assert f'<a href="{address}">县11 目标 L01</a>' in page
    assert "本期新增 900，是以往新增最多的一期（60）的 15 倍。" in page
    assert "共 1 处" in page


def test_few_are_listed(client, scene, monkeypatch):
    monkeypatch.setattr("dashboards.views.overview.MAX_DOUBTS", 1)
    kept = StoredDoubt.objects.get()
    StoredDoubt.objects.create(snapshot=kept.snapshot, target=scene.run, kind="steady", strength=1, facts={})
    Snapshot.objects.filter(pk=kept.snapshot_id).update(doubt_count=2)
    page = open_overview(client, scene)
    assert "共 2 处" in page
    assert page.count("是以往新增最多的一期") == 1, "the strongest first"
    assert "每期都正好增加" not in page


def test_the_first_page_of_a_leader_counts_them(client, scene):
    client.force_login(scene.leader)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("targets:home")).content.decode()
    assert count_reads(queries) <= MOST_READS + READS_OF_LOGIN
    assert reverse("dashboards:overview", args=["yn-2020", scene.unit.code, "2020-04"]) + "#doubts" in page
    assert "疑点" not in client.get(reverse("targets:home") + "?basis=accepted").content.decode()


@pytest.mark.parametrize("role", ["leader", "clerk"])
def test_of_another_city_nothing_is_counted(client, scene, role):
    client.force_login(make.make_person("boss", (role, scene.cities[1])))
    address = reverse("dashboards:overview", args=["yn-2020", scene.cities[1].code, "2020-04"])
    for page in (address, reverse("targets:home")):
        assert "疑点" not in client.get(page).content.decode()


def test_a_clerk_is_told_of_none(client, scene):
    client.force_login(make.make_person("somebody", ("clerk", scene.cities[0])))
    address = reverse("dashboards:overview", args=["yn-2020", scene.cities[0].code, "2020-04"])
    assert "疑点" not in client.get(address).content.decode()


def test_a_doubt_about_a_whole_return_leads_to_the_unit(client, scene):
    StoredDoubt.objects.update(target=None, kind="equal", facts={"count": "5", "of": "12", "value": "66"})
    page = open_overview(client, scene)
    address = reverse("dashboards:unit", args=["yn-2020", scene.counties[0].code, "2020-04"])
    assert f'<a href="{address}">县11 整份报表</a>' in page
    found = rows(client, scene, "?level=county")[1]["县11"]
    assert found[-1] == "整份报表：20 以上的 12 个数中，有 5 个都是 66。"
    assert found[2].endswith("疑点"), "beside the completion on the whole"
