"""The figures behind a total: each unit below that reports the target, what it says, since when; who is missing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from plans.models import Participant
from targets.db.shares_in_force import shares_in_force_sql
from targets.models import BasisHistory, Return, Snapshot
from targets.totals.queries.as_of import current_contributions

# How a unit stands at the last period that was due. "Released" owes it no more, and what it has done stays counted.
REPORTED, CARRIED, MISSING, ABSENT, RELEASED = STATES = ("reported", "carried", "missing", "absent", "released")

_SHARES = shares_in_force_sql(
    "a.participant_id, a.own",
    key="a.participant_id",
    where="a.target_id = %(target)s AND a.participant_id IN (SELECT id FROM unit)",
    seq="%(seq)s",
)
# For each unit below that owes the target or says something of it: its share, and its last figure that counts.
_UNITS = f"""
WITH unit AS MATERIALIZED (
    SELECT p.id, p.path FROM plans_participant p WHERE p.plan_id = %(plan)s AND p.path LIKE %(below)s
),
share AS (
    {_SHARES}
),
said AS (
    SELECT DISTINCT ON (r.participant_id) r.participant_id, pe.seq, pe.code, f.value, f.base, f.na, f.reason, f.note,
           f.done_on, f.snapshot_id
    FROM unit
    JOIN targets_return r ON r.participant_id = unit.id
    JOIN plans_period pe ON pe.id = r.period_id AND pe.seq <= %(seq)s
    JOIN targets_snapshotfigure f ON f.snapshot_id = r.{{basis}}_id AND f.target_id = %(target)s
    WHERE f.value IS NOT NULL OR f.na
    ORDER BY r.participant_id, pe.seq DESC
)
SELECT unit.id,
       CASE WHEN share.own IS NULL THEN 'released' WHEN said.seq IS NULL THEN 'missing' WHEN said.na THEN 'absent'
            WHEN said.seq = %(due)s THEN 'reported' ELSE 'carried' END AS state,
       share.own, coalesce(said.code, ''), said.value, said.base, said.na, coalesce(said.reason, ''),
       coalesce(said.note, ''), said.done_on, said.snapshot_id
FROM unit
LEFT JOIN share ON share.participant_id = unit.id
LEFT JOIN said ON said.participant_id = unit.id
WHERE share.own IS NOT NULL OR said.seq IS NOT NULL
ORDER BY unit.path
"""


@dataclass(frozen=True)
class UnitFigure:
    """One unit that reports the target: its ``state`` at the last due period, and its last figure that counts.

    ``period`` is that of the figure: for what is carried forward, since when; for not applicable, from when on.
    """

    participant_id: int
    state: str
    share: Decimal | None
    period: str
    value: Decimal | None
    base: Decimal | None
    na: bool | None
    reason: str
    note: str
    done_on: object
    snapshot_id: int | None


@dataclass(frozen=True)
class UnitContribution:
    """One ``UnitFigure`` with all that stands behind it. ``value`` (over ``base``) is what the unit adds to the total.

    ``submission`` is the Snapshot that counts (who, when, from page or workbook), ``report`` its return now; for who
    is missing, the return of the due period, if there is one. ``accepted_at`` and ``accepted_by`` where it was.
    """

    said: UnitFigure
    participant: object
    value: Decimal | None
    base: Decimal | None
    report: Return | None
    submission: Snapshot | None
    accepted_at: datetime | None = None
    accepted_by: object = None

    @property
    def state(self):
        return self.said.state

    @property
    def report_state(self):
        return self.report.state if self.report else ""


def list_unit_figures(asked, due):
    """``UnitFigure`` of every unit below that reports the target, in the order of the tree; one query.

    ``due`` is the last period at which it was due (0: not yet, then nobody is missing or carried forward).
    """
    participant = asked.participant
    given = {"plan": participant.plan_id, "below": participant.path + "%", "target": asked.target.pk}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS.replace("{basis}", asked.basis), given | {"seq": asked.seq, "due": due})
        return [UnitFigure(*row) for row in cursor.fetchall()]


def count_states(everybody):
    """How many units stand how: [(state, number)], without those that nobody is in."""
    found = Counter(each.state for each in everybody)
    return [(state, found[state]) for state in STATES if found[state]]


def list_unit_contributions(asked, due, some):
    """``UnitContribution`` for ``some`` of the units: seven queries, however many they are."""
    ids = [each.participant_id for each in some]
    people = Participant.objects.in_bulk(ids)
    added = current_contributions(asked, ids)
    snapshots = Snapshot.objects.select_related("by", "upload", "report").in_bulk(
        [each.snapshot_id for each in some if each.snapshot_id]
    )
    waiting = _uncounted_returns(asked, due, [each.participant_id for each in some if not each.snapshot_id])
    accepted = _acceptances([snapshot.pk for snapshot in snapshots.values()], snapshots)
    lines = []
    for each in some:
        submission = snapshots.get(each.snapshot_id)
        report = submission.report if submission else waiting.get(each.participant_id)
        value, base = added.get(each.participant_id, (None, None))
        row = accepted.get(each.snapshot_id)
        moved = (row.at, row.by) if row else (None, None)
        lines.append(UnitContribution(each, people[each.participant_id], value, base, report, submission, *moved))
    return lines


def _uncounted_returns(asked, due, ids):
    """The returns of the due period of those of whom nothing counts: draft, sent back, or not accepted yet."""
    return {r.participant_id: r for r in Return.objects.filter(participant__in=ids, period__seq=due)} if ids else {}


def _acceptances(ids, snapshots):
    """snapshot id -> the move that accepted it, for those that are accepted now."""
    reports = {snapshots[pk].report_id for pk in ids}
    moves = BasisHistory.objects.filter(report__in=reports, accepted__in=ids, verb="accept").select_related("by")
    standing = {s.report.accepted_id for s in snapshots.values()}
    return {m.accepted_id: m for m in moves.order_by("number") if m.accepted_id in standing}
