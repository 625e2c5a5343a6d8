"""The clerk's page and the reviewer's in a real browser: typing, pasting, two typists at once, a lost connection.

The pages are served by Django in this process; what is saved is read from the database.
"""

import re
from decimal import Decimal

import pytest

from targets.models import Figure, Progress
from targets.returns.actions.draft import FigureInput, ProgressInput, save_figure, save_progress
from targets.returns.actions.submit import submit_return
from targets.review.actions.review import start_review
from tests.browser.loaded_page import expect, set_offline
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    axe_violations,
    go_to_first_gap,
    paste,
    post_incomplete,
    press_submit,
    start_axe,
)
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(browser):
    return make_world()


@pytest.fixture
def visit(open_as, world):
    """Open a page of a return as somebody."""

    def open_page(person, name="return", size=DESKTOP, place=PLACE):
        return open_as(world.people[person], f"targets:{name}", *place, size=size)

    return open_page


def cell(page, code, name="value"):
    return page.locator(f"#cell-{code} [name={name}], #more-{code} [name={name}]")


def expect_saved(page):
    expect(page.locator("#save-state")).to_have_text("已全部保存。")


def figure(world, name):
    return Figure.objects.filter(report=world.report(), target=world.targets[name]).first()


def test_type_tab_enter_and_submit(world, visit):
    page = visit("clerk")
    cell(page, "L01").click()
    page.keyboard.type("１，２３４")
    page.keyboard.press("Enter")  # to the next target
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    page.keyboard.type("5.5")
    page.keyboard.press("Enter")
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    cell(page, "L05").select_option("1")
    cell(page, "L05", "done_on").fill("2020-03-05")
    cell(page, "T01", "state").select_option("done")
    cell(page, "T01", "done").fill("办了 3 场")
    cell(page, "T01", "done").blur()
    expect_saved(page)
    assert figure(world, "add").value == 1234
    assert figure(world, "lev").value == Decimal("5.5")
    assert (figure(world, "rat").value, figure(world, "rat").base) == (7, 10)
    assert figure(world, "mil").done_on.isoformat() == "2020-03-05"
    expect(page.locator("#cell-L04 [data-standing]")).to_contain_text("70.0%")
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")
    assert world.report().state == "submitted"


def test_a_column_from_a_workbook_is_pasted_at_once(world, visit):
    page = visit("clerk")
    cell(page, "L01").click()
    paste(page, "1,234\r\n56\r\n7.5\r\n7\t10")
    expect_saved(page)
    assert [figure(world, name).value for name in ("add", "run", "lev", "rat")] == [1234, 56, Decimal("7.5"), 7]
    assert figure(world, "rat").base == 10


def test_what_is_no_number_stays_and_says_why_and_keeps_from_submitting(world, visit):
    page = visit("clerk")
    cell(page, "L01").fill("无")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-state]")).to_contain_text("没有保存")
    expect(cell(page, "L01")).to_have_value("无")
    assert figure(world, "add") is None
    go_to_first_gap(page, "还有 7 项没有填", "L01 培训妇女")  # five figures, the state of the task and what was done
    expect(cell(page, "L01")).to_be_focused()
    cell(page, "L01").fill("0")
    page.keyboard.press("Enter")
    expect_saved(page)
    assert figure(world, "add").value == 0


@pytest.mark.parametrize("typed", ["12①", "5²", "12 34", "3 5"])
def test_a_number_that_was_not_typed_is_never_saved(world, visit, typed):
    page = visit("clerk")
    to_date = page.locator("#cell-L01 .to-date")
    before = to_date.inner_text()
    cell(page, "L01").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-state]")).to_contain_text("不是数字")
    expect(cell(page, "L01")).to_have_value(typed)
    expect(to_date).to_have_text(before)
    assert figure(world, "add") is None


def test_while_a_number_is_refused_what_is_saved_stays_in_view(world, visit):
    page = visit("clerk")
    standing = page.locator("#cell-L02 .standing-in")
    cell(page, "L02").fill("40")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L02 .to-date")).to_have_text("40")
    expect_saved(page)
    bars = "all => all.map(each => each.outerHTML).join()"
    shown = standing.locator("svg").evaluate_all(bars)
    cell(page, "L02").fill("41.5")  # whole persons
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L02 [data-state]")).to_contain_text("没有保存")
    expect(page.locator("#cell-L02")).to_have_class(re.compile("is-stale"))
    expect(page.locator("#cell-L02 .to-date")).to_have_text("40")
    assert standing.locator("svg").evaluate_all(bars) == shown
    cell(page, "L02").fill("41")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L02 .to-date")).to_have_text("41")
    expect(page.locator("#cell-L02")).not_to_have_class(re.compile("is-stale"))


def test_footnotes_pasted_are_refused_each(world, visit):
    page = visit("clerk")
    cell(page, "L01").click()
    paste(page, "1①\r\n2²\r\n1 2\r\n")
    for code, typed in [("L01", "1①"), ("L02", "2²"), ("L03", "1 2")]:
        expect(cell(page, code)).to_have_value(typed)
        expect(page.locator(f"#cell-{code} [data-state]")).to_contain_text("不是数字")
    assert not Figure.objects.exists()


def test_a_block_with_its_header_lands_at_its_codes(world, visit):
    page = visit("clerk")
    cell(page, "L01").click()
    paste(page, "编号\t指标\t本月\r\nL02\t转移就业\t14\r\nL03\t儿童之家\t370\r\nL09\t别的\t5\r\n合计\t\t—\r\n")
    expect(page.locator(".grid-notice")).to_have_text("已填 2 格。 2 行没有用上（L09、合计）。")
    expect_saved(page)
    assert {f.target.code: f.value for f in Figure.objects.select_related("target")} == {"L02": 14, "L03": 370}
    expect(cell(page, "L01")).to_have_value("")


def test_a_block_of_words_is_refused(world, visit):
    page = visit("clerk")
    cell(page, "L01").click()
    paste(page, "全年召开会议\t三次\r\n走访慰问\t若干\r\n")
    expect(page.locator(".grid-notice")).to_contain_text("没有粘贴")
    expect(cell(page, "L01")).to_have_value("")


def test_not_applicable_needs_no_mouse_and_can_be_taken_back(world, visit):
    page = visit("clerk")
    cell(page, "L01").fill("12")
    page.keyboard.press("F2")
    expect(cell(page, "L01", "na")).to_be_focused()
    page.keyboard.press("Space")
    expect(cell(page, "L01", "reason")).to_be_focused()
    page.keyboard.type("无此项工作")
    page.keyboard.press("Tab")
    expect_saved(page)
    kept = figure(world, "add")
    assert (kept.na, kept.value, kept.reason) == (True, None, "无此项工作")
    cell(page, "L01", "na").uncheck()
    expect_saved(page)
    assert figure(world, "add").value == 12


@pytest.mark.parametrize("choice, stands", [("用我填的", 30), ("用对方填的", 25)])
def test_the_second_typist_sees_both_values_and_chooses(world, visit, choice, stands):
    page = visit("clerk")
    save_figure(world.report(), world.targets["add"], FigureInput(value=Decimal(25)), by=world.colleague, seen=0)
    cell(page, "L01").fill("30")
    page.keyboard.press("Enter")
    conflict = page.locator("#cell-L01 [data-conflict]")
    expect(conflict).to_contain_text("人colleague")
    expect(conflict).to_contain_text("25")
    expect(conflict).to_contain_text("30")
    assert figure(world, "add").value == 25
    conflict.get_by_role("button", name=choice).click()
    expect_saved(page)
    expect(cell(page, "L01")).to_have_value(str(stands))
    expect(page.locator("#cell-L01 .to-date")).to_have_text(str(stands))
    assert figure(world, "add").value == stands


def test_two_typists_on_one_task(world, visit):
    page = visit("clerk")
    save_progress(world.report(), world.task, ProgressInput("under_way", "对方写的"), by=world.colleague, seen=0)
    cell(page, "T01", "done").fill("我写的")
    cell(page, "T01", "done").blur()
    conflict = page.locator("#cell-T01 [data-conflict]")
    expect(conflict).to_contain_text("对方写的")
    conflict.get_by_role("button", name="用我填的").click()
    expect_saved(page)
    assert Progress.objects.get(report=world.report()).done == "我写的"


def test_a_lost_connection_keeps_what_was_typed_and_saves_it_later(world, visit):
    page = visit("clerk")
    set_offline(page.context, True)
    cell(page, "L01").fill("88")
    page.keyboard.press("Enter")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-state]")).to_contain_text("等待网络")
    expect(page.locator("#save-state")).to_contain_text("网络不通")
    expect(cell(page, "L01")).to_have_value("88")
    set_offline(page.context, False)
    expect_saved(page)
    assert (figure(world, "add").value, figure(world, "run").value) == (88, 99)


def test_sent_back_by_the_reviewer_and_mended_by_thumb(world, visit):
    fill_return(world, world.report())
    page = visit("clerk", size=PHONE)
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")
    start_review(world.report(), by=world.reviewer)
    review = visit("reviewer", "review")
    review.locator("[name=why-target-L01]").fill("与佐证材料不一致")
    review.get_by_role("button", name="退回所标内容").click()
    review.locator("#send-back-ask .btn-danger").click()
    expect(review.locator("[data-done]").first).to_be_visible()
    assert world.report().state == "sent_back"
    page.reload()
    page.locator(".findings a").click()
    expect(cell(page, "L01")).to_be_focused()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    page.keyboard.type("31")
    page.keyboard.press("Enter")
    expect_saved(page)
    go_to_first_gap(page, "还有 1 条退回意见没有答复")
    expect(page.get_by_label("您的答复")).to_be_focused()
    post_incomplete(page)
    expect(page.get_by_role("alert").first).to_contain_text("答复")  # each objection needs one
    page.locator(".findings a").first.click()
    expect(page.get_by_label("您的答复")).to_be_focused()
    page.get_by_label("您的答复").fill("已按佐证改为 31")
    page.get_by_label("您的答复").blur()
    expect(page.locator("[data-answer-state]")).to_have_text("已保存")
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")
    assert world.report().submitted.figures.get(target=world.targets["add"]).value == 31
    review.goto(review.url)
    assert world.report().sent_back.get().answer == "已按佐证改为 31"


def test_submitting_in_another_window_is_told_here(world, visit):
    fill_return(world, world.report())
    page = visit("clerk")
    submit_return(world.report(), by=world.colleague)
    cell(page, "L01").fill("31")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-state]")).to_contain_text("已上报")
    expect(page.locator("#cell-L01 [data-state] a")).to_be_visible()
    assert figure(world, "add").value == 30


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "person, name, state",
    [("clerk", "return", "sent_back"), ("leader", "return", "accepted"), ("reviewer", "review", "under_review")],
)
def test_pages_fit_and_are_accessible(world, visit, person, name, state, size):
    bring_to_state(world, world.report(), state)
    page = visit(person, name, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []


def test_who_was_logged_out_while_typing_loses_nothing_and_submits_after_logging_in_elsewhere(world, visit):
    fill_return(world, world.report())
    page = visit("clerk")
    session = {c["name"]: c for c in page.context.cookies()}["sessionid"]
    page.context.clear_cookies(name="sessionid")
    cell(page, "L01").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_contain_text("登录已失效")
    press_submit(page)
    expect(page.locator("#unsaved")).to_contain_text("L01")
    # Logging in changes the token of the forms; the page that waits still holds the old one.
    page.context.clear_cookies(name="csrftoken")
    page.context.add_cookies([session, session | {"name": "csrftoken", "value": "b" * 32, "httpOnly": False}])
    press_submit(page)
    expect(page.locator("#banner")).to_contain_text("已上报")
    assert figure(world, "add").value == 12


def test_the_same_number_typed_again_counts_as_saved(world, visit):
    page = visit("clerk")
    for _time in range(2):
        cell(page, "L01").click()
        page.keyboard.type("12")
        expect(page.locator("#save-state")).to_have_text("未保存")
        page.keyboard.press("Enter")
        expect_saved(page)
