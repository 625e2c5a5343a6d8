"""Verification: a plan's totals recomputed from its facts by another way, and compared to the last digit."""

from django.db import connection, transaction

from targets.models import Check, Mark, Total
from targets.rollup import facts
from targets.rollup.arithmetic import Sum
from targets.rollup.settle import ADDED, COUNTED

EVIDENCE = 200  # differing totals kept with a check; one fault can touch a whole tree


def verify(plan_id):
    """Compare every total of a plan with a plain recomputation; returns the ``Check`` that says what differed.

    Reads one snapshot of the database, so writers need not wait. Participants whose totals are marked as stale in it
    are not compared, nor those above them: they are not wrong, only late.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:  # inside somebody's transaction it is too late to choose
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _compare(plan_id)


def _compare(plan_id):
    late = _late(plan_id)
    wanted = facts.totals(facts.read(plan_id))
    stored = {(t.participant_id, t.seq, t.target_id): t for t in Total.objects.filter(participant__plan_id=plan_id)}
    keys = [k for k in wanted.keys() | stored.keys() if k[0] not in late]
    differing = [d for k in sorted(keys) if (d := difference(k, wanted.get(k), stored.get(k)))]
    return Check.objects.create(
        plan_id=plan_id, compared=len(keys), differing=len(differing), evidence=differing[:EVIDENCE]
    )


def difference(key, wanted, stored):
    """None when a stored total is what it should be, else a dict of what was expected and what stands."""
    if wanted is None or stored is None:
        return {"at": list(key), "missing": stored is None, "surplus": wanted is None}
    wants, has = values(wanted), values(stored)
    if wants == has:
        return None
    wrong = [name for name in wants if wants[name] != has[name]]
    return {"at": list(key), "wanted": {n: _text(wants[n]) for n in wrong}, "stored": {n: _text(has[n]) for n in wrong}}


def values(total):
    """The comparable numbers of a ``Sum`` or of a stored total, by name."""
    numbers = {name: getattr(total, name) for name in ("allocation", *ADDED)}
    counts = total.counts if isinstance(total, Sum) else vars(total)
    return numbers | {name: counts.get(name, 0) for name in COUNTED}


def _late(plan_id):
    marks = list(Mark.objects.filter(plan_id=plan_id).values_list("participant_id", flat=True))
    read = facts.read(plan_id).participants if marks else []
    if None in marks:
        return {pid for pid, _, _ in read}
    parents = {pid: parent for pid, parent, _ in read}
    late = set()
    for pid in marks:
        while pid is not None and pid not in late:
            late.add(pid)
            pid = parents.get(pid)
    return late


def _text(value):
    return None if value is None else str(value)
