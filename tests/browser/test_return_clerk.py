"""What a clerk met: emptied cells, numbers that nobody leaves, a lost login, the question before a submission."""

import pytest

from targets.checks.actions.rules import add_rule
from targets.models import Figure, Finding
from targets.returns.actions.draft import FigureInput, save_figure
from tests.browser.loaded_page import expect
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    axe_violations,
    go_to_first_gap,
    post_incomplete,
    press_submit,
    screenshot_if_wanted,
    start_axe,
)
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q2", "530923000000")


@pytest.fixture
def world(browser):
    """永德 has reported its first quarter; in the second it owes the same."""
    world = make_world()
    fill_and_submit(world, world.report(1))
    return world


def stored(world, name):
    return Figure.objects.get(report=world.report(2), target=world.targets[name])


def test_enter_saves_what_was_emptied(world, open_as):
    world.targets["mil"].allocations.all().delete()  # now the last cell is a number
    save_figure(world.report(2), world.targets["rat"], FigureInput(value=7, base=10), by=world.clerk, seen=0)
    page = open_as(world.clerk, "targets:return", *PLACE)
    for name in ("add", "run", "lev"):
        code = world.targets[name].code
        page.locator(f"#{code}-value").fill("40")
        page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_text("已全部保存。")
    page.locator("#cell-L04 [name=base]").click()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L04 [data-state]")).to_contain_text("已保存")
    assert stored(world, "rat").base is None


def test_a_number_that_nobody_leaves_is_saved_after_a_pause(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    page.locator("#L03-value").click()
    page.keyboard.type("5")
    expect(page.locator("#L03-state")).to_contain_text("已保存")
    expect(page.locator("#L03-value")).to_be_focused()
    page.keyboard.type(".2")  # what is typed on goes behind what was typed
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_text("已全部保存。")
    assert str(stored(world, "lev").value.normalize()) == "5.2"


def test_a_lost_login_has_a_button_that_opens_the_login(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    session = {c["name"]: c for c in page.context.cookies()}["sessionid"]
    expect(page.locator("#log-in-again")).to_be_hidden()
    page.context.clear_cookies(name="sessionid")
    page.locator("#L01-value").fill("12")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="重新登录")
    expect(link).to_be_visible()
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", name="登录").first).to_be_visible()
    page.context.add_cookies([session])  # logged in there
    expect(page.locator("#save-state")).to_have_text("已全部保存。")
    expect(page.locator("#log-in-again")).to_be_hidden()


def test_one_dialog_says_what_goes_in_and_what_is_in_the_way(world, open_as):
    fill_return(world, world.report(2), add=FigureInput(value=500000), lev=FigureInput())
    page = open_as(world.clerk, "targets:return", *PLACE)
    found = page.locator("tr.found-row")
    expect(found).to_contain_text("本次 500000，上次 30：是上次的一千倍以上")
    expect(page.locator("#cell-L01 [data-oddity]")).to_be_hidden()  # said once
    page.get_by_role("button", name="上报本期报表").click()
    expect(page.locator("#confirm-submit")).to_contain_text("还有 1 项没有填")
    expect(page.locator("#confirm-submit")).to_contain_text("校核还有 1 处")
    screenshot_if_wanted(page, "return-confirm")
    page.get_by_role("button", name="再看看").click()
    go_to_first_gap(page, "还有 1 项没有填，填齐才能上报。", "L03")
    expect(page.locator("[data-explanation]")).to_be_focused()  # it stands above L03
    post_incomplete(page)
    box = page.locator("#refused .findings-error")
    expect(box.locator("li")).to_have_count(2)
    page.locator("#L03-value").fill("5")
    page.keyboard.press("Enter")
    expect(box.locator("li:visible")).to_have_count(1)  # the box is of now
    page.locator("#L03-value").fill("五")
    page.keyboard.press("Enter")
    expect(page.locator("#L03-state")).to_contain_text("没有保存")
    page.locator("[data-explanation]").fill("补报去年的数")
    go_to_first_gap(page, "还有 1 项没有填")
    expect(page.locator("#L03-value")).to_be_focused()
    page.locator("#L03-value").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_text("已全部保存。")
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")


def test_what_was_emptied_in_another_tab_is_asked_about(world, open_as):
    fill_return(world, world.report(2))
    page = open_as(world.clerk, "targets:return", *PLACE)
    page.locator("#L01-value").fill("")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#cell-L01 [data-conflict]")).to_contain_text("您在本机清空过这一格")
    assert stored(world, "add").value == 30
    other.locator("#cell-L01 [data-conflict] button").nth(1).click()
    expect(other.locator("#L01-value")).to_have_value("30")


def test_ones_own_other_window_is_named(world, open_as):
    fill_return(world, world.report(2))
    page = open_as(world.clerk, "targets:return", *PLACE)
    save_figure(world.report(2), world.targets["add"], FigureInput(value=31), by=world.clerk, seen=1)
    page.locator("#L01-value").fill("32")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-conflict]")).to_contain_text("您在另一窗口改过这一格")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_ratio_keeps_its_labels(world, open_as, size):
    fill_return(world, world.report(2))
    page = open_as(world.clerk, "targets:return", *PLACE, size=size)
    expect(page.locator("#cell-L04 .under .minor")).to_have_text(["分子", "分母"])
    expect(page.locator("#grid-help .for-keys")).to_be_visible(visible=size == DESKTOP)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    screenshot_if_wanted(page, f"return-clerk-{size['width']}", full_page=True)
    start_axe(page)
    assert axe_violations(page) == []


def test_the_bar_at_the_foot_of_a_phone_keeps_its_words_apart(world, open_as):
    fill_return(world, world.report(2), add=FigureInput(value=500000), lev=FigureInput())
    page = open_as(world.clerk, "targets:return", *PLACE, size=PHONE)
    expect(page.locator(".checks-count")).to_contain_text("校核：1 处")
    boxes = page.locator(".submit-bar > *:visible").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= PHONE["width"]
        for other_left, other_top, other_right, other_bottom in boxes[n + 1 :]:
            apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
            assert apart, boxes
    screenshot_if_wanted(page, "return-phone-bar")
    page.get_by_role("button", name="上报本期报表").click()
    screenshot_if_wanted(page, "return-phone-question")
    start_axe(page)
    assert axe_violations(page) == []


def test_what_a_task_asks_for_is_marked_and_counted_before_its_state_is_chosen(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    task = page.locator("#cell-T01")
    expect(task.get_by_text("选“推进中”或“已完成”时必填")).to_be_visible()
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 0/7")  # five figures, a state, what was done
    task.get_by_label("状态").select_option("done")
    expect(task.get_by_text("选“推进中”或“已完成”时必填")).to_be_hidden()
    expect(task.locator(".is-required").filter(has_text="开展情况").get_by_text("必填").first).to_be_visible()
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 1/7")
    go_to_first_gap(page, "还有 6 项没有填")
    task.get_by_label("状态").select_option("not_started")
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 1/6")


def test_one_reason_explains_all_that_was_found_in_a_cell(world, open_as):
    for high in (10, 20):
        add_rule(world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=high)
    fill_return(world, world.report(2))
    page = open_as(world.clerk, "targets:return", *PLACE)
    found = page.locator("tr.found-row")
    expect(found).to_contain_text("高于上限 10")
    expect(found).to_contain_text("高于上限 20")
    expect(found.locator("textarea")).to_have_count(1)
    screenshot_if_wanted(page, "return-one-reason", full_page=True)
    found.get_by_label("说明原因").fill("集中培训")
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")
    assert list(Finding.objects.values_list("explanation", flat=True)) == ["集中培训"] * 2
