"""A page measured beside an empty view behind the same middleware and login, and what a first visit weighs.

Both are asked in turn: what else the machine does meanwhile slows both.
"""

import gzip
import re
from statistics import median

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clock import timed
from fedwork.bundles import strip_comments

NOTHING = "/bench-nothing"  # bench.empty
# What a savepoint or a transaction asks is no question, and planning, once a minute, neither.
FRAME = ("BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PREPARE", "DEALLOCATE")
ASSET = re.compile(r'(?:href|src)="(/static/[^"?]+\.(?:css|js|svg))"')
IMPORT = re.compile(r"""(?:^|[;\n])\s*import\s+(?:[^"';]*?from\s+)?["'](\.[^"']+)["']""")


def logged_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def compare(report, name, ask, nothing, runs, *, queries, times=None):  # noqa: PLR0913  two sides and what is counted
    """Ask both in turn, add the figures; returns the last answer."""
    for work in (ask, nothing):
        assert work().status_code == 200
    ours, bare = [], []
    for _ in range(runs):
        bare.append(timed(nothing))
        ours.append(timed(ask))
    answer, asked = counted(ask)
    _answer, shared = counted(nothing)
    report.add(f"{name}: queries", asked - shared, "", most=queries, note=f"besides {shared}: session, person")
    report.add(f"{name}: time on the server", median(ours) * 1000, "ms", note=f"empty: {median(bare) * 1000:.2f} ms")
    report.add(f"{name}: that many empty views", median(ours) / median(bare), "×", most=times)
    return answer


def counted(ask):
    """The answer, and how many questions it asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    assert answer.status_code == 200, answer.content
    return answer, sum(not query["sql"].startswith(FRAME) for query in asked)


def first_paint(page):
    """How many requests the page and all that it names takes, and how many bytes they are on the line."""
    waiting, files = ASSET.findall(page), {}
    while waiting:
        name = waiting.pop().removeprefix("/static/")
        if name in files:
            continue
        with open(finders.find(name), "rb") as file:
            files[name] = file.read()
        if name.endswith(".js"):
            files[name] = strip_comments(files[name])  # as collected
            waiting += [_beside(name, other) for other in IMPORT.findall(files[name].decode())]
    sizes = [len(gzip.compress(content)) for content in (page.encode(), *files.values())]
    return len(sizes), sum(sizes)


def _beside(name, other):
    """The name of what the script ``name`` imports as ``other``."""
    parts = name.split("/")[:-1]
    for step in other.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
