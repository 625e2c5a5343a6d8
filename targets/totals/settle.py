"""Settling: recomputing stale totals from the submissions.

A worker holds the lock of the plan's ``Settlement`` row for one round: it claims a bounded number of marks, merges
them, recomputes the totals that they name level by level from the bottom, and commits. Without that lock totals become
wrong: two workers each sum children that the other has not finished.

Townships and villages without children store no totals; theirs are derived when they are read (``reading``).
A person's mark is followed up to the root in its round. A bulk mark (of an import) is followed for one level: the
parent is marked in turn, once for all its children, at the end of the queue. A change to a whole plan, and a rebuild,
becomes one bulk mark for each of the lowest participants that store totals. So an import is settled level by level,
each participant once, in short rounds; and rounds of people's marks come in between, so that a clerk's return does not
wait for it (ADR 0018).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from targets.db.prepared import Prepared
from targets.models import Mark, Settlement
from targets.totals.query_plans import prefer_hash_joins, set_planner_settings, settle_level
from targets.totals.stale_marks import has_waiting_marks

MAX_ROUND = 256  # most marks in a round: a clerk's return must not wait for the 2,850 units of an import
FIRST_ROUND = 32  # marks in the first round; later rounds are sized by the time that it took
ROUND_SECONDS = 0.15  # how long a round should take; a return that arrives meanwhile waits for it
# On a busy machine a round of one mark may take longer than a round should, and would be followed by rounds of one mark
# for ever: what people submit at 20 returns a second piled up for 3.7 s. So no round is made smaller than this.
SMALLEST_ROUNDS = {False: FIRST_ROUND, True: 8}  # of people's marks, and of bulk marks
LARGEST_ROUNDS = {False: MAX_ROUND, True: MAX_ROUND}  # of people's marks, and of bulk marks
LOCK_POLL_SECONDS = 0.05  # between two attempts while another worker holds the lock

# The lock of a plan. Written in SQL like the statements of a submission: a round comes for nearly every return, and its
# time is part of the 35 ms in which the nation's total follows a return (docs/capacity.md, bench/saves.py).
_CLAIM_PLAN = "SELECT 1 FROM targets_settlement WHERE plan_id = %s FOR UPDATE SKIP LOCKED"
_SET_SETTLED_AT = "UPDATE targets_settlement SET settled_at = %s, rounds = rounds + 1 WHERE plan_id = %s"
# The array is evaluated once. With id IN (SELECT …) the planner, whose statistics say that the table is empty, ran the
# subquery for every waiting mark: 1.8 s of a round beside an import (docs/capacity.md).
TAKE_MARKS = Prepared(
    "take_marks",
    """
DELETE FROM targets_mark WHERE id = ANY(ARRAY(
    SELECT id FROM targets_mark WHERE plan_id = %(plan)s AND bulk = %(bulk)s ORDER BY id LIMIT %(most)s))
RETURNING participant_id, target_id, from_seq
""",
)

# The holders of the marks: each marked participant that stores totals, or else its parent. The plan is compared again
# because a marked participant may have been removed. ``works`` says whether the holder has contributions besides its
# children's stored totals: it owes or reports something itself, or has children that store no totals. (Scalar
# subqueries, because EXISTS might become a join with the whole table.)
_HAS_REPORTS = """coalesce(
    (SELECT TRUE FROM plans_participant WHERE parent_id = h.id AND NOT keeps_totals LIMIT 1),
    (SELECT TRUE FROM targets_return WHERE participant_id = h.id LIMIT 1),
    (SELECT TRUE FROM targets_allocation WHERE participant_id = h.id AND own IS NOT NULL AND NOT replaced LIMIT 1),
    FALSE) AS works"""
_HOLDERS = """
SELECT h.depth, h.id, h.parent_id, min(m.from_seq) AS from_seq
FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS m (id, from_seq)
JOIN plans_participant p ON p.id = m.id AND p.plan_id = %(plan)s
JOIN plans_participant h ON h.id = CASE
    WHEN p.keeps_totals THEN p.id ELSE p.parent_id END
GROUP BY h.depth, h.id, h.parent_id
"""
_MARKED_HOLDERS = Prepared("marked_holders", f"SELECT h.*, {_HAS_REPORTS} FROM ({_HOLDERS}) AS h")
_MARKED_HOLDERS_AND_ABOVE = Prepared(
    "marked_closure",
    f"""
WITH RECURSIVE up AS (
    SELECT * FROM ({_HOLDERS}) AS holders
    UNION
    SELECT p.depth, p.id, p.parent_id, up.from_seq FROM up JOIN plans_participant p ON p.id = up.parent_id
)
SELECT h.*, {_HAS_REPORTS}
FROM (SELECT depth, id, parent_id, min(from_seq) FROM up GROUP BY depth, id, parent_id) AS h
""",
)

# A bulk mark for each of the lowest participants that store totals, in tree order; all others are above one of them.
_SPREAD_MARK = """
INSERT INTO targets_mark (plan_id, participant_id, target_id, from_seq, bulk, at)
SELECT %(plan)s, p.id, %(target)s, %(from_seq)s, TRUE, now()
FROM plans_participant p
WHERE p.plan_id = %(plan)s AND p.keeps_totals
  AND NOT EXISTS (SELECT FROM plans_participant c WHERE c.parent_id = p.id AND c.keeps_totals)
ORDER BY p.path
"""

# Totals of participants that should store none: put there by hand, or by a fault.
_DELETE_UNOWNED_TOTALS = """
DELETE FROM targets_total t USING plans_participant p
WHERE p.plan_id = %(plan)s AND t.participant_id = p.id AND NOT p.keeps_totals
"""


# The parents of settled bulk marks, in tree order: neighbours are settled in one round. A parent that waits already is
# not marked again. Its mark cannot be lost, because only who holds the plan's lock takes marks. Marked by each round in
# the order of the returns, 333 cities of the nation were settled 2,700 times: half of an import's time. (The waiting
# marks are read once: the planner believes their table empty, and would search it again for each parent.)
_MARK_PARENTS = """
WITH waiting AS MATERIALIZED (
    SELECT participant_id, min(from_seq) AS from_seq FROM targets_mark
    WHERE plan_id = %(plan)s AND bulk AND participant_id IS NOT NULL
      AND (target_id IS NULL OR target_id = %(target)s::bigint)
    GROUP BY participant_id
)
INSERT INTO targets_mark (plan_id, participant_id, target_id, from_seq, bulk, at)
SELECT %(plan)s, p.id, %(target)s::bigint, m.from_seq, TRUE, now()
FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS m (id, from_seq)
JOIN plans_participant p ON p.id = m.id
LEFT JOIN waiting w ON w.participant_id = m.id AND w.from_seq <= m.from_seq
WHERE w.participant_id IS NULL
ORDER BY p.path
"""


@dataclass(frozen=True)
class RoundResult:
    """Whether a round got the plan's lock, how many marks it processed, and whether they were bulk marks."""

    locked: bool
    marks: int = 0
    bulk: bool = False


def settle(plan_id: int, *, seconds: float | None = None) -> int | None:
    """Process the marks of a plan, for at most ``seconds`` if given. Returns how many; None when another worker holds
    the lock, which will process them.

    The lock is released after each round, before the search for further marks: a writer whose job found the lock taken
    had committed its mark before, so the holder finds it here.
    """
    done, sizes, bulk_first, first = 0, {False: FIRST_ROUND, True: FIRST_ROUND}, False, perf_counter()
    while True:
        begun = perf_counter()
        turn = settle_round(plan_id, sizes, bulk_first=bulk_first)
        if not turn.locked:
            return done or None
        done += turn.marks
        out_of_time = seconds is not None and perf_counter() - first > seconds
        if out_of_time or not has_waiting_marks(plan_id):
            return done
        sizes[turn.bulk] = next_round_size(sizes[turn.bulk], turn, perf_counter() - begun)
        bulk_first = not turn.bulk


def next_round_size(most: int, turn: RoundResult, seconds: float) -> int:
    """The size of the next round of this kind after one of at most ``most`` marks that took ``seconds``: as many marks
    as fit ``ROUND_SECONDS``, at most twice as many as before."""
    if not turn.marks:
        return most
    fitting = min(most * 2, int(turn.marks * ROUND_SECONDS / max(seconds, 0.001)))
    return min(MAX_ROUND, max(SMALLEST_ROUNDS[turn.bulk], fitting))


@transaction.atomic
def settle_round(plan_id: int, sizes: Mapping[bool, int] = LARGEST_ROUNDS, *, bulk_first: bool = False) -> RoundResult:
    """Claim marks and recompute what they name, in one transaction. If it fails the marks remain.

    A round takes the marks of people or, if there are none, those of imports; with ``bulk_first`` the other way round.
    ``sizes`` says how many at most, {bulk: marks}.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_PLAN, [plan_id])
        if not cursor.fetchone():
            # Not issued (then its marks are void: issuing marks the whole plan), or locked by another worker.
            return RoundResult(locked=False)
        set_planner_settings(cursor)
        bulk = bulk_first
        marks = _take_marks(cursor, plan_id, bulk=bulk, most=sizes[bulk])
        if not marks:
            bulk = not bulk_first
            marks = _take_marks(cursor, plan_id, bulk=bulk, most=sizes[bulk])
        left = _recompute_marked(cursor, plan_id, marks, _MARKED_HOLDERS if bulk else _MARKED_HOLDERS_AND_ABOVE)
        for target_id, seqs in left.items():
            _mark_parents(cursor, plan_id, target_id, seqs)
        cursor.execute(_SET_SETTLED_AT, [timezone.now(), plan_id])
    return RoundResult(locked=True, marks=len(marks), bulk=bulk)


def _recompute_marked(cursor, plan_id, marks, reach):
    """Recompute the totals that the marks name; ``reach``, a query of holders, says how far up the tree.

    Returns the parents that remain to be recomputed, as {target id or None: {participant id: seq}}.
    """
    left = {}
    for target_id, merged in merge_marks(marks).items():
        if None in merged:
            cursor.execute(_SPREAD_MARK, {"plan": plan_id, "target": target_id, "from_seq": merged.pop(None)})
        if merged:
            left[target_id] = recompute(cursor, plan_id, target_id, merged, reach)
    return left


def _mark_parents(cursor, plan_id, target_id, seqs):
    """Write bulk marks without requesting settling: the running worker looks for marks after its round."""
    if seqs:
        given = {"plan": plan_id, "target": target_id, "ids": list(seqs), "seqs": list(seqs.values())}
        cursor.execute(_MARK_PARENTS, given)


def _take_marks(cursor, plan_id, *, bulk, most):
    TAKE_MARKS.run(cursor, {"plan": plan_id, "bulk": bulk, "most": most})
    return cursor.fetchall()


def merge_marks(marks: Iterable[tuple[int | None, int | None, int]]) -> dict[int | None, dict[int | None, int]]:
    """Marks (participant or None, target or None, seq) as {target or None: {participant or None: earliest seq}}.

    A mark of the whole plan (participant None) includes those of single participants with the same target.
    """
    merged: dict[int | None, dict[int | None, int]] = {}
    for participant_id, target_id, seq in marks:
        at = merged.setdefault(target_id, {})
        at[participant_id] = min(seq, at.get(participant_id, seq))
    for at in merged.values():
        if None in at:
            at[None] = min(at.values())
            for participant_id in [p for p in at if p is not None]:
                del at[participant_id]
    return merged


def recompute(
    cursor: CursorWrapper,
    plan_id: int,
    target_id: int | None,
    merged: Mapping[Any, int],
    reach: Prepared = _MARKED_HOLDERS_AND_ABOVE,
) -> dict[int, int]:
    """Recompute the totals of the marked participants ({id: from_seq}) and of those above them that ``reach`` finds,
    bottom level first. Returns the parents that it does not include, as {id: from_seq}."""
    given = {"plan": plan_id, "targets": None if target_id is None else [target_id], "last": None}
    reach.run(cursor, {"plan": plan_id, "ids": list(merged), "seqs": list(merged.values())})
    levels: dict[tuple[int, bool], dict[int, int]] = defaultdict(dict)
    above: dict[int, int] = {}
    done: dict[int, int] = {}
    for depth, holder_id, parent_id, seq, works in cursor.fetchall():
        levels[depth, works][holder_id] = done[holder_id] = seq
        if parent_id is not None:
            above[parent_id] = min(seq, above.get(parent_id, seq))
    with prefer_hash_joins(cursor):
        for (_, works), seqs in sorted(levels.items(), reverse=True):
            settle_level(cursor, {**given, "ids": list(seqs), "seqs": list(seqs.values())}, works)
    return {pk: seq for pk, seq in above.items() if done.get(pk, seq + 1) > seq}


def rebuild(plan_id: int, from_seq: int = 0) -> None:
    """Recompute every total of a plan from period ``from_seq`` on, in rounds; returns when it is done.

    Other workers may take rounds meanwhile. Raises Settlement.DoesNotExist for a plan that is not issued.
    """
    Settlement.objects.get(plan_id=plan_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DELETE_UNOWNED_TOTALS, {"plan": plan_id})
        Mark.objects.create(plan_id=plan_id, from_seq=from_seq, bulk=True)
    while settle(plan_id) is None and has_waiting_marks(plan_id):
        sleep(LOCK_POLL_SECONDS)
