"""An office's own workbook in a real browser: dropped, watched, asked about, corrected, confirmed and taken back."""

import base64
import re
from functools import partial

import pytest
from django.urls import reverse

from targets.models import ConfirmedLabel, Upload
from targets.workbooks.importing import jobs
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    assert_accessible,
    screenshot_if_wanted,
)
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario
from tests.targets.workbooks.test_office_import import WHERE, office_book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
DROP = """([name, base64]) => { const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    data.items.add(new File([bytes], name));
    const drop = new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true});
    document.querySelector('main').dispatchEvent(drop); }"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario(browser):
    return ImportScenario()


@pytest.fixture
def visit(open_as, scenario):
    """Opens a page as the data administrator."""
    return partial(open_as, scenario.admin)


def asked_book():
    """Two alike questions and another one, and a column that nobody asks about but that can be corrected."""
    return office_book((1, "永德县", "452（含线上）", "约53", "无"), (2, "镇康县", "8（含线上）", None, "—"))


def drop(page, file):
    file.seek(0)
    page.evaluate(DROP, [file.name, base64.b64encode(file.read()).decode()])


@SIZES
def test_from_the_dropped_file_to_the_import_and_back(visit, scenario, size):
    page = visit("targets:sheet", *WHERE, size=size)
    assert_accessible(page, "book-sheet")
    drop(page, asked_book())
    expect(page.get_by_role("heading", name=re.compile("请先回答"))).to_be_visible()
    assert_accessible(page, "book-questions")
    page.locator("#a1").select_option(index=1)
    page.get_by_role("button", name="同样的 2 处都这样").click()
    expect(page.locator("#q2")).to_have_count(0)
    page.get_by_label("或填正确的数").fill("53")
    page.get_by_role("button", name="保存回答").click()
    expect(page.get_by_role("heading", name=re.compile("请先回答"))).to_have_count(0)
    page.get_by_text("各列各行是怎样理解的").click()
    screenshot_if_wanted(page, f"book-labels-{size['width']}", full_page=True)
    page.get_by_label("这一处理解错了").select_option(index=1)
    page.get_by_label("应该是").select_option("ignore")
    page.get_by_role("button", name="保存更正").click()
    assert_accessible(page, "book-preview")
    page.get_by_role("button", name="导入为草稿").click()
    expect(page.get_by_role("button", name="撤销本次导入")).to_be_visible()
    assert scenario.stored_values()
    assert ConfirmedLabel.objects.count() == 1  # what was corrected holds from the import on
    assert_accessible(page, "book-batch")
    page.get_by_role("button", name="撤销本次导入").click()
    page.locator("dialog[open]").get_by_role("button", name="撤销本次导入").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    assert scenario.stored_values() == {}


@SIZES
def test_the_page_while_the_worker_is_at_it(visit, scenario, monkeypatch, size):
    monkeypatch.setattr(jobs, "LARGE", 0)
    page = visit("targets:sheet", *WHERE, size=size)
    drop(page, asked_book())
    expect(page.locator("#work")).to_contain_text("正在读取")
    assert_accessible(page, "book-working")
    jobs.work_on(Upload.objects.get().pk)
    expect(page.get_by_role("heading", name=re.compile("请先回答"))).to_be_visible()


def test_by_keyboard_alone(visit, scenario):
    page = visit("targets:sheet", *WHERE)
    file = office_book((1, "永德县", "约450", 53, ""))
    page.locator("input[type=file]").set_input_files({"name": file.name, "mimeType": "", "buffer": file.read()})
    page.locator("input[type=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    place = page.locator("#q1 a")
    expect(place).to_be_visible()
    place.focus()
    page.keyboard.press("Enter")  # to the cell
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#q1"
    page.keyboard.press("Enter")  # and back
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="保存回答").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="导入为草稿")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="撤销本次导入")).to_be_visible()
    assert (YONGDE, "L01") in scenario.stored_values()
    assert (ZHENKANG, "L01") not in scenario.stored_values()


def test_answers_stay_on_the_device_when_the_line_breaks(visit, scenario):
    page = visit("targets:sheet", *WHERE)
    drop(page, asked_book())
    page.locator("#a1").select_option(index=2)
    wanted = page.locator("#a1").input_value()
    page.context.set_offline(True)
    page.get_by_role("button", name="保存回答").click()
    expect(page.locator("[data-keep]").first).to_contain_text("没有发出")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#a1")).to_have_value(wanted)  # put back by the script
    page.get_by_role("button", name="保存回答").click()
    expect(page.get_by_text("已保存 1 个回答")).to_be_visible()


def test_a_refused_file_says_why_and_another_can_be_chosen(visit, scenario):
    page = visit("targets:sheet", *WHERE)
    drop(page, office_book((1, "永德", 452, 53, ""), title="临沧市2020年第二季度统计表"))
    expect(page.locator("[data-refused]")).to_contain_text("第二季度")
    drop(page, office_book((1, "永德", 452, 53, "")))
    expect(page.get_by_role("button", name="导入为草稿")).to_be_visible()


def test_a_clerk_from_the_return_to_the_saved_draft(open_as, scenario):
    page = open_as(scenario.clerk, "targets:return", *WHERE, YONGDE)
    screenshot_if_wanted(page, "book-return")
    page.get_by_role("link", name="上传本单位表格").click()
    drop(page, office_book((1, "永德县", 452, 53, "")))
    page.get_by_role("button", name="导入为草稿").click()
    page.wait_for_url("**" + reverse("targets:return", args=[*WHERE, YONGDE]))
    assert scenario.stored_values()[YONGDE, "L01"] == 452
