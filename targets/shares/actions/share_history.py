"""Record allocations before they change, in the transaction of the change."""

from django.db import connection

_SHARES = """
    INSERT INTO targets_sharebefore
        (allocation_id, number, at, verb, by_id, adjustment_id, existed, replaced, own, baseline, baseline_base)
    SELECT a.id, 1 + coalesce((SELECT max(h.number) FROM targets_sharebefore h WHERE h.allocation_id = a.id), 0),
           %(at)s, %(verb)s, %(by)s, %(adjustment)s, %(existed)s, a.replaced, a.own, a.baseline, a.baseline_base
    FROM targets_allocation a
    WHERE a.id = ANY(%(ids)s)
    ORDER BY a.id
"""


def keep_shares(allocation_ids, verb, *, by, at, adjustment=None, existed=True):
    """Write down these allocations before they are changed; with ``existed=False`` that they have just been made.

    ``at`` is one moment for everything that changes together, after the plan was locked.
    """
    given = {"ids": list(allocation_ids), "verb": verb, "by": by.pk if by else None, "at": at, "existed": existed}
    if given["ids"]:
        with connection.cursor() as cursor:
            cursor.execute(_SHARES, given | {"adjustment": adjustment.pk if adjustment else None})
