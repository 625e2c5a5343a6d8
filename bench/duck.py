"""The same totals from the same rows in DuckDB, in this process: the limit that a rebuild is held against.

Written as somebody would who knows DuckDB and these data: no window over periods but one expression after the other,
wide rows up the tree, one pass a level. It is also an independent way to the same numbers, and compared with ours.
"""

import tempfile
from pathlib import Path

import duckdb
from django.db import connection

TABLES = {
    "participant": "SELECT id, parent_id, depth, keeps_totals FROM plans_participant WHERE plan_id = {plan}",
    "target": "SELECT id, measure FROM targets_target WHERE plan_id = {plan}",
    "alloc": """SELECT a.participant_id, a.target_id, a.amount, a.own, a.baseline, a.baseline_base
                FROM targets_allocation a JOIN plans_participant p ON p.id = a.participant_id
                WHERE p.plan_id = {plan} AND NOT a.replaced""",
    "ret": """SELECT r.id, r.participant_id, m.seq, r.submitted_id, r.accepted_id, r.first_submitted_at
              FROM targets_return r JOIN plans_period m ON m.id = r.period_id WHERE m.plan_id = {plan}""",
    "snap": """SELECT s.id, s.report_id FROM targets_snapshot s JOIN targets_return r ON r.id = s.report_id
               JOIN plans_period m ON m.id = r.period_id WHERE m.plan_id = {plan}""",
    "fig": """SELECT f.snapshot_id, f.target_id, f.value, f.base, f.na FROM targets_snapshotfigure f
              JOIN targets_snapshot s ON s.id = f.snapshot_id JOIN targets_return r ON r.id = s.report_id
              JOIN plans_period m ON m.id = r.period_id WHERE m.plan_id = {plan}""",
}
NUMBER, WIDE = "DECIMAL(20,6)", "DECIMAL(30,6)"
SHAPES = {
    "participant": "id BIGINT, parent_id BIGINT, depth INT, keeps_totals BOOLEAN",
    "target": "id BIGINT, measure VARCHAR",
    "alloc": f"participant_id BIGINT, target_id BIGINT, amount {NUMBER}, own {NUMBER}, baseline {NUMBER}, "
    f"baseline_base {NUMBER}",
    "ret": "id BIGINT, participant_id BIGINT, seq INT, submitted_id BIGINT, accepted_id BIGINT, "
    "first_submitted_at TIMESTAMPTZ",
    "snap": "id BIGINT, report_id BIGINT",
    "fig": f"snapshot_id BIGINT, target_id BIGINT, value {NUMBER}, base {NUMBER}, na BOOLEAN",
    "stored": f"participant_id BIGINT, seq INT, target_id BIGINT, allocation {WIDE}, submitted {WIDE}, "
    f"submitted_base {WIDE}, accepted {WIDE}, accepted_base {WIDE}, owing INT, reported INT, carried INT, absent INT, "
    "accepted_reported INT, accepted_carried INT, accepted_absent INT",
}
COLUMNS = [column.split()[0] for column in SHAPES["stored"].split(", ")]
STORED = f"""SELECT {", ".join("t." + column for column in COLUMNS)} FROM targets_total t
             JOIN plans_participant p ON p.id = t.participant_id
             WHERE p.plan_id = {{plan}}"""
KEPT = "SELECT * FROM up WHERE participant_id IN (SELECT id FROM participant WHERE keeps_totals)"
BASES = ("submitted", "accepted")
START = "t.measure IN ('level', 'ratio')"  # those that need a baseline
COUNTS = ("reported", "carried", "absent")


def load(plan_id):
    """A DuckDB in memory with the plan's rows, column for column as PostgreSQL has them."""
    duck = duckdb.connect()
    for table, query in TABLES.items():
        copy(duck, table, query.format(plan=plan_id))
    return duck


def copy(duck, table, query):
    """Bring the rows of a query over, through a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / table
        with connection.cursor() as cursor, path.open("w") as file:
            cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", file)
        duck.execute(f"CREATE OR REPLACE TABLE {table} ({SHAPES[table]})")
        duck.execute(f"COPY {table} FROM '{path}' (FORMAT csv, HEADER false)")


def compute(duck, horizon):
    """Every total that is stored into the table ``total``: both bases, changes and counts."""
    depth = duck.execute("SELECT max(depth) FROM participant").fetchone()[0]
    seqs = range(1, horizon + 1)
    _cells(duck, seqs)
    values = _value_columns(horizon)
    duck.execute(f"""
        CREATE OR REPLACE TEMP TABLE up AS SELECT participant_id, target_id, {", ".join(values)}
        FROM own JOIN participant p ON p.id = participant_id WHERE p.depth = {depth}
    """)
    duck.execute("CREATE OR REPLACE TEMP TABLE wide AS " + KEPT)
    sums = [f"{'max' if name.startswith('at') else 'sum'}({name}) AS {name}" for name in values]
    for level in range(depth - 1, -1, -1):
        duck.execute(f"""
            CREATE OR REPLACE TEMP TABLE up AS SELECT id AS participant_id, target_id, {", ".join(sums)} FROM (
                SELECT c.parent_id AS id, up.target_id, {", ".join(values)} FROM up
                JOIN participant c ON c.id = up.participant_id
                UNION ALL BY NAME
                SELECT p.id, own.target_id, {", ".join(values)} FROM own JOIN participant p ON p.id = own.participant_id
                WHERE p.depth = {level}
            ) GROUP BY ALL
        """)
        duck.execute("INSERT INTO wide " + KEPT)
    _long(duck, horizon)


def _cells(duck, seqs):
    """The table ``own``: what each unit itself contributes, all its periods side by side. Who keeps totals has a row in
    any case: 金门县 has a share and nobody below who reports."""
    for seq in seqs:
        duck.execute(f"""
            CREATE OR REPLACE TEMP TABLE said{seq} AS
            SELECT r.participant_id, f.target_id, f.value, f.base, f.na, r.first_submitted_at AS at,
                   s.id = r.submitted_id AS submitted, coalesce(s.id = r.accepted_id, FALSE) AS accepted
            FROM fig f JOIN snap s ON s.id = f.snapshot_id JOIN ret r ON r.id = s.report_id
            WHERE r.seq = {seq} AND (f.value IS NOT NULL OR f.na)
        """)
    steps = [step for basis in BASES for step in _history(basis, seqs)]
    joins = [f"LEFT JOIN said{n} ON said{n}.participant_id = a.participant_id AND said{n}.target_id = a.target_id"
             for n in seqs]  # fmt: skip
    at = [f"CASE WHEN said{n}.submitted AND NOT said{n}.na THEN said{n}.at END AS at{n}" for n in seqs]
    duck.execute(f"""
        CREATE OR REPLACE TEMP TABLE own AS
        SELECT a.participant_id, a.target_id, (a.own IS NOT NULL)::INT AS owing,
               (a.own IS NOT NULL AND {START})::INT AS needing,
               (a.own IS NOT NULL AND {START} AND a.baseline IS NOT NULL)::INT AS starting,
               t.measure = 'increment' AS adds,
               t.measure IN ('increment', 'running') AS keeps, {", ".join([*steps, *at])}
        FROM alloc a JOIN target t ON t.id = a.target_id {" ".join(joins)}
        WHERE a.own IS NOT NULL OR a.participant_id IN (SELECT id FROM participant WHERE keeps_totals)
    """)


def _history(basis, seqs):
    """The columns of one basis, period after period, each from the one before."""
    yield f"CASE WHEN adds THEN NULL ELSE a.baseline END AS {basis}0"
    yield f"CASE WHEN adds THEN NULL ELSE a.baseline_base END AS {basis}_base0"
    yield f"FALSE AS {basis}_ever0, 0 AS {basis}_absent0"
    for n in seqs:
        here, kept = f"coalesce(said{n}.{basis}, FALSE)", f"{basis}{n - 1}"
        yield f"{here} AS {basis}_here{n}"
        added = f"CASE WHEN adds THEN coalesce({kept}, 0) + said{n}.value ELSE said{n}.value END"
        gone = f"CASE WHEN keeps THEN {kept} END"
        yield f"CASE WHEN NOT {basis}_here{n} THEN {kept} WHEN said{n}.na THEN {gone} ELSE {added} END AS {basis}{n}"
        base = f"{basis}_base{n - 1}"
        yield f"CASE WHEN {basis}_here{n} THEN said{n}.base ELSE {base} END AS {basis}_base{n}"
        yield f"({basis}_here{n} OR {basis}_ever{n - 1}) AS {basis}_ever{n}"
        yield f"CASE WHEN {basis}_here{n} THEN said{n}.na::INT ELSE {basis}_absent{n - 1} END AS {basis}_absent{n}"
        yield f"({basis}_here{n} AND NOT said{n}.na)::INT AS {basis}_reported{n}"
        carried = f"{basis}_ever{n} AND {basis}_absent{n} = 0 AND {basis}_reported{n} = 0"
        yield f"({carried})::INT AS {basis}_carried{n}"


def _value_columns(horizon):
    names = ["owing", "needing", "starting"]
    for basis in BASES:
        names += [f"{basis}{part}{n}" for part in ("", "_base") for n in range(horizon + 1)]
        names += [f"{basis}_{count}{n}" for count in COUNTS for n in range(1, horizon + 1)]
    return [*names, *(f"at{n}" for n in range(1, horizon + 1))]


def _long(duck, horizon):
    """Wide rows as rows of the totals table, with the change of each period and what is owed."""
    parts = []
    for n in range(horizon + 1):
        counts = [f"{_count(basis, count, n)} AS {'' if basis == 'submitted' else 'accepted_'}{count}"
                  for basis in BASES for count in COUNTS]  # fmt: skip
        changes = [f"coalesce({b}{n}, 0) - {f'coalesce({b}{n - 1}, 0)' if n else 0} AS {b}_change" for b in BASES]
        numbers = [f"{b}{part}{n} AS {b}{part}" for b in BASES for part in ("", "_base")]
        owing = f"{'owing' if n else 'needing'} AS owing, {f'at{n}' if n else 'NULL'} AS reported_at"
        parts.append(
            f"SELECT participant_id, {n} AS seq, target_id, {', '.join([*numbers, owing, *counts, *changes])} FROM wide"
        )
    duck.execute(f"""
        CREATE OR REPLACE TABLE total AS
        SELECT u.*, a.amount AS allocation FROM ({" UNION ALL ".join(parts)}) u
        LEFT JOIN alloc a ON a.participant_id = u.participant_id AND a.target_id = u.target_id
    """)


def _count(basis, count, n):
    """A count of a period; before the first one only that of the baselines that there are, on both bases."""
    if n:
        return f"{basis}_{count}{n}"
    return "starting" if count == "reported" else 0


def differing(duck, plan_id):
    """How many stored totals are not, to the last digit, what DuckDB computed (and how many were compared)."""
    copy(duck, "stored", STORED.format(plan=plan_id))
    names = ", ".join(COLUMNS)
    wanted = ", ".join(
        f"total.{name}::{kind} AS {name}" for name, kind in (c.split(" ", 1) for c in SHAPES["stored"].split(", "))
    )
    wrong = f"""SELECT count(*) FROM (
        (SELECT {names} FROM stored EXCEPT SELECT {wanted} FROM total)
        UNION ALL (SELECT {wanted} FROM total EXCEPT SELECT {names} FROM stored))"""
    return duck.execute(wrong).fetchone()[0], duck.execute("SELECT count(*) FROM stored").fetchone()[0]
