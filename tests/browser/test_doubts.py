"""Unlikely numbers on the page of a review: read at both sizes, without a violation."""

import pytest
from django.utils import timezone

from accounts.models import Post, Role
from targets.doubts.actions.judge_submissions import judge_submissions
from targets.models import Figure
from targets.returns.actions.draft import FigureInput
from targets.totals.settle import rebuild
from tests.browser.loaded_page import expect
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.dashboards.scene import Province
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])


def report_doubtful_year(monkeypatch):
    """A jump in the last quarter, and one person who typed for both counties within a minute."""
    monkeypatch.setattr("targets.doubts.whole.FAST_UNITS", 2)
    world = make_world(open_seq=4)
    for seq, number in enumerate((50, 40, 60, 900), 1):
        typed = {"add": FigureInput(value=number), "run": FigureInput(value=10 * seq + seq**2)}
        fill_and_submit(world, world.report(seq), **typed)
    now, other = timezone.now(), world.report(4, "530924000000")
    Figure.objects.update(typed_at=now, typed_by=world.reviewer)
    for unit in (world.county, world.other):
        Post.objects.create(person=world.reviewer, unit=unit, role=Role.CLERK)
    Figure.objects.create(report=other, target=world.targets["add"], value=1, typed_at=now, typed_by=world.reviewer)
    judge_submissions()
    return world


@SIZES
def test_a_doubt_stands_beside_its_cell(browser, open_as, size, monkeypatch):
    world = report_doubtful_year(monkeypatch)
    thumb = {"has_touch": size == PHONE, "is_mobile": size == PHONE}
    page = open_as(world.reviewer, "targets:review", "lincang-2020", "2020Q4", "530923000000", size=size, **thumb)
    expect(page.locator("#cell-L01")).to_contain_text("疑点")
    expect(page.locator("#doubts")).to_contain_text("2 个单位")
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, f"doubts-{size['width']}", full_page=True)
    page.locator("#cell-L01 .doubt").get_by_role("link", name="历次记录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("L01")


def look(page, size, name):
    """Nothing runs over the edge, axe finds nothing."""
    assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
    start_axe(page)
    assert axe_violations(page) == []
    screenshot_if_wanted(page, f"{name}-{size['width']}", full_page=True)


@SIZES
def test_the_queue_puts_doubted_returns_first(browser, open_as, size, monkeypatch):
    world = report_doubtful_year(monkeypatch)
    page = open_as(world.second_reviewer, "targets:review_queue", size=size)
    page.get_by_label("排序").select_option(label="有疑点的先看")
    link = page.locator("a.doubted").first
    expect(link).to_have_text("2")
    look(page, size, "queue-doubts")
    link.click()
    expect(page.locator("#doubted")).to_be_in_viewport()


@pytest.fixture
def province():
    scene = Province(cadence="month")
    a, b, c, d = scene.counties
    owed = {"frequency": "month", "unit": "人次"}
    training = scene.target("L01", "4000", name="培训妇女", shares=dict.fromkeys((a, b, c, d), "1000"), **owed)
    jobs = scene.target("L02", "400", name="转移就业", shares=dict.fromkeys((a, b, c, d), "100"), **owed)
    scene.issue(open_seq=6)
    for n, unit in enumerate(scene.counties):
        for seq, number in enumerate((50, 40, 60, 55, 45, 900 if unit == a else 52), 1):
            scene.report(unit, seq, {training: number + 3 * n, jobs: "20" if unit == c else str(5 + seq % 3 + n)})
    rebuild(scene.plan.pk)
    judge_submissions()
    return scene


@SIZES
def test_the_matrix_marks_them_and_says_why(browser, open_as, province, size):
    page = open_as(province.leader, "dashboards:matrix", "yn-2020", province.unit.code, "2020-06", size=size)
    mark = page.locator("a.doubt-mark").first
    expect(mark).to_have_text("疑点")
    look(page, size, "matrix-doubts")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("td.doubts").first).to_be_in_viewport()
    expect(page.locator("td.doubts").first).to_contain_text("是以往新增最多的一期")
    page.emulate_media(media="print")
    expect(mark).to_be_visible()
    screenshot_if_wanted(page, f"matrix-doubts-print-{size['width']}", full_page=True)


@SIZES
def test_the_first_page_of_a_leader_leads_to_a_few(browser, open_as, province, size):
    page = open_as(province.leader, "targets:home", size=size)
    look(page, size, "home-doubts")
    page.locator(".glance").get_by_role("link", name="疑点").click()
    expect(page.locator(".doubt-card")).to_contain_text("最近 6 期，每期都正好增加 20")
    look(page, size, "overview-doubts")
