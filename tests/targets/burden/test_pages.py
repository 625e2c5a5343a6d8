"""The cost where a period is opened, the account's page and files, who may read it, and how many queries they take."""

from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from targets.documents.actions.documents import receive_document
from targets.models import Figure
from tests import factories as make
from tests.dashboards.scene import Province, count_reads, make_progress
from tests.dashboards.test_scale import make_province

pytestmark = pytest.mark.django_db
MOST_READS, READS_OF_LOGIN = 12, 3  # session, person, posts


@pytest.fixture
def scene():
    scene = Province()
    scene.l01 = scene.target("L01", "400", shares=dict.fromkeys(scene.counties, "100"))
    task = scene.task("宣讲", *scene.counties)
    scene.issue(open_seq=1)
    scene.planner = make.make_person("planner", ("planner", scene.unit))
    scene.report(scene.counties[0], 1, {scene.l01: "10"}, progress={task: make_progress()})
    return scene


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return count_reads(queries), response


def test_the_planner_sees_the_cost_before_a_period_opens(scene, client):
    client.force_login(scene.planner)
    page = client.get(reverse("targets:periods", args=["yn-2020"])).content.decode()
    # 4 counties: a number of 30 seconds and a text of 180 seconds each, 840 seconds together.
    assert page.count("4个单位填完这一期，合计约需<strong>0.2</strong>小时") == 3
    assert "暂按30秒计" in page
    client.force_login(scene.leader)
    assert "小时" not in client.get(reverse("targets:periods", args=["yn-2020"])).content.decode()


def test_the_cost_of_all_periods_takes_two_queries(scene, client):
    client.force_login(scene.planner)
    address = reverse("targets:periods", args=["yn-2020"])
    three, _page = count_queries(client, address)
    make.set_issued(scene.plan, open_seq=3)
    one, _page = count_queries(client, address)
    make.set_issued(scene.plan, open_seq=4)
    none, _page = count_queries(client, address)
    assert three == one
    assert three <= MOST_READS + READS_OF_LOGIN
    assert none < three


def test_a_supplement_says_what_it_costs_once_something_is_accepted(scene, client):
    client.force_login(scene.planner)
    text = "一、宣讲\n（一）开展宣讲。全年开展宣讲200场次，覆盖妇女1万人次。\n"
    document = receive_document(scene.plan, by=scene.planner, text=text, name="补充通知.txt", from_seq=2)
    address = reverse("targets:document", args=["yn-2020", document.pk])
    before, page = count_queries(client, address)
    assert "每期最多多填" not in page.content.decode()
    decided = {"decided_by": scene.planner, "decided_at": timezone.now(), "decision": "accepted"}
    document.proposals.filter(kind="target").update(**decided)
    after, page = count_queries(client, address)
    added = document.proposals.filter(kind="target").count()
    assert f"采纳后，剩下的3期每期最多多填{added * 4}格" in page.content.decode()
    assert after <= before + 3


def read_page(response):
    return [cells for cells, _whole in response.context["rows"]]


def test_the_files_are_the_page(scene, client):
    client.force_login(scene.planner)
    address = reverse("targets:burden_account", args=[scene.unit.code])
    page = client.get(address)
    shown = read_page(page)
    assert shown[0][:4] == ["全部计划", "省级", "1", "1"]
    assert ["yn-2020", "县级", "4", "1", "4", "4", "4", "0.2", "0.1", "1", "0", "1", "0.1", "0"] in shown
    for row in shown:
        for cell in row:
            assert f">{cell}</t" in page.content.decode()
    book = load_workbook(BytesIO(client.get(address + "?as=xlsx").content)).active
    rows = [[cell.value for cell in row] for row in book.iter_rows(min_row=3)]
    assert [[row[0], row[1], *[str(n) for n in row[2:7]]] for row in rows] == [row[:7] for row in shown]
    words = docx.Document(BytesIO(client.get(address + "?as=docx").content)).tables[0]
    assert [[cell.text for cell in row.cells] for row in words.rows][1:] == shown
    lines = client.get(address + "?as=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(shown) + 1


def test_who_reads_which_account(scene, client):
    beside = make.make_person("beside", ("leader", scene.cities[1]))
    client.force_login(beside)
    own = client.get(reverse("targets:burden"))
    assert own.url == reverse("targets:burden_account", args=[scene.cities[1].code])
    assert client.get(own.url).status_code == 200
    for unit in (scene.cities[0], scene.unit):
        assert client.get(reverse("targets:burden_account", args=[unit.code])).status_code == 404
    client.force_login(make.make_person("audit", ("audit_admin", scene.unit)))
    assert client.get(reverse("targets:burden")).status_code == 403


@pytest.mark.parametrize("year", ["2020", "1999", "x", "99999999999", ""])
def test_any_year_is_answered(scene, client, year):
    client.force_login(scene.leader)
    assert client.get(reverse("targets:burden_account", args=[scene.unit.code]), {"year": year}).status_code == 200


@pytest.mark.slow
def test_number_of_queries_for_a_province(client):
    plan, _participants, leader = make_province("month", 12)
    plan.targets.update(frequency="month")
    reported = [(report, target) for report in plan.periods.get(seq=1).returns.all() for target in plan.targets.all()]
    Figure.objects.bulk_create(
        Figure(report=report, target=target, value=1, typed_by=leader, typed_at=plan.issued_at)
        for report, target in reported
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as an office's database is: without it the planner believes the tables empty
    client.force_login(leader)
    taken, page = count_queries(client, reverse("targets:burden_account", args=["530000000000"]))
    assert taken <= MOST_READS + READS_OF_LOGIN
    whole = next(row for row in page.context["account"].rows if not row.plan and not row.level)
    assert (whole.filled, whole.figures) == (len(reported), 12 * 129 * 60)
    plan.periods.filter(seq__gt=1).update(state="planned")
    client.force_login(make.make_person("planner", ("planner", plan.unit)))
    taken, page = count_queries(client, reverse("targets:periods", args=[plan.code]))
    assert taken <= MOST_READS + READS_OF_LOGIN
    assert "7,740" in page.content.decode()
