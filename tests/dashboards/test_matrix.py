"""The matrix of units by targets: what is chosen, how it is sorted, and that page and files say the same."""

import csv
import io
import re
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from plans.models import Group
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db

MOST_READS, READS_OF_LOGIN = 12, 2

CHOICES = [
    "", "?show=value", "?show=gap", "?level=county", "?level=county&show=gap&sort=L01", "?light=red&level=county",
    "?level=county&sort=whole&order=asc", "?t=L02&t=L03&show=value&level=county", "?basis=accepted&show=gap",
    "?level=county&light=unmet",
]  # fmt: skip


@pytest.fixture
def scene():
    """Two cities with two counties each: a sum, a ratio, an "at most", one that almost nobody owes; silent, n/a."""
    scene = Province()
    a, b, c, d = scene.counties
    scene.sum = scene.target("L01", "9000", shares={a: "3000", b: "3000", c: "2000", d: "1000"}, decimals=2)
    scene.ratio = scene.target(
        "L02", "70", measure="ratio", scale="%", baseline=0, shares=dict.fromkeys((a, b, c), "70")
    )
    scene.baseline(scene.ratio, [a, b], "0", "10")
    scene.most = scene.target("L03", "5", direction="at_most", measure="level", shares={a: "5", b: "5"})
    scene.rare = scene.target("L04", "10", shares={d: "10"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {scene.sum: "1025.25", scene.ratio: ("1", "10"), scene.most: "3"})
    scene.report(b, 1, {scene.sum: "0", scene.ratio: ("90", "90"), scene.most: "9"}, accepted=False)
    scene.report(c, 1, {scene.sum: "1999.9", scene.ratio: "na"})
    scene.report(a, 2, {scene.sum: "550.5", scene.ratio: ("10", "10"), scene.most: "4"})
    scene.settle()
    return scene


def get(client, scene, query="", unit=None, who="leader"):
    client.force_login(getattr(scene, who))
    return client.get(reverse("dashboards:matrix", args=["yn-2020", (unit or scene.unit).code, "2020Q2"]) + query)


def words(node):
    return " ".join(node.text_content().split())


def page_cells(text):
    """The words of each cell of the table, head first, as somebody reads them who cannot see."""
    (table,) = html.fromstring(text).xpath("//table[contains(@class, 'matrix')]")
    return [[words(cell) for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")]


def names(client, scene, query):
    return [row[0] for row in page_cells(get(client, scene, query).content.decode())[2:]]


def shown_in_excel(cell):
    """What a spreadsheet shows of a cell: its number in its format, of the kinds that the matrix has."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    value = Decimal(str(cell.value))
    sections = re.findall(r'(?:"[^"]*"|[^;"])+', cell.number_format)
    section = sections[0] if len(sections) == 1 else sections[0 if value > 0 else 1 if value < 0 else 2]

    def number(found):
        digits = len(found[0].partition(".")[2].rstrip("%"))
        scaled = abs(value) * (100 if found[0].endswith("%") else 1)
        return f"{scaled:,.{digits}f}" + ("%" if found[0].endswith("%") else "")

    parts = re.findall(r'"[^"]*"|[^"]+', section)
    return "".join(p[1:-1] if p[0] == '"' else re.sub(r"[#,]*0(\.0+)?%?", number, p) for p in parts)


def file_cells(client, scene, query, kind):
    body = get(client, scene, f"{query}{'&' if query else '?'}as={kind}").content
    if kind == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    if kind == "xlsx":
        return [[shown_in_excel(cell) for cell in row] for row in openpyxl.load_workbook(io.BytesIO(body)).active][1:]
    rows = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(body)).tables
    ]
    first, *more = rows
    return [row + [text for part in more for text in part[n][1:]] for n, row in enumerate(first)]


@pytest.mark.parametrize("query", CHOICES)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_files_are_cell_by_cell_what_the_page_says(client, scene, query, kind):
    on_page = page_cells(get(client, scene, query).content.decode())
    in_file = file_cells(client, scene, query, kind)
    width = len(on_page[0])
    assert [(row + [""] * width)[:width] for row in in_file] == on_page


def test_cells_have_light_and_number(client, scene):
    found = {row[0]: row[1:] for row in page_cells(get(client, scene, "?level=county").content.decode())}
    assert found["县11"][0] == "市1"
    assert found["县11"][2:] == ["正常 52.5%", "完成 142.9%", "正常 未超上限", "无任务"]
    assert found["县12"][2:] == ["严重滞后 0.0%", "完成 142.9%", "严重滞后 超过上限", "无任务"]
    assert found["县21"][2:] == ["正常 99.9%", "不适用", "无任务", "无任务"]  # 99.995 % is not all of it
    assert found["县22"][2:] == ["未报", "无任务", "无任务", "未报"]


def test_what_a_cell_shows_is_chosen(client, scene):
    for show, text in (("value", "正常 1,575.75"), ("gap", "正常 +2.5")):
        found = {
            row[0]: row[1:] for row in page_cells(get(client, scene, f"?level=county&show={show}").content.decode())
        }
        assert found["县11"][2] == text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["县11", "县12", "县21", "县22"]),
        ("&sort=L01", ["县21", "县11", "县12", "县22"]),
        ("&sort=L01&order=asc", ["县12", "县11", "县21", "县22"]),  # who has not reported stands at the end
        ("&sort=L99", ["县11", "县12", "县21", "县22"]),
        ("&sort=L02&t=L01", ["县11", "县12", "县21", "县22"]),  # not among the columns
    ],
)
def test_sorted_by_a_target(client, scene, query, expected):
    assert names(client, scene, f"?level=county{query}") == expected


def test_heads_are_links_that_sort_and_turn(client, scene):
    page = html.fromstring(get(client, scene, "?level=county&sort=L01&show=gap&t=L01&t=L02").content)
    (head,) = page.xpath("//table[contains(@class, 'matrix')]//th[@aria-sort]")
    assert head.get("aria-sort") == "descending"
    address = head.xpath("./a/@href")[0]
    for each in ("order=asc", "t=L01&t=L02", "show=gap", "level=county"):
        assert each in address
    turned = client.get(address)
    assert html.fromstring(turned.content).xpath("//th[@aria-sort]/@aria-sort") == ["ascending"]


def test_filter_by_light_keeps_units_and_targets_that_have_it(client, scene):
    rows = page_cells(get(client, scene, "?level=county&light=red").content.decode())
    assert [row[0] for row in rows[1:]] == ["云南省", "县12"]
    assert [next(word for word in head.split() if word[0] == "L") for head in rows[0][3:]] == ["L01", "L03"]
    text = get(client, scene, "?level=county&light=unmet").content.decode()
    assert "没有单位亮这种灯" in text


def test_group_section_and_level(client, scene):
    group = Group.objects.create(plan=scene.plan, name="示例组")
    group.participants.add(scene.participant(scene.counties[1]), scene.participant(scene.counties[3]))
    assert names(client, scene, "?level=county&group=示例组") == ["县12", "县22"]
    assert names(client, scene, "") == ["市1", "市2"]
    section = scene.sum.task.section_id
    assert len(page_cells(get(client, scene, f"?section={section}").content.decode())[0]) >= 3
    county = get(client, scene, unit=scene.counties[0])
    assert county.status_code == 200


@pytest.mark.parametrize(
    "query", ["?level=x&group=x&light=pink&section=x&t=L99&sort=;&order=x&show=x", "?level=province", "?as=pdf"]
)
def test_what_is_not_there_counts_as_not_asked(client, scene, query):
    assert page_cells(get(client, scene, query).content.decode()) == page_cells(get(client, scene).content.decode())


def test_only_units_below_are_seen(client, scene):
    scene.boss = make.make_person("boss", ("leader", scene.cities[0]))
    assert get(client, scene, who="boss").status_code == 404
    assert get(client, scene, unit=scene.cities[1], who="boss").status_code == 404
    text = get(client, scene, unit=scene.cities[0], who="boss").content.decode()
    assert [row[0] for row in page_cells(text)[1:]] == ["市1", "县11", "县12"]


def test_period_and_basis_keep_the_choice(client, scene):
    text = get(client, scene, "?level=county&t=L01&t=L02&show=gap").content.decode()
    assert "basis=accepted&amp;level=county&amp;t=L01&amp;t=L02&amp;show=gap" in text


def test_links_lead_here(client, scene):
    address = reverse("dashboards:matrix", args=["yn-2020", scene.unit.code, "2020Q2"])
    client.force_login(scene.leader)
    for name in ("unit", "overview"):
        text = client.get(reverse(f"dashboards:{name}", args=["yn-2020", scene.unit.code, "2020Q2"])).content.decode()
        assert f'href="{address}"' in text


def test_number_of_queries(client, scene):
    client.force_login(scene.leader)
    address = reverse("dashboards:matrix", args=["yn-2020", scene.unit.code, "2020Q2"])
    with CaptureQueriesContext(connection) as queries:
        client.get(address + "?level=county&sort=whole&light=red")
    assert count_reads(queries) <= MOST_READS + READS_OF_LOGIN
