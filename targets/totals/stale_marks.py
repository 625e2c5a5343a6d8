"""Marks say which totals are stale. They are written in the transaction of the fact and worked off by the job."""

import logging
from collections import defaultdict
from functools import partial, update_wrapper

from celery import current_app
from django.db import Error as DatabaseGone
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from targets.db.prepared import Prepared
from targets.models import Mark

log = logging.getLogger(__name__)
_ADD_MARKS = Prepared(
    "add_marks",
    """
INSERT INTO targets_mark (plan_id, participant_id, target_id, from_seq, bulk, at)
SELECT mark.*, %(at)s::timestamptz
FROM unnest(%(plan_id)s::bigint[], %(participant_id)s::bigint[], %(target_id)s::bigint[], %(from_seq)s::int[],
    %(bulk)s::bool[]) AS mark
RETURNING plan_id, id
""",
)
_HAS_WAITING_MARKS = """
SELECT EXISTS (SELECT FROM targets_mark WHERE plan_id = %(plan)s AND (%(before)s::bigint IS NULL OR id < %(before)s))
"""
MESSAGE_LIFETIME = (
    60  # seconds after which a message is not worth a worker's while: the sweep has asked again long since
)


def mark_stale(*, plan_id, participant_id=None, target_id=None, from_seq=0, bulk=False):
    """Say that a participant's totals (or the whole plan's) from ``from_seq`` on are stale, and ask for the job.

    Must run inside the transaction of the change: a fact without its mark would leave wrong totals for good.
    ``bulk`` marks (imports) are worked off after those of people.
    """
    mark_many_stale(
        [Mark(plan_id=plan_id, participant_id=participant_id, target_id=target_id, from_seq=from_seq, bulk=bulk)]
    )


def mark_many_stale(marks):
    """As ``mark_stale``, for unsaved ``Mark`` objects, in one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mark is written in the transaction of its fact")
    firsts: dict[int, int] = {}
    for plan_id, number in write_marks(marks):
        firsts[plan_id] = min(number, firsts.get(plan_id, number))
    for plan_id, first in firsts.items():
        _request_once(plan_id, first)


def write_marks(marks):
    """Write unsaved ``Mark`` objects, without asking for the job: (plan's id, mark's number) of each."""
    if not marks:
        return []
    names = ("plan_id", "participant_id", "target_id", "from_seq", "bulk")
    with connection.cursor() as cursor:
        _ADD_MARKS.run(cursor, {name: [getattr(m, name) for m in marks] for name in names} | {"at": timezone.now()})
        return cursor.fetchall()


def has_waiting_marks(plan_id, before=None):
    """Whether a mark of the plan waits; with ``before``, one whose number is lower."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_WAITING_MARKS, {"plan": plan_id, "before": before})
        return cursor.fetchone()[0]


def mark_cells_stale(plan_id, cells):
    """Mark cells, pairs of participant and target id, from before the first period on.

    One mark for each participant: an allocation of sixty targets to a hundred units is not six thousand marks.
    """
    targets = defaultdict(set)
    for participant_id, target_id in cells:
        targets[participant_id].add(target_id)
    mark_many_stale([
        Mark(plan_id=plan_id, participant_id=participant_id, target_id=single_or_none(ids), from_seq=0)
        for participant_id, ids in targets.items()
    ])  # fmt: skip


def single_or_none(ids):
    """The one that there is; None (all) for several."""
    return next(iter(ids)) if len(ids) == 1 else None


def _request_once(plan_id, first):
    """One message a transaction: an import marks a hundred returns, and a broker that is away costs a second a try.

    An earlier message still waiting for the commit is enough: savepoints are a stack, so none that could take it back
    would leave our mark.
    """
    waiting = (call for _savepoints, call, _robust in transaction.get_connection().run_on_commit)
    if any(getattr(call, "plan_id", None) == plan_id for call in waiting):
        return
    asking = update_wrapper(
        partial(request_settling, plan_id, first), request_settling
    )  # by its name, should Django have to log it
    asking.plan_id = plan_id
    transaction.on_commit(asking, robust=True)


def request_settling(plan_id, first=None):
    """Ask the worker to settle the plan. A broker that is away loses nothing: the sweep finds the marks later.

    ``first`` is the number of the mark for which we ask. While an earlier one waits, we need not: it has been asked
    for, and whoever works it off looks for more after its commit, when ours is there already. So twenty returns a
    second make a few messages, and a worker that is dead for a night finds one, and not half a million.
    """
    try:
        if first and has_waiting_marks(plan_id, before=first):
            return
        current_app.send_task("targets.tasks.settle_plan", args=[plan_id], retry=False, expires=MESSAGE_LIFETIME)
    except DatabaseGone as error:  # the fact is committed, and that must be said, whatever happened right after it
        log.warning("the database went away, plan %s waits for the sweep: %s", plan_id, error)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, plan %s waits for the sweep: %s", plan_id, error)
