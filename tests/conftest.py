"""What every test can use. The servers are up before this is read: tests/settings.py starts them."""

import operator
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote, urlsplit

import pytest

from fedwork.env import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
SLOWEST_WORKER = 60  # seconds until a worker answers


def pytest_configure(config):
    """Where the whole run is watched (not in its separate processes), a failure is named when it happens: a run that is
    cut off has then said what it knew."""
    if os.environ.get("PYTEST_XDIST_WORKER") is None:
        config.pluginmanager.register(_NamesFailures(config))


class _NamesFailures:
    def __init__(self, config):
        self.config = config

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.config.get_terminal_writer().line(f"\nFAILED so far: {report.nodeid} ({report.when})")


def pytest_collection_modifyitems(items):
    """Puts first what takes longest: files are given out whole, in this order, and the short ones at the end keep all
    processes busy until they are done. Without a Chromium, says which tests are skipped."""
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in ("load", "slow", "browser")])
    _skip_without_chromium(items)


def _skip_without_chromium(items):
    """They say so; where all must run (CI=true), that is a failure."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    why = pytest.mark.skip(reason="no Chromium on this machine: install Debian's package chromium, or set CHROMIUM")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(why)


# A statement that is kept for a connection is planned once a minute: which test meets that says nothing about a page.
PLANNING = ("PREPARE", "DEALLOCATE")


@contextmanager
def _asking(fits, number):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        yield captured
    asked = [query["sql"] for query in captured if not query["sql"].startswith(PLANNING)]
    assert fits(len(asked), number), "\n".join([f"{len(asked)} questions, not {number}:", *asked])


@pytest.fixture
def django_assert_num_queries():
    """As pytest-django's, without what only plans."""
    return partial(_asking, operator.eq)


@pytest.fixture
def django_assert_max_num_queries():
    """As pytest-django's, without what only plans."""
    return partial(_asking, operator.le)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program of the browser."""
    assert CHROMIUM, "CI=true, and no Chromium on this machine: .ci/run installs it"
    return CHROMIUM


class Worker:
    """A worker in a process of its own, on the database of the tests."""

    def __init__(self, environment, log):
        command = [sys.executable, "-m", "celery", "-A", "fedwork.celery", "worker", "-l", "INFO", "-c", "2"]
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip

    def wait_until_ready(self):
        deadline = time.monotonic() + SLOWEST_WORKER
        while "ready." not in self.log.read_text():
            assert self.process.poll() is None, f"the worker ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"the worker is not ready:\n{self.log.read_text()}"
            time.sleep(0.05)

    def wait_for(self, condition, seconds=30):
        """Waits until ``condition()`` holds, which the worker's jobs should bring about, and gives what it gave."""
        deadline = time.monotonic() + seconds
        while not (answer := condition()):
            assert time.monotonic() < deadline, f"not within {seconds} s; the worker says:\n{self.log.read_text()}"
            time.sleep(0.05)
        return answer

    def kill(self):
        """As when the machine loses its power."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def stop(self):
        """Celery 5 sometimes waits half a minute for the acknowledgement of a job that ended while it stopped; the
        message then comes again, which no total minds. No test waits for that."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@pytest.fixture
def start_worker(transactional_db, tmp_path):
    """Gives a function that starts a worker which sees what the test commits. The queue is empty at first, and all
    workers have stopped before the tables are emptied."""
    from django.db import connection

    from fedwork.celery import app

    app.control.purge()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + quote(connection.settings_dict["NAME"]))
    environment = {**os.environ, "DATABASE_URL": database.geturl(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    workers = []

    def start() -> Worker:
        worker = Worker(environment, tmp_path / f"worker-{len(workers)}.log")
        workers.append(worker)
        worker.wait_until_ready()
        return worker

    yield start
    for worker in workers:
        if worker.process.poll() is None:
            worker.stop()


@pytest.fixture
def worker(start_worker) -> Worker:
    return start_worker()
