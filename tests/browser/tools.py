"""What every browser test uses: sizes of screens, pictures, pasting, and the check of accessibility."""

import os

from django.conf import settings
from django.test import Client

from fedwork.env import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SCREENS = ROOT / "var/tests/screens"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# Not before the call is over: two windows are then read side by side, each by a process of its own.
BEGIN = """() => { window.found = new Promise(begin => setTimeout(begin))
    .then(() => axe.run(document, {resultTypes: ['violations']})); }"""
FOUND = """async () => (await window.found).violations
    .map(v => [v.id, v.nodes.map(n => n.target.join(' ') + ' · ' + n.failureSummary)])"""
WIDTH = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
PASTE = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""


def paste(page, text):
    """What Ctrl+V does: a paste event at the focused cell."""
    page.evaluate(PASTE, text)


def log_in(context, live_server, person):
    """From now on this browser is this person's, without the page on which one logs in."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def begin_reading(page):
    """Let axe-core look at the page; ``found_wrong`` waits for it, so that several windows are read at once."""
    page.evaluate(AXE.read_text())
    page.evaluate(BEGIN)


def found_wrong(page):
    """What axe-core found: (rule, [element · what to mend])."""
    return page.evaluate(FOUND)


def picture(page, name, **options):
    """Kept beside the run for people to look at, where they ask for it: all of them together take minutes."""
    if os.environ.get("PICTURES"):
        keep(page, name, **options)


def keep(page, name, **options):
    """A picture in any case; not part of the repository."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", **options)
