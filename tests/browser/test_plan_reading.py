"""From a file to a plan in a real browser: dropped or pasted, walked through by keys, corrected, added to, taken over."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from targets.models import PlanDocument, Proposal, Target
from tests.browser.tools import DESK, PHONE, WIDTH, begin_reading, found_wrong, picture
from tests.factories import make_person, make_unit
from tests.targets.plan_reading import papers
from tests.targets.plan_reading.papers import PLAN, SUPPLEMENT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(browser, monkeypatch):
    monkeypatch.setattr("targets.actions.documents.read", lambda taken, year: papers.reading(taken.text, year=year))
    province = make_unit("530000000000", "云南省妇联")
    city = make_unit("530900000000", "清河市妇联", parent=province, short_name="清河")
    county = make_unit("530923000000", "永德县妇联", parent=city, short_name="永德")
    other = make_unit("530924000000", "镇康县妇联", parent=city, short_name="镇康")
    office = make_unit("530900000000-BG", "办公室", parent=city, kind="office", level="city")
    planner = make_person("planner", ("planner", city), name="计划员")
    plan = create_plan(by=planner, unit=city, code="qinghe-2020", title="清河市妇联2020年工作计划", year=2020)
    choose_participants(plan, [county, other, office], by=planner)
    plan.planner = planner
    return plan


@pytest.fixture
def visit(browser, live_server, plan):
    """Open a page as the planner; afterwards, nothing may have gone wrong in any script."""
    errors, contexts = [], []

    def open_page(name, *place, size=DESK, **options):
        client = Client()
        client.force_login(plan.planner)
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        page.goto(live_server.url + reverse(name, args=place))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def sound(page, name):
    """Nothing wider than the screen, and nothing that axe finds; a picture for people."""
    picture(page, name)
    assert page.evaluate(WIDTH) <= page.viewport_size["width"]
    begin_reading(page)
    assert found_wrong(page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_look(visit, plan, size, tmp_path):
    page = visit("plans:write", plan.code, size=size)
    page.get_by_role("link", name="从文件读取").last.click()
    sound(page, f"reading-bring-{size['width']}")
    page.locator("input[type=file]").set_input_files(
        {"name": "要点.txt", "mimeType": "text/plain", "buffer": PLAN.encode()}
    )
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/documents/*/**")
    sound(page, f"reading-confirm-{size['width']}")
    picture(page, f"reading-confirm-{size['width']}-full", full_page=True)
