"""The matrix of a province's counties and sixty targets: it fits, sorts by keyboard, and axe finds nothing."""

import pytest

from tests.browser.tools import DESKTOP, DOCUMENT_WIDTH, PHONE, axe_violations, screenshot_if_wanted, start_axe
from tests.dashboards.test_scale import TARGETS, make_province

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLACE = ("yunnan-2020", "530000000000", "2020Q2")
SCROLL = """async () => {
    const tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => Math.round(e.duration))))
        .observe({type: 'longtask'});
    const area = document.querySelector('.table-wrap');
    for (let step = 0; step < 60; step++) {
        area.scrollBy(90, 90);
        await new Promise(requestAnimationFrame);
    }
    return [tasks, document.querySelector('table.matrix').getBoundingClientRect().width,
        performance.getEntriesByType('paint').map(e => [e.name, Math.round(e.startTime)])];
}"""
PINNED = """() => { const area = document.querySelector('.table-wrap'); area.scrollTo(3000, 2000);
    const at = area.getBoundingClientRect(), row = document.querySelectorAll('table.matrix tbody tr')[60];
    const name = row.firstElementChild.getBoundingClientRect();
    const head = document.querySelector('table.matrix thead th').getBoundingClientRect();
    return [Math.abs(name.left - at.left) < 3, Math.abs(head.top - at.top) < 3]; }"""


def test_counties_by_targets(open_as):
    _plan, _participants, leader = make_province()
    page = open_as(leader, "dashboards:matrix", *PLACE)
    page.get_by_label("级别").select_option("county")
    page.get_by_role("button", name="显示", exact=True).click()
    page.wait_for_url("**level=county**")
    assert page.locator("table.matrix tbody tr").count() == 130
    assert page.locator("table.matrix thead th").count() == TARGETS + 3
    assert page.evaluate(DOCUMENT_WIDTH) <= DESKTOP["width"]
    screenshot_if_wanted(page, "matrix-desk")
    start_axe(page)
    assert axe_violations(page) == []
    print(page.evaluate(SCROLL))
    assert page.evaluate(PINNED) == [True, True]
    screenshot_if_wanted(page, "matrix-desk-scrolled")
    page.locator("thead th a", has_text="示例目标3").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=L03**")
    assert page.locator("th[aria-sort=descending]").count() == 1
    screenshot_if_wanted(page, "matrix-desk-sorted")
    page.set_viewport_size(PHONE)
    assert page.evaluate(DOCUMENT_WIDTH) <= PHONE["width"]
    screenshot_if_wanted(page, "matrix-phone")
    start_axe(page)
    assert axe_violations(page) == []
