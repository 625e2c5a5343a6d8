"""Facts in bulk: shares, returns and submissions, written by statements over whole tables, as the actions leave them.

Returns lie on disk in random order, as they come in in life: an order that follows the tree would flatter every sum.
Of a hundred units five say nothing in a period, and fifteen are submitted but not accepted; of a hundred figures two
are not applicable.
"""

from contextlib import contextmanager

from django.db import connection, transaction

ALLOCATE = """
INSERT INTO targets_allocation (target_id, participant_id, from_seq, amount, own, baseline, baseline_base, replaced)
SELECT t.id, p.id, 1, CASE WHEN w.reports THEN 100 ELSE 100000 END, CASE WHEN w.reports THEN 100 END,
    CASE WHEN w.reports AND t.measure IN ('level', 'ratio') THEN 10 END,
    CASE WHEN w.reports AND t.measure = 'ratio' THEN 40 END, FALSE
FROM plans_participant p JOIN orgs_unit u ON u.id = p.unit_id CROSS JOIN targets_target t
CROSS JOIN LATERAL (SELECT u.level = ANY(%(levels)s) AS reports) w
WHERE p.plan_id = %(plan)s AND t.plan_id = %(plan)s ORDER BY p.id, t.id
"""
RETURNS = """
INSERT INTO targets_return (participant_id, period_id, state, correcting, changed_at)
SELECT p.id, m.id, 'draft', FALSE, now()
FROM plans_participant p JOIN orgs_unit u ON u.id = p.unit_id
JOIN plans_period m ON m.plan_id = p.plan_id AND m.seq = %(seq)s
WHERE p.plan_id = %(plan)s AND u.level = ANY(%(levels)s) ORDER BY md5(p.id::text)
"""
# The returns of a period whose forms are still empty, as submitted by %(person)s; some units stay silent.
SNAPSHOTS = """
INSERT INTO targets_snapshot (report_id, number, at, by_id, origin)
SELECT r.id, 1, now(), %(person)s, 'page' FROM targets_return r
JOIN plans_period m ON m.id = r.period_id AND m.plan_id = %(plan)s AND m.seq = %(seq)s
JOIN plans_participant p ON p.id = r.participant_id JOIN orgs_unit u ON u.id = p.unit_id
WHERE r.state = 'draft' AND u.level = %(level)s AND (p.id * 7919 + m.seq * 104729) %% 100 >= %(silent)s
AND NOT EXISTS (SELECT FROM targets_figure f WHERE f.report_id = r.id)
ORDER BY md5(r.id::text || m.seq) LIMIT %(most)s
"""
FIGURES = """
INSERT INTO targets_snapshotfigure (snapshot_id, target_id, value, base, na, reason, note)
SELECT s.id, t.id, CASE WHEN NOT c.na THEN (s.id * 31 + t.id * 17) %% 90 END,
    CASE WHEN NOT c.na AND t.measure = 'ratio' THEN 100 END, c.na, CASE WHEN c.na THEN '-' ELSE '' END, ''
FROM targets_snapshot s JOIN targets_return r ON r.id = s.report_id
JOIN plans_period m ON m.id = r.period_id AND m.plan_id = %(plan)s AND m.seq = %(seq)s
JOIN targets_target t ON t.plan_id = m.plan_id
CROSS JOIN LATERAL (SELECT (s.id * 13 + t.id * 7) %% 50 = 0 AS na) c
WHERE r.state = 'draft' ORDER BY s.id, t.id
"""
STATES = """
UPDATE targets_return r SET submitted_id = s.id, first_submitted_at = now(),
    accepted_id = CASE WHEN s.id %% 100 < 84 THEN s.id END,
    state = CASE WHEN s.id %% 100 < 84 THEN 'accepted' ELSE 'submitted' END
FROM targets_snapshot s, plans_period m
WHERE s.report_id = r.id AND m.id = r.period_id AND m.plan_id = %(plan)s AND m.seq = %(seq)s AND r.state = 'draft'
"""
# What stands in the form of returns that have not been submitted. The first target tells those returns apart: its
# value is so large that the others together never reach it, so that the top's total counts them.
DRAFTS = """
INSERT INTO targets_figure (report_id, target_id, value, base, na, reason, note, version, typed_by_id, typed_at, origin)
SELECT r.id, t.id, CASE WHEN t.position = 0 THEN %(telling)s ELSE 1 + (r.id * 31 + t.id * 17) %% 90 END,
    CASE WHEN t.measure = 'ratio' THEN 100 END, FALSE, '', '', 1, %(person)s, now(), 'page'
FROM targets_return r JOIN targets_target t ON t.plan_id = %(plan)s
WHERE r.id = ANY(%(reports)s) ORDER BY r.id, t.id
"""
OTHER_INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
FILLED = "targets_allocation, targets_return, targets_snapshot, targets_snapshotfigure, targets_figure"


def allocate(plan, levels):
    """Everybody owes every target; those of these ``levels`` report, the others stand above them."""
    with in_bulk("targets_allocation") as cursor:
        cursor.execute(ALLOCATE, {"plan": plan.pk, "levels": list(levels)})


def open_returns(plan, seq, levels):
    """A draft for everybody of these ``levels``."""
    with in_bulk("targets_return") as cursor:
        cursor.execute(RETURNS, {"plan": plan.pk, "seq": seq, "levels": list(levels)})


def report(plan, seq, level, *, by, silent=5, most=None):
    """Submit drafts of a ``level``, at ``most`` so many; ``silent`` of a hundred units say nothing.

    Forms that somebody has begun to fill in are left alone. Returns the number of figures.
    """
    given = {"plan": plan.pk, "seq": seq, "level": level, "person": by.pk, "silent": silent, "most": most}
    with in_bulk() as cursor:
        cursor.execute(SNAPSHOTS, given)
        cursor.execute(FIGURES, given)
        figures = cursor.rowcount
        cursor.execute(STATES, given)
    return figures


def type_in(plan, reports, *, by, telling):
    """Fill in the forms of these returns, so that each waits for nothing but its submission."""
    with in_bulk() as cursor:
        cursor.execute(DRAFTS, {"plan": plan.pk, "reports": reports, "person": by.pk, "telling": telling})


def settle_down():
    """As autovacuum leaves tables some minutes after so much was written at once."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {FILLED}")
        cursor.execute("VACUUM ANALYZE targets_total")
        cursor.execute("CHECKPOINT")


@contextmanager
def in_bulk(table=None):
    """A cursor in a transaction without foreign keys being looked up for each row; the indexes of ``table`` are made
    when it is full. Both only shorten the making of a world, and need rights that only a scratch database gives."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        indexes = []
        if table:
            cursor.execute(OTHER_INDEXES, [table])
            indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield cursor
        for _, definition in indexes:
            cursor.execute(definition)


def clear():
    """An empty database again, for the next benchmark."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"TRUNCATE {FILLED}, targets_total, targets_mark, targets_settlement, targets_check, targets_target, "
            "plans_plan, orgs_unit, accounts_person, audit_entry CASCADE"
        )
