"""Both private servers: the first process that joins starts them, the last one that leaves stops them.

Two files under ``var`` are locked by flock, which the kernel releases when a process ends: ``servers.lock`` exclusively
while servers are started or stopped, ``servers.users`` shared by every process that uses them, so that the last one can
tell. Servers left by a killed process are found by their pid files and used again if they answer.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fedwork.local.servers import process
from fedwork.local.servers.location import find_location, remove_data
from fedwork.local.servers.postgres import Postgres
from fedwork.local.servers.valkey import Valkey


class Servers:
    """The private servers of one ``var`` folder. ``durable=False`` is for tests: faster, no fsync."""

    def __init__(self, var: Path, *, durable: bool = True):
        self.var = var
        self.location = find_location(var)
        self.postgres, self.valkey = Postgres(self.location, durable), Valkey(self.location, durable)
        self.servers: tuple[Postgres | Valkey, ...] = (self.postgres, self.valkey)
        self.users: IO | None = None  # the locked file, while this process uses them

    def join(self) -> dict[str, str]:
        """Start the servers that do not run, and return environment variables with their URLs."""
        with self.exclusive():
            for server in self.servers:
                if not server.answers():
                    server.stop()  # one that runs but does not answer
                    server.start()
            self.users = (self.var / "servers.users").open("a")
            fcntl.flock(self.users, fcntl.LOCK_SH)
        return {
            "FEDWORK_DEMO": "1",
            "FEDWORK_VAR": str(self.var),
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.valkey.url(),
        }

    def leave(self) -> None:
        """Stop the servers if no other process uses them."""
        if self.users is None:
            return
        with self.exclusive():
            self.users.close()
            self.users = None
            if not self.in_use():
                self.stop()

    def in_use(self) -> bool:
        """Whether any process uses the servers."""
        with (self.var / "servers.users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def find_stopped(self) -> str:
        """The name of a server that does not run, or ""."""
        return next((server.name for server in self.servers if not process.alive(server.pid)), "")

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def reset(self) -> None:
        """Delete all data. Raises SystemExit if the servers are in use."""
        with self.exclusive():
            if self.in_use():
                raise SystemExit("The private servers are in use: stop the demo or the command that runs, then reset.")
            self.stop()
            remove_data(self.var)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock for starting and stopping."""
        with (self.var / "servers.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def joined(var: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Join the servers for the block and set ``os.environ``."""
    servers = Servers(var, durable=durable)
    try:
        os.environ.update(servers.join())
        yield servers
    finally:
        servers.leave()
