"""Writing the trail. Call it inside the transaction of the change, so that both stand or fall together."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

# Not through Django, which takes longer to put it together than the database to run it: nothing goes by without it.
_ADD = "INSERT INTO audit_entry (at, username, name, verb, object_type, object_code, unit_code, data) VALUES "
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"


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
    begun = timezone.now(), getattr(by, "username", ""), getattr(by, "name", ""), verb
    values = [value for on, unit, data in rows for value in (*begun, *_told(on, unit, data))]
    if values:
        with connection.cursor() as cursor:
            cursor.execute(_ADD + ", ".join([_ROW] * len(rows)), values)


def _told(on, unit, data):
    """What is written of one thing: its kind, its code, the unit's code, and the details."""
    kind = "" if isinstance(on, str) else type(on).__name__.lower()
    return kind, code_of(on), code_of(unit), json.dumps(data or {}, cls=DjangoJSONEncoder)


def code_of(thing):
    """The short code by which people know ``thing``."""
    return thing if isinstance(thing, str) else str(getattr(thing, "code", thing.pk))
