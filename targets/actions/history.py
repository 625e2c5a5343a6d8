"""Writing down what stood when, in the transaction of the change. One statement, however many things changed."""

from django.db import connection

_BASIS = """
    INSERT INTO targets_basishistory (report_id, number, at, verb, by_id, submitted_id, accepted_id)
    SELECT r.id, 1 + coalesce((SELECT max(h.number) FROM targets_basishistory h WHERE h.report_id = r.id), 0),
           r.changed_at, %(verb)s, %(by)s, r.submitted_id, r.accepted_id
    FROM targets_return r
    WHERE r.id = ANY(%(ids)s)
    ORDER BY r.id
"""
_SHARES = """
    INSERT INTO targets_sharebefore
        (allocation_id, number, at, verb, by_id, adjustment_id, existed, replaced, own, baseline, baseline_base)
    SELECT a.id, 1 + coalesce((SELECT max(h.number) FROM targets_sharebefore h WHERE h.allocation_id = a.id), 0),
           %(at)s, %(verb)s, %(by)s, %(adjustment)s, %(existed)s, a.replaced, a.own, a.baseline, a.baseline_base
    FROM targets_allocation a
    WHERE a.id = ANY(%(ids)s)
    ORDER BY a.id
"""


def keep_basis(report_ids, verb, *, by):
    """Write down which submissions of these returns count from now on. Call it when they are saved, and locked."""
    with connection.cursor() as cursor:
        cursor.execute(_BASIS, {"ids": list(report_ids), "verb": verb, "by": by.pk})


def keep_shares(allocation_ids, verb, *, by, at, adjustment=None, existed=True):
    """Write down these allocations before they are changed; with ``existed=False`` that they have just been made.

    ``at`` is one moment for everything that changes together, after the plan was locked.
    """
    given = {"ids": list(allocation_ids), "verb": verb, "by": by.pk if by else None, "at": at, "existed": existed}
    if given["ids"]:
        with connection.cursor() as cursor:
            cursor.execute(_SHARES, given | {"adjustment": adjustment.pk if adjustment else None})
