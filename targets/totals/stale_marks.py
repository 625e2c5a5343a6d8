"""Marks of stale totals: written in the transaction of a change, processed by the settling job."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial, update_wrapper
from typing import Any

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
MESSAGE_LIFETIME = 60  # seconds; by then the sweep has sent another message


def mark_stale(
    *,
    plan_id: int,
    participant_id: int | None = None,
    target_id: int | None = None,
    from_seq: int = 0,
    bulk: bool = False,
) -> None:
    """Mark a participant's totals (or the whole plan's) as stale from period ``from_seq`` on, and request settling.

    Must run inside the transaction of the change: without its mark, a change would leave wrong totals for good.
    ``bulk`` marks (imports) are processed after those of people.
    """
    mark_many_stale(
        [Mark(plan_id=plan_id, participant_id=participant_id, target_id=target_id, from_seq=from_seq, bulk=bulk)]
    )


def mark_many_stale(marks: Collection[Mark]) -> None:
    """As ``mark_stale``, for unsaved ``Mark`` objects, in one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mark is written in the transaction of its fact")
    firsts: dict[int, int] = {}
    for plan_id, number in write_marks(marks):
        firsts[plan_id] = min(number, firsts.get(plan_id, number))
    for plan_id, first in firsts.items():
        _request_once(plan_id, first)


def write_marks(marks: Collection[Mark]) -> list[tuple[int, int]]:
    """Insert unsaved ``Mark`` objects without requesting settling; [(plan id, mark id)]."""
    if not marks:
        return []
    names = ("plan_id", "participant_id", "target_id", "from_seq", "bulk")
    with connection.cursor() as cursor:
        _ADD_MARKS.run(cursor, {name: [getattr(m, name) for m in marks] for name in names} | {"at": timezone.now()})
        return cursor.fetchall()


def has_waiting_marks(plan_id: int, before: int | None = None) -> bool:
    """Whether the plan has an unprocessed mark; with ``before``, one with a lower id."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_WAITING_MARKS, {"plan": plan_id, "before": before})
        return cursor.fetchone()[0]


def mark_cells_stale(plan_id: int, cells: Iterable[tuple[int, int]]) -> None:
    """Mark pairs of (participant id, target id) as stale in all periods.

    One mark for each participant, so that allocating sixty targets to a hundred units does not make six thousand marks.
    """
    targets = defaultdict(set)
    for participant_id, target_id in cells:
        targets[participant_id].add(target_id)
    mark_many_stale([
        Mark(plan_id=plan_id, participant_id=participant_id, target_id=single_or_none(ids), from_seq=0)
        for participant_id, ids in targets.items()
    ])  # fmt: skip


def single_or_none(ids: Collection[int]) -> int | None:
    """The only element of ``ids``; None, which stands for all, when there are several."""
    return next(iter(ids)) if len(ids) == 1 else None


def _request_once(plan_id, first):
    """Send one message per transaction and plan: an import marks a hundred returns, and every attempt to reach a broker
    that is down costs a second.

    A callback that was registered earlier is enough: a savepoint whose rollback drops it drops our mark, too.
    """
    waiting = (call for _savepoints, call, _robust in transaction.get_connection().run_on_commit)
    if any(getattr(call, "plan_id", None) == plan_id for call in waiting):
        return
    # With the name of the function, which Django logs when a robust callback fails.
    callback: Any = update_wrapper(partial(request_settling, plan_id, first), request_settling)
    callback.plan_id = plan_id
    transaction.on_commit(callback, robust=True)


def request_settling(plan_id: int, first: int | None = None) -> None:
    """Send the worker a message to settle the plan. When the broker is down nothing is lost: the sweep finds the marks.

    ``first`` is the id of the mark that the message is for. No message is needed while an earlier mark waits: settling
    was requested for that one, and the worker looks for further marks after its commit. So twenty returns a second make
    a few messages, and a worker that was down for a night finds one message, not half a million.
    """
    try:
        if first and has_waiting_marks(plan_id, before=first):
            return
        current_app.send_task("targets.tasks.settle_plan", args=[plan_id], retry=False, expires=MESSAGE_LIFETIME)
    except DatabaseGone as error:  # the change is committed, so an error here must not reach the person
        log.warning("the database went away, plan %s waits for the sweep: %s", plan_id, error)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, plan %s waits for the sweep: %s", plan_id, error)
