"""Fixtures and hooks of all tests. The servers are started before this is read, by tests/settings.py."""

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
from hypothesis import HealthCheck, settings

from fedwork.env import ROOT
from tests.limits import HANGING_AFTER

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
LAST_LINES = 12  # of the text of a failure, printed at once

# Properties say what is right, not how fast: a busy machine fails none of them.
settings.register_profile("fedwork", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fedwork")


def pytest_configure(config):
    """Prints each failure when it happens, so that a run that is cut off has reported it; once, not in each process of
    a parallel run."""
    if os.environ.get("PYTEST_XDIST_WORKER") is None:
        config.pluginmanager.register(_FailureReporter(config))


class _FailureReporter:
    def __init__(self, config):
        self.config = config

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.config.get_terminal_writer().line(f"\nFAILED so far: {report.nodeid} ({report.when})")
            self.config.get_terminal_writer().line("\n".join(report.longreprtext.splitlines()[-LAST_LINES:]))


def pytest_collection_modifyitems(items):
    """Sorts the longest files to the front: whole files are distributed in this order, and short ones at the end keep
    all processes busy. Skips browser tests where there is no Chromium."""
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in ("load", "slow", "browser")])
    _skip_without_chromium(items)


def _skip_without_chromium(items):
    """With CI=true they are not skipped, and fail."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    why = pytest.mark.skip(reason="no Chromium on this machine: install Debian's package chromium, or set CHROMIUM")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(why)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """The database of each process is a copy of one that is migrated once."""
    from tests.template import use_template

    with django_db_blocker.unblock():
        use_template()


# Prepared statements are planned once a minute for each connection: that is no query of the tested page.
PLANNING = ("PREPARE", "DEALLOCATE")


@contextmanager
def _assert_queries(compare, number):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        yield captured
    queries = [query["sql"] for query in captured if not query["sql"].startswith(PLANNING)]
    assert compare(len(queries), number), "\n".join([f"{len(queries)} queries, not {number}:", *queries])


@pytest.fixture(autouse=True)
def _no_kept_boards():
    """Tests that empty tables use the same ids again: no board of another test is found."""
    from targets.results import board_cache

    board_cache.clear()


@pytest.fixture
def django_assert_num_queries():
    """As pytest-django's, without statements that only plan."""
    return partial(_assert_queries, operator.eq)


@pytest.fixture
def django_assert_max_num_queries():
    """As pytest-django's, without statements that only plan."""
    return partial(_assert_queries, operator.le)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    assert CHROMIUM, "CI=true, and no Chromium on this machine: .ci/run installs it"
    return CHROMIUM


class Worker:
    """A Celery worker in a process of its own, on the test database."""

    def __init__(self, environment, log):
        command = [sys.executable, "-m", "celery", "-A", "fedwork.celery", "worker", "-l", "INFO", "-c", "2"]
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip

    def wait_until_ready(self):
        deadline = time.monotonic() + HANGING_AFTER
        while "ready." not in self.log.read_text():
            assert self.process.poll() is None, f"the worker ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"the worker is not ready:\n{self.log.read_text()}"
            time.sleep(0.05)

    def wait_for(self, condition):
        """Waits until ``condition()`` is true, which the worker's jobs should bring about, and gives its result."""
        deadline = time.monotonic() + HANGING_AFTER
        while not (answer := condition()):
            assert time.monotonic() < deadline, (
                f"not within {HANGING_AFTER} s; the log of the worker:\n{self.log.read_text()}"
            )
            time.sleep(0.05)
        return answer

    def kill(self):
        """Kills all processes of the worker at once, as a power failure does."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def stop(self):
        """Kills the worker if it has not stopped in 10 s: Celery 5 sometimes waits half a minute for an acknowledgement
        of a job that has ended. The message is then delivered again, which changes no total."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@pytest.fixture
def start_worker(transactional_db, tmp_path):
    """Gives a function that starts a worker on what the test commits. The queue is emptied first, and all workers are
    stopped before the tables are emptied."""
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
