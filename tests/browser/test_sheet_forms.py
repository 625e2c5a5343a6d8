"""An office's own form in a real browser: brought, asked about, kept, filled and downloaded; LibreOffice shows it."""

import os
import re
import shutil
import subprocess
from functools import partial
from io import BytesIO

import pypdfium2
import pytest
from openpyxl import load_workbook

from targets.models import SheetForm
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    DOCUMENT_WIDTH,
    PHONE,
    SCREENSHOTS,
    axe_violations,
    screenshot_if_wanted,
    start_axe,
)
from tests.sheets.office.sample_plan import TARGET
from tests.targets.sheet_forms.form_city import YONGDE, ZHENKANG, FormCity, quarter_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
PLAN = "lincang-2020"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(browser):
    city = FormCity((YONGDE, ZHENKANG), (TARGET["B06"], TARGET["B05"], TARGET["B04"]))
    city.report({(YONGDE, "B06", 3): 30, (YONGDE, "B05", 3): "na", (ZHENKANG, "B06", 3): 8, (ZHENKANG, "B05", 3): 0})
    return city


@pytest.fixture
def visit(open_as, city):
    """Opens a page as the city's planner."""
    return partial(open_as, city.chief)


def asked_form():
    """A form with one head that may mean two targets."""
    book = load_workbook(BytesIO(quarter_form()))
    book.active["F3"] = "培训"
    stream = BytesIO()
    book.save(stream)
    return {"name": "省妇联季度表.xlsx", "mimeType": "", "buffer": stream.getvalue()}


def assert_accessible(page, name):
    screenshot_if_wanted(page, f"{name}-{page.viewport_size['width']}", full_page=True)
    assert page.evaluate(DOCUMENT_WIDTH) <= page.viewport_size["width"]
    start_axe(page)
    assert axe_violations(page) == []


def print_form(data, folder):
    """The words that LibreOffice prints, and the picture of the page."""
    (folder / "filled.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "filled.xlsx")], check=True, capture_output=True)
    page = pypdfium2.PdfDocument(folder / "filled.pdf")[0]
    return page.get_textpage().get_text_range(), page.render(scale=1.5)


@SIZES
def test_from_the_empty_form_to_the_filled_one(visit, city, tmp_path, size):
    page = visit("targets:sheet_forms", PLAN, size=size)
    assert_accessible(page, "form-list-empty")
    page.locator("input[type=file]").set_input_files(asked_form())
    page.get_by_role("button", name="看看怎样理解").click()
    expect(page.get_by_role("heading", name=re.compile("请先回答"))).to_be_visible()
    assert_accessible(page, "form-asked")
    page.locator("#a1").select_option(value="target:B05/amount")
    page.get_by_role("button", name="保存回答").click()
    expect(page.get_by_role("heading", name=re.compile("请先回答"))).to_have_count(0)
    assert_accessible(page, "form-understood")
    page.get_by_label("表样名称").fill("省季度表")
    page.get_by_role("button", name="都对，保存表样").click()
    expect(page.get_by_text("表样已保存")).to_be_visible()
    assert SheetForm.objects.get().is_kept
    page.get_by_role("link", name="填好下载").first.click()
    expect(page.get_by_role("heading", name="下载前请知道")).to_be_visible()
    assert_accessible(page, "form-filled")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载填好的表").click()
    assert download.value.suggested_filename == "省季度表-2020年三季度.xlsx"
    data = download.value.path().read_bytes()
    sheet = load_workbook(BytesIO(data)).active
    assert (sheet["A1"].value, sheet["D5"].value, sheet["D6"].value) == ("2020年（三）季度妇联重点工作统计表", 30, 8)
    assert (sheet["F5"].value, sheet["F6"].value) == ("不适用:没有这项工作", 0)
    if shutil.which("soffice") or os.environ.get("CI") == "true":
        words, picture = print_form(data, tmp_path)
        for word in ("2020年（三）季度妇联重点工作统计表", "永德县", "30.0%", "不适用", "审核人"):
            assert word in words, words
        assert "38" in words  # the form's own sum
        if os.environ.get("PICTURES"):
            picture.to_pil().save(SCREENSHOTS / "form-by-libreoffice.png")
    assert_accessible(visit("targets:sheet_forms", PLAN, size=size), "form-list")


def test_by_keyboard_alone(visit, city):
    page = visit("targets:sheet_forms", PLAN)
    page.locator("input[type=file]").set_input_files(asked_form())
    page.locator("input[type=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#a1")).to_be_visible()
    page.locator("#a1").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="保存回答").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="都对，保存表样").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="填好下载").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="下载填好的表")).to_be_visible()
