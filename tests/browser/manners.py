"""How the tests' browser is used: as by a person, who looks and acts when the page is all there; a click on a link only
waits until the next page begins. With ``SLOW=1``, on an old laptop and a slow line: so are found the pages, and the
tests, that only go well when all is quick."""

import os
from functools import wraps

from playwright.sync_api import BrowserContext, Locator, Page, expect

OF_A_PLACE = (
    "click", "press", "fill", "check", "uncheck", "focus", "select_option", "set_input_files", "input_value",
    "inner_text", "all_inner_texts", "count", "all", "is_visible", "bounding_box", "evaluate", "evaluate_all",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds, as for everything else that the browser does: only a failing test waits so long
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 100_000, "uploadThroughput": 50_000}  # ms, bytes/s
SLOW_PROCESSOR = 3  # times slower


def teach(patch):
    """Until the pytest.MonkeyPatch is undone; only the patience of ``expect`` stays, which nobody else uses."""
    expect.set_options(timeout=PATIENCE)
    for name in OF_A_PLACE:
        patch.setattr(Locator, name, _patient(getattr(Locator, name), lambda place: place.page))
    patch.setattr(Page, "evaluate", _patient(Page.evaluate, lambda page: page))
    patch.setattr(Page, "keyboard", property(_patient(Page.keyboard.fget, lambda page: page)))
    if os.environ.get("SLOW"):
        patch.setattr(BrowserContext, "new_page", _slow(BrowserContext.new_page))
        patch.setattr(BrowserContext, "set_offline", _set_slow_line)


def _patient(act, page_of):
    @wraps(act)
    def wait_and_act(where, *args, **kwargs):
        page_of(where).wait_for_load_state()
        return act(where, *args, **kwargs)

    return wait_and_act


def _slow(new_page):
    def new_slow_page(context):
        page = new_page(context)
        page.line = context.new_cdp_session(page)
        page.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        page.line.send("Network.enable")
        page.line.send("Network.emulateNetworkConditions", SLOW_LINE)
        return page

    return new_slow_page


def _set_slow_line(context, offline):
    """In place of the browser's own switch, which would make the line quick again."""
    for page in context.pages:
        page.line.send("Network.emulateNetworkConditions", {**SLOW_LINE, "offline": offline})
