"""Settling: making stale totals right, from the submissions alone.

Whoever settles a plan holds the lock of its ``Settlement`` row for one round: claim a bounded number of marks, merge
them, recompute what they name level by level from the bottom, commit. Recomputing without that lock was tried by
others and gave wrong totals: two workers each summed children that the other had not finished.

Townships and villages with nobody below them keep no totals: theirs are derived when they are asked for (``reading``).
A mark of a person is followed all the way up in its round. One of an import is followed for one level: what stands
above is marked in its turn, once for all its children, and comes to the end of the queue. A change to a whole plan (and
a rebuild) is spread over bulk marks of the same kind. So no round is long, and a clerk's return waits for none of it.
"""

from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter, sleep

from django.db import connection, transaction
from django.utils import timezone

from targets.db.prepared import Prepared
from targets.models import Mark, Settlement
from targets.totals.query_plans import prefer_hash_joins, set_planner_settings, settle_level
from targets.totals.stale_marks import has_waiting_marks, write_marks

MAX_ROUND = 256  # marks in a round at most: an import's 2,850 units must not keep a clerk's return waiting
FIRST_ROUND = 32  # marks in the first round; the next ones grow or shrink with the time that it took
ROUND_SECONDS = 0.15  # that a round should take: a return that comes in meanwhile waits for it and for its own
LOCK_POLL_SECONDS = 0.05  # seconds between two looks at somebody else's settling
BULK_SHARE_DIVISOR = (
    8  # the share of bulk marks in a round with marks of people: few, but some, or an import would never end
)

# Whoever holds this row settles the plan. (As in a submission, and for its reason, without Django: a round comes for
# nearly every return, and its time is part of how long the nation's total takes.)
_CLAIM_PLAN = "SELECT 1 FROM targets_settlement WHERE plan_id = %s FOR UPDATE SKIP LOCKED"
_SET_SETTLED_AT = "UPDATE targets_settlement SET settled_at = %s WHERE plan_id = %s"
# An array is looked up once. A subquery behind IN would be asked again for every mark that waits, where the planner
# believes the table as empty as it mostly is.
TAKE_MARKS = Prepared(
    "take_marks",
    """
DELETE FROM targets_mark WHERE id = ANY(ARRAY(
    SELECT id FROM targets_mark WHERE plan_id = %(plan)s AND bulk = %(bulk)s ORDER BY id LIMIT %(most)s))
RETURNING participant_id, target_id, from_seq
""",
)

# Every marked participant that keeps totals, or else the one above. The plan is named again because a mark may name
# what is no longer there.
# A holder works where it owes or reports something itself, or has children whose totals are nowhere but in its own.
# (Each asked by key for the few that are named: as EXISTS it might become a join with the whole table.)
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

# The lowest that keep totals, in the order of the tree; all others are above one of them.
_SPREAD_MARK = """
INSERT INTO targets_mark (plan_id, participant_id, target_id, from_seq, bulk, at)
SELECT %(plan)s, p.id, %(target)s, %(from_seq)s, TRUE, now()
FROM plans_participant p
WHERE p.plan_id = %(plan)s AND p.keeps_totals
  AND NOT EXISTS (SELECT FROM plans_participant c WHERE c.parent_id = p.id AND c.keeps_totals)
ORDER BY p.path
"""

# Totals of those that keep none: put there by hand, or by a fault.
_DELETE_UNOWNED_TOTALS = """
DELETE FROM targets_total t USING plans_participant p
WHERE p.plan_id = %(plan)s AND t.participant_id = p.id AND NOT p.keeps_totals
"""


@dataclass(frozen=True)
class RoundResult:
    """What one round did: whether it got the plan's lock, and how many marks it worked off."""

    locked: bool
    marks: int = 0


def settle(plan_id, *, seconds=None):
    """Work off every mark of a plan, or those for which there is time in so many ``seconds``. Returns how many; None
    when somebody else is at it and will see ours.

    After each round the lock is free for a moment, and only then do we look for more: a writer whose job found the
    lock taken had committed its mark before, so the holder is bound to see it here.
    """
    done, most, first = 0, FIRST_ROUND, perf_counter()
    while True:
        begun = perf_counter()
        turn = settle_round(plan_id, most)
        if not turn.locked:
            return done or None
        done += turn.marks
        out_of_time = seconds is not None and perf_counter() - first > seconds
        if out_of_time or not has_waiting_marks(plan_id):
            return done
        most = next_round_size(most, turn.marks, perf_counter() - begun)


def next_round_size(most, marks, seconds):
    """How many marks the next round takes, after one of ``marks`` that took ``seconds``: as many
    as fit ``ROUND_SECONDS``, but at most twice as many as before."""
    if not marks:
        return most
    return max(1, min(MAX_ROUND, most * 2, int(marks * ROUND_SECONDS / max(seconds, 0.001))))


@transaction.atomic
def settle_round(plan_id, most=MAX_ROUND):
    """One claim of at most ``most`` marks and its work, in one transaction: killed, it leaves them where they were."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_PLAN, [plan_id])
        if not cursor.fetchone():
            # Not issued (its marks mean nothing: issuing marks the whole plan) or being settled by somebody else.
            return RoundResult(locked=False)
        set_planner_settings(cursor)
        people = _take_marks(cursor, plan_id, bulk=False, most=most)
        _recompute_marked(cursor, plan_id, people, _MARKED_HOLDERS_AND_ABOVE)
        room = most if not people else min(max(1, most // BULK_SHARE_DIVISOR), most - len(people))
        bulk = _take_marks(cursor, plan_id, bulk=True, most=room) if room else []
        for target_id, seqs in _recompute_marked(cursor, plan_id, bulk, _MARKED_HOLDERS).items():
            _mark_bulk(plan_id, target_id, seqs)
        cursor.execute(_SET_SETTLED_AT, [timezone.now(), plan_id])
    return RoundResult(locked=True, marks=len(people) + len(bulk))


def _recompute_marked(cursor, plan_id, marks, reach):
    """Recompute what the marks name, as far up as ``reach`` says (a query of holders). Returns what stands above it
    and is left to do, as {target or None: {participant: seq}}."""
    left = {}
    for target_id, merged in merge_marks(marks).items():
        if None in merged:
            cursor.execute(_SPREAD_MARK, {"plan": plan_id, "target": target_id, "from_seq": merged.pop(None)})
        if merged:
            left[target_id] = recompute(cursor, plan_id, target_id, merged, reach)
    return left


def _mark_bulk(plan_id, target_id, seqs):
    """Without asking for the job: whoever settles looks again after the round."""
    write_marks([
        Mark(plan_id=plan_id, participant_id=pk, target_id=target_id, from_seq=seq, bulk=True)
        for pk, seq in seqs.items()
    ])  # fmt: skip


def _take_marks(cursor, plan_id, *, bulk, most):
    TAKE_MARKS.run(cursor, {"plan": plan_id, "bulk": bulk, "most": most})
    return cursor.fetchall()


def merge_marks(marks):
    """Marks (participant or None, target or None, seq) as {target or None: {participant or None: earliest seq}}.

    The whole plan (None) swallows the participants of the same target, when it begins no later.
    """
    merged = {}
    for participant_id, target_id, seq in marks:
        at = merged.setdefault(target_id, {})
        at[participant_id] = min(seq, at.get(participant_id, seq))
    for at in merged.values():
        if None in at:
            at[None] = min(at.values())
            for participant_id in [p for p in at if p is not None]:
                del at[participant_id]
    return merged


def recompute(cursor, plan_id, target_id, merged, reach=_MARKED_HOLDERS_AND_ABOVE):
    """Recompute the totals of the named participants ({id: from_seq}) and of those above them that ``reach`` names,
    bottom level first. Returns the ones above that it does not name, as {id: from_seq}."""
    given = {"plan": plan_id, "targets": None if target_id is None else [target_id], "last": None}
    reach.run(cursor, {"plan": plan_id, "ids": list(merged), "seqs": list(merged.values())})
    levels, above, done = defaultdict(dict), {}, {}
    for depth, holder_id, parent_id, seq, works in cursor.fetchall():
        levels[depth, works][holder_id] = done[holder_id] = seq
        if parent_id is not None:
            above[parent_id] = min(seq, above.get(parent_id, seq))
    with prefer_hash_joins(cursor):
        for (_, works), seqs in sorted(levels.items(), reverse=True):
            settle_level(cursor, {**given, "ids": list(seqs), "seqs": list(seqs.values())}, works)
    return {pk: seq for pk, seq in above.items() if done.get(pk, seq + 1) > seq}


def rebuild(plan_id, from_seq=0):
    """Make every total of a plan (from a period on) anew from the submissions, in rounds, and return when it is done.

    Whoever settles the plan meanwhile helps. Raises Settlement.DoesNotExist for a plan that is not issued.
    """
    Settlement.objects.get(plan_id=plan_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DELETE_UNOWNED_TOTALS, {"plan": plan_id})
        Mark.objects.create(plan_id=plan_id, from_seq=from_seq, bulk=True)
    while settle(plan_id) is None and has_waiting_marks(plan_id):
        sleep(LOCK_POLL_SECONDS)
