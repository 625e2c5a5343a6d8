"""Whether it pays to keep the figures of each year in a partition of their own: the same rows both ways.

A scratch copy of the submitted figures, as often as there are years, in one table and in one for each year. Settling
reads figures by their submission, whose number says nothing of the year: the partitioned copy is asked both with the
year named (as it would have to be, everywhere) and without.
"""

from django.db import connection, transaction

from bench import facts
from bench.clock import seconds, timed
from bench.rebuild import world

YEARS = (2020, 2021, 2022, 2023)
STEP = 10_000_000  # between the numbers of the submissions of two years
FLAT, PARTED = "bench_flat", "bench_parted"
COLUMNS = "snapshot_id, target_id, value, base, na, reason, done_on, note"
NAMES = {"all": COLUMNS, "rest": COLUMNS.partition(", ")[2]}
MAKE = """
CREATE TABLE {flat} (year smallint, LIKE targets_snapshotfigure, PRIMARY KEY (snapshot_id, target_id));
CREATE TABLE {parted} (year smallint, LIKE targets_snapshotfigure, PRIMARY KEY (year, snapshot_id, target_id))
    PARTITION BY LIST (year);
"""
FILL = "INSERT INTO {table} (year, {all}) SELECT %(year)s, snapshot_id + %(step)s, {rest} FROM targets_snapshotfigure"
SAVE = "INSERT INTO {table} (year, {all}) SELECT %(year)s, %(new)s, {rest} FROM {flat} WHERE snapshot_id = %(old)s"
READ = "SELECT count(*), sum(value) FROM {table} WHERE snapshot_id = ANY(%(some)s)"
YEAR = """
SELECT r.participant_id, f.target_id, sum(f.value) FROM targets_return r
JOIN {table} f ON f.snapshot_id = r.submitted_id + %(step)s {named} GROUP BY 1, 2
"""
NAMED = "AND year = %(year)s"


def run(report, *, size, villages=None):
    world("tiny" if size == "tiny" else "province", villages)
    try:
        make()
        measure(report, 5 if size == "tiny" else 200)
    finally:
        run_sql(f"DROP TABLE IF EXISTS {FLAT}, {PARTED}")


def make():
    run_sql(MAKE.format(flat=FLAT, parted=PARTED))
    for year in YEARS:
        run_sql(f"CREATE TABLE {PARTED}_{year} PARTITION OF {PARTED} FOR VALUES IN ({year})")
    for n, year in enumerate(YEARS):
        for table in (FLAT, PARTED):
            with facts.in_bulk() as cursor:
                cursor.execute(FILL.format(table=table, **NAMES), {"year": year, "step": n * STEP})
    run_sql(f"VACUUM ANALYZE {FLAT}, {PARTED}")


def measure(report, times):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(DISTINCT snapshot_id) FROM {FLAT}")
        figures, returns = cursor.fetchone()
        cursor.execute(f"SELECT array_agg(DISTINCT snapshot_id) FROM {FLAT} WHERE year = {YEARS[-1]}")
        last = cursor.fetchone()[0]
    report.begin(
        "partition", f"{figures:,} figures of {len(YEARS)} years, {returns:,} submissions; one table / by year"
    )
    numbers = iter(range(9 * STEP, 10 * STEP))
    flat, parted = (seconds(lambda t=t: saves(t, last[0], numbers, times), 3) / times for t in (FLAT, PARTED))
    beside(report, "a submission of 40 values", flat, parted)
    some = last[:: max(1, len(last) // 20)]
    for name, named in (("the year named", NAMED), ("the year not named", "")):
        asked = [READ.format(table=t) + " " + (named if t == PARTED else "") for t in (FLAT, PARTED)]
        found = [seconds(lambda q=q: run_sql(q, {"some": some, "year": YEARS[-1]}), 9) for q in asked]
        beside(report, f"20 submissions read, {name}", *found)
        asked = [YEAR.format(table=t, named=named if t == PARTED else "") for t in (FLAT, PARTED)]
        given = {"step": (len(YEARS) - 1) * STEP, "year": YEARS[-1]}
        found = [seconds(lambda q=q, given=given: run_sql(q, given), 3) for q in asked]
        beside(report, f"the year summed for all units, {name}", *found)
    taken = timed(lambda: run_sql(f"DELETE FROM {FLAT} WHERE year = {YEARS[0]}"))
    beside(report, "the oldest year taken away", taken, timed(lambda: run_sql(f"DROP TABLE {PARTED}_{YEARS[0]}")))


def beside(report, what, flat, parted):
    note = f"one table {flat * 1000:.2f} ms, by year {parted * 1000:.2f} ms"
    report.add(f"{what}: one table / by year", flat / parted, "×", note=note)


def saves(table, old, numbers, times):
    for _ in range(times):
        with transaction.atomic():
            run_sql(SAVE.format(table=table, flat=FLAT, **NAMES), {"year": YEARS[-1], "old": old, "new": next(numbers)})


def run_sql(query, given=None):
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        if cursor.description:
            cursor.fetchall()
