"""What every test can use. The servers are up before this is read: tests/settings.py starts them."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def pytest_collection_modifyitems(items):
    """Without a Chromium, browser tests are skipped and say so; where all must run (CI=true), that is a failure."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    why = pytest.mark.skip(reason="no Chromium on this machine: install Debian's package chromium, or set CHROMIUM")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(why)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program of the browser."""
    assert CHROMIUM, "CI=true, and no Chromium on this machine: .ci/run installs it"
    return CHROMIUM
