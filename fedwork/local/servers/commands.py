"""Which servers a command of manage.py uses."""

import os
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from fedwork.env import var_dir
from fedwork.local.servers import binaries
from fedwork.local.servers.servers import joined

# These read files or print; a database would only make them slow, and a person who tries the reader needs no secrets.
ALONE = {"readplan", "help", "version", "--version", "--help", "-h", "collectstatic", "diffsettings", ""}
NOWHERE = {
    "FEDWORK_DEMO": "1",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def servers_for(arguments: Sequence[str]) -> AbstractContextManager:
    """The block in which a command runs: the servers that the environment names, or the private ones."""
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return nullcontext()
    if not set(arguments[:1] or [""]) - ALONE or "--help" in arguments:
        os.environ.update(NOWHERE)
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
        return nullcontext()
    if not binaries.installed():
        raise SystemExit(binaries.MISSING)
    return joined(var_dir())
