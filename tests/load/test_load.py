"""A few kills and a small crowd, each time; more with ``LOAD_ROUNDS=100 pytest -m load``."""

import os
import re
import subprocess
import sys

import pytest

from fedwork.env import ROOT
from fedwork.local.servers.servers import Servers
from tests.limits import HANGING_AFTER

ROUNDS = int(os.environ.get("LOAD_ROUNDS", "2"))
LIMIT = HANGING_AFTER * (1 + ROUNDS)
pytestmark = [pytest.mark.load, pytest.mark.slow, pytest.mark.timeout(LIMIT + 60)]


@pytest.fixture
def run_load_test(tmp_path):
    """Gives a function that runs a load test on servers of its own, and removes their data afterwards."""
    var = tmp_path / "load"

    def run(*words):
        command = [sys.executable, "-m", "tests.load", *words, "--var", str(var)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)

    yield run
    Servers(var).reset()


def test_nothing_is_lost_and_all_totals_are_right_whatever_is_killed(run_load_test):
    done = run_load_test("kills", "--rounds", str(ROUNDS), "--writers", "2", "--seed", "11")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing wrong") == ROUNDS


def test_a_crowd_ends_with_right_totals(run_load_test):
    done = run_load_test("crowd", "--seconds", "5", "--writers", "8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing wrong" in done.stdout


def test_a_worker_outlives_its_broker(run_load_test):
    """Also when the broker dies in the middle of a job; a worker that ends by itself fails the test."""
    done = run_load_test("kills", "--rounds", str(ROUNDS), "--writers", "4", "--victims", "valkey")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_value_acknowledged_to_clerks_is_stored(run_load_test):
    """A few clerks, faster than people are: each types a dozen cells, submits, and goes on for a while."""
    done = run_load_test("clerks", "--people", "6", "--seconds", "5", "--pause", "0.1", "--least", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    values, submissions = map(int, re.search(r"(\d+) values and (\d+) submissions acknowledged", done.stdout).groups())
    assert submissions >= 6
    assert values >= 12 * 6
    assert "0 faults, nothing wrong" in done.stdout
