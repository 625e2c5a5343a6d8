"""Where a total comes from: its parts, the figures behind them, and what has changed it since a day.

``explain`` answers all of it at once; the page of a number asks for the parts that it shows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Person
from plans.models import Participant
from targets.models import Adjustment, SentBackCell, Snapshot, Target
from targets.results.board import read_children, read_family_totals
from targets.results.judge import Judge
from targets.results.line import TotalLine
from targets.results.parts import OwnPart, list_reported_returns, read_origin, subtract_parts
from targets.results.place import TotalsPlace
from targets.totals.descriptions import share_stays
from targets.totals.queries.as_of import ChangesSince, MoveEffect, TotalKey, explain_changes_since
from targets.totals.queries.unit_figures import (
    ABSENT,
    CARRIED,
    MISSING,
    UnitContribution,
    list_unit_contributions,
    list_unit_figures,
)
from targets.totals.reading import read_totals

ZERO = Decimal(0)
REMOVING_VERBS = ("send_back", "recheck")  # moves of a reviewer that remove numbers and have reasons


@dataclass(frozen=True)
class PartChange:
    """One part of a total then and now: that of a child, or, where ``participant`` is the unit itself, its own.

    ``then`` is None where nothing was known at that time.
    """

    participant: Participant
    line: TotalLine | OwnPart | None
    then: Decimal | None
    then_base: Decimal
    value: Decimal
    base: Decimal

    @property
    def change(self) -> Decimal:
        return self.value - (self.then or ZERO)

    @property
    def base_change(self) -> Decimal:
        return self.base - self.then_base


@dataclass(frozen=True)
class TotalChanges:
    """A total then and now, part by part, and everything that changed it, the latest first."""

    line: TotalLine
    since: ChangesSince
    parts: tuple[PartChange, ...]
    people: dict[int, Participant]

    @property
    def change(self) -> Decimal:
        return (self.line.value or ZERO) - (self.since.value or ZERO)

    @property
    def base_change(self) -> Decimal:
        return (self.line.base or ZERO) - (self.since.base or ZERO)


@dataclass(frozen=True)
class ExplainedEffect:
    """An effect on a total with its author, submission and reasons; ``document`` is the number of an adjustment."""

    effect: MoveEffect
    participant: Participant
    by: object
    submission: Snapshot | None
    reasons: tuple[str, ...]
    document: str = ""

    @property
    def verb(self) -> str:
        return self.effect.move.verb


@dataclass(frozen=True)
class TotalExplanation:
    """A total with its sources. ``parts`` and ``own`` sum to ``line``, and so do the ``figures``."""

    line: TotalLine
    parts: tuple[TotalLine, ...]
    own: OwnPart | None
    figures: tuple[UnitContribution, ...]
    changes: TotalChanges | None

    def _those(self, state):
        return tuple(figure for figure in self.figures if figure.state == state)

    @property
    def missing(self):
        return self._those(MISSING)

    @property
    def absent(self):
        return self._those(ABSENT)

    @property
    def absent_share(self):
        """The sum of the shares of those to whom it is not applicable; see ``share_stays``."""
        return sum((each.figure.share or ZERO for each in self.absent), ZERO)

    @property
    def carried(self):
        return self._those(CARRIED)


def explain_total(place: TotalsPlace, target: Target, *, since: datetime | None = None) -> TotalExplanation:
    """The ``TotalExplanation`` of a place's total of a target; with ``since`` (a moment), the changes from then on."""
    key = get_total_key(place, target)
    origin = read_origin(place, target, list_reported_returns(place, target))
    due = origin.line.counted_seq
    return TotalExplanation(
        line=origin.line,
        parts=tuple(origin.parts),
        own=origin.own,
        figures=tuple(list_unit_contributions(key, due, list_unit_figures(key, due))),
        changes=read_changes(place, target, since) if since else None,
    )


def read_absent_share(place: TotalsPlace, target: Target, line: TotalLine) -> Decimal | None:
    """The sum of the shares of those to whom the target is not applicable; None where they left the whole, or none is.

    One query, and only where some are.
    """
    if not line.areas.absent + line.bodies.absent or not share_stays(target):
        return None
    figures = list_unit_figures(get_total_key(place, target), line.counted_seq)
    return sum((figure.share or ZERO for figure in figures if figure.state == ABSENT), ZERO)


def get_total_key(place: TotalsPlace, target: Target) -> TotalKey:
    """The total that a page is about, as the queries of totals take it."""
    return TotalKey(place.participant, target, place.seq, place.basis, tuple(place.periods))


def read_line(place: TotalsPlace, target: Target) -> TotalLine:
    """The line of the place's own total, without its children."""
    judge, seq, me = Judge(place.plan, place.periods, place.basis), place.seq, place.participant
    history = read_totals(place.plan.pk, [me.pk], target_ids=[target.pk], **judge.needed_totals([target], seq))
    return judge.line(me, target, history[me.pk, target.pk], seq)


def read_changes(place: TotalsPlace, target: Target, at: datetime) -> TotalChanges:
    """What has changed the place's total since ``at``; the number of queries does not depend on the units below."""
    me, judge = place.participant, Judge(place.plan, place.periods, place.basis)
    children = read_children(me)
    totals = read_family_totals(me, children, target_ids=[target.pk], **judge.needed_totals([target], place.seq))

    def line(participant):
        return judge.line(participant, target, totals[participant.pk, target.pk], place.seq)

    whole, lines = line(me), [line(child) for child in children]
    since = explain_changes_since(get_total_key(place, target), at, whole.value, whole.base)
    people = Participant.objects.in_bulk({e.move.participant_id for e in since.effects})
    return TotalChanges(whole, since, tuple(_list_part_changes(me, whole, lines, since, people)), people)


def _list_part_changes(me, whole, lines, since, people):
    """A part for each child that has or had a number, and one for the unit's own work where it did any."""
    by_path = {line.participant.path: line.participant.pk for line in lines}
    moved = _sum_effects_by_part(me, by_path, since.effects, people)
    own = subtract_parts(whole, lines)
    knew = {_part_of(me, by_path, people[pk].path) for pk in since.known_participant_ids if pk in people}
    knew |= {line.participant.pk for line in lines if line.participant.pk not in moved}
    for participant, part in [*((line.participant, line) for line in lines), (me, own)]:
        value, base = part.value or ZERO, part.base or ZERO
        change, base_change = moved.get(participant.pk, (ZERO, ZERO))
        if part.value is not None or change or base_change:
            then = value - change if value != change or participant.pk in knew else None
            yield PartChange(participant, part, then, base - base_change, value, base)


def _sum_effects_by_part(me, by_path, effects, people):
    """id of the child (or of the unit itself) -> (change of the value, change of the denominator)."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for effect in effects:
        pk = _part_of(me, by_path, people[effect.move.participant_id].path)
        value, base = sums.get(pk, (ZERO, ZERO))
        sums[pk] = (value + effect.value, base + effect.base)
    return sums


def _part_of(me, by_path, path):
    """The id of the child (or of the unit itself) to which a path below it belongs."""
    depth = me.path.count("/") + 1
    return me.pk if path == me.path else by_path["/".join(path.split("/")[:depth]) + "/"]


def explain_effects(target: Target, changes: TotalChanges, effects: Collection[MoveEffect]) -> list[ExplainedEffect]:
    """Some of the effects with author, submission and reasons; four queries at most."""
    shown = {pk for e in effects for pk in (e.move.snapshot_id, e.previous_snapshot_id) if pk}
    snapshots = Snapshot.objects.select_related("by", "upload").in_bulk(shown)
    persons = Person.objects.in_bulk({e.move.by_id for e in effects if e.move.by_id})
    adjustments = Adjustment.objects.in_bulk({e.move.adjustment_id for e in effects if e.move.adjustment_id})
    reasons = _list_objection_reasons(
        target, {e.previous_snapshot_id for e in effects if e.move.verb in REMOVING_VERBS and e.previous_snapshot_id}
    )
    explained = []
    for effect in effects:
        move = effect.move
        adjustment = adjustments.get(move.adjustment_id)
        why = (
            (adjustment.reason,)
            if adjustment
            else reasons.get(effect.previous_snapshot_id, ())
            if move.verb in REMOVING_VERBS
            else ()
        )
        submission = snapshots.get(move.snapshot_id) if move.verb == "submit" else None
        document = adjustment.document_number if adjustment else ""
        by = persons.get(move.by_id)
        explained.append(
            ExplainedEffect(effect, changes.people[move.participant_id], by, submission, tuple(why), document)
        )
    return explained


def _list_objection_reasons(target, snapshots):
    """snapshot id -> the reasons why it was sent back that concern this target or the whole return."""
    found: dict[int, list[str]] = {}
    cells = SentBackCell.objects.filter(snapshot__in=snapshots, task=None).order_by("pk")
    for cell in cells:
        if cell.target_id in (None, target.pk):
            found.setdefault(cell.snapshot_id, []).append(cell.reason)
    return found
