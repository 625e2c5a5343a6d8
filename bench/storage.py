"""Bytes a figure after five rounds in which a tenth is changed, and how many changes stayed on their page.

Beside each of our tables one with the same columns as Django makes it unasked: a number of its own for each row, an
index on each foreign key, unique_together, no room left on its pages. After each round both are vacuumed if autovacuum
would have come by then, by the table's own settings: in an office weeks lie between the rounds.
"""

import time

from django.conf import settings
from django.db import connection, models

from bench import facts
from bench.rebuild import all_settled, world
from targets.models import Figure, Return, Snapshot, SnapshotFigure, Target, Total

ROUNDS, SHARE = 5, 10  # rounds of updates, each of one row in so many
BYTES = "SELECT pg_total_relation_size(%s::regclass), pg_relation_size(%s::regclass)"
IN_PLACE = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = %s"
# Whether autovacuum would come, by the rule of its documentation.
DUE = """
SELECT s.n_dead_tup > coalesce(max(o.value) FILTER (WHERE o.name = 'autovacuum_vacuum_threshold'),
        current_setting('autovacuum_vacuum_threshold'))::float
    + coalesce(max(o.value) FILTER (WHERE o.name = 'autovacuum_vacuum_scale_factor'),
        current_setting('autovacuum_vacuum_scale_factor'))::float * c.reltuples
FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
LEFT JOIN LATERAL (SELECT option_name AS name, option_value AS value FROM pg_options_to_table(c.reloptions)) o ON TRUE
WHERE s.relname = %s GROUP BY s.n_dead_tup, c.reltuples
"""
MOST = 0.65


def twin(model, unique, **keys):
    """Django's default shape of ``model``: the same columns, with real foreign keys and a number for each row."""
    fields = {f.name: f.clone() for f in model._meta.local_fields if f.name not in keys and f.name != "pk"}
    fields |= {name: models.ForeignKey(to, models.PROTECT, related_name="+") for name, to in keys.items()}
    meta = type(
        "Meta", (), {"app_label": "bench", "unique_together": [unique], "db_table": f"bench_{model._meta.model_name}"}
    )
    return type(f"Default{model.__name__}", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


TWINS = {
    Figure: (
        twin(Figure, ("report", "target"), report=Return, target=Target, typed_by=settings.AUTH_USER_MODEL),
        "value = coalesce(value, 0) + 1, na = FALSE, version = version + 1, typed_at = now()",
    ),
    SnapshotFigure: (twin(SnapshotFigure, ("snapshot", "target"), snapshot=Snapshot, target=Target), ""),
    Total: (
        twin(Total, ("participant", "seq", "target"), participant="plans.Participant", target=Target),
        "submitted = coalesce(submitted, 0) + 1, reported = reported + 1, reported_at = now()",
    ),
}


def run(report, *, size, villages=None):
    plan, by = world("tiny" if size == "tiny" else "province", villages)
    everybody = list(Return.objects.filter(period__plan=plan, submitted__isnull=False).values_list("pk", flat=True))
    facts.type_in(plan, everybody, by=by, telling=1)
    all_settled(plan)
    report.begin("storage", f"{Figure.objects.count():,} figures, {ROUNDS} rounds of updates of one row in {SHARE}")
    for model, (default, change) in TWINS.items():
        measure(report, model, default, change, promised=size != "tiny" and model is not Total)


def measure(report, model, default, change, *, promised):
    ours, theirs = model._meta.db_table, default._meta.db_table
    with connection.schema_editor() as editor:
        editor.create_model(default)
    try:
        columns = ", ".join(f.column for f in default._meta.local_fields if f.column != "id")
        with facts.in_bulk() as cursor:
            cursor.execute(f"INSERT INTO {theirs} ({columns}) SELECT {columns} FROM {ours}")
        fresh = rewritten(ours)
        kept = {table: updated(table, change) for table in (ours, theirs)}
        rows = model.objects.count()
        about = f"{fresh / rows:.0f} before the updates; " if change else "never updated; "
        name = model.__name__
        report.add(f"{name}: bytes a row", kept[ours][0] / rows, "bytes", note=about + kept[ours][1])
        report.add(f"{name}: bytes a row, Django's default", kept[theirs][0] / rows, "bytes", note=kept[theirs][1])
        most = MOST if promised else None
        report.add(f"{name}: ours / Django's default", kept[ours][0] / kept[theirs][0], "×", most=most)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(default)


def rewritten(table):
    """Written anew, so that what the making of the world left behind is not counted; its size."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM FULL {table}")
        cursor.execute(f"ANALYZE {table}")
    return size_of(table)[0]


def updated(table, change):
    """(bytes after the rounds, what to say of them)."""
    rewritten(table)
    if not change:
        whole, heap = size_of(table)
        return whole, f"indexes {(whole - heap) / whole:.0%} of it"
    before = told_of(IN_PLACE, table)
    for turn in range(ROUNDS):
        with connection.cursor() as cursor:
            # Scattered rows, others in each round.
            cursor.execute(f"UPDATE {table} SET {change} WHERE mod(hashtext(ctid::text) + %s, %s) = 0", [turn, SHARE])
        if told_of(DUE, table)[0]:
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM {table}")
    after = told_of(IN_PLACE, table)
    whole, heap = size_of(table)
    updates, in_place = after[0] - before[0], after[1] - before[1]
    return (
        whole,
        f"{in_place / max(updates, 1):.0%} of {updates:,} updates in place; indexes {(whole - heap) / whole:.0%}",
    )


def size_of(table):
    with connection.cursor() as cursor:
        cursor.execute(BYTES, [table, table])
        return cursor.fetchone()


def told_of(query, table):
    """What PostgreSQL's counters say of a table; a session tells them when it ends, or has rested for a second."""
    connection.close()
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return cursor.fetchone()
