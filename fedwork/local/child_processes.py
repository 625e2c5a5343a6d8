"""Child processes of the supervisor: start with a log, stop, and find those left by a killed supervisor."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from fedwork.env import ROOT
from fedwork.local.servers.process import alive

STOP_TIMEOUT = 25  # seconds until a process is killed


class Child:
    """A process with its name and log file."""

    def __init__(self, name: str, command: list[str], var: Path, **options):
        self.name = name
        self.log = var / "log" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **options,  # Ctrl-C reaches only the supervisor
            )  # fmt: skip

    def describe_failure(self) -> str:
        """One line about how the process ended, or "" while it runs."""
        code = self.process.poll()
        if code is None:
            return ""
        if code < 0:
            return f"The {self.name} was killed by {signal.Signals(-code).name} (log: {self.log})."
        return f"The {self.name} ended with exit code {code}: {self.summarize_log()} (log: {self.log})"

    def summarize_log(self) -> str:
        """The most relevant line of the log: a full disk, the last error, else the last line."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines()[-80:] if line.strip()]
        if any("No space left" in line for line in lines):
            return "the disk is full."
        errors = [line for line in lines if "Error" in line or "cannot start" in line]
        return (errors or lines or ["it said nothing"])[-1][:200]

    def terminate(self) -> None:
        """Send SIGTERM if the process runs."""
        if self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """Terminate, wait, then kill the process group."""
        self.terminate()
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def record_processes(children: list[Child], record: Path) -> None:
    """Write pids and start times to a file, for ``stop_orphans``."""
    record.write_text(json.dumps([[child.process.pid, start_time(child.process.pid)] for child in children]))


def stop_orphans(record: Path) -> None:
    """Stop the recorded processes of a killed supervisor, which hold the port and run old code."""
    if not record.exists():
        return
    orphans = [pid for pid, since in json.loads(record.read_text() or "[]") if alive(pid) and start_time(pid) == since]
    for pid in orphans:
        os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT
    while any(alive(pid) for pid in orphans) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in orphans:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    record.unlink()


def start_time(pid: int) -> str:
    """The start time of a process in clock ticks since boot, because pids are reused; "" if it does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        return ""
