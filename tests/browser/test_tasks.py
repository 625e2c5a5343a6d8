"""The tasks of a return by keyboard: districts' words drawn together, last time's words gone on from."""

import re

import pytest

from tests.browser.loaded_page import expect
from tests.browser.tools import PHONE, screenshot_if_wanted

pytestmark = pytest.mark.browser
RETURN = "returns/beijing-2020/2020Q3/110000000000-JE/"


@pytest.fixture
def form(demo_browser):
    """The return of 家庭儿童部, which is still being written; nothing stands in it yet."""
    page = demo_browser.page_for("beijing.jtb")
    return emptied(page, demo_browser.address + RETURN, "T09", "T10", "T11", "T12")


def emptied(page, address, *codes):
    """The return at this address without a word, also where another run of these tests has left some."""
    page.goto(address)
    for code in codes:
        for summary in task(page, code).locator(".task-own:not([open]) > summary").all():
            summary.click()
        task(page, code).locator("[name=state]").select_option("")
        for name in ("done", "obstacle", "next_step"):
            task(page, code).locator(f"[name={name}]").fill("")
    wait_until_saved(page)
    page.goto(address)
    return page


def task(page, code):
    return page.locator(f"#cell-{code}")


def wait_until_saved(page):
    expect(page.locator("#save-state")).to_have_text(re.compile("已全部保存"))


def test_the_words_of_a_district_are_quoted_by_keyboard_and_saved(form, demo_browser):
    place = task(form, "T10")
    quote = place.get_by_role("button", name="引用密云 T10")
    quote.focus()
    form.keyboard.press("Enter")
    assert place.locator("[name=done]").input_value() == "密云：进村讲两课。"
    assert place.locator("[name=obstacle]").input_value() == "密云：山区讲师难请。"
    assert place.locator("[name=done]").evaluate("area => area === document.activeElement")
    form.keyboard.type("共七讲。")
    place.locator("[name=state]").select_option("under_way")
    wait_until_saved(form)
    form.goto(demo_browser.address + RETURN)
    assert task(form, "T10").locator("[name=done]").input_value() == "密云：进村讲两课。共七讲。"
    assert task(form, "T10").locator("[name=state]").input_value() == "under_way"


def test_a_second_quotation_stands_on_a_line_of_its_own(form):
    place = task(form, "T09")
    place.locator("[name=done]").fill("全市小结。")
    place.get_by_role("button", name="引用东城 T09").click()
    place.get_by_role("button", name="引用朝阳 T09").click()
    lines = place.locator("[name=done]").input_value().split("\n")
    assert lines == ["全市小结。", "东城：推荐勤俭家庭四户，开座谈会一次。", "朝阳：推荐勤俭家庭六户。"]
    wait_until_saved(form)


def test_last_times_words_are_only_offered_until_they_are_put_in(form, demo_browser):
    place = task(form, "T12")
    assert place.locator("[name=done]").input_value() == ""
    place.locator("summary").first.focus()
    form.keyboard.press("Enter")
    place.get_by_role("button", name="沿用上期 T12").press("Enter")
    assert place.locator("[name=done]").input_value() == "收回问卷三千多份。"
    assert place.locator("[name=state]").input_value() == "under_way"
    wait_until_saved(form)
    form.goto(demo_browser.address + RETURN)
    assert task(form, "T12").locator("[name=next_step]").input_value() == "八月补样，九月成稿。"


def test_a_done_task_without_a_file_says_so_at_once(form):
    place = task(form, "T11")
    assert place.locator("[data-no-file]").is_hidden()
    place.locator("[name=state]").select_option("done")
    assert place.locator("[data-no-file]").is_visible()
    place.locator("[name=state]").select_option("")
    assert place.locator("[data-no-file]").is_hidden()
    wait_until_saved(form)


def test_a_district_opens_its_part_and_writes_it_on_a_phone(demo_browser):
    address = demo_browser.address + "returns/beijing-2020/2020Q3/110108000000/"
    page = emptied(demo_browser.page_for("haidian", PHONE), address, "T09")
    place = task(page, "T09")
    assert not place.locator("[name=done]").is_visible()
    place.get_by_text("填写我单位的情况").click()
    place.locator("[name=done]").fill("推荐勤俭家庭五户。")
    page.keyboard.press("Tab")
    wait_until_saved(page)
    screenshot_if_wanted(page, "tasks-district-phone")
    page.goto(address)
    assert task(page, "T09").locator("[name=done]").input_value() == "推荐勤俭家庭五户。"
