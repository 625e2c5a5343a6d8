"""Writing the trail. Call it inside the transaction of the change, so that both stand or fall together."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

# For one row as for a thousand. Not through Django, which takes longer to put it together than the database to run it:
# nothing that anybody does goes by without it.
_ADD = """
INSERT INTO audit_entry (at, username, name, verb, object_type, object_code, unit_code, data)
SELECT %(at)s, %(username)s, %(name)s, %(verb)s, row.type, row.code, row.unit, row.data
FROM unnest(%(types)s::text[], %(codes)s::text[], %(units)s::text[], %(data)s::jsonb[]) AS row (type, code, unit, data)
"""


def record(*, by, verb, on="", unit="", data=None):
    """Add one audit row.

    ``by`` is the person (anything with ``username`` and ``name``) or None for a job; ``verb`` is a dotted word such as
    ``return.submit``; ``on`` and ``unit`` are objects with a ``code`` or plain strings. Raises RuntimeError outside a
    transaction, because a row that commits without its change (or the other way round) would be a lie.
    """
    record_many(by=by, verb=verb, rows=[(on, unit, data)])


def record_many(*, by, verb, rows):
    """As ``record``, in one statement, for many things to which the same was done; ``rows`` of (on, unit, data)."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of its change")
    rows = list(rows)
    given = {"username": getattr(by, "username", ""), "name": getattr(by, "name", ""), "verb": verb}
    given |= {
        "at": timezone.now(),
        "types": ["" if isinstance(on, str) else type(on).__name__.lower() for on, _unit, _data in rows],
        "codes": [code_of(on) for on, _unit, _data in rows],
        "units": [code_of(unit) for _on, unit, _data in rows],
        "data": [json.dumps(data or {}, cls=DjangoJSONEncoder) for _on, _unit, data in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADD, given)


def code_of(thing):
    """The short code by which people know ``thing``."""
    return thing if isinstance(thing, str) else str(getattr(thing, "code", thing.pk))
