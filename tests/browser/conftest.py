"""A browser, and a whole running demonstration for it: its own processes, database, queue and worker."""

import os
import threading
import time
from contextlib import ExitStack

import pytest
from django.core.signals import request_finished, request_started
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, sync_playwright

from fedwork.local.demo.people import PASSWORD
from tests.browser.demonstration import shared_demonstration
from tests.browser.manners import teach
from tests.browser.tools import DESK, FLAGS, keep, log_in

LONGEST_ANSWER = 10  # seconds
UNTIL_THE_END = pytest.StashKey[ExitStack]()


@pytest.fixture(scope="module")
def browser(chromium):
    with pytest.MonkeyPatch.context() as patch:
        # The browser's driver keeps an event loop in this thread; queries of tests are not made from inside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        teach(patch)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def live_server(live_server):
    """As pytest-django's; and no request is being answered any more when the tables are emptied: a picture that a page
    had still asked for would meet that in a deadlock. Begins before the pages of a test, and so ends after them."""
    answering, lock = [0], threading.Lock()

    def count(change):
        with lock:
            answering[0] += change

    def begun(**kwargs):
        count(1)

    def ended(**kwargs):
        count(-1)

    request_started.connect(begun)
    request_finished.connect(ended)
    yield live_server
    deadline = time.monotonic() + LONGEST_ANSWER
    while answering[0] > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    request_started.disconnect(begun)
    request_finished.disconnect(ended)


@pytest.fixture
def open_as(browser, live_server):
    """Opens a named page as a person; afterwards, nothing may have gone wrong in any script."""
    errors, contexts = [], []

    def open_page(person, name, *place, size=DESK, **options) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        contexts.append(context)
        log_in(context, live_server, person)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        page.goto(live_server.url + reverse(name, args=place))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def demonstration(pytestconfig, tmp_path_factory):
    """The address of a demonstration as ``make demo`` starts it. ``FEDWORK_AT`` names one that runs already: quicker
    for whoever is writing a test here."""
    if running := os.environ.get("FEDWORK_AT"):
        return running
    base = tmp_path_factory.getbasetemp()
    until_the_end = pytestconfig.stash.setdefault(UNTIL_THE_END, ExitStack())
    return until_the_end.enter_context(
        shared_demonstration(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
    )


def pytest_sessionfinish(session):
    """Not where the fixture ends: there the wait for other processes would count as the time of the last test."""
    if UNTIL_THE_END in session.config.stash:
        session.config.stash[UNTIL_THE_END].close()


class Office:
    """A browser in front of the demonstration, with windows for each person who has come; there they stay logged in.
    Whatever goes wrong in a page behind a person's back is written down in ``faults``."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.people: dict[str, BrowserContext] = {}
        self.windows: dict[tuple[str, int], Page] = {}
        self.faults: list[str] = []

    def sit_down(self, username="", size=DESK) -> Page:
        """The window of this size of this person, who has logged in; without a name, of nobody."""
        if username not in self.people:
            self.people[username] = self.browser.new_context(viewport=DESK, locale="zh-CN")
            if username:
                self._log_in(self.sit_down(username), username)
        window = username, size["width"]
        if window not in self.windows:
            page = self.windows[window] = self.people[username].new_page()
            page.set_viewport_size(size)
            self._watch(page)
        return self.windows[window]

    def _log_in(self, page, username):
        page.goto(self.address + "login")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(self.address)

    def _watch(self, page):
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._said(page, line))
        page.on("request", lambda request: self._asked(page, request.url))

    def _said(self, page, line):
        if line.type in {"error", "warning"} and "status of 4" not in line.text:  # a refusal is no fault of the page
            self.faults.append(f"{page.url}: {line.text}")

    def _asked(self, page, url):
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.faults.append(f"{page.url} asks another host: {url}")


@pytest.fixture(scope="module")
def office(browser, demonstration):
    office = Office(browser, demonstration)
    yield office
    for context in office.people.values():
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """When a test fails, what each person had before them is kept beside the other pictures."""
    report = yield
    if report.failed and call.when == "call" and "office" in item.fixturenames:
        for (who, width), page in item.funcargs["office"].windows.items():
            keep(page, f"failed-{who or 'nobody'}-{width}", full_page=True)
    return report
