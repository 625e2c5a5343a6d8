"""Start a server in a session of its own, wait until it answers, stop it, report its errors."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from fedwork.local.servers.location import ServerLocation

SLOWEST_START = 300  # seconds; a recovery after a crash on a slow and busy machine takes longest
SLOWEST_STOP = 30
MIN_FREE_SPACE = 200 * 1024 * 1024  # bytes; below it PostgreSQL may not even write its first log segment


def start(location: ServerLocation, name: str, command: list, answers: Callable[[], bool]) -> None:
    """Start a server in its own session, so that Ctrl-C does not reach it, and wait until it answers.

    Raises SystemExit with a line of its log."""
    require_free_space(location.home)
    with log_file(location, name) as log:
        log.seek(0, os.SEEK_END)
        began = log.tell()
        server = subprocess.Popen(
            command, cwd=location.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            **location.account_options(),
        )  # fmt: skip
    deadline = time.monotonic() + SLOWEST_START
    while not answers():
        if server.poll() is not None:
            raise SystemExit(f"The private {name} did not start: {read_error(location, name, began)}")
        if time.monotonic() > deadline:
            server.kill()
            raise SystemExit(
                f"The private {name} did not answer in {SLOWEST_START} s: {read_error(location, name, began)}"
            )
        time.sleep(0.02)


def log_file(location: ServerLocation, name: str):
    folder = location.var / "log"
    folder.mkdir(exist_ok=True)
    return (folder / f"{name}.log").open("ab")


def read_error(location: ServerLocation, name: str, began: int) -> str:
    """The last line of the log since the byte ``began`` that reports an error."""
    path = location.var / "log" / f"{name}.log"
    with path.open("rb") as log:
        log.seek(began)
        lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    if any("No space left" in line for line in lines):
        return f"the disk is full ({location.home})."
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines or ["it said nothing"]
    return f"{telling[-1].strip()} (log: {path})"


def require_free_space(folder: Path) -> None:
    """Raise SystemExit below MIN_FREE_SPACE."""
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_SPACE:
        raise SystemExit(f"The disk is full: {free // 1024**2} MB are free in {folder}, and 200 MB are needed.")


def read_pid(path: Path) -> int:
    """The number in the first line of a pid file, or 0."""
    try:
        return int(path.read_text().split("\n", 1)[0] or 0)
    except (FileNotFoundError, ValueError):
        return 0


def alive(pid: int) -> bool:
    """Whether the process runs and is not a zombie."""
    if pid <= 0:
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    except FileNotFoundError:
        return False


def stop(pid: int, first_signal: signal.Signals) -> None:
    """Stop a process and wait for it; SIGQUIT and SIGKILL follow if it does not end."""
    for number in (first_signal, signal.SIGQUIT, signal.SIGKILL):
        if not alive(pid):
            break
        os.kill(pid, number)
        deadline = time.monotonic() + SLOWEST_STOP
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    reap(pid)


def reap(pid: int) -> None:
    """Reap the process if it is a child of this one."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
