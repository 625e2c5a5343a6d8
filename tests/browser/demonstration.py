"""The running demonstration, shared by all processes of a test run: the first that needs it starts it, and stops it
when no other process uses it."""

import fcntl
import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from fedwork.env import ROOT
from tests.limits import HANGING_AFTER

SERVER_VARIABLES = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")  # the demonstration has its own servers


@contextmanager
def shared_demonstration(folder):
    """Its address. ``folder`` is shared by the processes of this run; a process that ends releases its locks there."""
    address = folder / "address"
    with (folder / "starting").open("w") as starting, (folder / "in-use").open("w") as in_use:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(in_use, fcntl.LOCK_SH)
        if address.exists():
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield address.read_text()
            return
        with start_demonstration() as own_address:
            address.write_text(own_address)
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield own_address
            fcntl.flock(in_use, fcntl.LOCK_UN)
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(in_use, fcntl.LOCK_EX)  # no other process uses it
            address.unlink()


@contextmanager
def start_demonstration():
    """Starts it as ``make demo`` does, on a free port; gives its address."""
    with tempfile.TemporaryDirectory(prefix="fw-") as var:
        Path(var).chmod(0o755)  # or root's servers would have to live elsewhere
        environment = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", "0"], cwd=ROOT, env={**environment, "FEDWORK_VAR": var},
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield read_address(process)
        finally:
            process.terminate()  # SIGINT is ignored below a shell's background job
            process.communicate(timeout=HANGING_AFTER)


def read_address(process) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"FedWork runs at (http://\S+)", line):
            return found[1].rstrip("/") + "/"
    raise AssertionError("".join(lines))
