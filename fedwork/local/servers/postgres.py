"""The private PostgreSQL: made at first use, reached by a unix socket with a password of its own."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

from fedwork.env import kept_secret
from fedwork.local.servers import binaries, process
from fedwork.local.servers.place import Place

USER = DATABASE = "fedwork"
# For data that are thrown away with the run: a crash of the machine may lose them.
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    name = "postgres"

    def __init__(self, place: Place, durable: bool):
        self.place = place
        self.data = place.folder("postgres") / "data"
        self.options = [] if durable else CARELESS

    @property
    def pid(self) -> int:
        return process.pid_in(self.data / "postmaster.pid")

    def url(self) -> str:
        return f"postgresql://{USER}:{self.password()}@/{DATABASE}?host={quote(str(self.place.run), safe='')}"

    def password(self) -> str:
        return kept_secret(self.place.var / "postgres_password")

    def start(self) -> None:
        programs = binaries.postgres(self.place)
        if not (self.data / "PG_VERSION").exists():
            self.make(programs)
        command = [programs / "postgres", "-D", self.data, "-k", self.place.run, "-c", "listen_addresses="]
        command += ["-c", "unix_socket_permissions=0700", *self.options]
        process.start(self.place, self.name, command, self.answers)
        self.make_database()

    def make(self, programs: Path) -> None:
        """Lays the cluster out: text sorted by code points, the same on every machine. In a draft folder, so that one
        which was interrupted is never taken for whole."""
        process.refuse_full_disk(self.place.home)
        draft = self.data.with_name(f"draft-{os.getpid()}")
        with tempfile.NamedTemporaryFile("w", dir=self.place.run) as secret:
            secret.write(self.password())
            secret.flush()
            if self.place.user:
                os.chown(secret.name, self.place.user.uid, self.place.user.gid)
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
                command, cwd=self.place.home, capture_output=True, text=True, env={"PATH": os.defpath},
                **self.place.as_user(),
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
            host=str(self.place.run), user=USER, password=self.password(), dbname=database, connect_timeout=5
        )

    def make_database(self) -> None:
        connection = self.connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def stop(self) -> None:
        process.stop(self.pid, signal.SIGINT)  # "fast": ends sessions, keeps all that was committed


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if any("No space left" in line for line in lines):
        return "the disk is full."
    return lines[-1] if lines else "it said nothing"
