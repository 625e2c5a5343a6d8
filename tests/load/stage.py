"""The whole system in real processes: private durable servers, worker, clock, and the people; each can be killed."""

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

PATIENCE = 120  # seconds for whatever must come to an end: recovery, a sweep, the last round


class Stage:
    """Starts from nothing in ``var``, and leaves nothing running."""

    def __init__(self, var: Path):
        self.var = var
        self.people: list[Child] = []
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
        for child in [*self.people, self.clock, self.web, self.worker]:
            if child:
                child.stop()
        self.servers.leave()

    def start_jobs(self):
        self.worker, self.clock = start_worker(self.var), start_clock(self.var)

    def start_people(self, role, parts=1):
        for part in range(parts):
            command = ["tests.load.actor", role, str(self.var), str(part), str(parts)]
            self.people.append(Child(f"{role}-{part}", command, self.var))

    def wait_for_people(self):
        """Until each of the writers has been told something."""
        wait_until(
            lambda: self.refuse_dead() or all(self.told(child) for child in self.people if "writer" in child.name)
        )

    def told(self, child):
        journal = self.var / f"{child.name}.journal"
        return journal.exists() and '["!"' in journal.read_text()

    def refuse_dead(self):
        """Whatever nobody killed must live."""
        for child in [*self.people, self.web, self.worker, self.clock]:
            if child and (problem := child.describe_failure()):
                raise SystemExit(problem)

    # --- quiet ---------------------------------------------------------------------------------------------------

    @contextmanager
    def silence(self):
        """Everybody stops between two acts, and goes on afterwards."""
        closed = self.var / "closed"
        closed.touch()
        try:
            with (self.var / "gate").open("a") as gate:
                fcntl.flock(gate, fcntl.LOCK_EX)
                yield
        finally:
            closed.unlink()

    # --- kills ---------------------------------------------------------------------------------------------------

    def kill(self, victim: str, dice: random.Random):
        """``kill -9``, then whatever an office's supervisor would do: start it again."""
        getattr(self, f"_kill_{victim}")(dice)

    def _kill_worker(self, dice):
        os.killpg(self.worker.process.pid, signal.SIGKILL)
        self.worker.process.wait()
        time.sleep(dice.uniform(0, 0.5))
        self.worker = start_worker(self.var)

    def _kill_job(self, dice):
        """One process of the worker's pool, as the kernel does when memory runs out; the worker replaces it."""
        pool = children_of(self.worker.process.pid)
        if pool:
            _kill(dice.choice(pool))

    def _kill_clock(self, dice):
        os.killpg(self.clock.process.pid, signal.SIGKILL)
        self.clock.process.wait()
        self.clock = start_clock(self.var)

    def _kill_valkey(self, dice):
        _kill(self.servers.valkey.pid)
        time.sleep(dice.uniform(0, 1))
        self.servers.valkey.start()

    def _kill_postgres(self, dice):
        """The power of the database server: every process of it at once."""
        first = self.servers.postgres.pid
        everybody = [first, *children_of(first)]
        for pid in everybody:
            _kill(pid)
        wait_until(lambda: not any(alive(pid) for pid in everybody))
        time.sleep(dice.uniform(0, 1))
        self.servers.postgres.start()

    def _kill_session(self, dice):
        """One session of the database, which makes PostgreSQL throw all others out and recover."""
        sessions = children_of(self.servers.postgres.pid)
        if sessions:
            _kill(dice.choice(sessions))
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
        pass  # it ended by itself, just now


def wait_until(condition, seconds=PATIENCE):
    """What ``condition()`` gave, once it gave something; SystemExit when it takes too long."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {seconds} s: {condition.__doc__ or condition}")
        time.sleep(0.05)
    return answer
