"""What has changed a total since a moment, and its value then, from the history of returns and shares.

Each unit is followed from then until now, move by move. What a move changed in the unit's own contribution it
changed in every total above, because totals are plain sums, so the effects add up to the difference. The properties of
the target (its upper end, how it is counted) are those of today.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db import connection

from plans.models import Participant
from targets.models import Allocation, Return, ShareBefore, SnapshotFigure, Target
from targets.totals.arithmetic import ReportedValue, ShareVersion, unit_contribution
from targets.totals.facts import target_rules

ZERO = Decimal(0)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)

# Every moment at which another submission began to count, for units below where one did since, and for those named.
# Returns without any history came by no action (of a benchmark, say): what counts has counted from its submission on.
_SELECT_MOVES = """
WITH unit AS (
    SELECT r.participant_id
    FROM targets_basishistory h
    JOIN targets_return r ON r.id = h.report_id
    JOIN plans_participant p ON p.id = r.participant_id
    WHERE h.at > %(since)s AND p.plan_id = %(plan)s AND p.path LIKE %(below)s
    UNION
    SELECT unnest(%(named)s::bigint[])
)
SELECT r.participant_id, coalesce(h.at, s.at) AS at, coalesce(h.verb, 'submit'), coalesce(h.by_id, s.by_id),
       pe.seq, pe.code, CASE WHEN h.report_id IS NULL THEN s.id ELSE h.{basis}_id END
FROM unit
JOIN targets_return r ON r.participant_id = unit.participant_id
JOIN plans_period pe ON pe.id = r.period_id AND pe.seq <= %(seq)s
LEFT JOIN targets_basishistory h ON h.report_id = r.id
LEFT JOIN targets_snapshot s ON h.report_id IS NULL AND s.id = r.{basis}_id
WHERE h.report_id IS NOT NULL OR s.id IS NOT NULL
ORDER BY r.participant_id, at, pe.seq, h.number
"""


@dataclass(frozen=True)
class TotalKey:
    """Which total: a participant's, of a target, at a period, on a basis ("submitted" or "accepted")."""

    participant: Participant
    target: Target
    seq: int
    basis: str
    periods: tuple


@dataclass(frozen=True)
class ContributionMove:
    """One thing that happened to a unit: another submission (``snapshot_id``, or None) counts in a period, or its
    share is another (``seq`` is None)."""

    participant_id: int
    at: datetime
    verb: str
    by_id: int | None
    seq: int | None = None
    period: str = ""
    snapshot_id: int | None = None
    adjustment_id: int | None = None


@dataclass(frozen=True)
class MoveEffect:
    """What a move did to the total: ``value`` (of a ratio with ``base``, its denominator) is the difference it made.

    ``previous_snapshot_id`` is the snapshot that counted in that period before; ``before`` and ``after`` are the
    figures (None: none counted).
    """

    move: ContributionMove
    value: Decimal
    base: Decimal
    previous_snapshot_id: int | None = None
    before: ReportedValue | None = None
    after: ReportedValue | None = None


@dataclass(frozen=True)
class ChangesSince:
    """The effects since a day, the latest first, and the ``value`` (and ``base``) that the total had then.

    ``known_participant_ids`` are those of the participants with moves since that had a known value then.
    """

    at: datetime
    value: Decimal | None
    base: Decimal | None
    effects: tuple[MoveEffect, ...]
    known_participant_ids: frozenset[int] = frozenset()


def explain_changes_since(
    asked: TotalKey, at: datetime, value: Decimal | None, base: Decimal | None = None
) -> ChangesSince:
    """``ChangesSince`` for a total that is ``value`` (over ``base``) now. The number of queries is constant."""
    timelines = _read_timelines(asked, at)
    effects = sorted((e for timeline in timelines for e in timeline.effects()), key=lambda e: e.move.at, reverse=True)
    then = (value or ZERO) - sum((e.value for e in effects), ZERO)
    known_ids = frozenset(timeline.participant_id for timeline in timelines if timeline.known_then)
    if not (known_ids or then or (value is not None and _unchanged_units_known(asked, timelines))):
        return ChangesSince(at, None, None, tuple(effects))
    then_base = (base or ZERO) - sum((e.base for e in effects), ZERO)
    return ChangesSince(at, then, then_base if asked.target.is_rate else None, tuple(effects), known_ids)


def current_contributions(
    asked: TotalKey, participant_ids: Iterable[int]
) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """The current contributions of these participants alone, without those below: {id: (value, denominator)}."""
    return {
        timeline.participant_id: timeline.now for timeline in _read_timelines(asked, END_OF_TIME, named=participant_ids)
    }


def _unchanged_units_known(asked, timelines):
    """Whether a unit where nothing has changed knows its value: then the total was 0, else nothing was known at all."""
    below = {"participant__path__startswith": asked.participant.path}
    counts = Return.objects.filter(
        participant__plan=asked.participant.plan_id, period__seq__lte=asked.seq, **below
    ).exclude(**{asked.basis: None})
    begun = Allocation.objects.filter(target=asked.target, baseline__isnull=False, **below)
    ids = counts.values_list("participant_id").union(begun.values_list("participant_id"))
    others = {pk for (pk,) in ids} - {timeline.participant_id for timeline in timelines}
    return any(value is not None for value, _ in current_contributions(asked, others).values()) if others else False


class _UnitTimeline:
    """What a unit contributed from ``at`` until now: its submissions that counted, and the versions of its shares."""

    def __init__(self, participant_id, at, value_of, figure):
        self.participant_id, self.at = participant_id, at
        self.value_of = value_of  # (shares, snapshots by period) -> (value, denominator)
        self.figure = figure  # snapshot id -> ReportedValue or None
        self.moves: list[ContributionMove] = []
        self.allocations: list[Allocation] = []
        self.images = defaultdict(list)  # allocation id -> how it stood before each change since, oldest first

    @property
    def known_then(self):
        counted = {m.seq: m.snapshot_id for m in self.moves if m.at <= self.at}
        return self.value_of(self._shares(self.at), counted)[0] is not None

    @property
    def now(self):
        return self.value_of(self._shares(END_OF_TIME), {m.seq: m.snapshot_id for m in self.moves})

    def effects(self):
        """The moves since that changed what this unit contributes."""
        counted = {m.seq: m.snapshot_id for m in self.moves if m.at <= self.at}
        value, base = self.value_of(self._shares(self.at), counted)
        for move in self._since():
            previous = counted.get(move.seq)
            if move.seq is not None:
                counted[move.seq] = move.snapshot_id
            after, after_base = self.value_of(self._shares(move.at), counted)
            if (after or ZERO, after_base or ZERO) != (value or ZERO, base or ZERO):
                yield MoveEffect(
                    move, (after or ZERO) - (value or ZERO), (after_base or ZERO) - (base or ZERO), previous,
                    self.figure(previous), self.figure(move.snapshot_id),
                )  # fmt: skip
            value, base = after, after_base

    def _since(self):
        changed = {
            i.at: ContributionMove(self.participant_id, i.at, i.verb, i.by_id, adjustment_id=i.adjustment_id)
            for images in self.images.values()
            for i in images
        }
        moves = [m for m in self.moves if m.at > self.at]
        return sorted([*moves, *changed.values()], key=lambda m: m.at)

    def _shares(self, at):
        """The shares in force at that moment, a change of that very moment included."""
        shares = []
        for row in self.allocations:
            image = next((i for i in self.images[row.pk] if i.at > at), None)
            stood = image or row
            if not stood.replaced and (image is None or image.existed):
                shares.append(ShareVersion(row.from_seq, None, stood.own, stood.baseline, stood.baseline_base))
        return shares


def _read_timelines(asked, at, named=()):
    """The timelines of the units (the participant and all below it) with a change since ``at``, and of ``named``."""
    below = {"participant__plan": asked.participant.plan_id, "participant__path__startswith": asked.participant.path}
    shares = {f"allocation__{name}": value for name, value in below.items()}
    changed = ShareBefore.objects.filter(allocation__target=asked.target, at__gt=at, **shares)
    images = list(changed.select_related("allocation").order_by("allocation_id", "number")) if at < END_OF_TIME else []
    ids = {i.allocation.participant_id for i in images}.union(named)
    moves = _read_moves(asked, at, ids)
    ids |= {m.participant_id for m in moves}
    figures = _read_figures(asked.target, {m.snapshot_id for m in moves})
    promised = target_rules(asked.target, asked.periods)

    def value_of(shares, counted):
        reports = {seq: figures[snapshot] for seq, snapshot in counted.items() if snapshot in figures}
        return unit_contribution(promised, shares, reports, asked.seq)

    timelines = {pk: _UnitTimeline(pk, at, value_of, figures.get) for pk in ids}
    for move in moves:
        timelines[move.participant_id].moves.append(move)
    for row in Allocation.objects.filter(participant__in=ids, target=asked.target):
        timelines[row.participant_id].allocations.append(row)
    for image in images:
        timelines[image.allocation.participant_id].images[image.allocation_id].append(image)
    return list(timelines.values())


def _read_moves(asked, at, named):
    given = {"plan": asked.participant.plan_id, "below": asked.participant.path + "%", "seq": asked.seq}
    with connection.cursor() as cursor:
        cursor.execute(_SELECT_MOVES.replace("{basis}", asked.basis), given | {"since": at, "named": list(named)})
        return [ContributionMove(*row) for row in cursor.fetchall()]


def _read_figures(target, snapshots):
    """Snapshot id -> Report, of those that say something of the target."""
    rows = SnapshotFigure.objects.filter(snapshot__in=snapshots - {None}, target=target)
    return {
        s: ReportedValue(value, base, na)
        for s, value, base, na in rows.values_list("snapshot_id", "value", "base", "na")
    }
