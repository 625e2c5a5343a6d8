"""Compute the largest swing of the latest submission of every return, 500 at a time, each batch in a transaction.

Earlier submissions are shown nowhere with a swing, and stay without one. The reading is in SQL and not by the models,
which later migrations change; the comparison is that of the rule for swings. Run again, it does the same once more.
"""

from itertools import groupby
from types import SimpleNamespace

from django.db import migrations, transaction

from targets.checks.families.swings import build_swing_limits, find_largest_swings

BATCH = 500
SUBMISSIONS = """
SELECT m.plan_id, m.seq, s.id FROM targets_snapshot s JOIN targets_return r ON r.id = s.report_id
JOIN plans_period m ON m.id = r.period_id
WHERE NOT EXISTS (SELECT FROM targets_snapshot l WHERE l.report_id = s.report_id AND l.number > s.number)
ORDER BY m.plan_id, m.seq, s.id
"""
TARGETS = "SELECT id, code, measure FROM targets_target WHERE plan_id = %s AND measure <> 'milestone'"
LIMITS = "SELECT target_id, percent FROM targets_rule WHERE plan_id = %s AND kind = 'swing' AND active"
COMPARED = """
SELECT snapshot_id, target_id, value, base, last_value, last_base, second_value FROM (
    SELECT f.snapshot_id, f.target_id, f.value, f.base, row_number() OVER w AS nth, lead(f.value) OVER w AS last_value,
        lead(f.base) OVER w AS last_base, lead(f.value, 2) OVER w AS second_value
    FROM targets_snapshot n JOIN targets_return nr ON nr.id = n.report_id
    JOIN targets_return r ON r.participant_id = nr.participant_id
    JOIN plans_period m ON m.id = r.period_id AND m.plan_id = %(plan)s
    JOIN targets_snapshotfigure f
        ON f.snapshot_id = CASE WHEN m.seq < %(seq)s THEN r.submitted_id WHEN r.id = nr.id THEN n.id END
    WHERE n.id = ANY(%(snapshots)s) AND f.value IS NOT NULL AND f.target_id = ANY(%(targets)s)
    WINDOW w AS (PARTITION BY r.participant_id, f.target_id ORDER BY m.seq DESC)
) compared WHERE nth = 1 AND last_value IS NOT NULL AND snapshot_id = ANY(%(snapshots)s)
"""
STORE = "UPDATE targets_snapshot SET swing = %s, swing_target_id = %s, swing_exceeds = %s WHERE id = %s"


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SUBMISSIONS)
        for (plan, seq), rows in groupby(cursor.fetchall(), key=lambda row: row[:2]):
            cursor.execute(TARGETS, [plan])
            targets = {
                pk: SimpleNamespace(code=code, measure=measure, is_ratio=measure == "ratio")
                for pk, code, measure in cursor.fetchall()
            }
            cursor.execute(LIMITS, [plan])
            limits = build_swing_limits(cursor.fetchall())
            for batch in _split_into_batches([row[2] for row in rows]):
                values = {"plan": plan, "seq": seq, "snapshots": batch, "targets": list(targets)}
                _fill_batch(cursor, values, targets, limits)


def _split_into_batches(numbers):
    return [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]


def _fill_batch(cursor, values, targets, limits):
    with transaction.atomic():
        cursor.execute(COMPARED, values)
        largest = find_largest_swings(cursor.fetchall(), targets, limits)
        cursor.executemany(STORE, [(s.percent, s.target_id, s.exceeds, pk) for pk, s in largest.items()])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("targets", "0011_submission_swing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
