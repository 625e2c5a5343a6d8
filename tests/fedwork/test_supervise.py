"""The supervisor: everything runs, stops together, and says in one line what went wrong."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from fedwork.env import ROOT
from fedwork.local.servers.process import alive
from fedwork.local.servers.servers import Servers
from fedwork.local.supervisor import reset

pytestmark = pytest.mark.slow
SERVERS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


class Demo:
    """A demonstration with data of its own, as a person starts it."""

    def __init__(self, var, *options):
        environment = {name: value for name, value in os.environ.items() if name not in SERVERS}
        command = [sys.executable, "manage.py", "demo", "--port", "0", "--empty", *options]
        self.var = var
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "FEDWORK_VAR": str(var)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def address(self) -> str:
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + self.process.stdout.read()
        return found[0]

    def pids(self) -> list[int]:
        servers = [self.var / "postgres/data/postmaster.pid", self.var / "valkey/valkey.pid"]
        children = [pid for pid, _ in json.loads((self.var / "demo.pids").read_text())]
        return children + [int(path.read_text().split("\n")[0]) for path in servers]

    def end(self, number) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.outcome()

    def outcome(self) -> tuple[int, str]:
        said, _ = self.process.communicate(timeout=90)
        return self.process.returncode, said


@pytest.fixture
def start(open_folder):
    demos = []

    def start_demo(*options) -> Demo:
        demos.append(Demo(open_folder / "var", *options))
        return demos[-1]

    yield start_demo  # the folder is that of all these tests: only the first has to make a database
    for demo in demos:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)
    Servers(open_folder / "var").stop()


def test_pages_answer_and_everything_stops_together(start):
    demo = start()
    with urllib.request.urlopen(demo.address() + "healthz") as answer:
        assert json.load(answer) == {"ok": True, "database": True}
    running = demo.pids()
    assert len(running) == 5
    assert all(alive(pid) for pid in running)
    assert demo.end(signal.SIGINT) == (0, "Stopped.\n")
    assert not any(alive(pid) for pid in running)


def test_the_death_of_one_stops_all_and_is_said(start):
    demo = start()
    demo.address()
    running = demo.pids()
    os.kill(running[1], signal.SIGKILL)
    code, said = demo.outcome()
    assert (code, len(said.splitlines())) == (1, 1)
    assert "The worker was killed by SIGKILL" in said
    assert not any(alive(pid) for pid in running)


def test_a_server_that_dies_is_said_too(start):
    demo = start()
    demo.address()
    running = demo.pids()
    os.kill(running[4], signal.SIGKILL)
    code, said = demo.outcome()
    assert code == 1
    assert "The private valkey ended by itself" in said
    assert not any(alive(pid) for pid in running)


def test_after_a_killed_supervisor_the_next_start_takes_over(start):
    first = start()
    first.address()
    left = first.pids()
    first.process.kill()
    first.process.wait()
    second = start()
    second.address()
    assert not any(alive(pid) for pid in left[:3]), "pages and jobs of the killed one still run"
    assert second.pids()[3:] == left[3:], "its servers are used again"
    assert second.end(signal.SIGTERM) == (0, "Stopped.\n")
    assert not any(alive(pid) for pid in left)


def made_cluster(var) -> bytes:
    """Starts and stops the servers once; gives what PostgreSQL knows its data by."""
    servers = Servers(var, durable=False)
    servers.join()
    servers.leave()
    return (var / "postgres/data/global/pg_control").read_bytes()[:8]  # its system identifier


def test_a_reset_starts_afresh(open_folder):
    var = open_folder / "reset"
    cluster = made_cluster(var)
    for path in (var / "media" / "evidence.pdf", var / "schedule.db"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    reset(var)
    assert not [*var.glob("media/*"), *var.glob("schedule*"), *var.glob("postgres/*")]
    assert made_cluster(var) != cluster


def test_a_taken_port_and_a_second_start_are_said_in_one_line(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = start("--port", str(port)).outcome()
    assert (code, said.splitlines()) == (
        1,
        [f"Port {port} is taken: stop what uses it, or choose another: make demo PORT=8001"],
    )
    start().address()
    code, said = start().outcome()
    assert code == 1
    assert re.fullmatch(r"The demonstration in .* runs already: use it, or stop it first\.\n", said)
