"""The administration tables in a real browser: export, change, preview, confirm; usable and accessible at two sizes."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import Person
from orgs.models import Unit
from targets.models import Allocation
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    assert_accessible,
)
from tests.targets.returns_world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# axe-core sets a style of its own on these pages; test_axe.py opens them under the policy of contents.
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])


@pytest.fixture
def world(browser):
    return make_world()


def export(page):
    """The exported workbook, by the list's own links."""
    page.get_by_role("link", name="导出", exact=True).click()
    if page.get_by_label("哪个计划？").count():
        page.get_by_role("button", name="下一步").click()
    assert_accessible(page, "admin-export")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    return load_workbook(BytesIO(download.value.path().read_bytes()))


def bring(page, book, name):
    """Choose the workbook on the page of the import and look at the preview."""
    stream = BytesIO()
    book.save(stream)
    file = {"name": "表.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    page.locator("#id_file").set_input_files(file)
    assert_accessible(page, f"admin-{name}-form")
    page.get_by_role("button", name="预览变动").click()
    assert_accessible(page, f"admin-{name}-preview")


@SIZES
def test_accounts_of_a_sheet_and_their_first_passwords(world, open_as, size):
    page = open_as(world.people["system_admin"], "admin:accounts_person_changelist", size=size, bypass_csp=True)
    assert_accessible(page, "admin-people")
    book = export(page)
    sheet, unit = book.active, Unit.objects.filter(level="county").first()
    for number in range(25):
        sheet.append([unit.code, "", f"填报员{number}", f"clerk{number}", "填报员"])
    sheet.append([unit.code, "", "某人", "bad name", "书记"])
    page.goto(page.url.split("?")[0].replace("export", "import"))
    bring(page, book, "people-wrong")
    expect(page.locator(".table-refused")).to_contain_text(f"D{sheet.max_row}")
    sheet.delete_rows(sheet.max_row)
    page.get_by_role("link", name="换一个文件").click()
    bring(page, book, "people")
    expect(page.get_by_text("初始密码，保存最多需要一分钟")).to_be_visible()
    page.get_by_role("button", name="全部保存").click()
    expect(page.locator(".slip")).to_have_count(25, timeout=120_000)
    assert Person.objects.filter(username__startswith="clerk").count() >= 25


@SIZES
def test_units_and_targets_and_shares(world, open_as, size):
    page = open_as(world.people["system_admin"], "admin:orgs_unit_changelist", size=size, bypass_csp=True)
    assert_accessible(page, "admin-units")
    book = export(page)
    book.active["B4"], book.active["K4"] = "新的名称", "老名称"
    page.goto(page.url.split("?")[0].replace("export", "import"))
    bring(page, book, "units")
    page.get_by_role("button", name="全部保存").click()
    expect(page.locator(".messagelist")).to_contain_text("已导入")
    assert Unit.objects.filter(name="新的名称").exists()

    page = open_as(world.people["planner"], "admin:targets_target_changelist", size=size, bypass_csp=True)
    assert_accessible(page, "admin-targets")
    page.goto(page.url + "import/")
    assert_accessible(page, "admin-targets-choose")
    page = open_as(world.people["planner"], "admin:targets_allocation_changelist", size=size, bypass_csp=True)
    assert_accessible(page, "admin-shares")
    book = export(page)
    book.active["D4"] = 7
    page.goto(page.url.split("?")[0].replace("export", "import") + f"?plan={world.plan.code}")
    page.locator("#id_from_seq").select_option(index=1)
    page.locator("#id_reason").fill("上级追加")
    page.locator("#id_document_number").fill("临妇发〔2020〕3号")
    bring(page, book, "shares")
    page.get_by_role("button", name="全部保存").click()
    expect(page.locator(".messagelist")).to_contain_text("已导入")
    assert Allocation.objects.filter(amount=7, replaced=False).exists()
