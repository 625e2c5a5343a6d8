"""Nothing that a clerk typed is lost: not with the line, the login or the page; and nobody sends what others typed."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from targets.models import Figure
from targets.returns.actions.draft import FigureInput, save_figure
from tests.browser.loaded_page import expect, new_page, set_offline
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q2", "530923000000")


@pytest.fixture
def world(browser):
    world = make_world()
    fill_and_submit(world, world.report(1))
    return world


class Computer:
    """A computer that several people use: a browser whose store and cookies outlive its pages."""

    def __init__(self, context, world, server):
        self.context, self.world = context, world
        self.url = server.url
        self.address = server.url + reverse("targets:return", args=PLACE)

    def log_in(self, person):
        client = Client()
        client.force_login(self.world.people[person])
        self.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url, "httpOnly": True}]
        )

    def log_out(self):
        self.context.clear_cookies(name="sessionid")

    def open(self):
        page = new_page(self.context)
        page.goto(self.address)
        return page

    def local_storage(self):
        page = self.context.pages[-1]
        return json.loads(page.evaluate("JSON.stringify({...localStorage})"))


@pytest.fixture
def computer(browser, live_server, world):
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    computer = Computer(context, world, live_server)
    computer.log_in("clerk")
    yield computer
    context.close()


def value(page, code, name="value"):
    return page.locator(f"#cell-{code} [name={name}], #more-{code} [name={name}]")


def type_into(page, code, text):
    value(page, code).fill(text)
    page.keyboard.press("Enter")


def expect_saved(page):
    expect(page.locator("#save-state")).to_have_text("已全部保存。")


def state(page, code):
    return page.locator(f"#cell-{code} [data-state]")


def figure(world, name):
    return Figure.objects.filter(report=world.report(2), target=world.targets[name]).first()


def test_typed_without_a_line_and_the_page_closed(world, computer):
    page = computer.open()
    set_offline(computer.context, True)
    type_into(page, "L01", "88")
    value(page, "L02").fill("1")  # not even left
    expect(state(page, "L01")).to_have_text("等待网络，已暂存在本机")
    page.close()
    set_offline(computer.context, False)
    assert figure(world, "add") is None
    page = computer.open()
    expect(page.locator("#restored")).to_contain_text("2 处")
    expect_saved(page)
    assert (figure(world, "add").value, figure(world, "run").value) == (88, 1)
    assert computer.local_storage() == {}
    page.reload()
    expect(page.locator("#restored")).to_be_hidden()


def test_the_login_runs_out_and_comes_back_in_another_window(world, computer):
    page = computer.open()
    computer.log_out()
    type_into(page, "L01", "88")
    expect(state(page, "L01")).to_have_text("等待登录，已暂存在本机")
    computer.log_in("clerk")
    expect_saved(page)
    assert figure(world, "add").value == 88


def test_who_sweeps_all_cookies_away_is_only_asked_to_log_in_again(world, computer):
    page = computer.open()
    computer.context.clear_cookies()  # as cleaning programs on office computers do: the forms' token goes as well
    type_into(page, "L01", "89")
    expect(state(page, "L01")).to_have_text("等待登录，已暂存在本机")
    page.close(run_before_unload=False)
    computer.log_in("clerk")
    page = computer.open()
    expect(value(page, "L01")).to_have_value("89")
    expect_saved(page)
    assert figure(world, "add").value == 89


def test_on_a_shared_machine_nobody_sees_or_sends_what_another_has_typed(world, computer):
    page = computer.open()
    computer.log_out()
    type_into(page, "L01", "88")
    expect(state(page, "L01")).to_contain_text("已暂存在本机")
    computer.log_in("colleague")
    expect(page.locator("#save-state")).to_contain_text("另一个人")
    other = computer.open()
    expect(value(other, "L01")).to_have_value("")
    expect(other.locator("#restored")).to_be_hidden()
    assert figure(world, "add") is None
    other.close()
    computer.log_in("clerk")
    expect_saved(page)
    assert figure(world, "add").typed_by == world.clerk


def test_what_was_kept_meets_what_a_colleague_saved_meanwhile(world, computer):
    page = computer.open()
    set_offline(computer.context, True)
    type_into(page, "L01", "88")
    expect(state(page, "L01")).to_contain_text("等待网络")
    page.close()
    save_figure(world.report(2), world.targets["add"], FigureInput(value=25), by=world.colleague, seen=0)
    set_offline(computer.context, False)
    page = computer.open()
    conflict = page.locator("#cell-L01 [data-conflict]")
    for text in ("人colleague", "25", "88"):
        expect(conflict).to_contain_text(text)
    conflict.get_by_role("button", name="用对方填的").click()
    expect_saved(page)
    expect(value(page, "L01")).to_have_value("25")
    assert computer.local_storage() == {}


def test_what_is_refused_is_kept_too_and_says_why(world, computer):
    page = computer.open()
    page.on("dialog", lambda dialog: dialog.accept())
    type_into(page, "L01", "无")
    expect(state(page, "L01")).to_contain_text("没有保存： “无”不是数字：没有发生请填 0")
    page.reload()
    expect(value(page, "L01")).to_have_value("无")
    expect(state(page, "L01")).to_contain_text("没有保存")
    type_into(page, "L01", "0")
    expect_saved(page)
    assert computer.local_storage() == {}


def test_a_running_total_is_typed_either_way(world, computer):
    page = computer.open()
    added, to_date = page.locator("#cell-L02 [data-added]"), page.locator("#cell-L02 .to-date")
    added.fill("0.5")  # 40 in the first quarter
    expect(value(page, "L02")).to_have_value("40.5")
    added.fill("1,234,567,890,123")
    expect(value(page, "L02")).to_have_value("1234567890163")
    expect(to_date).to_have_text("1,234,567,890,163")
    page.keyboard.press("Enter")
    expect_saved(page)
    assert figure(world, "run").value == 1234567890163
    type_into(page, "L02", "52")
    expect(added).to_have_value("12")
    expect_saved(page)
    assert figure(world, "run").value == 52
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Control+z")
    expect(added).to_have_value("1234567890123")
    expect_saved(page)


def test_the_year_of_an_increment_is_shown_while_it_is_typed(world, computer):
    page = computer.open()
    set_offline(computer.context, True)
    value(page, "L01").fill("１５")
    expect(page.locator("#cell-L01 .to-date")).to_have_text("45")  # 30 in the first quarter


def test_more_of_a_figure_is_made_when_it_is_wanted(world, computer):
    page = computer.open()
    assert page.locator("#more-L01").count() == 0
    value(page, "L01").click()
    page.keyboard.press("F2")
    expect(value(page, "L01", "na")).to_be_focused()
    value(page, "L01", "note").fill("含流动妇女")
    page.keyboard.press("Enter")
    expect_saved(page)
    assert figure(world, "add").note == "含流动妇女"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_bar_stands_still_while_the_page_moves(world, computer, size):
    """Or the button is pressed in one place and let go in another, and nothing is submitted."""
    page = computer.open()
    page.set_viewport_size(size)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    height = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert height > 100
    button = page.get_by_role("button", name="上报本期报表")
    places = set()
    for y in (0, height // 2, height - 20, height):
        page.evaluate("y => scrollTo(0, y)", y)
        places.add(button.bounding_box()["y"])
    assert len(places) == 1
    end = "[...document.querySelectorAll('.foot *, .submit-bar')].map(each => each.getBoundingClientRect())"
    bar, *last = page.evaluate(f"{end}.map(box => [box.top, box.bottom])")
    assert max(bottom for _, bottom in last) <= bar[0]  # the page's end is not behind it


def test_what_has_the_focus_never_lies_below_the_bar(world, computer):
    page = computer.open()
    page.set_viewport_size({"width": 1366, "height": 420})
    above = """() => document.activeElement.getBoundingClientRect().bottom
        <= document.querySelector(".submit-bar").getBoundingClientRect().top"""
    for code in page.locator("[data-save=figure]").evaluate_all("rows => rows.map(row => row.dataset.cell)"):
        value(page, code).first.focus()
        assert page.evaluate(above)
        page.keyboard.press("F2")
        expect(value(page, code, "na")).to_be_focused()
        assert page.evaluate(above)


def test_two_people_in_one_return(world, computer, browser, live_server):
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    second = Computer(context, world, live_server)
    second.log_in("colleague")
    mine, theirs = computer.open(), second.open()
    type_into(mine, "L01", "12")
    type_into(theirs, "L03", "7.5")
    expect_saved(mine)
    expect_saved(theirs)
    type_into(theirs, "L01", "13")
    expect(theirs.locator("#cell-L01 [data-conflict]")).to_contain_text("人clerk")
    screenshot_if_wanted(theirs, "return-conflict-390", full_page=True)
    theirs.get_by_role("button", name="用我填的").click()
    expect_saved(theirs)
    assert (figure(world, "add").value, figure(world, "add").typed_by) == (13, world.colleague)
    assert figure(world, "lev").typed_by == world.colleague
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_history_of_a_figure_fits_and_is_readable(world, computer, size):
    page = computer.open()
    page.set_viewport_size(size)
    type_into(page, "L01", "12")
    expect_saved(page)
    value(page, "L01").click()
    page.keyboard.press("F2")
    value(page, "L01", "note").fill("含流动妇女")
    page.keyboard.press("Enter")
    expect_saved(page)
    page.locator("#cell-L01").get_by_role("link", name="历次记录").click()
    expect(page.get_by_text("含流动妇女")).to_be_visible()
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    screenshot_if_wanted(page, f"figure-history-{size['width']}", full_page=True)
    start_axe(page)
    assert axe_violations(page) == []
