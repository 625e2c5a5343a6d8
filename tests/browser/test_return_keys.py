"""The ten minutes of a clerk: forty targets reported by keys, each key and click counted; the form on paper."""

import itertools
import os
import re
from decimal import Decimal

import pytest

from plans.models import Participant
from targets.models import Figure
from targets.returns.actions.draft import FigureInput, save_figure
from tests import factories
from tests.browser.loaded_page import expect
from tests.browser.tools import DESKTOP, PHONE, SCREENSHOTS, axe_violations, screenshot_if_wanted, start_axe
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q2", "530923000000")
MEASURES = ["increment", "increment", "running", "increment", "level"]
MOST_KEYS = 120  # of issue 12, for forty targets without the texts of tasks; these take 105, and took 158 before
# What a county reports: of what is added often nothing, else hundreds; totals and levels that mostly stay as they were.
ADDED = ["0", "312", "0", "86", "1204", "0", "0", "455"]


def save_pdf_if_wanted(name, content):
    if os.environ.get("PICTURES"):
        (SCREENSHOTS / f"{name}.pdf").write_bytes(content)


class Counter:
    """Presses keys and clicks, and counts them; a key with a modifier counts as two."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.count += len(key.split("+"))

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)

    def click(self, locator):
        locator.click()
        self.count += 1


@pytest.fixture
def world(browser):
    """Forty targets for 永德: one of each measure, and thirty-five more; the task is another unit's."""
    world = make_world()
    member = Participant.objects.get(plan=world.plan, unit=world.county)
    for n in range(35):
        fields = {"measure": MEASURES[n % 5], "name": f"工作 {n}", "unit": "人次", "position": n + 10}
        target = factories.make_target(world.plan, f"X{n:02}", 1000, **fields)
        factories.make_allocation(target, member, 100 + n)
        save_figure(world.report(1), target, FigureInput(value=Decimal(1000 + n)), by=world.clerk, seen=0)
    fill_and_submit(
        world, world.report(1), mil=FigureInput(value=Decimal(0))
    )  # else a reason is asked why not any more
    world.task.units.filter(unit=world.county).delete()
    return world


def test_forty_targets_are_reported_with_at_most_120_keys(world, open_as):
    page = open_as(world.clerk, "targets:returns")
    keys = Counter(page)
    keys.click(page.locator("tbody a").first)
    page.wait_for_url(re.compile("2020Q2"))
    expect(page.locator("#L01-value")).to_be_focused()
    fill_in(page, keys)
    keys.press("F9")  # nothing happened in the others
    expect(page.locator("#confirm-zero")).to_contain_text("填为 0")
    keys.press("Enter")
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 40/40")
    keys.press("Control+Enter")
    expect(page.locator("#confirm-submit")).to_contain_text("应填 40 项，已填 40 项")
    keys.press("Enter")
    expect(page.locator("#banner")).to_contain_text("已上报")
    print(f"\nkeys and clicks for forty targets: {keys.count}")
    assert Figure.objects.filter(report=world.report(2)).count() == 40
    assert world.report(2).state == "submitted"
    assert keys.count <= MOST_KEYS


def fill_in(page, keys):
    """Types what is not 0; what did not change since the last report is taken over."""
    added = itertools.cycle(ADDED)
    here = "document.activeElement.closest('tr.is-blank')?.dataset"
    seen = set()
    while (row := page.evaluate(f"{here} && {{code: {here}.cell, ...{here}}}")) and row["code"] not in seen - {"L04"}:
        seen.add(row["code"])
        if page.evaluate("document.activeElement.matches('select')"):
            keys.press("ArrowDown")  # not done yet
        elif row.get("last") or (row.get("sums") == "stand" and row["before"]):
            keys.press("=")
        elif row.get("sums") == "add" and (number := next(added)) == "0":
            keys.press("ArrowDown")
            continue
        else:
            keys.type(number if row.get("sums") == "add" else "1250")
        keys.press("Enter")


def test_blanks_are_counted_marked_and_found_by_a_key(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 0/40")
    expect(page.locator(".light-red")).to_have_count(0)  # nothing is behind before it is touched
    page.locator("#L03-value").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L03")).not_to_have_class(re.compile("is-blank"))
    expect(page.locator(".submit-bar [data-filled]")).to_have_text("已填 1/40")
    page.locator("#L02-value").click()
    page.keyboard.press("F8")
    expect(page.locator("#cell-L04 [name=value]")).to_be_focused()
    page.locator("#X34-value").fill("8")
    page.keyboard.press("Enter")  # in the last cell: saved, and back to the first blank
    expect(page.locator("#L01-value")).to_be_focused()
    expect(page.locator("#X34-state")).to_contain_text("已保存")


def test_an_empty_return_is_asked_about(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    page.get_by_role("button", name="上报本期报表").click()
    expect(page.locator("#confirm-submit")).to_contain_text("还有 40 项没有填")
    page.get_by_role("button", name="再看看").click()
    assert world.report(2).state == "draft"


def test_a_long_note_is_kept_whole_counted_and_refused_in_words(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    page.locator("#L01-value").fill("5")
    page.keyboard.press("F2")
    note = page.locator("#more-L01 [name=note]")
    note.click()
    height = note.bounding_box()["height"]
    page.keyboard.insert_text("长" * 3000)
    assert len(note.input_value()) == 3000
    assert note.bounding_box()["height"] > 3 * height
    expect(page.locator("#more-L01 .char-count.is-bad")).to_contain_text("已写 3000 字，最多 500 字")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-L01 [data-state]")).to_contain_text("3000")
    assert not Figure.objects.filter(report=world.report(2), note__gt="").exists()


def test_the_form_on_paper(world, open_as):
    page = open_as(world.clerk, "targets:return_print", "lincang-2020", "2020Q1", "530923000000")
    page.context.add_init_script("window.print = () => { window.printed = true; }")
    page.reload()
    expect(page.locator(".signatures")).to_contain_text("盖章")
    assert page.evaluate("window.printed")  # one press: the page asks for the printer by itself
    content = page.pdf(prefer_css_page_size=True)
    sizes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", content)}
    assert sizes <= {(0, 0, 595, 842), (0, 0, 596, 842), (0, 0, 594, 842)}, sizes
    save_pdf_if_wanted("return-printed", content)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", ["return", "return_print"])
def test_pages_fit_and_are_accessible(world, open_as, name, size):
    page = open_as(world.clerk, f"targets:{name}", *PLACE, size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    screenshot_if_wanted(page, f"{name}-40-{size['width']}", full_page=name == "return_print")
    start_axe(page)
    assert axe_violations(page) == []


def test_a_sum_is_printed_once_at_the_end_of_its_table(world, open_as):
    page = open_as(world.clerk, "targets:return", *PLACE)
    page.emulate_media(media="print")
    page.evaluate("document.querySelector('table.data').createTFoot().insertRow().insertCell()")
    shown = page.evaluate("getComputedStyle(document.querySelector('table.data tfoot')).display")
    assert shown == "table-row-group"  # a footer group is repeated on every sheet, beside rows that do not sum to it
