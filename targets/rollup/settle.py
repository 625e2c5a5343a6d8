"""Settling: making stale totals right, from the submissions alone.

Whoever settles a plan holds the lock of its ``Settlement`` row for one round: claim a bounded number of marks, merge
them, recompute what they name level by level from the bottom, commit. Recomputing without that lock was tried by
others and gave wrong totals: two workers each summed children that the other had not finished.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from targets.models import Mark, Settlement, Total

ROUND = 256  # marks in a round: an import's 2,850 units must not keep a clerk's return waiting
ADDED = ("submitted", "submitted_base", "accepted", "accepted_base")
COUNTED = tuple(f.name for f in Total._meta.local_fields if f.get_internal_type() == "IntegerField")
VALUES = ("allocation", *ADDED, *COUNTED, "reported_at")
COLUMNS = ("participant_id", "seq", "target_id", *VALUES)


def _statement():
    sums = [f"sum({name}) AS {name}" for name in ADDED] + [
        f"coalesce(sum({name}), 0)::int AS {name}" for name in COUNTED
    ]
    return (
        (Path(__file__).parent / "level.sql")
        .read_text("utf-8")
        .replace("{sums}", ", ".join(sums))
        .replace("{columns}", ", ".join(COLUMNS))
        .replace("{updates}", ", ".join(f"{name} = EXCLUDED.{name}" for name in VALUES))
        .replace("{standing}", ", ".join(f"targets_total.{name}" for name in VALUES))
        .replace("{coming}", ", ".join(f"EXCLUDED.{name}" for name in VALUES))
    )


LEVEL = _statement()
NAMED = "SELECT * FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS named (participant_id, from_seq)"
WHOLE = """SELECT id AS participant_id, %(from_seq)s::int AS from_seq
           FROM plans_participant WHERE plan_id = %(plan)s AND depth = %(depth)s"""

# Every marked participant with all above it; the plan is named again because a mark may name what is no longer there.
CLOSURE = """
WITH RECURSIVE up AS (
    SELECT p.id, p.parent_id, p.depth, m.from_seq
    FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS m (id, from_seq)
    JOIN plans_participant p ON p.id = m.id AND p.plan_id = %(plan)s
    UNION
    SELECT p.id, p.parent_id, p.depth, up.from_seq FROM up JOIN plans_participant p ON p.id = up.parent_id
)
SELECT depth, id, min(from_seq) FROM up GROUP BY depth, id ORDER BY depth DESC, id
"""


@dataclass(frozen=True)
class Round:
    """What one round did: whether it got the plan's lock, and how many marks it worked off."""

    locked: bool
    marks: int = 0


def settle(plan_id):
    """Work off every mark of a plan. Returns how many; None when somebody else is at it and will see ours.

    After each round the lock is free for a moment, and only then do we look for more: a writer whose job found the
    lock taken had committed its mark before, so the holder is bound to see it here.
    """
    done = 0
    while True:
        turn = settle_round(plan_id)
        if not turn.locked:
            return done or None
        done += turn.marks
        if not Mark.objects.filter(plan_id=plan_id).exists():
            return done


@transaction.atomic
def settle_round(plan_id):
    """One claim and its work, in one transaction: killed at any point, it leaves the marks where they were."""
    if not Settlement.objects.select_for_update(skip_locked=True).filter(plan_id=plan_id).exists():
        # Not issued (its marks mean nothing: issuing marks the whole plan) or being settled by somebody else.
        return Round(locked=False)
    marks = _claim(plan_id)
    for target_id, merged in merge(marks).items():
        recompute(plan_id, target_id, merged)
    Settlement.objects.filter(plan_id=plan_id).update(settled_at=timezone.now())
    return Round(locked=True, marks=len(marks))


def _claim(plan_id):
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM targets_mark WHERE id IN (
                   SELECT id FROM targets_mark WHERE plan_id = %s ORDER BY bulk, id LIMIT %s)
               RETURNING participant_id, target_id, from_seq""",
            [plan_id, ROUND],
        )
        return cursor.fetchall()


def merge(marks):
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


def recompute(plan_id, target_id, merged):
    """Recompute the named participants ({id or None for all: from_seq}) and all above them, bottom level first."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")  # compiling the statement would take longer than running it
        given = {"plan": plan_id, "target": target_id, "horizon": horizon(cursor, plan_id)}
        if None in merged:
            given["from_seq"] = merged[None]
            cursor.execute("SELECT DISTINCT depth FROM plans_participant WHERE plan_id = %s ORDER BY 1 DESC", [plan_id])
            for (depth,) in cursor.fetchall():
                cursor.execute(LEVEL.replace("{stale}", WHOLE), {**given, "depth": depth})
            return
        for ids, seqs in _levels(cursor, plan_id, merged):
            cursor.execute(LEVEL.replace("{stale}", NAMED), {**given, "ids": ids, "seqs": seqs})


def _levels(cursor, plan_id, merged):
    """Lists of participants and seqs, one pair for each depth that is touched, deepest first."""
    cursor.execute(CLOSURE, {"plan": plan_id, "ids": list(merged), "seqs": list(merged.values())})
    levels = {}
    for depth, participant_id, seq in cursor.fetchall():
        ids, seqs = levels.setdefault(depth, ([], []))
        ids.append(participant_id)
        seqs.append(seq)
    return list(levels.values())


def horizon(cursor, plan_id):
    """The last period that has begun; totals beyond it would say nothing yet."""
    cursor.execute(
        "SELECT coalesce(max(seq), 0) FROM plans_period WHERE plan_id = %s AND state <> 'planned'", [plan_id]
    )
    return cursor.fetchone()[0]


@transaction.atomic
def rebuild(plan_id):
    """Make every total of a plan anew from the submissions, waiting for whoever is settling it now.

    Marks that stand are left to the next round: a fact may have come in while we worked.
    """
    Settlement.objects.select_for_update().get(plan_id=plan_id)
    Total.objects.filter(participant__plan_id=plan_id).delete()
    recompute(plan_id, None, {None: 0})
    Settlement.objects.filter(plan_id=plan_id).update(settled_at=timezone.now())
