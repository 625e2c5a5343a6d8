"""A return of a hundred targets: pasted from a workbook, gone through by keys alone, light enough for a slow line."""

import gzip

import pytest

from plans.models import Participant
from targets.models import Figure
from tests import factories
from tests.browser.loaded_page import expect, new_page
from tests.browser.test_return_kept import Computer, expect_saved, value
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, paste, screenshot_if_wanted, start_axe
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS = [{}, {"measure": "running"}, {"measure": "level", "decimals": 1}]
REQUESTS, BYTES = 16, 150_000  # what a slow line carries in a second


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
def computer(browser, live_server, world):
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    computer = Computer(context, world, live_server)
    computer.log_in("clerk")
    yield computer
    context.close()


def test_a_block_of_eight_by_nine_falls_into_its_rows_and_is_undone_in_one_step(world, computer):
    page = computer.open()
    value(page, "X00").fill("5")
    page.keyboard.press("Enter")
    expect_saved(page)
    value(page, "X00").click()
    rows = [[f"{row},00{row}" if row != 4 else "", *"abcdefgh"] for row in range(1, 9)]
    paste(page, "\r\n".join("\t".join(row) for row in rows) + "\r\n")
    expect_saved(page)
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert [typed[f"X{n:02}"] for n in range(8)] == [1001, 2002, 3003, None, 5005, 6006, 7007, 8008]
    assert "X08" not in typed
    page.keyboard.press("Control+z")
    expect_saved(page)
    expect(value(page, "X00")).to_have_value("5")
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert [typed[f"X{n:02}"] for n in range(8)] == [5] + [None] * 7


def test_rows_that_carry_codes_find_their_own_rows(world, computer):
    page = computer.open()
    value(page, "X00").click()
    paste(page, "X03\t名称\t33\r\nZ99\t不归我们\t99\r\nX01\t\t11")
    expect_saved(page)
    typed = {f.target.code: f.value for f in Figure.objects.filter(report=world.report(2)).select_related("target")}
    assert typed == {"X03": 33, "X01": 11}


def test_it_is_light_enough_for_a_slow_line_and_is_fetched_once(world, computer):
    page = new_page(computer.context)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(computer.address)
    page.wait_for_load_state("networkidle")
    addresses = {answer.url for answer in answers}  # the mark is shown twice, and kept where names are hashed
    assert len(addresses) <= REQUESTS, "\n".join(sorted(addresses))
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= BYTES


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_it_fits_and_is_readable(world, computer, size):
    page = computer.open()
    page.set_viewport_size(size)
    value(page, "X01").click()
    page.keyboard.press("F2")
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    screenshot_if_wanted(page, f"return-100-{size['width']}")
    page.evaluate("window.scrollTo(0, 0)")
    screenshot_if_wanted(page, f"return-100-top-{size['width']}")
    start_axe(page)
    assert axe_violations(page) == []
