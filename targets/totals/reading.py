"""Reading totals: the stored ones, and those of participants that keep none, derived as they are asked for."""

from collections import defaultdict, namedtuple

from django.db import connection, transaction

from plans.models import Participant
from targets.totals.query_plans import prefer_hash_joins, set_planner_settings
from targets.totals.statements import COLUMNS, DERIVE_TOTALS, TOTAL_COLUMNS, VALUE_COLUMNS

# A total as it is read: the columns of the model without the model, which takes longer to make than its row to fetch.
TotalRow = namedtuple("Row", COLUMNS)  # type: ignore[misc]  # the names are the model's, written once

_KEYS = ("participant_id", "seq", "target_id")
_STORED = "FROM targets_total WHERE participant_id = ANY(%(ids)s::bigint[])"


def read_totals(  # noqa: PLR0913 -- the filters of one query
    plan_id, participant_ids, *, seqs=None, target_ids=None, kept=None, brief=(), names=TOTAL_COLUMNS
):
    """Totals as {(participant id, target id): {seq: TotalRow}}, at ``seqs`` and of ``target_ids`` (None for all).

    Three queries at most, two where the caller knows which of them keep totals (``kept``: their ids, others do no
    harm). Those of the rest are not saved anywhere. Only what ``names`` says need be told, and of the ``brief`` ones of
    ``seqs`` only the values to date: everything else may be None.
    """
    ids = list(participant_ids)
    if kept is None:
        kept = Participant.objects.filter(pk__in=ids, keeps_totals=True).order_by().values_list("pk", flat=True)
    kept = set(kept).intersection(ids)
    found: dict[tuple[int, int], dict[int, TotalRow]] = defaultdict(dict)
    for row in [
        *_read_stored(kept, seqs, target_ids, brief, names),
        *_derive(plan_id, set(ids) - kept, seqs, target_ids),
    ]:
        found[row[0], row[2]][row[1]] = TotalRow._make(row)  # participant, target, seq: as in COLUMNS
    return found


def _read_stored(ids, seqs, target_ids, brief, names):
    if not ids:
        return []
    given = {"ids": sorted(ids), "seqs": sorted(set(seqs or ()).difference(brief)), "brief": sorted(brief)}
    where = _STORED
    if target_ids is not None:
        given["targets"], where = sorted(target_ids), f"{_STORED} AND target_id = ANY(%(targets)s::bigint[])"
    whole = f"SELECT {_select_list(names)} {where}"
    if seqs is not None:
        whole += " AND seq = ANY(%(seqs)s::int[])"
    if brief:
        whole += (
            f" UNION ALL SELECT {_select_list(set(names).intersection(VALUE_COLUMNS))} {where}"
            " AND seq = ANY(%(brief)s::int[])"
        )
    with connection.cursor() as cursor:
        cursor.execute(whole, given)
        return cursor.fetchall()


def _select_list(names):
    """All columns of a Row, with nothing in those that nobody asked for: a number takes longer to fetch than to add."""
    return ", ".join(name if name in _KEYS or name in names else "NULL" for name in COLUMNS)


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
        # Nothing was written. Taking it back takes back what the planner was told, which would otherwise hold for the
        # rest of the caller's transaction: releasing a savepoint keeps settings, rolling back to it does not.
        transaction.set_rollback(True)
    return rows
