"""Who has reported: the board with its counts and its file, urging by keyboard, and closing that names the missing."""

import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from targets.models import Return, Urge
from targets.periods.actions import periods
from targets.review.actions import review
from tests.browser.loaded_page import expect, new_page
from tests.browser.tools import (
    DESKTOP,
    PHONE,
    assert_accessible,
    log_in,
)
from tests.targets.returns.test_signing import require_signatures
from tests.targets.returns_world import bring_to_state, make_world, set_days_late

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOARD = "/plans/lincang-2020/board/"
TARGETS = f"{BOARD}?show=targets&period=2020Q2"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
# The words of each cell: a link where there is a return, else all of it.
CELLS = """() => [...document.querySelectorAll('table.board tr')].map(row => [...row.children].map(cell =>
    [...(cell.querySelectorAll('.tally').length ? cell.querySelectorAll('.tally') : [cell.querySelector('a') ?? cell])]
        .map(part => part.innerText.replace(/\\s+/g, ' ').trim()).join('  ')))"""


@pytest.fixture
def world(browser):
    """永德: accepted, then two cells sent back; 镇康: late in the first quarter, nothing in the second."""
    world = make_world(open_seq=2)
    bring_to_state(world, world.report(), "accepted")
    report = bring_to_state(world, world.report(2), "under_review")
    wrong = [review.Objection("与佐证不符", target=world.targets[name]) for name in ("add", "run")]
    review.send_back(report, by=world.reviewer, objections=wrong)
    set_days_late(world, 4)
    world.plan.periods.filter(seq=2).update(due_on=timezone.localdate())
    return world


@pytest.fixture
def open_window(browser, live_server, world):
    """A window for somebody; afterwards, nothing may have gone wrong in any script."""
    faults, contexts = [], []

    def window(person, path, size=DESKTOP):
        context = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
        contexts.append(context)
        log_in(context, live_server, world.people[person])
        page = new_page(context)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if complains(line) else None)
        page.goto(live_server.url + path)
        return page

    yield window
    for context in contexts:
        context.close()
    assert faults == []


def complains(line):
    return line.type in {"error", "warning"} and "status of 4" not in line.text  # a refusal is no fault of the page


@SIZES
def test_urging_by_keyboard_and_being_seen(world, open_window, size):
    board = open_window("reviewer", BOARD, size)
    board.get_by_role("link", name="催报2020年二季度还没报的 2 个单位").press("Enter")
    board.get_by_role("button", name="全选").press("Enter")
    expect(board.locator("[data-count]")).to_have_text("2 / 2")
    assert_accessible(board, "board-urge")
    board.get_by_label("附带说明").focus()
    board.keyboard.type("请今天报来")
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    expect(board.get_by_text("已催报 3 人")).to_be_visible()  # two fill in for 永德, one for 镇康
    assert row(board, "永德")[2].startswith("退回")
    expect(board.locator("table.board")).to_contain_text("已催，未看")
    assert set(Urge.objects.values_list("text", flat=True)) == {"请今天报来"}

    home = open_window("neighbour", "/", size)
    item = home.get_by_role("button", name=re.compile("被催报.*填报2020年二季度报表"))
    expect(item).to_contain_text("请今天报来")
    assert_accessible(home, "board-urged-home")
    item.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_contain_text("镇康 2020年二季度")

    board.goto(board.url)
    expect(board.get_by_role("row").filter(has_text="镇康").first).to_contain_text("已催，已看")
    expect(board.get_by_role("row").filter(has_text="永德").first).to_contain_text("已催，未看")
    assert_accessible(board, "board-seen")
    board.get_by_role("link", name="催报2020年二季度").press("Enter")
    board.get_by_role("button", name="全选").press("Enter")
    board.get_by_role("button", name="催报勾选的单位").press("Enter")
    expect(board.get_by_text("另有 3 人今天已经催过")).to_be_visible()
    assert Urge.objects.count() == 3


def row(page, unit):
    return next(cells for cells in page.evaluate(CELLS) if cells[0] == unit)


@SIZES
def test_the_board_counts_and_its_tab_is_in_sight(world, open_window, size):
    page = open_window("planner", BOARD, size)
    heads, counts, *units = page.evaluate(CELLS)
    assert heads == ["单位", "2020年一季度", "2020年二季度", "欠报"]
    assert counts == ["2 个单位", "已审定 1  逾期 1", "退回 1  未报 1", "2"]
    assert units == [["永德", "已审定", "退回", "1"], ["镇康", "逾期", "未报", "1"]]
    tab = page.get_by_role("link", name="填报情况", exact=True)
    expect(tab).to_be_in_viewport(ratio=1)
    assert_accessible(page, "board-periods")
    page.get_by_role("link", name="按目标看").press("Enter")
    expect(page.get_by_role("columnheader").filter(has_text="培训妇女")).to_be_visible()
    assert row(page, "永德") == ["永德", "退回", "退回", "已报", "已报", "已报", "2"]
    assert row(page, "2 个单位")[1:4] == ["退回 1  未报 1", "退回 1  未报 1", "已报 1  未报 1"]
    assert_accessible(page, "board-targets")


@pytest.mark.parametrize("path", [BOARD, TARGETS])
def test_the_file_says_what_the_page_says_cell_by_cell(world, open_window, path, tmp_path):
    page = open_window("planner", path)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载表格").click()
    download.value.save_as(tmp_path / "board.xlsx")
    _title, *rows = load_workbook(tmp_path / "board.xlsx").active.iter_rows(values_only=True)
    shown = page.evaluate(CELLS)
    assert len(rows) == len(shown) == 4
    for there, here in zip(rows, shown, strict=True):
        assert [str(cell or "") for cell in there[2:]] == here[1:]
    assert [there[0] for there in rows] == ["单位", "2 个单位", "永德县妇联", "镇康县妇联"]  # whole names in the file
    assert [there[1] for there in rows] == ["上级单位", None, "临沧", "临沧"]


@SIZES
def test_closing_names_the_missing_before_and_after(world, open_window, size):
    page = open_window("planner", "/plans/lincang-2020/periods/", size)
    page.get_by_role("button", name="截止 2020年二季度").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("还有 2 个单位没有上报：永德、镇康")
    assert_accessible(page, "board-close")
    page.get_by_role("dialog").get_by_role("button", name="截止填报").press("Enter")
    expect(page.get_by_text("2 个单位没有上报：永德、镇康")).to_be_visible()
    assert world.period(2).state == "closed"
    clerk = open_window("neighbour", "/", size)
    clerk.get_by_role("link", name="2020年二季度报表已截止：请申请补报").press("Enter")
    expect(clerk.get_by_role("button", name="申请补报")).to_be_visible()
    assert_accessible(clerk, "board-closed-clerk")


def test_a_locked_period_is_urged_no_more(world, open_window):
    periods.close_period(world.period(2), by=world.planner)
    periods.lock_period(world.period(2), by=world.planner)
    page = open_window("reviewer", BOARD)
    expect(page.get_by_role("link", name="催报2020年二季度")).to_have_count(0)
    assert Return.objects.filter(period=world.period(2), state="draft").count() == 1


@SIZES
def test_a_city_signs_knowing_who_is_lacking(world, open_window, size):
    require_signatures(world)
    page = open_window("city_clerk", "/returns/lincang-2020/2020Q1/530900000000/", size)
    signs = page.get_by_role("region", name="临沧为下级 2 个单位签报")
    expect(signs).to_contain_text("已审定 1 个，待审核 0 个，未报 1 个")
    expect(signs).to_contain_text("镇康")
    assert_accessible(page, "board-signing")
    page.get_by_role("button", name="上报本期报表").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="没有上报")).to_be_visible()
    page.get_by_label("已知悉未报单位").check()
    page.get_by_role("button", name="上报本期报表").press("Enter")
    expect(page.get_by_text("已上报，等待审核")).to_be_visible()
