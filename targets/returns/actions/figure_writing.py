"""One figure written, with its versions, in one statement: a cell is saved at every stop of a clerk's typing."""

from dataclasses import asdict

from django.db import connection
from django.utils import timezone

from targets.models import Figure

_CONTENT = ("value", "base", "na", "reason", "done_on", "note")
_COLUMNS = ", ".join(_CONTENT)
_TYPED = "%(value)s::numeric, %(base)s::numeric, %(na)s::boolean, %(reason)s, %(done_on)s::date, %(note)s"
_STOOD = ", ".join(f"f.{name}" for name in _CONTENT)
# Nothing is written where the version is not the one that was seen, nor where the cell holds just this already. What
# stood is kept as well: after an import only the figure itself says what that wrote.
_WRITE = f"""
WITH stood AS (
    SELECT * FROM targets_figure WHERE report_id = %(report)s AND target_id = %(target)s
), wrote AS (
    INSERT INTO targets_figure AS f (report_id, target_id, {_COLUMNS}, version, typed_by_id, typed_at, origin)
    SELECT %(report)s, %(target)s, {_TYPED}, %(seen)s::integer + 1, %(by)s, %(at)s::timestamptz, %(origin)s
    WHERE %(seen)s = 0 OR EXISTS (SELECT 1 FROM stood)
    ON CONFLICT (report_id, target_id) DO UPDATE SET
        ({_COLUMNS}, version, typed_by_id, typed_at, origin)
        = ROW({", ".join(f"excluded.{name}" for name in _CONTENT)}, excluded.version, excluded.typed_by_id,
              excluded.typed_at, excluded.origin)
    WHERE f.version = %(seen)s
        AND ({_STOOD}) IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _CONTENT)})
    RETURNING f.*
), kept AS (
    INSERT INTO targets_figureversion (report_id, target_id, version, {_COLUMNS}, by_id, at, origin)
    SELECT f.report_id, f.target_id, f.version, {_STOOD}, f.typed_by_id, f.typed_at, f.origin
    FROM (SELECT * FROM wrote UNION ALL SELECT * FROM stood WHERE EXISTS (SELECT 1 FROM wrote)) f
    ON CONFLICT (report_id, target_id, version) DO NOTHING
)
SELECT version FROM wrote
"""


def write_figure(report, target, typed, *, by, seen, origin):
    """The Figure as written; None when it does not stand at version ``seen``, or holds just this already. Call it with
    the return locked."""
    at, content = timezone.now(), asdict(typed)
    key = {"report": report.pk, "target": target.pk, "by": by.pk, "seen": seen, "at": at, "origin": origin}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, key | content)
        row = cursor.fetchone()
    if row is None:
        return None
    return Figure(report=report, target=target, version=row[0], typed_by=by, typed_at=at, origin=origin, **content)
