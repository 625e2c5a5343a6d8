"""People and units in a real browser: many people from a workbook, the question before closing, the trail's address."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import Person
from orgs.actions.units import close_unit
from orgs.models import Unit
from tests.browser.loaded_page import expect
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.factories import make_unit
from tests.targets.returns_world import fill_return, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])


@pytest.fixture
def world(browser):
    world = make_world()
    fill_return(world, world.report())
    for number in range(6):
        make_unit(f"4502999{number}0000", f"第{number}县", parent=world.city, short_name=f"第{number}县")
    return world


def assert_accessible(page, name):
    screenshot_if_wanted(page, f"{name}-{page.viewport_size['width']}", full_page=True)
    assert page.evaluate(DOCUMENT_WIDTH) <= page.viewport_size["width"]
    start_axe(page)
    assert axe_violations(page) == []


@SIZES
def test_clerks_of_six_counties_from_a_workbook(world, open_as, size):
    page = open_as(world.people["system_admin"], "accounts:people", size=size)
    page.get_by_role("link", name="批量新增").click()
    assert_accessible(page, "people-import")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = book.active
    for number, row in enumerate(range(3, sheet.max_row + 1)):
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = f"填报员{number}", f"clerk{number}"
    wrong = BytesIO()
    sheet["D4"] = "clerk"  # taken
    book.save(wrong)
    file = {"name": "人员.xlsx", "mimeType": "application/octet-stream"}
    page.get_by_label("填好的模板").set_input_files({**file, "buffer": wrong.getvalue()})
    page.get_by_role("button", name="显示将新增哪些人").click()
    expect(page.locator(".findings")).to_contain_text("D4")
    assert_accessible(page, "people-wrong")

    right = BytesIO()
    sheet["D4"] = "clerk1"
    book.save(right)
    page.get_by_role("link", name="换一个文件").click()
    page.get_by_label("填好的模板").set_input_files({**file, "buffer": right.getvalue()})
    page.get_by_role("button", name="显示将新增哪些人").click()
    page.get_by_role("button", name="确认新增，并显示初始密码").click()
    expect(page.locator(".secret").first).to_be_visible()
    assert_accessible(page, "people-passwords")
    assert Person.objects.get(username="clerk3").check_password(page.locator(".secret").nth(3).inner_text())


@SIZES
def test_a_county_is_closed_only_after_its_question(world, open_as, size):
    page = open_as(world.people["system_admin"], "units:close", world.county.code, size=size)
    page.get_by_label("停用日期").fill("2020-12-31")
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_text("份已填了数，还没有上报")).to_be_visible()
    assert Unit.objects.get(pk=world.county.pk).to_date is None
    assert_accessible(page, "unit-close")
    page.get_by_role("button", name="停用").click()
    expect(page.locator("[role=status], .alert, .messages").first).to_contain_text("停用")
    assert Unit.objects.get(pk=world.county.pk).to_date is not None


@SIZES
def test_the_trail_with_addresses_fits(world, open_as, size):
    close_unit(world.other, by=world.people["system_admin"], to_date=date(2030, 12, 31))
    page = open_as(world.people["audit_admin"], "accounts:trail", size=size)
    expect(page.get_by_role("columnheader", name="来源地址")).to_be_visible()
    assert_accessible(page, "trail")
    with page.expect_download():
        page.get_by_role("link", name="下载").first.click()
