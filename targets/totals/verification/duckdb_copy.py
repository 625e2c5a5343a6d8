"""One plan's facts and stored totals, copied out of one snapshot of the database into DuckDB tables.

In pieces of bounded size through a file, so that a nation's hundred million figures need neither memory nor a second
copy of themselves on the disk.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from django.db.backends.utils import CursorWrapper

from plans.models import Period
from targets.models import Target
from targets.totals.arithmetic import AREAS, SHARES

PIECE_BYTES = 256 * 1024 * 1024  # bytes of CSV before they are taken over
RETURNS = "targets_return r JOIN plans_participant p ON p.id = r.participant_id AND p.plan_id = {plan}"

# table -> (what PostgreSQL copies out of it, the types of those columns). Numbers travel as they stand there and become
# millionths on arrival; times are microseconds, so that no calendar is asked.
SOURCES = {
    "participant": (
        f"""SELECT id, parent_id, (kind IN ({", ".join(f"'{kind}'" for kind in AREAS)}))::int, keeps_totals::int
            FROM plans_participant WHERE plan_id = {{plan}}""",
        ("BIGINT", "BIGINT", "INTEGER", "INTEGER"),
    ),
    "share_version": (
        """SELECT a.participant_id, a.target_id, a.from_seq, a.amount, a.own, a.baseline, a.baseline_base
           FROM targets_allocation a JOIN plans_participant p ON p.id = a.participant_id AND p.plan_id = {plan}
           WHERE NOT a.replaced""",
        ("BIGINT", "BIGINT", "INTEGER", *["DECIMAL(20,6)"] * 4),
    ),
    "counted_snapshot": (
        f"""SELECT r.participant_id, m.seq, b.basis, b.snapshot_id,
                   (extract(epoch FROM r.first_submitted_at) * 1000000)::bigint
            FROM {RETURNS}
            JOIN plans_period m ON m.id = r.period_id
            CROSS JOIN LATERAL (VALUES (0, r.submitted_id), (1, r.accepted_id)) AS b (basis, snapshot_id)
            WHERE b.snapshot_id IS NOT NULL""",
        ("BIGINT", "INTEGER", "INTEGER", "BIGINT", "BIGINT"),
    ),
    "snapshot_figure": (
        f"""SELECT f.snapshot_id, f.target_id, f.value, f.base, f.na::int
            FROM targets_snapshotfigure f
            WHERE (f.value IS NOT NULL OR f.na) AND f.snapshot_id IN (
                SELECT r.submitted_id FROM {RETURNS} WHERE r.submitted_id IS NOT NULL
                UNION SELECT r.accepted_id FROM {RETURNS} WHERE r.accepted_id IS NOT NULL)""",
        ("BIGINT", "BIGINT", "DECIMAL(20,6)", "DECIMAL(20,6)", "INTEGER"),
    ),
    "stale_mark": ("SELECT participant_id FROM targets_mark WHERE plan_id = {plan}", ("BIGINT",)),
}
STORED_TYPES = {"DecimalField": "DECIMAL(30,6)", "DateTimeField": "BIGINT"}


class CsvPieces:
    """What PostgreSQL sends (whole rows), taken over by DuckDB in pieces: a file to write to."""

    def __init__(self, duck, table, types, folder):
        self.duck, self.path, self.size = duck, Path(folder) / f"{table}.csv", 0
        named = ", ".join(f"'c{i}': '{kind}'" for i, kind in enumerate(types))
        columns = ", ".join(
            f"(c{i} * 1000000)::HUGEINT" if kind.startswith("DECIMAL") else f"c{i}" for i, kind in enumerate(types)
        )
        self.take = (
            f"INSERT INTO {table} SELECT {columns} FROM read_csv('{self.path}', header = false, auto_detect = false, "
            f"delim = ',', quote = '', escape = '', nullstr = '', columns = {{{named}}})"
        )
        self.file = self.path.open("wb")

    def write(self, rows: bytes) -> None:
        self.file.write(rows)
        self.size += len(rows)
        if self.size >= PIECE_BYTES:
            self.flush()

    def flush(self) -> None:
        self.file.flush()
        if self.size:
            self.duck.execute(self.take)
        self.file.seek(0)
        self.file.truncate()
        self.size = 0

    def close(self) -> None:
        self.flush()
        self.file.close()
        self.path.unlink()


def copy_plan(
    cursor: CursorWrapper, duck: duckdb.DuckDBPyConnection, plan_id: int, fields: Sequence[Any], folder: str
) -> None:
    """Fill the DuckDB tables with what ``cursor`` sees of the plan. ``fields`` are the columns of totals to compare."""
    fill_small_tables(duck, plan_id)
    for table, (query, types) in SOURCES.items():
        copy_table(cursor, duck, table, query.format(plan=int(plan_id)), types, folder)
    query, stored_types = stored_totals(fields, plan_id)
    names = ", ".join(f"{field.name} {_duck_type(kind)}" for field, kind in zip(fields, stored_types[3:], strict=True))
    duck.execute(f"CREATE TABLE stored (participant_id BIGINT, seq INTEGER, target_id BIGINT, {names})")
    copy_table(cursor, duck, "stored", query, stored_types, folder)


def copy_table(
    cursor: CursorWrapper, duck: duckdb.DuckDBPyConnection, table: str, query: str, types: Sequence[str], folder: str
) -> None:
    pieces = CsvPieces(duck, table, types, folder)
    cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", pieces)
    pieces.close()


def stored_totals(fields: Sequence[Any], plan_id: int) -> tuple[str, list[str]]:
    """The query for the plan's stored totals, and the types of what it gives."""
    columns = [
        f"(extract(epoch FROM t.{f.name}) * 1000000)::bigint"
        if f.get_internal_type() == "DateTimeField"
        else f"t.{f.name}"
        for f in fields
    ]
    query = f"""SELECT t.participant_id, t.seq, t.target_id, {", ".join(columns)} FROM targets_total t
                JOIN plans_participant p ON p.id = t.participant_id AND p.plan_id = {int(plan_id)}"""
    types = [STORED_TYPES.get(f.get_internal_type(), "INTEGER") for f in fields]
    return query, ["BIGINT", "INTEGER", "BIGINT", *types]


def fill_small_tables(duck: duckdb.DuckDBPyConnection, plan_id: int) -> None:
    """Targets, steps, and which target is due when: by the rules of their models, as pages know them."""
    periods = list(Period.objects.filter(plan_id=plan_id).order_by("seq"))
    horizon = max((p.seq for p in periods if p.begun), default=0)
    targets = list(Target.objects.filter(plan_id=plan_id))
    uppers = [None if t.value2 is None else int(t.value2 * 1_000_000) for t in targets]
    rows = [
        (t.pk, t.measure, t.direction, t.rollup, upper, SHARES[t.scale])
        for t, upper in zip(targets, uppers, strict=True)
    ]
    due = [(t.pk, p.seq) for t in targets for p in periods if p.seq <= horizon and p.falls_due(t.frequency)]
    _fill(duck, "target", rows)
    _fill(duck, "due", due)
    duck.execute("INSERT INTO step SELECT unnest(range(?))", [horizon + 1])


def _fill(duck, table, rows):
    """All rows in one statement: a list for each column."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        duck.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _duck_type(kind):
    return "HUGEINT" if kind.startswith("DECIMAL") else kind
