"""Write audit entries. Call these inside the transaction of the change, so that both are committed or neither is."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import transaction

from audit.models import Entry
from audit.origin import current_address


class Actor(Protocol):
    """Whose action is recorded: a Person, or anything else with these two names."""

    @property
    def username(self) -> str: ...

    @property
    def name(self) -> str: ...


def record(
    *, by: Actor | None, verb: str, on: object = "", unit: object = "", data: Mapping[str, Any] | None = None
) -> None:
    """Add one audit entry.

    ``by`` is None for a background job; ``verb`` is a dotted word such as ``return.submit``; ``on`` and ``unit`` are
    model instances or codes. Raises RuntimeError outside a transaction, because the entry could then be committed
    without its change.
    """
    _require_transaction()
    _make_entry(by, verb, on, unit, data).save(force_insert=True)


def record_many(
    *, by: Actor | None, verb: str, rows: Iterable[tuple[object, object, Mapping[str, Any] | None]]
) -> None:
    """Add an entry for each row (on, unit, data), all with one verb, in one statement."""
    _require_transaction()
    Entry.objects.bulk_create(_make_entry(by, verb, *row) for row in rows)


def _require_transaction():
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of its change")


def _make_entry(by, verb, on, unit, data):
    return Entry(
        username=getattr(by, "username", ""), name=getattr(by, "name", ""), verb=verb,
        object_type="" if isinstance(on, str) else type(on).__name__.lower(), object_code=code_of(on),
        unit_code=code_of(unit), address=current_address.get(), data=data or {},
    )  # fmt: skip


def code_of(instance: Any) -> str:
    """The code of a model instance, else its primary key; a string is taken as a code itself."""
    return instance if isinstance(instance, str) else str(getattr(instance, "code", instance.pk))
