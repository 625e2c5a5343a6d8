"""Select the servers for a command of manage.py."""

import os
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from fedwork.env import var_dir
from fedwork.local.servers import binaries
from fedwork.local.servers.servers import joined

# These commands use neither database nor broker, so they start without servers and secrets.
COMMANDS_WITHOUT_SERVERS = {
    "readplan",
    "help",
    "version",
    "--version",
    "--help",
    "-h",
    "collectstatic",
    "diffsettings",
    "",
}
PLACEHOLDER_ENVIRONMENT = {
    "FEDWORK_DEMO": "1",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def servers_for(arguments: Sequence[str]) -> AbstractContextManager:
    """A context manager for the command: servers from the environment, none, or the private ones."""
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return nullcontext()
    if not set(arguments[:1] or [""]) - COMMANDS_WITHOUT_SERVERS or "--help" in arguments:
        os.environ.update(PLACEHOLDER_ENVIRONMENT)
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
        return nullcontext()
    if not binaries.installed():
        raise SystemExit(binaries.MISSING)
    return joined(var_dir())
