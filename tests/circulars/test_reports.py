"""Reports on a plan: the draft of the year's summary, duty papers, the work of reviewers."""

import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from circulars.queries.duties import read_duties
from circulars.queries.review_work import read_review_work
from circulars.text.model import ParagraphKind
from circulars.text.year import UnitWords, YearSection, YearTask, write_year
from fedwork.local.demo.clock import clock_at
from plans.models import Plan
from targets.returns.actions.draft import ProgressInput
from targets.review.actions.review import Objection
from tests import factories as make
from tests.circulars.test_pages import read_word
from tests.circulars.test_sentences import facts, target
from tests.dashboards.scene import Province, count_reads

MOST_QUERIES = 16  # four of them for the login and the navigation


# --- the year, without a database -------------------------------------------------------------------------------------


def test_the_year_by_section():
    training = YearTask("T1", "开展培训", [target()], [UnitWords("临翔", "办了 3 期班", "缺师资", "再办两期")])
    law = YearTask("T2", "普法宣传", [], [UnitWords("甲", "宣传"), UnitWords("乙", "", "没有经费")])
    sections = [YearSection("妇女发展", [training]), YearSection("没有任务"), YearSection("权益维护", [law])]
    found = write_year(facts(), sections)
    assert [each.text for each in found if each.kind == ParagraphKind.HEAD1] == [
        "一、总体情况", "二、妇女发展", "三、权益维护", "四、存在困难", "五、下一步打算"
    ]  # fmt: skip
    texts = [each.text for each in found]
    assert "（一）开展培训" in texts
    assert "培训：任务400人，已完成185人，完成率46.3%，低于序时进度3.8个百分点。" in texts
    assert "办了 3 期班。" in texts
    assert "甲：宣传。" in texts
    assert "临翔（开展培训）：缺师资。" in texts
    assert "乙（普法宣传）：没有经费。" in texts
    assert "临翔（开展培训）：再办两期。" in texts
    assert len({each.key for each in found}) == len(found)


# --- on pages ---------------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = Province()
    scene.task("送法下乡", *scene.counties[:2], section="一、权益维护")
    scene.l01 = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys(scene.counties, "100"))
    scene.issue(open_seq=2)
    first, second = scene.counties[:2]
    task = scene.plan.tasks.get(title="送法下乡")
    words = ProgressInput(state="under_way", done="第一季度办了两场", obstacle="缺人", next_step="再办三场")
    scene.report(first, 1, {scene.l01: "10"}, progress={task: words})
    again = ProgressInput(state="under_way", done="第二季度办了四场", obstacle="", next_step="收尾")
    scene.report(first, 2, {scene.l01: "30"}, progress={task: again})
    scene.report(second, 1, {scene.l01: "20"}, progress={task: words}, accepted=False)
    scene.settle()
    scene.planner = make.make_person("planner", ("planner", scene.unit))
    return scene


def address(name, unit):
    return reverse(f"circulars:{name}", args=["yn-2020", unit.code])


def read(client, person, url):
    client.force_login(person)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer, count_reads(queries)


def test_the_summary_has_numbers_with_links_and_the_last_words(scene, client):
    answer, reads = read(client, scene.planner, address("year", scene.unit))
    page = answer.content.decode()

    assert reads <= MOST_QUERIES
    assert "第二季度办了四场" in page
    assert "第一季度办了两场" not in page  # of the other county it is not accepted, of this one there is a newer word
    assert f"/totals/yn-2020/{scene.unit.code}/2020Q2/L01/?basis=accepted" in page
    assert ">40</a>" in page
    submitted, _reads = read(client, scene.planner, address("year", scene.unit) + "?basis=submitted")
    assert f"{scene.participant(scene.counties[1]).short_name}：第一季度办了两场" in submitted.content.decode()
    for link in set(re.findall(r'href="(/totals/[^"]*L01[^"]*)"', page)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_the_summary_in_word_reads_as_the_page(scene, client):
    page = read(client, scene.planner, address("year", scene.unit))[0].content.decode()
    words = read_word(client.get(address("year_word", scene.unit)).content)
    for text in re.findall(r'<p class="doc-(?:text|head1|head2)">(.*?)</p>', page):
        assert re.sub("<[^>]*>", "", text) in words


def test_a_city_reads_no_words_of_another(scene, client):
    leader = make.make_person("city", ("leader", scene.cities[1]))
    assert read(client, leader, address("year", scene.cities[0]))[0].status_code == 404
    assert read(client, leader, address("duties", scene.cities[0]))[0].status_code == 404
    assert "第二季度" not in read(client, leader, address("year", scene.cities[1]))[0].content.decode()


def test_a_county_owes_its_share_and_its_tasks(scene, client):
    (paper,) = read_duties(scene.plan, [scene.participant(scene.counties[0])])
    assert [(each.code, each.amount, each.measure) for each in paper.targets] == [("L01", "100", "人")]
    assert [each.title for each in paper.tasks] == ["送法下乡"]
    assert paper.people == ["clerk"]
    answer, reads = read(client, scene.clerk, address("duties", scene.counties[0]))
    assert reads <= 12
    assert "送法下乡" in answer.content.decode()
    document = docx.Document(BytesIO(client.get(address("duty_word", scene.counties[0])).content))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["1", "培训", "100人", "12月31日"] in rows
    assert ["1", "送法下乡", "牵头", "12月31日"] in rows


def test_duty_papers_of_all_units_below_come_in_one_archive(scene, client):
    answer, reads = read(client, scene.planner, address("duties_zip", scene.cities[0]))
    assert reads <= 12
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert len(names) == 2
        assert "送法下乡" in read_word(archive.read(names[0]))
    nothing, _reads = read(client, scene.planner, address("duties_zip", scene.counties[0]))
    assert nothing.status_code == 404


def test_the_work_of_a_reviewer_is_counted_from_the_trail(scene, client):
    with clock_at(timezone.localdate() - timedelta(days=4)):
        report = scene.report(scene.counties[2], 1, {scene.l01: "5"}, accepted=False)
    scene.send_back(report, Objection("不对", target=scene.l01))
    scene.report(scene.counties[2], 1, {scene.l01: "6"})
    (work,) = read_review_work(scene.planner, Plan.objects.get(), scene.participant(scene.unit), None)
    assert (work.name, work.unit, len(work.reviewed), work.accepted, work.sent_back) == ("reviewer", "云南省", 3, 3, 1)
    assert 3 < work.longest < 5
    assert work.longest / 4 == pytest.approx(work.days, abs=Decimal("0.01"))
    first = scene.plan.periods.get(code="2020Q1")
    (work,) = read_review_work(scene.planner, Plan.objects.get(), scene.participant(scene.unit), first)
    assert (len(work.reviewed), work.accepted) == (2, 2)
    answer, reads = read(client, scene.planner, address("reviews", scene.unit))
    assert reads <= 12
    assert "reviewer" in answer.content.decode()
    table = client.get(address("reviews", scene.unit) + "?as=csv").content.decode("utf-8-sig")
    assert '"reviewer","云南省","3","3","1","0"' in table


def test_a_reviewer_sees_her_own_work_alone_and_a_clerk_none(scene, client):
    other = make.make_person("other", ("reviewer", scene.unit))
    page = read(client, other, address("reviews", scene.unit))[0].content.decode()
    assert "还没有审核记录" in page
    page = read(client, scene.reviewer, address("reviews", scene.unit))[0].content.decode()
    assert "只显示您本人的审核工作" in page
    assert read(client, scene.clerk, address("reviews", scene.counties[0]))[0].status_code == 403
    assert "审核工作统计" not in read(client, scene.clerk, address("duties", scene.counties[0]))[0].content.decode()
