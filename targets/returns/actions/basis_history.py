"""Record which submissions of a return count, in the transaction of the change."""

from collections.abc import Iterable

from django.db import connection

# INSERT … SELECT, which the ORM cannot say: an import moves thousands of returns with this one statement.
_RECORD_BASIS = """
    INSERT INTO targets_basishistory (report_id, number, at, verb, by_id, submitted_id, accepted_id)
    SELECT r.id, 1 + coalesce((SELECT max(h.number) FROM targets_basishistory h WHERE h.report_id = r.id), 0),
           r.changed_at, %(verb)s, %(by)s, r.submitted_id, r.accepted_id
    FROM targets_return r
    WHERE r.id = ANY(%(ids)s)
    ORDER BY r.id
"""


def record_basis(report_ids: Iterable[int], verb: str, *, by) -> None:
    """Record which submissions of these returns count from now on. The returns must be saved and still locked."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORD_BASIS, {"ids": list(report_ids), "verb": verb, "by": by.pk})
