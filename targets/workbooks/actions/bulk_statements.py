"""The statements of an import: each one for all its returns, in the order of their keys.

Raw SQL, because it moves a row for each cell, and because others wait for what runs under the locks. Measured with
12,000 cells in 300 returns, in one run (ORM: objects and ``bulk_create``): previous cells 3.6 s, this 0.15 s; figures
3.4 s, this 0.2 s; figures of submissions 1.8 s, this 0.08 s. Previous returns, 1,000 of them under the locks: 116 ms,
this 4 ms. Progress and evidence of submissions are copied in the same way; all else in ``bulk`` uses the ORM.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

# A temporary table, so that the cells to write are sent before anything is locked.
CREATE_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS bulk_cell (
    report_id bigint, target_id bigint, value numeric(20, 6), base numeric(20, 6), na boolean, reason varchar(200),
    done_on date, note varchar(500), changed boolean
) ON COMMIT DROP
"""
NO_JIT = "SET LOCAL jit = off"  # compiling takes longer than running
EMPTY_STAGE, ANALYZE_STAGE = "TRUNCATE bulk_cell", "ANALYZE bulk_cell"
COPY_STAGE = "COPY bulk_cell FROM STDIN"

STORE_PREVIOUS_CELLS = """
INSERT INTO targets_cellbefore (upload_id, report_id, target_id, value, base, na, reason, done_on, note, version,
    typed_by_id, typed_at, origin)
SELECT %(upload)s, c.report_id, c.target_id, f.value, f.base, coalesce(f.na, FALSE), coalesce(f.reason, ''), f.done_on,
    coalesce(f.note, ''), coalesce(f.version, 0), f.typed_by_id, f.typed_at, coalesce(f.origin, '')
FROM bulk_cell c LEFT JOIN targets_figure f ON f.report_id = c.report_id AND f.target_id = c.target_id
WHERE c.changed ORDER BY 2, 3
"""
WRITE_FIGURES = """
INSERT INTO targets_figure AS f (report_id, target_id, value, base, na, reason, done_on, note, version, typed_by_id,
    typed_at, origin)
SELECT report_id, target_id, value, base, na, reason, done_on, note, 1, %(by)s, %(at)s, %(origin)s
FROM bulk_cell WHERE changed ORDER BY 1, 2
ON CONFLICT (report_id, target_id) DO UPDATE SET
    value = excluded.value, base = excluded.base, na = excluded.na, reason = excluded.reason,
    done_on = excluded.done_on, note = excluded.note, version = f.version + 1,
    typed_by_id = excluded.typed_by_id, typed_at = excluded.typed_at, origin = excluded.origin
"""

# The submissions that are being made: two lists, side by side.
_SUBMISSIONS = "unnest(%(submit)s::bigint[], %(snapshot_ids)s::bigint[]) AS m(report_id, snapshot_id)"
# With the time of the last move as the import leaves it.
STORE_PREVIOUS_RETURNS = f"""
INSERT INTO targets_returnbefore (upload_id, report_id, snapshot_id, state, correcting, submitted_id, reviewer_id,
    first_submitted_at, changed_at)
SELECT %(upload)s, r.id, m.snapshot_id, r.state, r.correcting, r.submitted_id, r.reviewer_id, r.first_submitted_at,
    CASE WHEN m.snapshot_id IS NULL THEN r.changed_at ELSE %(at)s END
FROM targets_return r LEFT JOIN {_SUBMISSIONS} ON m.report_id = r.id
WHERE r.id = ANY(%(reports)s) ORDER BY r.id
"""
# Snapshot ids are needed before the snapshots exist; the ORM cannot draw from a sequence.
_DRAW_IDS = "SELECT nextval(pg_get_serial_sequence('targets_snapshot', 'id')) FROM generate_series(1, %s)"
# With their numbers, counted from 1. 2,850 of them: by the ORM 0.13 s of the processor, by this 0.03 s.
CREATE_SNAPSHOTS = f"""
INSERT INTO targets_snapshot (id, report_id, number, at, by_id, origin, upload_id)
SELECT m.snapshot_id, m.report_id,
    1 + coalesce((SELECT max(s.number) FROM targets_snapshot s WHERE s.report_id = m.report_id), 0),
    %(at)s, %(by)s, %(origin)s, %(upload)s
FROM {_SUBMISSIONS} ORDER BY 1 RETURNING report_id, number
"""
SNAPSHOT_FIGURES = f"""
INSERT INTO targets_snapshotfigure (snapshot_id, target_id, value, base, na, reason, done_on, note)
SELECT m.snapshot_id, c.target_id, c.value, c.base, c.na, c.reason, c.done_on, c.note
FROM {_SUBMISSIONS} JOIN bulk_cell c ON c.report_id = m.report_id ORDER BY 1, 2
"""
SNAPSHOT_PROGRESS = f"""
INSERT INTO targets_snapshotprogress (snapshot_id, task_id, state, done, obstacle, next_step)
SELECT m.snapshot_id, p.task_id, p.state, p.done, p.obstacle, p.next_step
FROM {_SUBMISSIONS} JOIN targets_progress p ON p.report_id = m.report_id ORDER BY 1, 2
"""
SNAPSHOT_EVIDENCE = f"""
INSERT INTO targets_snapshotevidence (snapshot_id, evidence_id)
SELECT m.snapshot_id, e.id FROM {_SUBMISSIONS} JOIN targets_evidence e ON e.report_id = m.report_id
WHERE e.removed_at IS NULL AND (e.task_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM bulk_cell c WHERE c.report_id = e.report_id AND c.target_id = e.target_id))
ORDER BY 1, 2
"""


def stage_cells(cursor, rows: Iterable[tuple[int, int, Sequence, bool]]) -> None:
    """Copy ``rows`` of (return id, target id, content, changed) into a table that ends with the transaction.

    ``content`` is in the order of ``bulk_cell``: value, base, na, reason, done_on, note.
    """
    cursor.execute(NO_JIT)
    cursor.execute(CREATE_STAGE)
    cursor.execute(EMPTY_STAGE)
    cursor.copy_expert(COPY_STAGE, io.StringIO("".join(_copy_line(*row) for row in rows)))
    cursor.execute(ANALYZE_STAGE)


def draw_snapshot_ids(cursor, number: int) -> list[int]:
    """New ids for this many snapshots."""
    if not number:
        return []
    cursor.execute(_DRAW_IDS, [number])
    return [pk for (pk,) in cursor.fetchall()]


def _copy_line(report, target, content, changed):
    """A cell in the text format of COPY. Nearly all hold a number and nothing else."""
    value, rest = content[0], content[1:]
    more = _NUMBER_ONLY_TEXT if rest == _NUMBER_ONLY else "\t".join(map(_copy_field, rest))
    return f"{report}\t{target}\t{_copy_field(value)}\t{more}\t{'t' if changed else 'f'}\n"


def _copy_field(value):
    if value is None:
        return r"\N"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


_NUMBER_ONLY = (None, False, "", None, "")
_NUMBER_ONLY_TEXT = "\t".join(map(_copy_field, _NUMBER_ONLY))
