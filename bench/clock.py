"""Timing: several runs, the median, percentiles, and a line that says how it compares."""

import os
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.db import connection


def seconds(work, runs=5):
    """The median time of ``work()`` in seconds, after one run that is not counted."""
    work()
    return median(timed(work) for _ in range(runs))


def timed(work):
    """The seconds that one ``work()`` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def processor_seconds(work):
    """The seconds for which this process computed for one ``work()``: other work on the machine hardly changes them."""
    start = process_time()
    work()
    return process_time() - start


def server_seconds() -> float:
    """The seconds for which PostgreSQL's process of this connection has computed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    after_name = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")


def computing_seconds(work):
    """As ``processor_seconds``, and those of PostgreSQL's process of this connection, together."""
    start = server_seconds()
    return processor_seconds(work) + server_seconds() - start


def percentile(times, share):
    """The time that this share of ``times`` stays within; 0.99 of few times is the longest of them."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def line(name, value, limit, of, more=""):
    """Print a figure, what it is held against, and the ratio of the two."""
    print(
        f"{name:<46} {value * 1000:>9.1f} ms   {value / limit:>7.1f} × {of} ({limit * 1000:.1f} ms)   {more}".rstrip()
    )
