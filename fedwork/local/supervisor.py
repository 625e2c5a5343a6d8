"""Runs everything on one machine: servers, web, worker and clock; stops them all together.

``make demo`` calls it; the browser tests do too, with a FEDWORK_VAR of their own and ``--port 0``. The line
``FedWork runs at http://…`` comes when the first page answers. Ctrl-C or SIGTERM stops everything, in order; whatever
goes wrong is said in one line, and the exit code is then not 0.
"""

import argparse
import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fedwork.env import ROOT, var_dir
from fedwork.local.child_processes import Child, remember, stop_orphans
from fedwork.local.servers.servers import Servers, joined

SLOWEST_START = 60  # seconds until the first page
WATCH = 0.2  # seconds between two looks at the processes
CELERY = ["celery", "-A", "fedwork.celery"]
ORDER_OF_STOPPING = ("clock", "web", "worker")  # nothing new first, then no more requests, then the jobs under way


def main(arguments: list[str] | None = None) -> None:
    wishes = options(arguments)
    var = var_dir()
    var.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        with only_one(var):
            stop_orphans(var / "demo.pids")
            if wishes.reset:
                reset(var)
            run(var, wishes)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    except OSError as error:
        raise SystemExit(in_one_line(error)) from None


def in_one_line(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full ({error.filename or var_dir()})."
    return f"FedWork cannot run: {error.strerror}: {error.filename or var_dir()}"


def options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free one")
    parser.add_argument("--reset", action="store_true", help="throw all data of the demonstration away first")
    parser.add_argument("--empty", action="store_true", help="load no demonstration")
    return parser.parse_args(arguments)


def interrupt(number, frame):
    raise KeyboardInterrupt


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Two of these on one folder would share a queue and a clock."""
    with (var / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"The demonstration in {var} runs already: use it, or stop it first.") from None
        yield


def run(var: Path, wishes: argparse.Namespace) -> None:
    with listen(wishes.host, wishes.port) as door, private_servers(var) as servers:
        prepare(wishes)
        children: list[Child] = []
        try:
            children.append(start_web(var, door))
            remember(children, var / "demo.pids")
            address = f"http://{wishes.host}:{door.getsockname()[1]}/"
            wait_for_first_page(address, children)
            # Only now: on a small machine they would make the first page wait.
            children += [start_worker(var), start_clock(var)]
            remember(children, var / "demo.pids")
            home = address + os.environ.get("URL_PREFIX", "").strip("/")
            print(f"FedWork runs at {home} (Ctrl-C stops it)", flush=True)
            watch(children, servers)
        finally:
            stop(children)
            (var / "demo.pids").unlink(missing_ok=True)


def reset(var: Path) -> None:
    """Throws away what people entered and uploaded, and what the clock remembers."""
    Servers(var).reset()
    shutil.rmtree(var / "media", ignore_errors=True)
    for path in var.glob("schedule*"):
        path.unlink()


def listen(host: str, port: int) -> socket.socket:
    """Takes the port at once, before anything slow, and keeps it for the web processes."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        if error.errno == errno.EADDRINUSE:
            raise SystemExit(
                f"Port {port} is taken: stop what uses it, or choose another: make demo PORT=8001"
            ) from None
        raise SystemExit(f"{host}:{port} cannot be used: {error.strerror}.") from None
    door.listen(128)
    return door


@contextmanager
def private_servers(var: Path) -> Iterator[Servers | None]:
    """The private servers, unless the environment names other ones."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield None
        return
    with joined(var) as servers:
        yield servers


def prepare(wishes: argparse.Namespace) -> None:
    command = [sys.executable, "manage.py", "prepare", *([] if wishes.empty else ["--demo"])]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise SystemExit(f"The database could not be made ready: {lines[-1]}")


def start_web(var: Path, door: socket.socket) -> Child:
    bind = {**os.environ, "BIND": f"fd://{door.fileno()}"}
    return Child(
        "web", ["gunicorn", "-c", "python:fedwork.web", "fedwork.wsgi"], var, env=bind, pass_fds=[door.fileno()]
    )


def start_worker(var: Path) -> Child:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # talk among many workers; here is one
    return Child("worker", [*CELERY, "worker", "-l", "INFO", "-c", "2", *quiet], var)


def start_clock(var: Path) -> Child:
    return Child("clock", [*CELERY, "beat", "-l", "INFO", "--pidfile=", "--schedule", str(var / "schedule")], var)


def wait_for_first_page(address: str, children: list[Child]) -> None:
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline:
        refuse_dead(children)
        try:
            urllib.request.urlopen(f"{address}healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(WATCH)
        else:
            return
    raise SystemExit(f"The web pages did not answer in {SLOWEST_START} s: {children[0].last_words()}")


def watch(children: list[Child], servers: Servers | None) -> None:
    """Looks after the processes until one of them fails."""
    while True:
        refuse_dead(children)
        if servers and (name := servers.dead()):
            raise SystemExit(
                f"The private {name} ended by itself (log: {servers.log(name)}). Everything is being stopped."
            )
        time.sleep(WATCH)


def refuse_dead(children: list[Child]) -> None:
    for child in children:
        if problem := child.failed():
            raise SystemExit(f"{problem} Everything is being stopped.")


def stop(children: list[Child]) -> None:
    """Stops each in its turn; a second Ctrl-C does not leave half of them running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for name in ORDER_OF_STOPPING:
        for child in children:
            if child.name == name:
                child.stop()


if __name__ == "__main__":
    main()
