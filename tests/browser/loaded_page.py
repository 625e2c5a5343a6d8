"""Pages whose actions wait until the document has loaded.

A click on a link returns when the next document begins to load. A key or a click that follows at once would reach a
page whose scripts do not run yet, which no person is quick enough for. ``LoadedPage`` and ``LoadedLocator`` offer what
Playwright's ``Page`` and ``Locator`` offer; before they act or read, they wait for the load event.

``SLOW=1`` runs the browser as on an old laptop with a slow connection: it finds pages, and tests, that depend on speed.
"""

import os
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Locator, Page
from playwright.sync_api import expect as playwright_expect

TIMEOUT = 120_000  # milliseconds, for everything that the browser does: only a failing test waits so long
WAITING = {
    "all", "all_inner_texts", "bounding_box", "check", "click", "count", "evaluate", "evaluate_all", "fill", "focus",
    "inner_text", "input_value", "is_visible", "press", "press_sequentially", "select_option", "set_input_files",
    "uncheck",
}  # fmt: skip
SLOW_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 100_000, "uploadThroughput": 50_000}  # ms, B/s
SLOW_PROCESSOR = 3  # times slower
_slow_pages: WeakKeyDictionary = WeakKeyDictionary()  # context: the DevTools sessions of its pages

playwright_expect.set_options(timeout=TIMEOUT)


class _Loaded:
    """Passes everything on to an object of Playwright; waits first where the page must have loaded."""

    def __init__(self, wrapped, page: Page):
        self.wrapped, self._page = wrapped, page

    def __getattr__(self, name):
        found = getattr(self.wrapped, name)
        return self._method(name, found) if callable(found) else self._wrap(found)

    def _method(self, name, method):
        def call(*args, **kwargs):
            if name in WAITING:
                self._page.wait_for_load_state()
            return self._wrap(method(*args, **kwargs))

        return call

    def _wrap(self, value):
        if isinstance(value, Locator):
            return LoadedLocator(value, self._page)
        if isinstance(value, list):
            return [self._wrap(each) for each in value]
        return value


class LoadedLocator(_Loaded):
    """A ``playwright.sync_api.Locator`` on a loaded page."""


class LoadedPage(_Loaded):
    """A ``playwright.sync_api.Page`` that is used when it has loaded."""

    def __init__(self, page: Page):
        super().__init__(page, page)

    @property
    def keyboard(self):
        self._page.wait_for_load_state()
        return self._page.keyboard


def new_page(context: BrowserContext) -> LoadedPage:
    """A new page of the context, slowed down where ``SLOW`` is set."""
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    if os.environ.get("SLOW"):
        devtools = context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        _slow_pages.setdefault(context, []).append(devtools)
    return LoadedPage(page)


def set_offline(context: BrowserContext, offline: bool) -> None:
    """Cuts the connection of all pages of the context, or restores it, as slow as it was."""
    if not os.environ.get("SLOW"):
        context.set_offline(offline)
        return
    for devtools in _slow_pages.get(context, ()):  # the browser's own switch would make the connection quick again
        devtools.send("Network.emulateNetworkConditions", {**SLOW_NETWORK, "offline": offline})


def expect(actual, message=None):
    """Playwright's ``expect``, of a page or locator of this module or of Playwright's own."""
    return playwright_expect(getattr(actual, "wrapped", actual), message)
