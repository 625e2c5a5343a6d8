"""The running demonstration, one for all processes of a test run: whoever needs it first starts it, and ends it when
nobody uses it any more."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from fedwork.env import ROOT

SERVERS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")  # those of the tests; it has its own
LONGEST_END = 90  # seconds


@contextmanager
def shared_demonstration(folder):
    """Its address. ``folder`` is what the processes of this run have in common; a process that dies lets go of it."""
    address = folder / "address"
    with (folder / "starting").open("w") as starting, (folder / "in-use").open("w") as in_use:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(in_use, fcntl.LOCK_SH)
        if address.exists():
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield address.read_text()
            return
        with own_demonstration() as started:
            address.write_text(started)
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield started
            fcntl.flock(in_use, fcntl.LOCK_UN)
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(in_use, fcntl.LOCK_EX)  # the others are done
            address.unlink()


@contextmanager
def own_demonstration():
    """As ``make demo`` starts it, on a port that is free."""
    with tempfile.TemporaryDirectory(prefix="fw-") as var:
        Path(var).chmod(0o755)  # or root's servers would have to live elsewhere
        environment = {name: value for name, value in os.environ.items() if name not in SERVERS}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", "0"], cwd=ROOT, env={**environment, "FEDWORK_VAR": var},
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield first_address(process)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=LONGEST_END)


def first_address(process) -> str:
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"FedWork runs at (http://\S+)", line):
            return found[1].rstrip("/") + "/"
    raise AssertionError("".join(said))
