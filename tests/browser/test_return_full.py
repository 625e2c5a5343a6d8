"""A return of a hundred targets: pasted from a workbook, gone through by keys alone, light enough for a slow line."""

import gzip

import pytest
from playwright.sync_api import expect

from plans.models import Participant
from targets.models import Figure
from tests import factories
from tests.browser.test_return_kept import Machine, saved, value
from tests.browser.tools import DESK, PHONE, WIDTH, begin_reading, found_wrong, paste, picture
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS = [{}, {"measure": "running"}, {"measure": "level", "decimals": 1}]
REQUESTS, BYTES = 15, 150_000  # of the issue: what a slow line carries in a second


@pytest.fixture
def world(browser):
    """The world with ninety-five targets more for 永德; a first quarter is handed in."""
    world = make_world()
    member = Participant.objects.get(plan=world.plan, unit=world.county)
    fill_and_submit(world, world.report(1))
    for n in range(95):
        name = f"女性素质提升培训（第 {n} 类）"
        kind = KINDS[n % 3] | {"name": name, "definition": "含线上、线下，按人次计。", "position": n + 10}
        factories.make_allocation(factories.make_target(world.plan, f"X{n:02}", 1000, **kind), member, 100 + n)
    return world


@pytest.fixture
def machine(browser, live_server, world):
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    machine = Machine(context, world, live_server)
    machine.log_in("clerk")
    yield machine
    context.close()


def test_a_block_of_eight_by_nine_falls_into_its_rows_and_is_undone_in_one_step(world, machine):
    page = machine.open()
    value(page, "X00").fill("5")
    page.keyboard.press("Enter")
    saved(page)
    value(page, "X00").click()
    rows = [[f"{row},00{row}" if row != 4 else "", *"abcdefgh"] for row in range(1, 9)]
    paste(page, "\r\n".join("\t".join(row) for row in rows) + "\r\n")
    saved(page)
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert [typed[f"X{n:02}"] for n in range(8)] == [1001, 2002, 3003, None, 5005, 6006, 7007, 8008]
    assert "X08" not in typed
    page.keyboard.press("Control+z")
    saved(page)
    expect(value(page, "X00")).to_have_value("5")
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert [typed[f"X{n:02}"] for n in range(8)] == [5] + [None] * 7


def test_rows_that_carry_codes_find_their_own_rows(world, machine):
    page = machine.open()
    value(page, "X00").click()
    paste(page, "X03\t名称\t33\r\nZ99\t不归我们\t99\r\nX01\t\t11")
    saved(page)
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert typed == {"X03": 33, "X01": 11}


def test_a_whole_return_by_keys_alone(world, machine):
    page = machine.open()
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.id === 'L01-value'"):
        page.keyboard.press("Tab")
    for number in range(12):
        page.keyboard.type(str(number % 2))
        page.keyboard.press("Enter")
    saved(page)
    codes = ["L01", "L02", "L03", "L04", "L05", *(f"X{n:02}" for n in range(7))]
    typed = {f.target.code for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert typed >= set(codes) - {"L05"}
    while not page.evaluate("document.activeElement.closest('#submit') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".findings").first).to_be_visible()


def test_it_is_light_enough_for_a_slow_line_and_is_fetched_once(world, machine):
    page = machine.context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(machine.address)
    page.wait_for_load_state("networkidle")
    addresses = {answer.url for answer in answers}  # the mark is shown twice, and kept where names are hashed
    assert len(addresses) <= REQUESTS, "\n".join(sorted(addresses))
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= BYTES


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_fits_and_is_readable(world, machine, size):
    page = machine.open()
    page.set_viewport_size(size)
    value(page, "X01").click()
    page.keyboard.press("F2")
    assert page.evaluate(WIDTH) <= size["width"]
    picture(page, f"return-100-{size['width']}")
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, f"return-100-top-{size['width']}")
    begin_reading(page)
    assert found_wrong(page) == []
