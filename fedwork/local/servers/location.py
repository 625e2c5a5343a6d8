"""The folders of the private servers, and the account that runs them."""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

MAX_SOCKET_PATH = 107  # bytes (Linux: sun_path without the terminating zero)
SOCKET_NAME = ".s.PGSQL.5432"
UNQUOTED_PATH = re.compile(r"[A-Za-z0-9_./+-]+")  # needs no quoting in URLs of sockets
UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")  # for root: PostgreSQL refuses to run as root


@dataclass(frozen=True)
class SystemAccount:
    """The account that runs the servers; None stands for the account of this process."""

    uid: int
    gid: int

    def options(self) -> dict:
        """Keyword arguments for subprocess: this account without supplementary groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class ServerLocation:
    """Folders and account of the servers of one ``var`` folder."""

    var: Path  # locks, logs, secrets
    home: Path  # data and, if needed, copies of binaries; accessible to the account
    run: Path  # sockets
    account: SystemAccount | None

    def folder(self, name: str) -> Path:
        """Create a folder in ``home`` that only the account can enter."""
        return make_private_folder(self.home / name, self.account)

    def account_options(self) -> dict:
        """Keyword arguments for subprocess."""
        return self.account.options() if self.account else {}


def find_location(var: Path) -> ServerLocation:
    """The location for a ``var`` folder, created if missing. Changes no permissions outside it."""
    var.mkdir(parents=True, exist_ok=True)
    account = find_unprivileged_account() if os.geteuid() == 0 else None
    home = var if account is None or can_enter(account, var) else find_system_folder(var)
    for name in ("postgres", "valkey"):
        require_owner(home / name, account)
    return ServerLocation(var, home, make_socket_folder(home, account), account)


def find_unprivileged_account() -> SystemAccount:
    """The first of UNPRIVILEGED_ACCOUNTS. Raises SystemExit if there is none."""
    for name in UNPRIVILEGED_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemAccount(entry.pw_uid, entry.pw_gid)
    raise SystemExit("The private servers must not run as root, and there is no account 'postgres' or 'nobody' here.")


def can_enter(account: SystemAccount, folder: Path) -> bool:
    """Whether the account can enter a folder; tried, because access lists and mounts matter, too."""
    command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", os.fspath(folder)]
    return subprocess.run(command, cwd="/", stderr=subprocess.DEVNULL, **account.options()).returncode == 0


def find_system_folder(var: Path) -> Path:
    """A folder in /var/tmp for data when the account cannot enter ``var``, as below root's home. The file
    var/elsewhere holds its path; a reset removes it."""
    record = var / "elsewhere"
    if record.exists():
        known = Path(record.read_text().strip())
        if known.is_dir() and not known.is_symlink() and known.stat().st_uid == os.geteuid():
            return known
    parent = "/var/tmp" if os.access("/var/tmp", os.W_OK) else None  # unlike /tmp, it survives a reboot
    created = Path(tempfile.mkdtemp(prefix="fedwork-", dir=parent))
    created.chmod(0o711)
    record.write_text(f"{created}\n")
    return created


def make_socket_folder(home: Path, account: SystemAccount | None) -> Path:
    """Create the folder of the sockets: home/run, or a temporary folder if that path is too long or needs quoting.
    Its name is a hash of ``home``, so that every process finds the same one."""
    run = home / "run"
    if len(os.fsencode(run / SOCKET_NAME)) <= MAX_SOCKET_PATH and UNQUOTED_PATH.fullmatch(str(run)):
        return make_private_folder(run, account)
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return make_private_folder(Path(tempfile.gettempdir()) / f"fedwork-{os.geteuid()}-{digest}", account)


def make_private_folder(folder: Path, account: SystemAccount | None) -> Path:
    """Create a folder that only the account can enter. Raises SystemExit for a folder of another owner, which in /tmp
    may have been created by an attacker."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    owner = account.uid if account else os.geteuid()
    if status.st_uid == os.geteuid() != owner and account:
        os.chown(folder, account.uid, account.gid)
    elif status.st_uid != owner or folder.is_symlink():
        raise SystemExit(f"{folder} belongs to somebody else: remove it, or set FEDWORK_VAR to another folder.")
    return folder


def require_owner(folder: Path, account: SystemAccount | None) -> None:
    """Raise SystemExit if a folder of data belongs to neither the account nor this process."""
    owner = account.uid if account else os.geteuid()
    if folder.exists() and folder.stat().st_uid not in {owner, os.geteuid()}:
        raise SystemExit(
            f"The data in {folder} were made by another account: start as that one, or set FEDWORK_VAR to a new folder."
        )


def remove_data(var: Path) -> None:
    """Delete all data of the servers of a ``var`` folder. They must not be running."""
    location = find_location(var)
    for folder in (location.home / "postgres", location.home / "valkey", location.run):
        shutil.rmtree(folder, ignore_errors=True)
    if location.home != var:
        shutil.rmtree(location.home, ignore_errors=True)
        (var / "elsewhere").unlink(missing_ok=True)
