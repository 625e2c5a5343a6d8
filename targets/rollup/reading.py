"""Reading totals: the stored ones, and those of participants with nobody below them, derived as they are asked for."""

from collections import defaultdict

from django.db import connection, transaction

from plans.models import Participant
from targets.models import Total
from targets.rollup.settle import prepare
from targets.rollup.statements import CHILDLESS, COLUMNS


def read_totals(plan_id, participant_ids, *, seqs=None, target_ids=None, holders=None):
    """Totals as {(participant id, target id): {seq: Total}}, at ``seqs`` and of ``target_ids`` (None for all).

    Three queries at most, two where the caller knows which of them have others below them (``holders``). The totals
    of the rest are not saved anywhere.
    """
    ids = list(participant_ids)
    if holders is None:
        below = Participant.objects.filter(parent__in=ids).order_by()
        holders = set(below.values_list("parent_id", flat=True).distinct())
    holders = holders.intersection(ids)
    found = defaultdict(dict)
    for total in [*_stored(holders, seqs, target_ids), *_derived(plan_id, set(ids) - holders, seqs, target_ids)]:
        found[total.participant_id, total.target_id][total.seq] = total
    return found


def _stored(ids, seqs, target_ids):
    if not ids:
        return ()
    totals = Total.objects.filter(participant__in=ids)
    if seqs is not None:
        totals = totals.filter(seq__in=seqs)
    return totals if target_ids is None else totals.filter(target__in=target_ids)


def _derived(plan_id, ids, seqs, target_ids):
    if not ids:
        return
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
        for row in cursor.fetchall():
            yield Total(**dict(zip(COLUMNS, row, strict=True)))
