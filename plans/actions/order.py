"""The order of parts: positions count 0, 1, 2 among neighbours, and are only changed with the plan held."""

from django.db.models import Max


def next_position(neighbours):
    """The position after the last of ``neighbours`` (a queryset)."""
    last = neighbours.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def move_among(thing, neighbours, step):
    """Move ``thing`` among ``neighbours`` (a queryset in order) by ``step`` places; whether it could move.

    All neighbours are numbered anew, so gaps and doubles that a deletion left mend themselves.
    """
    rows = list(neighbours)
    here = next(index for index, row in enumerate(rows) if row.pk == thing.pk)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for position, row in enumerate(rows):
        row.position = position
    type(thing).objects.bulk_update(rows, ["position"])
    return there != here
