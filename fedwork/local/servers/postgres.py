"""The private PostgreSQL: created at first use, on a unix socket with a generated password."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

from fedwork.env import load_or_create_secret
from fedwork.local.servers import binaries, process
from fedwork.local.servers.location import ServerLocation

USER = DATABASE = "fedwork"
# For tests: a crash of the machine may lose data.
NOT_DURABLE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    """The PostgreSQL server of a location."""

    name = "postgres"

    def __init__(self, location: ServerLocation, durable: bool):
        self.location = location
        self.data = location.folder("postgres") / "data"
        self.options = [] if durable else NOT_DURABLE

    @property
    def pid(self) -> int:
        return process.read_pid(self.data / "postmaster.pid")

    def url(self) -> str:
        return f"postgresql://{USER}:{self.password()}@/{DATABASE}?host={quote(str(self.location.run), safe='')}"

    def password(self) -> str:
        return load_or_create_secret(self.location.var / "postgres_password")

    def start(self) -> None:
        programs = binaries.postgres(self.location)
        if not (self.data / "PG_VERSION").exists():
            self.create_cluster(programs)
        command = [programs / "postgres", "-D", self.data, "-k", self.location.run, "-c", "listen_addresses="]
        command += ["-c", "unix_socket_permissions=0700", *self.options]
        process.start(self.location, self.name, command, self.answers)
        self.create_database()

    def create_cluster(self, programs: Path) -> None:
        """Run initdb with collation by code points, the same on every machine. It works in a draft folder, so that an
        interrupted run leaves no incomplete cluster."""
        process.require_free_space(self.location.home)
        draft = self.data.with_name(f"draft-{os.getpid()}")
        with tempfile.NamedTemporaryFile("w", dir=self.location.run) as secret:
            secret.write(self.password())
            secret.flush()
            if self.location.account:
                os.chown(secret.name, self.location.account.uid, self.location.account.gid)
            command: list = [
                programs / "initdb",
                "-D",
                draft,
                "-U",
                USER,
                "--pwfile",
                secret.name,
                "-A",
                "scram-sha-256",
            ]
            command += ["-E", "UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            command += ["--no-instructions"]
            done = subprocess.run(
                command, cwd=self.location.home, capture_output=True, text=True, env={"PATH": os.defpath},
                **self.location.account_options(),
            )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"The private postgres could not be made: {last_line(done.stderr)}")
        draft.rename(self.data)

    def answers(self) -> bool:
        if not process.alive(self.pid):
            return False
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, database: str):
        return psycopg2.connect(
            host=str(self.location.run), user=USER, password=self.password(), dbname=database, connect_timeout=5
        )

    def create_database(self) -> None:
        connection = self.connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def stop(self) -> None:
        process.stop(self.pid, signal.SIGINT)  # "fast" shutdown: ends sessions, loses nothing committed


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if any("No space left" in line for line in lines):
        return "the disk is full."
    return lines[-1] if lines else "it said nothing"
