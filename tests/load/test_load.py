"""A few kills and a small crowd, each time; more with ``LOAD_ROUNDS=100 pytest -m load``."""

import os
import re
import subprocess
import sys

import pytest

from fedwork.env import ROOT
from fedwork.local.servers.servers import Servers

pytestmark = [pytest.mark.load, pytest.mark.slow]
ROUNDS = int(os.environ.get("LOAD_ROUNDS", "2"))


@pytest.fixture
def play(tmp_path):
    """Runs a play of its own servers, which leave nothing behind."""
    var = tmp_path / "load"

    def run(*words):
        command = [sys.executable, "-m", "tests.load", *words, "--var", str(var)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240 + 90 * ROUNDS)

    yield run
    Servers(var).reset()


def test_nothing_is_lost_and_all_totals_are_right_whatever_is_killed(play):
    done = play("kills", "--rounds", str(ROUNDS), "--writers", "2", "--seed", "11")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing wrong") == ROUNDS


def test_a_crowd_ends_with_right_totals(play):
    done = play("crowd", "--seconds", "5", "--writers", "8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing wrong" in done.stdout


def test_a_worker_outlives_its_broker(play):
    """Also when the broker dies in the middle of a job; a worker that ends by itself fails the play."""
    done = play("kills", "--rounds", str(ROUNDS), "--writers", "4", "--victims", "valkey")
    assert done.returncode == 0, done.stdout + done.stderr


def test_whatever_clerks_are_told_is_kept(play):
    """A few clerks, faster than people are: each types a dozen cells, submits, and goes on for a while."""
    done = play("clerks", "--people", "6", "--seconds", "5", "--pause", "0.1", "--least", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    values, submissions = map(int, re.search(r"(\d+) values and (\d+) submissions acknowledged", done.stdout).groups())
    assert submissions >= 6
    assert values >= 12 * 6
    assert "0 faults, nothing wrong" in done.stdout
