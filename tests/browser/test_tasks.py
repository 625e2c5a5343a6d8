"""The tasks of a return by keyboard: districts' words drawn together, last time's words gone on from."""

import pytest

from tests.browser.tools import PHONE, picture

pytestmark = pytest.mark.browser
RETURN = "returns/beijing-2020/2020Q3/110000000000-JE/"
SAVED = "document.getElementById('save-state').textContent.startsWith('已全部保存')"


@pytest.fixture
def form(office):
    """The return of 家庭儿童部, which is still being written."""
    page = office.sit_down("beijing.jtb")
    page.goto(office.address + RETURN)
    return page


def task(page, code):
    return page.locator(f"#cell-{code}")


def test_the_words_of_a_district_are_quoted_by_keyboard_and_saved(form, office):
    place = task(form, "T10")
    quote = place.get_by_role("button", name="引用密云 T10")
    quote.focus()
    form.keyboard.press("Enter")
    assert place.locator("[name=done]").input_value() == "密云：进村讲两课。"
    assert place.locator("[name=obstacle]").input_value() == "密云：山区讲师难请。"
    assert place.locator("[name=done]").evaluate("area => area === document.activeElement")
    form.keyboard.type("共七讲。")
    place.locator("[name=state]").select_option("under_way")
    form.wait_for_function(SAVED)
    form.goto(office.address + RETURN)
    assert task(form, "T10").locator("[name=done]").input_value() == "密云：进村讲两课。共七讲。"
    assert task(form, "T10").locator("[name=state]").input_value() == "under_way"


def test_a_second_quotation_stands_on_a_line_of_its_own(form):
    place = task(form, "T09")
    place.locator("[name=done]").fill("全市小结。")
    place.get_by_role("button", name="引用东城 T09").click()
    place.get_by_role("button", name="引用朝阳 T09").click()
    lines = place.locator("[name=done]").input_value().split("\n")
    assert lines == ["全市小结。", "东城：推荐勤俭家庭四户，开座谈会一次。", "朝阳：推荐勤俭家庭六户。"]
    form.wait_for_function(SAVED)


def test_last_times_words_are_only_offered_until_they_are_put_in(form, office):
    place = task(form, "T12")
    assert place.locator("[name=done]").input_value() == ""
    place.locator("summary").first.focus()
    form.keyboard.press("Enter")
    place.get_by_role("button", name="沿用上期 T12").press("Enter")
    assert place.locator("[name=done]").input_value() == "收回问卷三千多份。"
    assert place.locator("[name=state]").input_value() == "under_way"
    form.wait_for_function(SAVED)
    form.goto(office.address + RETURN)
    assert task(form, "T12").locator("[name=next_step]").input_value() == "八月补样，九月成稿。"


def test_a_done_task_without_a_file_says_so_at_once(form):
    place = task(form, "T11")
    assert place.locator("[data-no-file]").is_hidden()
    place.locator("[name=state]").select_option("done")
    assert place.locator("[data-no-file]").is_visible()
    place.locator("[name=state]").select_option("")
    assert place.locator("[data-no-file]").is_hidden()
    form.wait_for_function(SAVED)


def test_a_district_opens_its_part_and_writes_it_on_a_phone(office):
    page = office.sit_down("haidian", PHONE)
    page.goto(office.address + "returns/beijing-2020/2020Q3/110108000000/")
    place = task(page, "T09")
    assert not place.locator("[name=done]").is_visible()
    place.get_by_text("填写我单位的情况").click()
    place.locator("[name=done]").fill("推荐勤俭家庭五户。")
    page.keyboard.press("Tab")
    page.wait_for_function(SAVED)
    picture(page, "tasks-district-phone")
    page.goto(page.url)
    assert task(page, "T09").locator("[name=done]").input_value() == "推荐勤俭家庭五户。"
