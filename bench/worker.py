"""The real worker, in processes of its own, on the database of the benchmark."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connection

from fedwork.env import ROOT

PROCESSES = 2  # as an office runs it
SLOWEST = 60  # seconds until it is ready, and until it has stopped
COMMAND = ["celery", "-A", "fedwork.celery", "worker", "-l", "INFO", "-c", str(PROCESSES)]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@contextmanager
def running():
    """A worker works in this block. What it logged is shown when it could not start."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + quote(connection.settings_dict["NAME"]))
    environment = {**os.environ, "DATABASE_URL": url.geturl(), "DJANGO_SETTINGS_MODULE": "fedwork.settings"}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "worker.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", *COMMAND, *QUIET], cwd=ROOT, env=environment, stdout=file, stderr=file
            )
        try:
            _wait_until_ready(process, log)
            yield
        finally:
            process.terminate()
            process.wait(SLOWEST)


def _wait_until_ready(process, log):
    deadline = time.monotonic() + SLOWEST
    while "ready." not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the worker does not start:\n{log.read_text()}")
        time.sleep(0.05)
