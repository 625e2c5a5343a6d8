"""The private servers of a test run; they stop with it, or with the last run that shares their folder."""

import atexit
import os
import re

from fedwork.env import ROOT
from fedwork.local.servers.servers import Servers

LONGEST_STATEMENT = 500  # seconds: less than a test may take (pyproject.toml), so that the error names the statement


def start() -> None:
    """Starts them before the settings are read, unless the environment names other ones."""
    os.environ.setdefault("PGOPTIONS", f"-c statement_timeout={LONGEST_STATEMENT}s")
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return
    os.environ.setdefault("FEDWORK_VAR", str(ROOT / "var" / "tests"))  # beside the demo's data, never in it
    servers = Servers(ROOT.__class__(os.environ["FEDWORK_VAR"]).absolute(), durable=False)
    atexit.register(servers.leave)
    os.environ.update(servers.join())


def use_own_queue() -> None:
    """Gives each process of a parallel run its own queue in the shared Valkey, as it has its own database: else one
    process would empty the queue of another."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = 1 + int(worker.removeprefix("gw"))
        os.environ["REDIS_URL"] = re.sub(r"(/|virtual_host=)\d+$", rf"\g<1>{number}", os.environ["REDIS_URL"])
