"""Helpers of the browser tests: screen sizes, screenshots, pasting, and the check of accessibility."""

import os

from django.conf import settings
from django.test import Client

from fedwork.env import ROOT
from tests.browser.loaded_page import expect

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SCREENSHOTS = ROOT / "var/tests/screens"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# Runs after the call has returned, so that two pages are analysed in parallel, each in its own process.
START_AXE = """() => { window.axeResult = new Promise(begin => setTimeout(begin))
    .then(() => axe.run(document, {resultTypes: ['violations']})); }"""
AXE_VIOLATIONS = """async () => (await window.axeResult).violations
    .map(v => [v.id, v.nodes.map(n => n.target.join(' ') + ' · ' + n.failureSummary)])"""
DOCUMENT_WIDTH = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
PASTE_SCRIPT = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""


def paste(page, text):
    """What Ctrl+V does: a paste event at the focused cell."""
    page.evaluate(PASTE_SCRIPT, text)


def log_in(context, live_server, person):
    """Logs the person in by setting the session cookie of the browser context."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def start_axe(page):
    """Starts axe-core on the page; ``axe_violations`` waits for its result, so that several pages run at once."""
    page.evaluate(AXE.read_text())
    page.evaluate(START_AXE)


def axe_violations(page):
    """The violations that axe-core found, as [rule, [element · failure summary]]."""
    return page.evaluate(AXE_VIOLATIONS)


def screenshot_if_wanted(page, name, **options):
    """Saves a screenshot when ``PICTURES`` is set in the environment: all of them together take minutes."""
    if os.environ.get("PICTURES"):
        save_screenshot(page, name, **options)


def save_screenshot(page, name, **options):
    """Saves a screenshot below var/tests/screens, which is not part of the repository."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)


def go_to_first_gap(page, *words):
    """Press the button that submits the return; its dialog says ``words``, has no button that submits, and leads to
    the first thing that is missing."""
    page.get_by_role("button", name="上报本期报表").first.click()
    dialog = page.locator("#confirm-submit")
    for each in ("还不能上报", *words):
        expect(dialog).to_contain_text(each)
    expect(dialog.get_by_role("button", name="上报本期报表")).to_be_hidden()
    expect(dialog.get_by_role("button", name="去填第一处")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def post_incomplete(page):
    """Post the return past its dialog, as a page of before does: the server says itself what is missing."""
    with page.expect_navigation():
        page.locator("#submit").evaluate("form => HTMLFormElement.prototype.submit.call(form)")


def press_submit(page):
    """Press the button that submits the return, and confirm what its dialog says."""
    page.get_by_role("button", name="上报本期报表").first.click()
    page.locator("#confirm-submit [data-confirm]").click()


def assert_accessible(page, name):
    """Readable by everybody, nothing wider than the screen; with PICTURES a picture for people."""
    screenshot_if_wanted(page, f"{name}-{page.viewport_size['width']}", full_page=True)
    assert page.evaluate(DOCUMENT_WIDTH) <= page.viewport_size["width"]
    start_axe(page)
    assert axe_violations(page) == []
