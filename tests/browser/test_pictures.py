"""Pictures of a whole province: they fit a desk and a phone, are worked by keyboard, and axe finds nothing."""

import pytest

from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.dashboards.test_scale import make_province

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLACE = ("yunnan-2020", "530000000000", "2020Q2")


def check(page, name, *, full=True):
    """The page fits a desk and a phone, and axe finds nothing on either."""
    for size, end in ((DESKTOP, "desk"), (PHONE, "phone")):
        page.set_viewport_size(size)
        assert page.evaluate(DOCUMENT_WIDTH) <= size["width"]
        screenshot_if_wanted(page, f"{name}-{end}", full_page=full)
        start_axe(page)
        assert axe_violations(page) == []
    page.set_viewport_size(DESKTOP)


def test_bars_of_all_counties_and_a_comparison_of_some(open_as):
    _plan, _participants, leader = make_province("month", 7)
    page = open_as(leader, "dashboards:ranking", *PLACE[:2], "2020-07", "L07")
    page.get_by_label("级别").select_option("county")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**level=county**")
    assert page.locator("svg.picture.bars g[transform] > rect.track").count() == 129
    check(page, "bars")
    for box in page.locator("input.tick").all()[:9:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="比较所选单位").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/compared/?c=**")
    assert page.locator("table.compared tbody tr").count() == 6
    check(page, "compared")
    page.get_by_role("link", name="累计").click()
    page.wait_for_url("**show=value**")
    page.get_by_role("link", name="另选单位").click()
    assert page.locator("input.tick:checked").count() == 5


def test_tiles_of_a_province_and_of_a_city(open_as):
    _plan, _participants, leader = make_province()
    page = open_as(leader, "dashboards:tiles", *PLACE)
    assert page.locator("svg.tiles-group").count() == 16
    check(page, "tiles-whole")
    page.get_by_label("目标").select_option("L07")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**t=L07**")
    check(page, "tiles-target")
    first = page.locator("a.tile").nth(1)
    name = first.get_attribute("aria-label").split(" ")[0]
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/L07/")
    assert name in page.locator(".lead-text").inner_text()
    page = open_as(leader, "dashboards:tiles", PLACE[0], "530900000000", PLACE[2])
    check(page, "tiles-city")
