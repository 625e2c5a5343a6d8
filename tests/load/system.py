"""The whole system in real processes: private durable servers, worker, clock, web, and roles; each can be killed."""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from fedwork.env import ROOT
from fedwork.local.child_processes import Child
from fedwork.local.servers.process import alive
from fedwork.local.servers.servers import Servers
from fedwork.local.supervisor import start_clock, start_worker
from tests.limits import HANGING_AFTER


class RunningSystem:
    """Starts with an empty database in ``var``; stops all its processes at the end."""

    def __init__(self, var: Path):
        self.var = var
        self.roles: list[Child] = []
        self.worker: Child | None = None
        self.clock: Child | None = None
        self.web: Child | None = None

    def __enter__(self):
        self.var.mkdir(parents=True, exist_ok=True)
        Servers(self.var).reset()
        self.servers = Servers(self.var, durable=True)
        for old in [*self.var.glob("*.journal"), self.var / "closed", *self.var.glob("schedule*")]:
            old.unlink(missing_ok=True)
        shutil.rmtree(self.var / "log", ignore_errors=True)
        os.environ.update(self.servers.join())
        done = subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT)
        if done.returncode:
            raise SystemExit("The database could not be made.")
        return self

    def __exit__(self, *_):
        for child in [*self.roles, self.clock, self.web, self.worker]:
            if child:
                child.stop()
        self.servers.leave()

    def start_jobs(self):
        self.worker, self.clock = start_worker(self.var), start_clock(self.var)

    def start_roles(self, role, parts=1):
        for part in range(parts):
            command = ["tests.load.role_process", role, str(self.var), str(part), str(parts)]
            self.roles.append(Child(f"{role}-{part}", command, self.var))

    def wait_for_writers(self):
        """Waits until an act of each writer has been acknowledged."""
        writers = [child for child in self.roles if "writer" in child.name]
        wait_until(lambda: self.require_alive() or all(map(self.has_acknowledged_act, writers)))

    def has_acknowledged_act(self, child):
        journal = self.var / f"{child.name}.journal"
        return journal.exists() and '["!"' in journal.read_text()

    def require_alive(self):
        """Raises SystemExit if a process has ended that was not killed."""
        for child in [*self.roles, self.web, self.worker, self.clock]:
            if child and (problem := child.describe_failure()):
                raise SystemExit(problem)

    # --- pause ---------------------------------------------------------------------------------------------------

    @contextmanager
    def paused(self):
        """All roles pause between two acts while the block runs."""
        closed = self.var / "closed"
        closed.touch()
        try:
            with (self.var / "gate").open("a") as gate:
                fcntl.flock(gate, fcntl.LOCK_EX)
                yield
        finally:
            closed.unlink()

    # --- kills ---------------------------------------------------------------------------------------------------

    def kill(self, victim: str, rng: random.Random):
        """``kill -9``, then a new start, as a supervisor does it."""
        getattr(self, f"_kill_{victim}")(rng)

    def _kill_worker(self, rng):
        os.killpg(self.worker.process.pid, signal.SIGKILL)
        self.worker.process.wait()
        time.sleep(rng.uniform(0, 0.5))
        self.worker = start_worker(self.var)

    def _kill_job(self, rng):
        """One process of the worker's pool, as the kernel does when memory runs out; the worker replaces it."""
        pool = children_of(self.worker.process.pid)
        if pool:
            _kill(rng.choice(pool))

    def _kill_clock(self, rng):
        os.killpg(self.clock.process.pid, signal.SIGKILL)
        self.clock.process.wait()
        self.clock = start_clock(self.var)

    def _kill_valkey(self, rng):
        _kill(self.servers.valkey.pid)
        time.sleep(rng.uniform(0, 1))
        self.servers.valkey.start()

    def _kill_postgres(self, rng):
        """All processes of the database server at once, as in a power failure."""
        first = self.servers.postgres.pid
        processes = [first, *children_of(first)]
        for pid in processes:
            _kill(pid)
        wait_until(lambda: not any(alive(pid) for pid in processes))
        time.sleep(rng.uniform(0, 1))
        self.servers.postgres.start()

    def _kill_session(self, rng):
        """One session of the database, which makes PostgreSQL throw all others out and recover."""
        sessions = children_of(self.servers.postgres.pid)
        if sessions:
            _kill(rng.choice(sessions))
        wait_until(self.servers.postgres.answers)


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it has just ended by itself


def wait_until(condition, seconds=HANGING_AFTER):
    """The result of ``condition()`` once it is true; SystemExit when that takes so long that something hangs."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {seconds} s: {condition.__doc__ or condition}")
        time.sleep(0.05)
    return answer
