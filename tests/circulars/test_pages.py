"""A circular from the figures to its publication: who may, what is frozen, what others see of it."""

import re
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from circulars.actions import circulars as actions
from circulars.models import Circular
from circulars.queries.account import get_facts, list_paragraphs
from circulars.text.sentences import SECTIONS
from targets.results.explain import explain_total
from targets.results.parts import find_target
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
FIELDS = {
    "title": "关于二季度的通报",
    "number": "",
    "issuer": "市妇联",
    "recipients": "",
    "sections": list(SECTIONS),
    "first": 1,
    "last": 1,
}


@pytest.fixture
def scene():
    scene = Province()
    first = scene.target("L01", "400", name="培训", unit="人", shares=dict.fromkeys(scene.counties, "100"))
    scene.issue(open_seq=2)
    for number, county in enumerate(scene.counties, 1):
        scene.report(county, 1, {first: f"{number}0"})
    scene.report(scene.counties[0], 2, {first: "60"}, accepted=False)
    scene.settle()
    scene.planner = make.make_person("planner", ("planner", scene.unit))
    scene.l01 = first
    return scene


def place(scene, unit=None):
    return find_place(scene.planner, "yn-2020", (unit or scene.unit).code, "2020Q2")


def write(scene, unit=None, **changes):
    fields = FIELDS | {"shown": "whole"} | changes
    return actions.create_circular(place(scene, unit), fields=fields, by=scene.planner)


def texts(circular):
    return {each.key: each.text for each in list_paragraphs(circular)}


def test_every_number_is_the_one_that_is_explained(scene):
    circular = write(scene)
    (target,) = get_facts(circular).targets
    explained = explain_total(place(scene), find_target(place(scene), "L01"))
    assert Decimal(target.value) == explained.line.value == 160
    assert target.completion == "40.0%"


def test_the_city_at_the_head_and_at_the_tail(scene):
    assert texts(write(scene))["units-federation"] == "综合完成率居前的有市1（45.0%）。居后的有市2（35.0%）。"


def test_figures_stay_frozen_until_they_are_taken_anew(scene):
    circular = write(scene)
    scene.report(scene.counties[1], 2, {scene.l01: "80"})
    scene.settle()
    assert "160" in texts(circular)["target-L01"]
    circular = actions.refresh_figures(circular, place(scene), by=scene.planner, seen=circular.version)
    assert "240" in texts(circular)["target-L01"]


def test_an_edit_holds_while_its_figures_do(scene):
    circular = write(scene)
    for key in ("target-L01", "next"):
        circular = actions.edit_paragraph(circular, key, f"{key} 改过", by=scene.planner, seen=circular.version)
    scene.report(scene.counties[1], 2, {scene.l01: "10"})
    scene.settle()
    circular = actions.refresh_figures(circular, place(scene), by=scene.planner, seen=circular.version)
    assert texts(circular)["next"] == "next 改过"
    assert "170" in texts(circular)["target-L01"]


def test_a_paragraph_is_left_out_and_comes_back(scene):
    circular = write(scene)
    given = texts(circular)["next"]
    circular = actions.edit_paragraph(circular, "next", "", by=scene.planner, seen=circular.version)
    assert "next" not in texts(circular)
    circular = actions.edit_paragraph(circular, "next", given, by=scene.planner, seen=circular.version)
    assert texts(circular)["next"] == given
    assert circular.edits == {}


def test_a_stale_page_changes_nothing(scene):
    circular = write(scene)
    actions.edit_paragraph(circular, "next", "甲", by=scene.planner, seen=circular.version)
    with pytest.raises(ValidationError):
        actions.edit_paragraph(circular, "next", "乙", by=scene.planner, seen=circular.version)
    assert texts(Circular.objects.get())["next"] == "甲"


def test_a_published_one_never_changes_and_is_withdrawn_only_with_a_reason(scene):
    circular = write(scene)
    circular = actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    for act in (actions.publish_circular, actions.delete_draft):
        with pytest.raises(ValidationError):
            act(circular, by=scene.planner, seen=circular.version)
    with pytest.raises(ValidationError):
        actions.withdraw_circular(circular, reason=" ", by=scene.planner)
    circular = actions.withdraw_circular(circular, reason="数据有误", by=scene.planner)
    assert circular.state == "withdrawn"
    assert list(Entry.objects.filter(verb__startswith="circular.").order_by("pk").values_list("verb", flat=True)) == [
        "circular.create", "circular.publish", "circular.withdraw"
    ]  # fmt: skip


def test_only_planners_write(scene):
    with pytest.raises(PermissionDenied):
        actions.create_circular(place(scene), fields=FIELDS | {"shown": "whole"}, by=scene.leader)


def test_a_correction_after_the_publication_is_said_beside_it(scene, client):
    circular = write(scene)
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    scene.report(scene.counties[1], 2, {scene.l01: "80"})
    scene.settle()
    client.force_login(scene.planner)
    page = client.get(reverse("circulars:circular", args=[circular.pk])).content.decode()
    assert "印发以后有 2 个数更正过" in page
    assert "160 → 240" in page.replace("\n", "")


def test_a_county_reads_how_many_numbers_were_corrected_and_its_own(scene, client):
    circular = write(scene)
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    scene.report(scene.counties[1], 2, {scene.l01: "80"})
    scene.settle()
    client.force_login(make.make_person("county", ("clerk", scene.counties[0])))
    page = client.get(reverse("circulars:circular", args=[circular.pk])).content.decode()
    assert "印发以后有 2 个数更正过" in page
    assert "市1：45.0% → 85.0%" in page
    assert "另有 1 个数属于其他单位或全局" in page
    assert "160 →" not in page


def test_every_number_leads_to_its_page(scene, client):
    client.force_login(scene.planner)
    page = client.get(reverse("circulars:circular", args=[write(scene).pk])).content.decode()
    links = re.findall(r'<a href="(/totals/[^"]*)">([^<]*)</a>', page.split("<article")[1].split("</article>")[0])
    assert len(links) >= 10
    for address, text in set(links):
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        if "/L01/" in address:
            assert text.rstrip("%") in answer.content.decode()


def test_the_text_is_chinese_whatever_its_reader_speaks(scene, client):
    circular = write(scene)
    client.force_login(scene.planner)
    client.cookies["fedwork_language"] = "en"
    page = client.get(reverse("circulars:circular", args=[circular.pk])).content.decode()
    assert "Wording" in page
    assert "一、总体情况" in page
    assert "综合完成率为" in page


def test_a_county_sees_a_published_one_and_no_draft(scene, client):
    circular = write(scene)
    client.force_login(make.make_person("county", ("clerk", scene.counties[0])))
    url = reverse("circulars:circular", args=[circular.pk])
    assert client.get(url).status_code == 404
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    page = client.get(url).content.decode()
    assert "市2" in page
    assert 'href="/totals/' not in page.split("<article")[1].split("</article>")[0]


def test_who_sees_only_the_own_place_reads_no_other_names(scene, client):
    circular = write(scene, shown="own")
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    client.force_login(make.make_person("county", ("clerk", scene.counties[0])))
    url = reverse("circulars:circular", args=[circular.pk])
    page = client.get(url).content.decode()
    assert "市1" in page
    assert "市2" not in page
    words = read_word(client.get(reverse("circulars:word", args=[circular.pk])).content)
    assert "市2" not in words


def test_a_unit_beside_sees_nothing_of_it(scene, client):
    circular = write(scene, unit=scene.cities[0])
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    client.force_login(make.make_person("beside", ("leader", scene.cities[1])))
    assert client.get(reverse("circulars:circular", args=[circular.pk])).status_code == 404


def test_from_the_form_to_the_word_file(scene, client):
    client.force_login(scene.planner)
    answer = client.post(
        reverse("circulars:new", args=["yn-2020", scene.unit.code]),
        FIELDS | {"shown": "whole", "period": "2020Q2", "basis": "submitted", "title": "关于进度的通报"},
    )
    circular = Circular.objects.get()
    assert answer.url == reverse("circulars:circular", args=[circular.pk])
    with CaptureQueriesContext(connection) as queries:
        page = client.get(answer.url).content.decode()
    assert count_reads(queries) <= MOST_QUERIES
    assert f"/totals/yn-2020/{scene.unit.code}/2020Q2/L01/" in page
    words = read_word(client.get(reverse("circulars:word", args=[circular.pk])).content)
    assert "关于进度的通报" in words
    assert "居前的有市1（45.0%）" in words


def read_word(data):
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])
