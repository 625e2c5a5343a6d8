"""Timing: several runs, the median, and a line that says how it compares."""

from statistics import median
from time import perf_counter


def seconds(work, runs=5):
    """The median time of ``work()`` in seconds, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def line(name, value, limit, of, more=""):
    """Print a figure, what it is held against, and the ratio of the two."""
    print(
        f"{name:<46} {value * 1000:>9.1f} ms   {value / limit:>7.1f} × {of} ({limit * 1000:.1f} ms)   {more}".rstrip()
    )
