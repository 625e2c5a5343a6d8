"""What a reviewer types at length outlives the login, the line and the page; nobody else sees it, and what was sent is
gone. The login page says why it is asked again, and leads back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from targets.models import SentBackCell
from targets.review.actions.review import start_review
from tests.browser.loaded_page import expect, new_page, set_offline
from tests.browser.tools import DESKTOP, axe_violations, screenshot_if_wanted, start_axe
from tests.targets.returns_world import fill_and_submit, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ("lincang-2020", "2020Q1", "530923000000")
REASON, WHOLE = "与佐证材料不符，请逐乡核对后再报", "整张报表请再核"


@pytest.fixture
def world(browser):
    world = make_world()
    start_review(fill_and_submit(world, world.report(1)), by=world.reviewer)
    return world


@pytest.fixture
def desk(browser, live_server, world):
    """A browser in which people log in one after the other."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")

    def log_in(person):
        client = Client()
        client.force_login(world.people[person])
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([{**cookie, "httpOnly": True}])

    context.log_in, context.address = log_in, live_server.url + reverse("targets:review", args=PLACE)
    log_in("reviewer")
    yield context
    context.close()


def open_review(desk):
    page = new_page(desk)
    page.goto(desk.address)
    return page


def type_reasons(page):
    page.locator("#why-target-L01").fill(REASON)
    page.locator("#why").fill(WHOLE)


def send_back(page):
    page.locator("[data-send-back]").click()
    page.locator("#send-back-ask .btn-danger").click()


def test_reasons_outlive_the_session_and_are_gone_once_sent(desk, world):
    page = open_review(desk)
    type_reasons(page)
    desk.clear_cookies(name="sessionid")
    send_back(page)
    note = page.locator("#send-back [data-keep]")
    expect(note).to_contain_text("登录已失效，没有发出")
    note.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/login\?next=%2Freview%2F"))
    expect(page.locator("main")).to_contain_text("登录后回到刚才的页面")
    screenshot_if_wanted(page, "login-again", full_page=True)
    desk.log_in("second_reviewer")
    page.goto(desk.address)
    expect(page.locator("#why")).to_have_value("")  # a colleague at the same desk sees nothing of it
    desk.log_in("reviewer")
    page.goto(desk.address)
    expect(page.locator("#why-target-L01")).to_have_value(REASON)
    expect(page.locator("#why")).to_have_value(WHOLE)
    expect(page.locator("#send-back [data-keep]")).to_contain_text("已恢复")
    screenshot_if_wanted(page, "reasons-restored", full_page=True)
    start_axe(page)
    assert axe_violations(page) == []
    send_back(page)
    expect(page.locator("[data-done]")).to_be_visible()
    assert set(SentBackCell.objects.values_list("reason", flat=True)) == {REASON, WHOLE}
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fedwork:typed:'))") == []


def test_nothing_is_sent_without_a_line(desk):
    page = open_review(desk)
    type_reasons(page)
    set_offline(desk, True)
    send_back(page)
    expect(page.locator("#send-back [data-keep]")).to_contain_text("网络不通，没有发出")
    set_offline(desk, False)
    page.reload()
    expect(page.locator("#why")).to_have_value(WHOLE)


def test_somebody_elses_login_sends_nothing(desk):
    page = open_review(desk)
    type_reasons(page)
    desk.log_in("second_reviewer")
    send_back(page)
    expect(page.locator("#send-back [data-keep]")).to_contain_text("已有别人登录，没有发出")
    assert not SentBackCell.objects.exists()


def test_reason_of_a_dialog_is_kept_as_well(desk):
    page = open_review(desk)
    page.locator("[data-dialog=accept]").click()
    page.locator("#accept-form button.btn-primary").click()
    expect(page.locator("[data-done]")).to_be_visible()
    page.goto(desk.address)
    page.locator("[data-dialog=cancel-review]").click()
    page.locator("#cancel-review-reason").fill("点错了")
    page.reload()
    page.locator("[data-dialog=cancel-review]").click()
    expect(page.locator("#cancel-review-reason")).to_have_value("点错了")
    page.locator("#cancel-review button.btn-primary").click()
    expect(page.locator("[data-done]")).to_contain_text("已回到“待审核”")
