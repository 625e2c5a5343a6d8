"""Where private servers keep their data and sockets, and as whom they run."""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET = 107  # bytes of a unix socket's path (Linux; sun_path less its closing zero)
SOCKET_NAME = ".s.PGSQL.5432"
PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")  # what needs no quoting in the addresses of sockets
ORDINARY_USERS = ("postgres", "nobody")  # as whom root runs the servers; PostgreSQL refuses to run as root


@dataclass(frozen=True)
class User:
    """An account for the servers; ``None`` everywhere means: as whoever started us."""

    uid: int
    gid: int

    def options(self) -> dict:
        """For subprocess: this account, and no group of the one who started."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    var: Path  # locks, logs, secrets
    home: Path  # data, and copies of binaries where they are needed; a folder that the account can reach
    run: Path  # sockets
    user: User | None

    def folder(self, name: str) -> Path:
        """A folder of the servers' own, closed to everybody else."""
        return private(self.home / name, self.user)

    def as_user(self) -> dict:
        return self.user.options() if self.user else {}


def find(var: Path) -> Place:
    """The place for a ``var`` folder. Changes no permission outside it."""
    var.mkdir(parents=True, exist_ok=True)
    user = ordinary_user() if os.geteuid() == 0 else None
    home = var if user is None or reaches(user, var) else elsewhere(var)
    for name in ("postgres", "valkey"):
        refuse_foreign(home / name, user)
    return Place(var, home, sockets(home, user), user)


def ordinary_user() -> User:
    for name in ORDINARY_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_uid, entry.pw_gid)
    raise SystemExit("The private servers must not run as root, and there is no account 'postgres' or 'nobody' here.")


def reaches(user: User, folder: Path) -> bool:
    """Whether the account can go into a folder: tried, since access lists and mounts matter as much as mode bits."""
    command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", os.fspath(folder)]
    return subprocess.run(command, cwd="/", stderr=subprocess.DEVNULL, **user.options()).returncode == 0


def elsewhere(var: Path) -> Path:
    """A checkout under root's home is closed to every other account, and opening it is not ours to do. So the data
    live in a folder of the system's, which var/elsewhere names, and which a reset removes."""
    record = var / "elsewhere"
    if record.exists():
        known = Path(record.read_text().strip())
        if known.is_dir() and not known.is_symlink() and known.stat().st_uid == os.geteuid():
            return known
    parent = "/var/tmp" if os.access("/var/tmp", os.W_OK) else None  # kept when the machine starts anew, unlike /tmp
    made = Path(tempfile.mkdtemp(prefix="fedwork-", dir=parent))
    made.chmod(0o711)
    record.write_text(f"{made}\n")
    return made


def sockets(home: Path, user: User | None) -> Path:
    """The folder of the sockets: in ``home``, or a short one of the system's where that path is too long or needs
    quoting. Its name follows from home, so that every process finds the same."""
    run = home / "run"
    if len(os.fsencode(run / SOCKET_NAME)) <= LONGEST_SOCKET and PLAIN.fullmatch(str(run)):
        return private(run, user)
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return private(Path(tempfile.gettempdir()) / f"fedwork-{os.geteuid()}-{mark}", user)


def private(folder: Path, user: User | None) -> Path:
    """Makes a folder that only its account may enter. One that belongs to somebody else is refused: in a folder that
    all may write to, it could be a trap."""
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    owner = user.uid if user else os.geteuid()
    if facts.st_uid == os.geteuid() != owner and user:
        os.chown(folder, user.uid, user.gid)
    elif facts.st_uid != owner or folder.is_symlink():
        raise SystemExit(f"{folder} belongs to somebody else: remove it, or set FEDWORK_VAR to another folder.")
    return folder


def refuse_foreign(folder: Path, user: User | None) -> None:
    """Data made by root cannot be used by another account, and the other way round."""
    owner = user.uid if user else os.geteuid()
    if folder.exists() and folder.stat().st_uid not in {owner, os.geteuid()}:
        raise SystemExit(
            f"The data in {folder} were made by another account: start as that one, or set FEDWORK_VAR to a new folder."
        )


def remove(var: Path) -> None:
    """Throws away everything that the servers keep for a ``var`` folder. They must not be running."""
    place = find(var)
    for folder in (place.home / "postgres", place.home / "valkey", place.run):
        shutil.rmtree(folder, ignore_errors=True)
    if place.home != var:
        shutil.rmtree(place.home, ignore_errors=True)
        (var / "elsewhere").unlink(missing_ok=True)
