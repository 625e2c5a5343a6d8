"""What is wrong or asked comes back as the workbook that was brought; a stale template says what has changed."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from sheets.marking.model import COLOURS, MarkKind
from sheets.writing import save_workbook
from targets.models import Allocation
from targets.workbooks.importing.uploads import confirm_upload
from targets.workbooks.template import write_period_template
from tests.factories import make_allocation, make_target
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, edit_template, receive_preview

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def bring(client, scenario, file, by=None):
    """The marked workbook of an upload, opened."""
    preview = receive_preview(file, by=by or scenario.admin, period=scenario.period)
    client.force_login(by or scenario.admin)
    response = client.get(reverse("targets:sheet_marked", args=[*WHERE, preview.upload.pk]))
    assert response.status_code == 200
    return response, load_workbook(BytesIO(response.content))


def colour(cell):
    return cell.fill.fgColor.rgb.removeprefix("00")


def test_cells_of_a_template_are_marked_each_in_its_kind(client, scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    response, book = bring(client, scenario, scenario.filled_template(D8=5, E8=7, D9="约10"))
    form = book.worksheets[0]
    assert "三季度（已标注）.xlsx" in unquote(response.headers["Content-Disposition"])
    assert (colour(form["D8"]), form["D8"].comment.text) == (COLOURS[MarkKind.CHANGED], "改动：4 → 5")
    assert (colour(form["E8"]), form["E8"].comment.text) == (COLOURS[MarkKind.NEW], "新增：7")
    assert colour(form["D9"]) == COLOURS[MarkKind.REFUSED]
    assert form["D9"].comment.text.startswith("不能导入：")
    assert form["F8"].comment is None
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "veryHidden", "veryHidden"]


def test_a_marked_template_is_mended_and_brought_again(client, scenario):
    response, _book = bring(client, scenario, scenario.filled_template(D8=5, D9="约10"))
    again = receive_preview(edit_template(response.content, D9=10), by=scenario.admin, period=scenario.period)
    assert again.result.counts["refused"] == 0
    assert again.result.counts["new"] == 2


def make_office_file():
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    for row in (["临沧市2020年三季度报表"], ["单位", "培训（人次）"], ["永德县", 12], ["镇康县", "约10"], ["合计", 12]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    return SimpleUploadedFile("县里的表.xlsx", save_workbook(book))


def test_questions_stand_in_the_offices_own_workbook(client, scenario):
    response, book = bring(client, scenario, make_office_file())
    sheet = book["汇总"]
    assert "县里的表（已标注）.xlsx" in unquote(response.headers["Content-Disposition"])
    assert (colour(sheet["B4"]), sheet["B4"].value) == (COLOURS[MarkKind.QUESTION], "约10")
    assert sheet["B4"].comment.text.startswith("要问您：")
    assert (colour(sheet["B3"]), sheet["B3"].comment.text) == (COLOURS[MarkKind.NEW], "新增：12")
    assert sheet["B2"].comment is None


def test_only_who_brought_it_gets_it(client, scenario):
    upload = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period).upload
    client.force_login(scenario.reviewer)
    refused = client.get(reverse("targets:sheet_marked", args=[*WHERE, upload.pk]))
    assert refused.headers["Location"] == reverse("targets:sheet_upload", args=[*WHERE, upload.pk])


def test_the_marked_workbook_stays_when_nothing_is_asked_and_after_the_import(client, scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    preview = receive_preview(scenario.filled_template(D8=5, E8=7), by=scenario.admin, period=scenario.period)
    client.force_login(scenario.admin)
    page = reverse("targets:sheet_upload", args=[*WHERE, preview.upload.pk])
    marked = reverse("targets:sheet_marked", args=[*WHERE, preview.upload.pk])
    assert marked in client.get(page).text
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=False, seen=preview.result.digest)
    assert marked in client.get(page).text
    form = load_workbook(BytesIO(client.get(marked).content)).worksheets[0]
    assert (form["D8"].comment.text, form["E8"].comment.text) == ("改动：4 → 5", "新增：7")
    assert form["F8"].comment is None


def test_the_preview_of_a_stale_template_says_what_has_changed(client, scenario):
    data = write_period_template(scenario.period, by=scenario.admin)
    scenario.targets["L01"].name = "技能培训"
    scenario.targets["L01"].save()
    Allocation.objects.filter(target=scenario.targets["L04"]).update(own=3)
    make_allocation(make_target(scenario.plan, "L09", 5, name="新目标", position=9), scenario.people[ZHENKANG], 5)
    client.force_login(scenario.admin)
    shown = client.post(reverse("targets:sheet", args=WHERE), {"file": edit_template(data, D8=5)}, follow=True)
    assert "新增目标L09 新目标" in shown.text
    assert "L01的名称已由“培训”改为“技能培训”" in shown.text
    assert "L04 转移就业的任务数有调整（永德县 1 → 3）" in shown.text


def test_an_unchanged_plan_has_nothing_to_say(scenario):
    preview = receive_preview(scenario.filled_template(D8=5), by=scenario.admin, period=scenario.period)
    assert preview.content.stale == ()


def test_a_clerk_takes_the_workbook_of_the_return_and_brings_it_back(client, scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    client.force_login(scenario.clerk)
    address = reverse("targets:sheet_template", args=WHERE) + f"?unit={YONGDE}"
    assert address in client.get(reverse("targets:return", args=[*WHERE, YONGDE])).text.replace("&amp;", "&")
    response = client.get(address)
    assert "临沧市妇联2020年工作计划-永德县-2020年三季度.xlsx" in unquote(response.headers["Content-Disposition"])
    form = load_workbook(BytesIO(response.content)).worksheets[0]
    assert [form["B7"].value, form["D7"].value, form["B8"].value] == ["永德县", 4, None]
    preview = receive_preview(edit_template(response.content, D7=6), by=scenario.clerk, period=scenario.period)
    assert preview.result.counts == {
        "refused": 0,
        "new": 0,
        "changed": 1,
        "unchanged": preview.result.counts["unchanged"],
    }


def test_the_workbook_of_another_unit_is_not_there(client, scenario):
    client.force_login(scenario.clerk)
    assert client.get(reverse("targets:sheet_template", args=WHERE), {"unit": ZHENKANG}).status_code == 404
