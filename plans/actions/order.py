"""Positions of sections and tasks: 0, 1, 2 among siblings. Call these with the plan locked."""

from typing import Any

from django.db.models import Manager, Max, QuerySet


def next_position(siblings: QuerySet | Manager) -> int:
    """The position after the last of ``siblings``."""
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def move_among(instance: Any, siblings: QuerySet, step: int) -> bool:
    """Move a section or task by ``step`` positions among its ordered ``siblings``; return whether it moved.

    All siblings are renumbered, which removes gaps and duplicates.
    """
    rows = list(siblings)
    old = next(index for index, row in enumerate(rows) if row.pk == instance.pk)
    new = min(max(old + step, 0), len(rows) - 1)
    rows.insert(new, rows.pop(old))
    for position, row in enumerate(rows):
        row.position = position
    type(instance).objects.bulk_update(rows, ["position"])
    return new != old
