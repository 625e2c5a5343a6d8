"""Run servers, web, worker and clock on one machine and stop them together.

Called by ``make demo``, and by browser tests with their own FEDWORK_VAR and ``--port 0``. It prints ``FedWork runs at
http://…`` when the first page answers. Ctrl-C or SIGTERM stops all processes in order; an error is reported in one line
with an exit code other than 0.
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
from fedwork.local.child_processes import Child, record_processes, stop_orphans
from fedwork.local.servers.servers import Servers, joined

SLOWEST_START = 300  # seconds until the first page on a slow and busy machine
POLL_INTERVAL = 0.2  # seconds
CELERY = ["celery", "-A", "fedwork.celery"]
STOP_ORDER = ("clock", "web", "worker")  # no new jobs, then no requests, then the running jobs


def main(arguments: list[str] | None = None) -> None:
    """Parse the arguments and run until interrupted."""
    options = parse_options(arguments)
    var = var_dir()
    var.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        with hold_lock(var):
            stop_orphans(var / "demo.pids")
            if options.reset:
                reset(var)
            run(var, options)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    except OSError as error:
        raise SystemExit(format_os_error(error)) from None


def format_os_error(error: OSError) -> str:
    """One line about the error."""
    if error.errno == errno.ENOSPC:
        return f"The disk is full ({error.filename or var_dir()})."
    return f"FedWork cannot run: {error.strerror}: {error.filename or var_dir()}"


def parse_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free one")
    parser.add_argument("--reset", action="store_true", help="throw all data of the demonstration away first")
    parser.add_argument("--empty", action="store_true", help="load no demonstration")
    return parser.parse_args(arguments)


def interrupt(number, frame):
    """Signal handler: the same as Ctrl-C."""
    raise KeyboardInterrupt


@contextmanager
def hold_lock(var: Path) -> Iterator[None]:
    """Hold the lock of the folder. Raises SystemExit if another supervisor runs on it."""
    with (var / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"The demonstration in {var} runs already: use it, or stop it first.") from None
        yield


def run(var: Path, options: argparse.Namespace) -> None:
    """Start all processes and watch them; stop them at the end."""
    with listen(options.host, options.port) as listener, private_servers(var) as servers:
        prepare(options)
        children: list[Child] = []
        try:
            children.append(start_web(var, listener))
            record_processes(children, var / "demo.pids")
            address = f"http://{options.host}:{listener.getsockname()[1]}/"
            wait_for_first_page(address, children)
            # After the first page, which they would delay on a small machine.
            children += [start_worker(var), start_clock(var)]
            record_processes(children, var / "demo.pids")
            home = address + os.environ.get("URL_PREFIX", "").strip("/")
            print(f"FedWork runs at {home} (Ctrl-C stops it)", flush=True)
            watch(children, servers)
        finally:
            stop(children)
            (var / "demo.pids").unlink(missing_ok=True)


def reset(var: Path) -> None:
    """Delete the database, uploads and the schedule of the clock."""
    Servers(var).reset()
    shutil.rmtree(var / "media", ignore_errors=True)
    for path in var.glob("schedule*"):
        path.unlink()


def listen(host: str, port: int) -> socket.socket:
    """Bind the port, before anything slow, for the web processes to inherit. Raises SystemExit."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise SystemExit(
                f"Port {port} is taken: stop what uses it, or choose another: make demo PORT=8001"
            ) from None
        raise SystemExit(f"{host}:{port} cannot be used: {error.strerror}.") from None
    listener.listen(128)
    return listener


@contextmanager
def private_servers(var: Path) -> Iterator[Servers | None]:
    """The private servers, unless the environment names other ones."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield None
        return
    with joined(var) as servers:
        yield servers


def prepare(options: argparse.Namespace) -> None:
    """Run ``manage.py prepare``. Raises SystemExit with the last line of its errors."""
    command = [sys.executable, "manage.py", "prepare", *([] if options.empty else ["--demo"])]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise SystemExit(f"The database could not be made ready: {lines[-1]}")


def start_web(var: Path, listener: socket.socket) -> Child:
    """Start gunicorn on the bound socket."""
    bind = {**os.environ, "BIND": f"fd://{listener.fileno()}"}
    return Child(
        "web", ["gunicorn", "-c", "python:fedwork.web", "fedwork.wsgi"], var, env=bind, pass_fds=[listener.fileno()]
    )


def start_worker(var: Path) -> Child:
    """Start a Celery worker with two processes."""
    quiet = [
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]  # communication between workers; there is one
    return Child("worker", [*CELERY, "worker", "-l", "INFO", "-c", "2", *quiet], var)


def start_clock(var: Path) -> Child:
    """Start Celery beat."""
    return Child("clock", [*CELERY, "beat", "-l", "INFO", "--pidfile=", "--schedule", str(var / "schedule")], var)


def wait_for_first_page(address: str, children: list[Child]) -> None:
    """Wait until the health page answers. Raises SystemExit when a child ends or after the timeout."""
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline:
        require_running(children)
        try:
            urllib.request.urlopen(f"{address}healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(POLL_INTERVAL)
        else:
            return
    raise SystemExit(f"The web pages did not answer in {SLOWEST_START} s: {children[0].summarize_log()}")


def watch(children: list[Child], servers: Servers | None) -> None:
    """Poll the processes; raise SystemExit when one has ended."""
    while True:
        require_running(children)
        if servers and (name := servers.find_stopped()):
            raise SystemExit(
                f"The private {name} ended by itself (log: {servers.log(name)}). Everything is being stopped."
            )
        time.sleep(POLL_INTERVAL)


def require_running(children: list[Child]) -> None:
    """Raise SystemExit when a child has ended."""
    for child in children:
        if problem := child.describe_failure():
            raise SystemExit(f"{problem} Everything is being stopped.")


def stop(children: list[Child]) -> None:
    """Stop the children in STOP_ORDER, ignoring further signals."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for name in STOP_ORDER:
        for child in children:
            if child.name == name:
                child.stop()


if __name__ == "__main__":
    main()
