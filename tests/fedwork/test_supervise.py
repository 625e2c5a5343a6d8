"""The supervisor: it starts all processes, stops them together, and reports in one line what went wrong."""

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
from tests.limits import HANGING_AFTER

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3 * HANGING_AFTER)]
SERVER_VARIABLES = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


def accept_interrupts():
    """Below a background job of a shell, SIGINT is ignored, also by processes that are started there."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Demo:
    """A demonstration without data, started as ``make demo`` starts it."""

    def __init__(self, var, *options):
        environment = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
        command = [sys.executable, "manage.py", "demo", "--port", "0", "--empty", *options]
        self.var = var
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "FEDWORK_VAR": str(var)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=accept_interrupts,
        )  # fmt: skip

    def wait_for_address(self) -> str:
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + self.process.stdout.read()
        return found[0]

    def pids(self) -> list[int]:
        servers = [self.var / "postgres/data/postmaster.pid", self.var / "valkey/valkey.pid"]
        children = [pid for pid, _ in json.loads((self.var / "demo.pids").read_text())]
        return children + [int(path.read_text().split("\n")[0]) for path in servers]

    def stop(self, number) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> tuple[int, str]:
        output, _ = self.process.communicate(timeout=HANGING_AFTER)
        return self.process.returncode, output


@pytest.fixture
def start(open_folder):
    demos = []

    def start_demo(*options) -> Demo:
        demos.append(Demo(open_folder / "var", *options))
        return demos[-1]

    yield start_demo  # all these tests share the folder: only the first creates a database
    for demo in demos:
        if demo.process.poll() is None:
            demo.stop(signal.SIGTERM)
    Servers(open_folder / "var").stop()


def test_pages_answer_and_everything_stops_together(start):
    demo = start()
    with urllib.request.urlopen(demo.wait_for_address() + "healthz") as answer:
        assert json.load(answer) == {"ok": True, "database": True}
    running = demo.pids()
    assert len(running) == 5
    assert all(alive(pid) for pid in running)
    assert demo.stop(signal.SIGINT) == (0, "Stopped.\n")
    assert not any(alive(pid) for pid in running)


def test_a_killed_process_stops_all_and_is_reported(start):
    demo = start()
    demo.wait_for_address()
    running = demo.pids()
    os.kill(running[1], signal.SIGKILL)
    code, output = demo.wait()
    assert (code, len(output.splitlines())) == (1, 1)
    assert "The worker was killed by SIGKILL" in output
    assert not any(alive(pid) for pid in running)


def test_a_killed_server_is_reported(start):
    demo = start()
    demo.wait_for_address()
    running = demo.pids()
    os.kill(running[4], signal.SIGKILL)
    code, output = demo.wait()
    assert code == 1
    assert "The private valkey ended by itself" in output
    assert not any(alive(pid) for pid in running)


def test_after_a_killed_supervisor_the_next_start_takes_over(start):
    first = start()
    first.wait_for_address()
    orphans = first.pids()
    first.process.kill()
    first.process.wait()
    second = start()
    second.wait_for_address()
    assert not any(alive(pid) for pid in orphans[:3]), "pages and jobs of the killed one still run"
    assert second.pids()[3:] == orphans[3:], "its servers are used again"
    assert second.stop(signal.SIGTERM) == (0, "Stopped.\n")
    assert not any(alive(pid) for pid in orphans)


def create_cluster(var) -> bytes:
    """Starts and stops the servers once; gives the system identifier of PostgreSQL's data."""
    servers = Servers(var, durable=False)
    servers.join()
    servers.leave()
    return (var / "postgres/data/global/pg_control").read_bytes()[:8]


def test_a_reset_deletes_all_data(open_folder):
    var = open_folder / "reset"
    cluster = create_cluster(var)
    for path in (var / "media" / "evidence.pdf", var / "schedule.db"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    reset(var)
    assert not [*var.glob("media/*"), *var.glob("schedule*"), *var.glob("postgres/*")]
    assert create_cluster(var) != cluster


def test_a_taken_port_and_a_second_start_are_reported_in_one_line(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = start("--port", str(port)).wait()
    assert (code, output.splitlines()) == (
        1,
        [f"Port {port} is taken: stop what uses it, or choose another: make demo PORT=8001"],
    )
    start().wait_for_address()
    code, output = start().wait()
    assert code == 1
    assert re.fullmatch(r"The demonstration in .* runs already: use it, or stop it first\.\n", output)
