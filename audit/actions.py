"""Writing the trail. Call it inside the transaction of the change, so that both stand or fall together."""

from django.db import transaction

from audit.models import Entry


def record(*, by, verb, on="", unit="", data=None):
    """Add one audit row.

    ``by`` is the person (anything with ``username`` and ``name``) or None for a job; ``verb`` is a dotted word such as
    ``return.submit``; ``on`` and ``unit`` are objects with a ``code`` or plain strings. Raises RuntimeError outside a
    transaction, because a row that commits without its change (or the other way round) would be a lie.
    """
    _require_transaction()
    entry = _entry(by, verb, on, unit, data)
    entry.save(force_insert=True)
    return entry


def record_many(*, by, verb, rows):
    """As ``record``, in one statement, for many things to which the same was done; ``rows`` of (on, unit, data)."""
    _require_transaction()
    Entry.objects.bulk_create(_entry(by, verb, on, unit, data) for on, unit, data in rows)


def _require_transaction():
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of its change")


def _entry(by, verb, on, unit, data):
    return Entry(
        username=getattr(by, "username", ""),
        name=getattr(by, "name", ""),
        verb=verb,
        object_type="" if isinstance(on, str) else type(on).__name__.lower(),
        object_code=code_of(on),
        unit_code=code_of(unit),
        data=data or {},
    )


def code_of(thing):
    """The short code by which people know ``thing``."""
    return thing if isinstance(thing, str) else str(getattr(thing, "code", thing.pk))
