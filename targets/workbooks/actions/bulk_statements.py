"""The statements of an import: each one for all its returns, in the order of their keys."""

import io
from datetime import date
from decimal import Decimal

# Beside the tables, not in them: what is to be written is sent before anything is locked.
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS bulk_cell (
    report_id bigint, target_id bigint, value numeric(20, 6), base numeric(20, 6), na boolean, reason varchar(200),
    done_on date, note varchar(500), changed boolean
) ON COMMIT DROP
"""
NO_JIT = "SET LOCAL jit = off"  # compiling takes longer than running
EMPTY, KNOWN = "TRUNCATE bulk_cell", "ANALYZE bulk_cell"
COPY = "COPY bulk_cell FROM STDIN"

# One after the other by their number, like every import: two of them wait for each other and never in a circle.
LOCK = """
SELECT id, state, correcting, submitted_id, changed_at, leave_until FROM targets_return
WHERE id = ANY(%(reports)s) ORDER BY id FOR NO KEY UPDATE
"""
# Whether somebody typed since can be told by these three: each save adds one to a version and sets the time.
FINGERPRINTS = """
SELECT report_id, count(*), sum(version), max(typed_at) FROM targets_figure
WHERE report_id = ANY(%(reports)s) GROUP BY report_id
"""

KEEP_CELLS = """
INSERT INTO targets_cellbefore (upload_id, report_id, target_id, value, base, na, reason, done_on, note, version,
    typed_by_id, typed_at, origin)
SELECT %(upload)s, c.report_id, c.target_id, f.value, f.base, coalesce(f.na, FALSE), coalesce(f.reason, ''), f.done_on,
    coalesce(f.note, ''), coalesce(f.version, 0), f.typed_by_id, f.typed_at, coalesce(f.origin, '')
FROM bulk_cell c LEFT JOIN targets_figure f ON f.report_id = c.report_id AND f.target_id = c.target_id
WHERE c.changed ORDER BY 2, 3
"""
KEEP_RETURNS = """
INSERT INTO targets_returnbefore (upload_id, report_id, state, correcting, submitted_id, reviewer_id,
    first_submitted_at, changed_at)
SELECT %(upload)s, id, state, correcting, submitted_id, reviewer_id, first_submitted_at, changed_at
FROM targets_return WHERE id = ANY(%(reports)s) ORDER BY id
"""
FIGURES = """
INSERT INTO targets_figure AS f (report_id, target_id, value, base, na, reason, done_on, note, version, typed_by_id,
    typed_at, origin)
SELECT report_id, target_id, value, base, na, reason, done_on, note, 1, %(by)s, %(at)s, %(origin)s
FROM bulk_cell WHERE changed ORDER BY 1, 2
ON CONFLICT (report_id, target_id) DO UPDATE SET
    value = excluded.value, base = excluded.base, na = excluded.na, reason = excluded.reason,
    done_on = excluded.done_on, note = excluded.note, version = f.version + 1,
    typed_by_id = excluded.typed_by_id, typed_at = excluded.typed_at, origin = excluded.origin
"""

DRAW = "SELECT nextval(pg_get_serial_sequence('targets_snapshot', 'id')) FROM generate_series(1, %(number)s)"
# The submissions that are being made: two lists, side by side.
_MADE = "unnest(%(submit)s::bigint[], %(snapshots)s::bigint[]) AS m(report_id, snapshot_id)"
SNAPSHOT_FIGURES = f"""
INSERT INTO targets_snapshotfigure (snapshot_id, target_id, value, base, na, reason, done_on, note)
SELECT m.snapshot_id, c.target_id, c.value, c.base, c.na, c.reason, c.done_on, c.note
FROM {_MADE} JOIN bulk_cell c ON c.report_id = m.report_id ORDER BY 1, 2
"""
SNAPSHOTS = f"""
INSERT INTO targets_snapshot (id, report_id, number, at, by_id, origin, upload_id)
SELECT m.snapshot_id, m.report_id,
    1 + coalesce((SELECT max(s.number) FROM targets_snapshot s WHERE s.report_id = m.report_id), 0),
    %(at)s, %(by)s, %(origin)s, %(upload)s
FROM {_MADE} ORDER BY 1 RETURNING report_id, number
"""
SNAPSHOT_PROGRESS = f"""
INSERT INTO targets_snapshotprogress (snapshot_id, task_id, state, done, obstacle, next_step)
SELECT m.snapshot_id, p.task_id, p.state, p.done, p.obstacle, p.next_step
FROM {_MADE} JOIN targets_progress p ON p.report_id = m.report_id ORDER BY 1, 2
"""
SNAPSHOT_FILES = f"""
INSERT INTO targets_snapshotevidence (snapshot_id, evidence_id)
SELECT m.snapshot_id, e.id FROM {_MADE} JOIN targets_evidence e ON e.report_id = m.report_id
WHERE e.removed_at IS NULL AND (e.task_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM bulk_cell c WHERE c.report_id = e.report_id AND c.target_id = e.target_id))
ORDER BY 1, 2
"""
MOVE = f"""
UPDATE targets_return r SET state = %(state)s, submitted_id = m.snapshot_id, correcting = FALSE, reviewer_id = NULL,
    first_submitted_at = coalesce(r.first_submitted_at, %(at)s), changed_at = %(at)s
FROM {_MADE} WHERE r.id = m.report_id
"""
KEEP_SUBMITTED = f"""
UPDATE targets_returnbefore b SET snapshot_id = m.snapshot_id, changed_at = %(at)s
FROM {_MADE} WHERE b.upload_id = %(upload)s AND b.report_id = m.report_id
"""


def stage(cursor, rows):
    """Send ``rows`` of (return id, target id, content, changed) into a table that ends with the transaction.

    ``content`` is in the order of ``bulk_cell``: value, base, na, reason, done_on, note.
    """
    cursor.execute(NO_JIT)
    cursor.execute(STAGE)
    cursor.execute(EMPTY)
    cursor.copy_expert(COPY, io.StringIO("".join(_line(*row) for row in rows)))
    cursor.execute(KNOWN)


def _line(report, target, content, changed):
    """A cell as COPY reads it. Nearly all hold a number and nothing else."""
    value, *rest = content
    more = PLAIN if rest == NOTHING_ELSE else "\t".join(map(_field, rest))
    return f"{report}\t{target}\t{_field(value)}\t{more}\t{'t' if changed else 'f'}\n"


def _field(value):
    if value is None:
        return r"\N"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


NOTHING_ELSE = [None, False, "", None, ""]
PLAIN = "\t".join(map(_field, NOTHING_ELSE))
