"""Read totals: stored ones, and those of participants without stored totals, derived by the same statements."""

from collections import defaultdict, namedtuple
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction

from plans.models import Participant
from targets.totals.query_plans import prefer_hash_joins, set_planner_settings
from targets.totals.statements import COLUMNS, DERIVE_TOTALS, TOTAL_COLUMNS, VALUE_COLUMNS

# The columns of a total without a model instance, which takes longer to make than its row takes to fetch.
TotalRow = namedtuple("TotalRow", COLUMNS)  # type: ignore[misc]  # the columns are the model's, written once

_KEYS = ("participant_id", "seq", "target_id")
_STORED = "FROM targets_total WHERE participant_id = ANY(%(ids)s::bigint[])"


def read_totals(  # noqa: PLR0913 -- the filters of one query
    plan_id: int,
    participant_ids: Iterable[int],
    *,
    seqs: Collection[int] | None = None,
    target_ids: Collection[int] | None = None,
    stored_ids: Iterable[int] | None = None,
    value_seqs: Collection[int] = (),
    columns: Collection[str] = TOTAL_COLUMNS,
) -> dict[tuple[int, int], dict[int, Any]]:
    """Totals as {(participant id, target id): {seq: TotalRow}}, at ``seqs`` and of ``target_ids`` (None for all).

    ``stored_ids`` are the participants that keep totals, if the caller knows them (more ids than asked for are
    ignored): then two queries, else three. The totals of the others are derived. Only ``columns`` are read, and for
    ``value_seqs``, a part of ``seqs``, only the values to date: all other fields may be None.
    """
    ids = list(participant_ids)
    if stored_ids is None:
        stored_ids = Participant.objects.filter(pk__in=ids, keeps_totals=True).order_by().values_list("pk", flat=True)
    stored_ids = set(stored_ids).intersection(ids)
    found: dict[tuple[int, int], dict[int, TotalRow]] = defaultdict(dict)
    for row in [
        *_read_stored(stored_ids, seqs, target_ids, value_seqs, columns),
        *_derive(plan_id, set(ids) - stored_ids, seqs, target_ids),
    ]:
        found[row[0], row[2]][row[1]] = TotalRow._make(row)  # participant, target, seq: as in COLUMNS
    return found


def _read_stored(ids, seqs, target_ids, value_seqs, columns):
    if not ids:
        return []
    given = {
        "ids": sorted(ids),
        "seqs": sorted(set(seqs or ()).difference(value_seqs)),
        "value_seqs": sorted(value_seqs),
    }
    where = _STORED
    if target_ids is not None:
        given["targets"], where = sorted(target_ids), f"{_STORED} AND target_id = ANY(%(targets)s::bigint[])"
    whole = f"SELECT {_select_list(columns)} {where}"
    if seqs is not None:
        whole += " AND seq = ANY(%(seqs)s::int[])"
    if value_seqs:
        whole += (
            f" UNION ALL SELECT {_select_list(set(columns).intersection(VALUE_COLUMNS))} {where}"
            " AND seq = ANY(%(value_seqs)s::int[])"
        )
    with connection.cursor() as cursor:
        cursor.execute(whole, given)
        return cursor.fetchall()


def _select_list(columns):
    """All columns of a ``TotalRow``, NULL for those not wanted: decimals take long to fetch."""
    return ", ".join(name if name in _KEYS or name in columns else "NULL" for name in COLUMNS)


def _derive(plan_id, ids, seqs, target_ids):
    if not ids:
        return []
    given = {
        "plan": plan_id,
        "ids": list(ids),
        "seqs": [0] * len(ids),
        "targets": None if target_ids is None else list(target_ids),
        "at": None if seqs is None else list(seqs),
        "last": None if seqs is None else max(seqs, default=0),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        set_planner_settings(cursor)
        with prefer_hash_joins(cursor):
            cursor.execute(DERIVE_TOTALS, given)
            rows = cursor.fetchall()
        # Nothing was written. Rolling back restores the planner's settings, which would otherwise last for the rest of
        # the caller's transaction: releasing a savepoint keeps settings, rolling back to it does not.
        transaction.set_rollback(True)
    return rows
