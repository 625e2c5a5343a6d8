"""Reading totals: the stored ones, and those of participants that keep none, derived as they are asked for."""

from collections import defaultdict

from django.db import connection, transaction

from plans.models import Participant
from targets.models import Total
from targets.rollup.planner import prepare
from targets.rollup.statements import CHILDLESS, COLUMNS


def read_totals(plan_id, participant_ids, *, seqs=None, target_ids=None, kept=None):
    """Totals as {(participant id, target id): {seq: Total}}, at ``seqs`` and of ``target_ids`` (None for all).

    Three queries at most, two where the caller knows which of them keep totals (``kept``: their ids, others do no
    harm). Those of the rest are not saved anywhere.
    """
    ids = list(participant_ids)
    if kept is None:
        kept = Participant.objects.filter(pk__in=ids, keeps_totals=True).order_by().values_list("pk", flat=True)
    kept = set(kept).intersection(ids)
    found = defaultdict(dict)
    for total in [*_stored(kept, seqs, target_ids), *_derived(plan_id, set(ids) - kept, seqs, target_ids)]:
        found[total.participant_id, total.target_id][total.seq] = total
    return found


def _stored(ids, seqs, target_ids):
    if not ids:
        return []
    totals = Total.objects.filter(participant__in=ids)
    if seqs is not None:
        totals = totals.filter(seq__in=seqs)
    return totals if target_ids is None else totals.filter(target__in=target_ids)


def _derived(plan_id, ids, seqs, target_ids):
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
        prepare(cursor)
        cursor.execute(CHILDLESS, given)
        rows = cursor.fetchall()
        # Nothing was written. Taking it back takes back what the planner was told, which would otherwise hold for the
        # rest of the caller's transaction: releasing a savepoint keeps settings, rolling back to it does not.
        transaction.set_rollback(True)
    return [Total(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
