"""Unlikely numbers on the page of a review: read at both sizes, without a violation."""

import pytest
from django.utils import timezone

from accounts.models import Post, Role
from targets.doubts.actions.judge_submissions import judge_submissions
from targets.models import Figure
from targets.returns.actions.draft import FigureInput
from tests.browser.loaded_page import expect
from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
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
