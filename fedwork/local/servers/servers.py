"""Both private servers together: the first process that needs them starts them, the last one that leaves stops them.

Two files under ``var`` carry the agreement, both by flock, which the kernel lets go when a process dies, however it
dies: ``servers.lock`` is held while somebody starts or stops, so that two starters do not meet; ``servers.users`` is
held shared by everybody who uses them, so that whoever leaves can see whether somebody is left. Servers orphaned by a
killed process are found by their pid files, asked whether they answer, and used again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fedwork.local.servers import place as places
from fedwork.local.servers import process
from fedwork.local.servers.postgres import Postgres
from fedwork.local.servers.valkey import Valkey


class Servers:
    """The private servers of one ``var`` folder. ``durable=False`` is for tests: quicker, and lost with the machine."""

    def __init__(self, var: Path, *, durable: bool = True):
        self.var = var
        self.place = places.find(var)
        self.postgres, self.valkey = Postgres(self.place, durable), Valkey(self.place, durable)
        self.servers: tuple[Postgres | Valkey, ...] = (self.postgres, self.valkey)
        self.users: IO | None = None  # open while we use them

    def join(self) -> dict[str, str]:
        """Starts what does not run, and gives the environment that leads to them."""
        with self.starting():
            for server in self.servers:
                if not server.answers():
                    server.stop()  # one that lives but does not answer is in the way
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
        """Stops them when nobody else is using them."""
        if self.users is None:
            return
        with self.starting():
            self.users.close()
            self.users = None
            if not self.used():
                self.stop()

    def used(self) -> bool:
        with (self.var / "servers.users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def dead(self) -> str:
        """The name of a server whose process is gone; empty while both live."""
        return next((server.name for server in self.servers if not process.alive(server.pid)), "")

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def reset(self) -> None:
        """Throws all data away, of servers that nobody is using."""
        with self.starting():
            if self.used():
                raise SystemExit("The private servers are in use: stop the demo or the command that runs, then reset.")
            self.stop()
            places.remove(self.var)

    @contextmanager
    def starting(self) -> Iterator[None]:
        with (self.var / "servers.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def joined(var: Path, *, durable: bool = True) -> Iterator[Servers]:
    """The servers run inside this block, and ``os.environ`` leads to them."""
    servers = Servers(var, durable=durable)
    try:
        os.environ.update(servers.join())
        yield servers
    finally:
        servers.leave()
