"""Tables and workbooks that leave by one press: the list of a page, the form of a return, and the marked workbook."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, edit_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = ("lincang-2020", "2020Q3")


@pytest.fixture
def scenario(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return ImportScenario()


def take(page, name):
    """The file that this link gives."""
    with page.expect_download() as taken:
        page.get_by_role("link", name=name).click()
    return Path(taken.value.path()).read_bytes()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_workbook_comes_back_marked(open_as, scenario, tmp_path, size):
    page = open_as(scenario.admin, "targets:sheet", *WHERE, size=size, accept_downloads=True)
    file = tmp_path / "三季度.xlsx"
    file.write_bytes(scenario.filled_template(D8=5, D9="约10").read())
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="预览变动").click()
    page.get_by_role("heading", name="会有哪些变动").or_(page.locator("#refused")).first.wait_for()
    start_axe(page)
    assert axe_violations(page) == []
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    screenshot_if_wanted(page, f"marked-{size['width']}")
    form = load_workbook(BytesIO(take(page, "下载已标注的原表"))).worksheets[0]
    assert form["D9"].comment.text.startswith("不能导入：")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_clerk_takes_the_form_of_the_return(open_as, scenario, size):
    page = open_as(scenario.clerk, "targets:return", *WHERE, YONGDE, size=size, accept_downloads=True)
    screenshot_if_wanted(page, f"return-workbook-{size['width']}")
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    data = take(page, "下载填报表格")
    assert load_workbook(BytesIO(data)).worksheets[0]["B7"].value == "永德县"
    assert edit_template(data, D7=3).size


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_table_leaves_as_it_is_filtered(open_as, scenario, size):
    page = open_as(scenario.admin, "units:list", size=size, accept_downloads=True)
    page.get_by_label("名称、常用名称或代码").fill("永德")
    page.get_by_role("button", name="搜索").click()
    screenshot_if_wanted(page, f"units-file-{size['width']}")
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    sheet = load_workbook(BytesIO(take(page, "下载表格"))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["永德县"]
    assert take(page, "下载CSV").decode("utf-8-sig").splitlines()[1].startswith('"530923000000"')
