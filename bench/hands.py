"""Hands: processes that submit returns by the real action, and one that watches what arrives at the top."""

import multiprocessing
import time
from dataclasses import dataclass, field

from django.db import connection, connections

from bench.national import TELLING, TOP
from targets.models import Mark, Return

LOOK = 0.002  # seconds between two looks at the nation's total: as exact as the times are
PATIENCE = 120  # seconds until whatever has not arrived is called lost
WARM = 5  # returns submitted first and not counted: imports, connections, plans of statements
fork = multiprocessing.get_context("fork")


@dataclass
class Done:
    """What one pair of hands did: (begun, saved) of each return by the machine's one clock, and what went wrong."""

    saves: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def elsewhere(work, *args):
    """Run ``work(*args)`` in a process of its own; returns a function that waits for what it returned."""
    connections.close_all()  # a connection must not be shared with a fork
    there, here = fork.Pipe()
    process = fork.Process(target=_in_process, args=(here, work, args), daemon=True)
    process.start()
    here.close()

    def result():
        try:
            found = there.recv()
        except EOFError:
            raise RuntimeError("a process of the benchmark died") from None
        process.join()
        if isinstance(found, Exception):
            raise found
        return found

    return result


def _in_process(pipe, work, args):
    try:
        pipe.send(work(*args))
    except Exception as error:
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
    connections.close_all()


def submit_one(done, report_id, clerk):
    from targets.returns.actions.submit import submit_return

    begun = time.monotonic()
    try:
        submit_return(Return(pk=report_id), by=clerk)
    except Exception as error:
        done.errors.append(f"{type(error).__name__}: {error}")
    else:
        done.saves.append((begun, time.monotonic()))


def paced(pairs, every):
    """One return after another, each begun ``every`` so many seconds, late ones at once."""
    done, start = Done(), time.monotonic()
    for n, (report_id, clerk) in enumerate(pairs):
        time.sleep(max(0, start + n * every - time.monotonic()))
        submit_one(done, report_id, clerk)
    return done


def saturating(pairs, following, gate):
    """The next of the shared ``pairs`` as soon as the last is saved, until none is left."""
    connection.ensure_connection()
    done = Done()
    gate.wait()
    while True:
        with following.get_lock():
            n, following.value = following.value, following.value + 1
        if n >= len(pairs):
            return done
        submit_one(done, *pairs[n])


def watch(telling, until, over):
    """(time, total) whenever the nation's total changed, until it holds ``until`` of people's returns, or ``over``."""
    seen, patience = [], 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(TOP, telling)
            now, row = time.monotonic(), cursor.fetchone()
            value = row[0] if row else 0
            if not seen or seen[-1][1] != value:
                seen.append((now, value))
            if over.is_set():
                patience = patience or now + PATIENCE
                if until(value) or now > patience:
                    return seen
            time.sleep(LOOK)


def latencies(live, pairs, every, *, meanwhile=None, until=None):
    """Submit ``pairs`` at a pace and watch them arrive; (Done, seconds from the beginning of each to the top, what the
    top showed when, what ``meanwhile()`` returned, which runs in this process beside them)."""
    base, over = live.arrived(), fork.Event()
    wanted = base + len(pairs)
    finished = until or (lambda value: value // TELLING >= wanted)
    seen = elsewhere(watch, live.telling, finished, over)
    saved = elsewhere(paced, pairs, every)
    beside = meanwhile() if meanwhile else None
    done = saved()
    over.set()
    arrivals = seen()
    times = [_arrival(arrivals, base + n) - begun for n, (begun, _) in enumerate(done.saves, 1)]
    return done, times[WARM:], arrivals, beside


def _arrival(arrivals, count):
    """When the top first held ``count`` returns of people. They are saved one after the other, and a round takes
    whatever is committed, so that it holds the first ``count`` of them then."""
    for at, value in arrivals:
        if value // TELLING >= count:
            return at
    raise RuntimeError(f"a return never arrived at the top: {count} were expected, {arrivals[-1]} stood there")


def at_once(pairs, hands):
    """``hands`` processes submit ``pairs`` as fast as they can; (returns a second, list of Done)."""
    following, gate = fork.Value("l", 0), fork.Barrier(hands)
    results = [elsewhere(saturating, pairs, following, gate) for _ in range(hands)]
    done = [result() for result in results]
    times = [moment for each in done for save in each.saves for moment in save]
    return len(times) / 2 / (max(times) - min(times)), done


def wait_until_quiet(plan):
    """Seconds until no mark of the plan waits any more, that is, until all totals are right."""
    begun = time.monotonic()
    while Mark.objects.filter(plan_id=plan.pk).exists():
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("marks still wait: the worker does not work")
        time.sleep(LOOK)
    return time.monotonic() - begun
