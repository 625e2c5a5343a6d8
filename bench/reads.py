"""The children of a unit with all targets, ranks and lights: from the totals that stand, and computed when asked."""

import random
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from bench.clock import percentile, seconds, timed
from bench.hands import elsewhere, fork
from bench.people import person
from targets.results.board import read_board
from targets.results.place import find_place

READERS = 16
# What the page would ask without stored totals: the subtree of each child, and the sum of what it submitted.
ON_THE_FLY = """
WITH RECURSIVE below AS (
    SELECT %(child)s::bigint AS id
    UNION ALL
    SELECT p.id FROM below JOIN plans_participant p ON p.parent_id = below.id
)
SELECT f.target_id, sum(f.value), sum(f.base), count(*) FILTER (WHERE f.value IS NOT NULL),
       sum(f.value) FILTER (WHERE r.accepted_id = f.snapshot_id)
FROM below JOIN targets_return r ON r.participant_id = below.id
JOIN targets_snapshotfigure f ON f.snapshot_id = r.submitted_id
GROUP BY f.target_id
"""


def run_on(report, live, *, promised):
    """One reader, then sixteen, on the nation's provinces."""
    leader = person("leader", live.root.unit, Role.LEADER)
    place = find_place(leader, live.plan.code, live.root.code, live.period.code)
    list(place.targets)
    with CaptureQueriesContext(connection) as asked:
        board = read_board(place)
    report.begin("read", f"{len(board.children)} children of the nation, {len(board.targets)} targets, rank and light")
    report.add("queries", len(asked), "", most=3)
    one = one_reader(place, live.scale.readings)
    alone = percentile(one, 0.5)
    report.add("one reader, p50", alone * 1000, "ms", note=f"p99 {percentile(one, 0.99) * 1000:.1f} ms")
    flying = timed(lambda: on_the_fly(live))
    note = "a recursive sum of the submitted figures for each child, in SQL, without rank and light"
    report.add("computed on the fly", flying * 1000, "ms", note=note)
    report.add("on the fly / one reader", flying / alone, "×", least=1000 if promised else None)
    statements = seconds(lambda: only_ask(asked), 9)
    note = f"{statements * 1000:.1f} ms: the same queries, their rows fetched and thrown away"
    report.add("on the fly / the database's part of one reader", flying / statements, "×", note=note)
    crowd(report, place, live, alone, promised)


def one_reader(place, times):
    return [timed(lambda: read_board(place)) for _ in range(times)]


def only_ask(asked):
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(query["sql"].replace("%", "%%"), [])
            cursor.fetchall()


def on_the_fly(live):
    with connection.cursor() as cursor:
        for child in live.root.children.values_list("pk", flat=True):
            cursor.execute(ON_THE_FLY, {"child": child})
            cursor.fetchall()


def crowd(report, place, live, alone, promised):
    """Sixteen readers who read one page after the other, and sixteen who look at it for a while in between, now longer,
    now shorter: in step with each other they would all ask in the same moment, and never again until the next."""
    for pause, what, most in (
        (0, "without a pause", 8),
        (READERS * alone, "who look at each page about as long as 16 take", 8),
    ):
        times = readers(place, live.scale.readings, pause)
        worst = percentile(times, 0.99)
        note = f"p50 {percentile(times, 0.5) * 1000:.0f}, p99 {worst * 1000:.0f} ms"
        bar = most if promised else None
        report.add(f"{READERS} readers {what}: p99 / one reader's p50", worst / alone, "×", most=bar, note=note)


def readers(place, times, pause):
    gate = fork.Barrier(READERS)
    results = [elsewhere(reader, place, times, pause, gate, random.Random(n)) for n in range(READERS)]
    return [each for result in results for each in result()]


def reader(place, times, pause, gate, dice):
    read_board(place)
    gate.wait()
    found = []
    for _ in range(times):
        time.sleep(dice.uniform(0, 2 * pause))
        found.append(timed(lambda: read_board(place)))
    return found
