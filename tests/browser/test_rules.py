"""Checks of returns in a real browser: the planner tries a rule out, the clerk corrects, explains and submits."""

from decimal import Decimal

import pytest

from targets.checks.actions import rules
from targets.models import Explanation, Finding, Return, Rule
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests.browser.loaded_page import expect, new_page, set_offline
from tests.browser.tools import (
    DESKTOP,
    DOCUMENT_WIDTH,
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
PLACE = ("lincang-2020", "2020Q1", "530923000000")
LATER = ("lincang-2020", "2020Q2", "530923000000")
D = Decimal


@pytest.fixture
def world(browser):
    return make_world()


@pytest.fixture
def visit(open_as, world):
    """Open a page as somebody."""
    return lambda person, name, *place, **size: open_as(world.people[person], f"targets:{name}", *place, **size)


def limit(world, **fields):
    fields = {"target": world.targets["add"], "high": D(10), "why": "年报口径", **fields}
    return rules.add_rule(world.plan, by=world.planner, kind="bounds", **fields)


def assert_accessible(page, name):
    """Nothing wider than the screen, and nothing that axe finds; a picture for people."""
    screenshot_if_wanted(page, name, full_page=True)
    assert page.evaluate(DOCUMENT_WIDTH) <= page.viewport_size["width"]
    start_axe(page)
    assert axe_violations(page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_planner_tries_a_rule_before_adding_it(world, visit, size):
    fill_and_submit(world, world.report())
    page = visit("planner", "rules", PLACE[0], size=size)
    page.get_by_role("button", name="加上常用校核").click()
    expect(page.get_by_role("row").filter(has_text="整份报表：数据不得与上次全部相同")).to_be_visible()
    assert_accessible(page, f"rules-{size['width']}")
    page.get_by_role("link", name="数值范围").click()
    page.get_by_label("目标").select_option(label="L01 培训妇女 (本期新增)")
    page.get_by_label("上限").fill("10")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_text("已上报的 1 份报表中，有 1 份需要写明原因")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="永德")).to_contain_text("30，高于上限 10")
    assert_accessible(page, f"rule-look-{size['width']}")
    assert Rule.objects.count() == 5  # the usual ones; tried out, nothing was added
    page.get_by_role("button", name="添加校核规则").click()
    expect(page.get_by_role("row").filter(has_text="L01 培训妇女：不高于 10")).to_be_visible()


def test_parts_are_ticked(world, visit):
    page = visit("planner", "rule_new", PLACE[0], "parts")
    page.get_by_label("合计").first.select_option(label="L01 培训妇女 (本期新增)")
    page.get_by_label("L02 转移就业").check()
    page.get_by_role("button", name="添加校核规则").click()
    expect(page.get_by_role("alert")).to_contain_text("填报方式与合计不同：转移就业")
    assert_accessible(page, "rule-parts")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_clerk_corrects_or_explains_and_submits(world, visit, size):
    limit(world)
    limit(world, weight="must", target=world.targets["run"], high=D(45))
    fill_return(world, world.report())
    page = visit("clerk", "return", *PLACE, size=size)
    panel = page.locator("#checks")
    expect(panel).to_contain_text("30，高于上限 10")
    run = page.locator("#cell-L02 [name=value]")
    run.fill("46")
    run.press("Enter")
    expect(panel).to_contain_text("46，高于上限 45")  # without a click, once the cell is saved
    expect(page.get_by_role("link", name="校核：2 处待更正或说明")).to_be_visible()
    assert_accessible(page, f"findings-{size['width']}")
    panel.get_by_role("link", name="L02 转移就业").click()
    expect(run).to_be_focused()
    run.fill("45")
    run.press("Enter")
    expect(panel).not_to_contain_text("转移就业")
    page.get_by_label("说明原因").fill("集中培训")
    press_submit(page)  # the explanation is saved on the way
    expect(page.locator("#submit")).to_have_count(0)
    assert Finding.objects.get().explanation == "集中培训"
    assert Return.objects.get(pk=world.report().pk).state == "submitted"


def test_the_box_for_the_reason_stands_at_the_cell_and_links_lead_there(world, visit):
    limit(world)
    fill_return(world, world.report())
    page = visit("clerk", "return", *PLACE)
    box = page.locator("#cell-L01 + .found-row").get_by_label("说明原因")
    expect(box).to_be_visible()
    go_to_first_gap(page, "校核还有 1 处")
    expect(box).to_be_focused()
    post_incomplete(page)
    expect(page.get_by_role("alert").first).to_contain_text("请更正，或写明原因")
    expect(box).to_be_visible()
    page.locator(".findings a").click()
    expect(box).to_be_focused()
    page.locator("#L01-value").focus()
    page.locator("#checks").get_by_role("link", name="L01 培训妇女").click()
    expect(box).to_be_focused()
    page.locator("#L01-value").focus()
    page.locator(".checks-count").click()
    expect(box).to_be_focused()


def test_last_times_explanation_by_one_press(world, visit):
    rule = limit(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    fill_return(world, world.report(2))
    page = visit("clerk", "return", *LATER)
    page.get_by_role("button", name="沿用上次").click()
    expect(page.locator(".found-row [data-explain-state]")).to_contain_text("已保存")
    assert Explanation.objects.filter(report=world.report(2)).get().text == "集中培训"


def test_an_explanation_waits_for_the_line(world, visit):
    limit(world)
    fill_return(world, world.report())
    page = visit("clerk", "return", *PLACE)
    box = page.get_by_label("说明原因")
    expect(box).to_be_visible()
    set_offline(page.context, True)
    box.fill("集中培训")
    box.press("Enter")
    expect(page.locator(".found-row [data-explain-state]")).to_contain_text("等待网络，已暂存在本机")
    page.locator("#save-state").click()  # somewhere else
    set_offline(page.context, False)
    expect(page.locator(".found-row [data-explain-state]")).to_contain_text("已保存")
    assert Explanation.objects.get().text == "集中培训"


def test_an_explanation_outlives_a_page_that_was_closed_without_the_line(world, visit):
    """Kept on the device for this person, and sent as soon as the return is opened again."""
    limit(world)
    fill_return(world, world.report())
    page = visit("clerk", "return", *PLACE)
    box = page.get_by_label("说明原因")
    expect(box).to_be_visible()
    set_offline(page.context, True)
    box.press_sequentially("集中培训")
    page.close()  # without a question: nothing is asked of a page that is closed by its program
    again = new_page(page.context)
    set_offline(again.context, False)
    again.goto(page.url)
    expect(again.locator(".found-row [data-explain-state]")).to_contain_text("已保存")
    assert again.get_by_label("说明原因").input_value() == "集中培训"
    assert Explanation.objects.get().text == "集中培训"
    left = "Object.keys(localStorage).filter(key => key.startsWith('fedwork:typed:'))"
    assert again.evaluate(left) == []


def test_a_number_that_changed_is_explained_anew(world, visit):
    rule = limit(world)
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", "集中培训", by=world.clerk)
    page = visit("clerk", "return", *PLACE)
    panel = page.locator("#checks")
    expect(panel.get_by_text("已说明")).to_be_visible()
    number = page.locator("#cell-L01 [name=value]")
    number.fill("31")
    number.press("Enter")
    expect(panel).to_contain_text("31，高于上限 10")
    expect(panel).to_contain_text("数字已变，请重新说明")
    assert page.get_by_label("说明原因").input_value() == ""
    assert_accessible(page, "findings-changed")
    page.get_by_role("button", name="沿用原说明").press("Enter")
    expect(page.locator("[data-explain-state]")).to_contain_text("已保存")
    press_submit(page)
    expect(page.locator("#submit")).to_have_count(0)
    assert Finding.objects.get().explanation == "集中培训"


def test_a_colleagues_explanation_is_shown_beside_ones_own(world, visit):
    rule = limit(world)
    fill_return(world, world.report())
    page = visit("clerk", "return", *PLACE)
    expect(page.get_by_label("说明原因")).to_be_visible()
    save_explanation(world.report(), rule.pk, "L01", "统计口径", by=world.colleague)
    page.get_by_label("说明原因").fill("集中培训")
    page.get_by_label("说明原因").press("Enter")
    expect(page.locator(".found-row [data-explain-state]")).to_contain_text("统计口径")
    assert Explanation.objects.get().text == "统计口径"
    page.get_by_label("说明原因").press("Enter")  # knowingly
    expect(page.locator(".found-row [data-explain-state]")).to_contain_text("已保存")
    assert Explanation.objects.get().text == "集中培训"
