"""The units that contribute to a total: the last figure of each, its state, and the units without one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Person
from plans.models import Participant
from targets.db.shares_in_force import shares_in_force_sql
from targets.models import BasisHistory, Return, Snapshot
from targets.totals.queries.as_of import TotalKey, current_contributions

# State of a unit at the last due period. "released": it has no share any more; its earlier figures still count.
REPORTED, CARRIED, MISSING, ABSENT, RELEASED = STATES = ("reported", "carried", "missing", "absent", "released")

_SHARES = shares_in_force_sql(
    "a.participant_id, a.own",
    key="a.participant_id",
    where="a.target_id = %(target)s AND a.participant_id IN (SELECT id FROM unit)",
    seq="%(seq)s",
)
# For each unit below that has a share of the target or a figure: its share, and its last figure that counts.
_SELECT_UNIT_FIGURES = f"""
WITH unit AS MATERIALIZED (
    SELECT p.id, p.path FROM plans_participant p WHERE p.plan_id = %(plan)s AND p.path LIKE %(below)s
),
share AS (
    {_SHARES}
),
last_figure AS (
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
       CASE WHEN share.own IS NULL THEN 'released' WHEN last_figure.seq IS NULL THEN 'missing'
            WHEN last_figure.na THEN 'absent' WHEN last_figure.seq = %(due)s THEN 'reported'
            ELSE 'carried' END AS state,
       share.own, coalesce(last_figure.code, ''), last_figure.value, last_figure.base, last_figure.na,
       coalesce(last_figure.reason, ''), coalesce(last_figure.note, ''), last_figure.done_on, last_figure.snapshot_id
FROM unit
LEFT JOIN share ON share.participant_id = unit.id
LEFT JOIN last_figure ON last_figure.participant_id = unit.id
WHERE share.own IS NOT NULL OR last_figure.seq IS NOT NULL
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
    done_on: date | None
    snapshot_id: int | None


@dataclass(frozen=True)
class UnitContribution:
    """A unit's ``figure`` and where it comes from. ``value`` (over ``base``) is the unit's contribution to the total.

    ``submission`` is the Snapshot that counts, ``report`` its return; for a unit without a figure, the return of the
    due period, or None. ``accepted_at`` and ``accepted_by`` are None unless that submission is accepted.
    """

    figure: UnitFigure
    participant: Participant
    value: Decimal | None
    base: Decimal | None
    report: Return | None
    submission: Snapshot | None
    accepted_at: datetime | None = None
    accepted_by: Person | None = None

    @property
    def state(self) -> str:
        return self.figure.state

    @property
    def report_state(self) -> str:
        return self.report.state if self.report else ""


def list_unit_figures(asked: TotalKey, due: int) -> list[UnitFigure]:
    """``UnitFigure`` of every unit below that reports the target, in tree order; one query.

    ``due`` is the seq of the last period at which the target was due (0 for none yet: then no unit is missing).
    """
    participant = asked.participant
    given: dict[str, Any] = {"plan": participant.plan_id, "below": participant.path + "%", "target": asked.target.pk}
    with connection.cursor() as cursor:
        cursor.execute(_SELECT_UNIT_FIGURES.replace("{basis}", asked.basis), given | {"seq": asked.seq, "due": due})
        return [UnitFigure(*row) for row in cursor.fetchall()]


def count_states(figures: Iterable[UnitFigure]) -> list[tuple[str, int]]:
    """[(state, number of units)] in the order of ``STATES``, without states that no unit is in."""
    found = Counter(each.state for each in figures)
    return [(state, found[state]) for state in STATES if found[state]]


def list_unit_contributions(asked: TotalKey, due: int, figures: Iterable[UnitFigure]) -> list[UnitContribution]:
    """``UnitContribution`` of each of these units; seven queries."""
    figures = list(figures)
    ids = [each.participant_id for each in figures]
    people = Participant.objects.in_bulk(ids)
    added = current_contributions(asked, ids)
    snapshots = Snapshot.objects.select_related("by", "upload", "report").in_bulk(
        [each.snapshot_id for each in figures if each.snapshot_id]
    )
    pending = _uncounted_returns(asked, due, [each.participant_id for each in figures if not each.snapshot_id])
    accepted = _acceptances([snapshot.pk for snapshot in snapshots.values()], snapshots)
    lines = []
    for each in figures:
        submission = snapshots.get(each.snapshot_id)
        report = submission.report if submission else pending.get(each.participant_id)
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
    accepted_now = {s.report.accepted_id for s in snapshots.values()}
    return {m.accepted_id: m for m in moves.order_by("number") if m.accepted_id in accepted_now}
