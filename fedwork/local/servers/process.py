"""What both servers need: start a program apart from the terminal, wait until it answers, stop it, say why not."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from fedwork.local.servers.place import Place

SLOWEST_START = 60  # seconds; a recovery after a crash is the longest
SLOWEST_STOP = 30
LEAST_SPACE = 200 * 1024 * 1024  # bytes; below it PostgreSQL may not even write its first log segment


def start(place: Place, name: str, command: list, answers: Callable[[], bool]) -> None:
    """Starts a server that outlives us if need be: in its own session, so that Ctrl-C reaches only the one who
    decides when to stop it."""
    refuse_full_disk(place.home)
    with log_file(place, name) as log:
        log.seek(0, os.SEEK_END)
        began = log.tell()
        server = subprocess.Popen(
            command, cwd=place.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            **place.as_user(),
        )  # fmt: skip
    deadline = time.monotonic() + SLOWEST_START
    while not answers():
        if server.poll() is not None:
            raise SystemExit(f"The private {name} did not start: {why(place, name, began)}")
        if time.monotonic() > deadline:
            server.kill()
            raise SystemExit(f"The private {name} did not answer in {SLOWEST_START} s: {why(place, name, began)}")
        time.sleep(0.02)


def log_file(place: Place, name: str):
    folder = place.var / "log"
    folder.mkdir(exist_ok=True)
    return (folder / f"{name}.log").open("ab")


def why(place: Place, name: str, began: int) -> str:
    """One line: what the server's log says last of what went wrong since it began."""
    path = place.var / "log" / f"{name}.log"
    with path.open("rb") as log:
        log.seek(began)
        lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    if any("No space left" in line for line in lines):
        return f"the disk is full ({place.home})."
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines or ["it said nothing"]
    return f"{telling[-1].strip()} (log: {path})"


def refuse_full_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        raise SystemExit(f"The disk is full: {free // 1024**2} MB are free in {folder}, and 200 MB are needed.")


def pid_in(path: Path) -> int:
    """The number in the first line of a pid file; 0 when there is none."""
    try:
        return int(path.read_text().split("\n", 1)[0] or 0)
    except (FileNotFoundError, ValueError):
        return 0


def alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    except FileNotFoundError:
        return False


def stop(pid: int, politely: signal.Signals) -> None:
    """Ends a process and waits for it; by force when it does not listen."""
    for wish in (politely, signal.SIGQUIT, signal.SIGKILL):
        if not alive(pid):
            break
        os.kill(pid, wish)
        deadline = time.monotonic() + SLOWEST_STOP
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    reap(pid)


def reap(pid: int) -> None:
    """Takes leave of our own child; one that somebody else started is theirs to reap."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
