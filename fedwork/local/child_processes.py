"""The processes of a running demonstration: started with a log each, watched, stopped in order, found when orphaned."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from fedwork.env import ROOT
from fedwork.local.servers.process import alive

PATIENCE = 25  # seconds that a process has to finish what it is doing


class Child:
    """One process, its log, and what a person calls it."""

    def __init__(self, name: str, command: list[str], var: Path, **options):
        self.name = name
        self.log = var / "log" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **options,  # so that Ctrl-C reaches the supervisor alone, which stops in order
            )  # fmt: skip

    def failed(self) -> str:
        """One line when the process has ended, which it never should by itself; empty while it runs."""
        code = self.process.poll()
        if code is None:
            return ""
        if code < 0:
            return f"The {self.name} was killed by {signal.Signals(-code).name} (log: {self.log})."
        return f"The {self.name} ended with exit code {code}: {self.last_words()} (log: {self.log})"

    def last_words(self) -> str:
        """What of the log helps most: the disk, an error, else the last line."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines()[-80:] if line.strip()]
        if any("No space left" in line for line in lines):
            return "the disk is full."
        telling = [line for line in lines if "Error" in line or "cannot start" in line]
        return (telling or lines or ["it said nothing"])[-1][:200]

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """Asks, waits, and ends it by force with everything that it started."""
        self.ask_to_stop()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def remember(children: list[Child], record: Path) -> None:
    """Writes down which processes run, for a start after this supervisor was killed."""
    record.write_text(json.dumps([[child.process.pid, started(child.process.pid)] for child in children]))


def stop_orphans(record: Path) -> None:
    """Stops what a killed supervisor left behind: it would hold the port, and do jobs with old code."""
    if not record.exists():
        return
    orphans = [pid for pid, since in json.loads(record.read_text() or "[]") if alive(pid) and started(pid) == since]
    for pid in orphans:
        os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in orphans) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in orphans:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    record.unlink()


def started(pid: int) -> str:
    """When a process began, in the kernel's count: the number alone is used again, with its beginning it is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        return ""
