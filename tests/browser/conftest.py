"""A browser, and a whole running demonstration for it: its own processes, database, queue and worker."""

import os
import threading
import time
from contextlib import ExitStack

import pytest
from django.core.signals import request_finished, request_started
from django.urls import reverse
from playwright.sync_api import BrowserContext, sync_playwright

from fedwork.local.demo.people import PASSWORD
from tests.browser.demonstration import shared_demonstration
from tests.browser.loaded_page import LoadedPage, new_page
from tests.browser.tools import DESKTOP, FLAGS, log_in, save_screenshot

LONGEST_REQUEST = 60  # seconds
AT_SESSION_END = pytest.StashKey[ExitStack]()


@pytest.fixture(scope="module")
def browser(chromium):
    with pytest.MonkeyPatch.context() as patch:
        # The browser's driver keeps an event loop in this thread; queries of tests are not made from inside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def live_server(live_server):
    """As pytest-django's, and waits at the end until no request is being answered: emptying the tables while an image
    is still being fetched would end in a deadlock. Set up before the pages of a test, and so torn down after them."""
    requests, lock = [0], threading.Lock()

    def count(change):
        with lock:
            requests[0] += change

    def on_started(**kwargs):
        count(1)

    def on_finished(**kwargs):
        count(-1)

    request_started.connect(on_started)
    request_finished.connect(on_finished)
    yield live_server
    deadline = time.monotonic() + LONGEST_REQUEST
    while requests[0] > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    request_started.disconnect(on_started)
    request_finished.disconnect(on_finished)


@pytest.fixture
def open_as(browser, live_server):
    """Gives a function that opens a named page as a person. Fails afterwards if any script of a page failed."""
    errors, contexts = [], []

    def open_page(person, name, *place, size=DESKTOP, **options) -> LoadedPage:
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        contexts.append(context)
        log_in(context, live_server, person)
        page = new_page(context)
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
    at_session_end = pytestconfig.stash.setdefault(AT_SESSION_END, ExitStack())
    return at_session_end.enter_context(
        shared_demonstration(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
    )


def pytest_sessionfinish(session):
    """Not where the fixture ends: there the wait for other processes would count as the time of the last test."""
    if AT_SESSION_END in session.config.stash:
        session.config.stash[AT_SESSION_END].close()


class DemoBrowser:
    """A browser on the demonstration, with one context for each person, who logs in once and stays logged in.

    ``errors`` collects what the pages report on their consoles, failed scripts, and requests to other hosts.
    """

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.contexts: dict[str, BrowserContext] = {}
        self.pages: dict[tuple[str, int], LoadedPage] = {}
        self.errors: list[str] = []

    def page_for(self, username="", size=DESKTOP) -> LoadedPage:
        """The person's page of this size, logged in; without a name, of a visitor who is not logged in."""
        if username not in self.contexts:
            self.contexts[username] = self.browser.new_context(viewport=DESKTOP, locale="zh-CN")
            if username:
                self._log_in(self.page_for(username), username)
        key = username, size["width"]
        if key not in self.pages:
            page = self.pages[key] = new_page(self.contexts[username])
            page.set_viewport_size(size)
            self._watch(page)
        return self.pages[key]

    def _log_in(self, page, username):
        page.goto(self.address + "login")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(self.address)

    def _watch(self, page):
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._record_console(page, line))
        page.on("request", lambda request: self._record_request(page, request.url))

    def _record_console(self, page, line):
        if line.type in {"error", "warning"} and "status of 4" not in line.text:  # the page asked for something refused
            self.errors.append(f"{page.url}: {line.text}")

    def _record_request(self, page, url):
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.errors.append(f"{page.url} requests another host: {url}")


@pytest.fixture(scope="module")
def demo_browser(browser, demonstration):
    demo_browser = DemoBrowser(browser, demonstration)
    yield demo_browser
    for context in demo_browser.contexts.values():
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Saves a screenshot of every open page when a test on the demonstration fails."""
    report = yield
    if report.failed and call.when == "call" and "demo_browser" in item.fixturenames:
        for (who, width), page in item.funcargs["demo_browser"].pages.items():
            save_screenshot(page, f"failed-{who or 'nobody'}-{width}", full_page=True)
    return report
