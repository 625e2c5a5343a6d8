"""Where a total comes from: its parts, the figures behind them, and what has changed it since a day.

``explain`` answers all of it at once; the page of a number asks for the parts that it shows.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Person
from dashboards.queries.board import read_children, read_family
from dashboards.queries.judge import Judge
from dashboards.queries.line import Line
from dashboards.queries.parts import OwnPart, own_part, read_origin, read_reports
from plans.models import Participant
from targets.models import Adjustment, SentBackCell, Snapshot
from targets.totals.queries.as_of import ChangesSince, MoveEffect, TotalKey, explain_changes_since
from targets.totals.queries.behind import (
    ABSENT,
    CARRIED,
    MISSING,
    UnitContribution,
    list_unit_contributions,
    list_unit_figures,
)
from targets.totals.reading import read_totals

ZERO = Decimal(0)
TAKEN = ("send_back", "recheck")  # the moves of a reviewer that take numbers away, and say why


@dataclass(frozen=True)
class PartSince:
    """What one part of a total was then and is now: a child's, or (``participant`` is the unit itself) its own.

    ``then`` is None where everybody who has moved since knew nothing then, and nothing is left without them.
    """

    participant: Participant
    line: Line | OwnPart | None
    then: Decimal | None
    then_base: Decimal
    value: Decimal
    base: Decimal

    @property
    def change(self):
        return self.value - (self.then or ZERO)

    @property
    def base_change(self):
        return self.base - self.then_base


@dataclass(frozen=True)
class Changes:
    """A total then and now, part by part, and everything that moved it, the latest first."""

    line: Line
    since: ChangesSince
    parts: tuple[PartSince, ...]
    people: dict[int, Participant]

    @property
    def change(self):
        return (self.line.value or ZERO) - (self.since.value or ZERO)

    @property
    def base_change(self):
        return (self.line.base or ZERO) - (self.since.base or ZERO)


@dataclass(frozen=True)
class Told:
    """An Effect with what a reader asks of it. ``why`` are reasons; ``document`` is that of an adjustment."""

    effect: MoveEffect
    participant: Participant
    by: object
    submission: Snapshot | None
    why: tuple[str, ...]
    document: str = ""

    @property
    def verb(self):
        return self.effect.move.verb


@dataclass(frozen=True)
class Explanation:
    """A total with all that it comes from. ``parts`` and ``own`` sum to ``line``, and so do the ``figures``."""

    line: Line
    parts: tuple[Line, ...]
    own: OwnPart | None
    figures: tuple[UnitContribution, ...]
    changes: Changes | None

    def _those(self, state):
        return tuple(figure for figure in self.figures if figure.state == state)

    @property
    def missing(self):
        return self._those(MISSING)

    @property
    def absent(self):
        return self._those(ABSENT)

    @property
    def carried(self):
        return self._those(CARRIED)


def explain(place, target, *, since=None):
    """The ``Explanation`` of a place's total of a target; with ``since`` (a moment), the changes from then on."""
    question = asked(place, target)
    origin = read_origin(place, target, read_reports(place, target))
    due = origin.line.counted_seq
    return Explanation(
        line=origin.line,
        parts=tuple(origin.parts),
        own=origin.own,
        figures=tuple(list_unit_contributions(question, due, list_unit_figures(question, due))),
        changes=read_changes(place, target, since) if since else None,
    )


def asked(place, target):
    """The total that a page is about, as the queries of targets want it."""
    return TotalKey(place.participant, target, place.period.seq, place.basis, tuple(place.periods))


def read_line(place, target):
    """The Line of the place's own total alone."""
    judge, seq, me = Judge(place.plan, place.periods, place.basis), place.period.seq, place.participant
    history = read_totals(place.plan.pk, [me.pk], target_ids=[target.pk], **judge.reading([target], seq))
    return judge.line(me, target, history[me.pk, target.pk], seq)


def read_changes(place, target, at: datetime):
    """``Changes`` of the place's total since ``at``. As many queries for a nation as for a city."""
    me, judge = place.participant, Judge(place.plan, place.periods, place.basis)
    children = read_children(me)
    totals = read_family(me, children, target_ids=[target.pk], **judge.reading([target], place.period.seq))

    def line(participant):
        return judge.line(participant, target, totals[participant.pk, target.pk], place.period.seq)

    whole, lines = line(me), [line(child) for child in children]
    told = explain_changes_since(asked(place, target), at, whole.value, whole.base)
    people = Participant.objects.in_bulk({e.move.participant_id for e in told.effects})
    return Changes(whole, told, tuple(_parts_since(me, whole, lines, told, people)), people)


def _parts_since(me, whole, lines, told, people):
    """A part for each child that has any number, or had one, and one for the unit's own work where it did any."""
    by_path = {line.participant.path: line.participant.pk for line in lines}
    moved = _moved_by_part(me, by_path, told.effects, people)
    own = own_part(whole, lines)
    knew = {_part_of(me, by_path, people[pk].path) for pk in told.knew if pk in people}
    knew |= {line.participant.pk for line in lines if line.participant.pk not in moved}
    for participant, part in [*((line.participant, line) for line in lines), (me, own)]:
        value, base = part.value or ZERO, part.base or ZERO
        change, base_change = moved.get(participant.pk, (ZERO, ZERO))
        if part.value is not None or change or base_change:
            then = value - change if value != change or participant.pk in knew else None
            yield PartSince(participant, part, then, base - base_change, value, base)


def _moved_by_part(me, by_path, effects, people):
    """participant id -> (difference, difference of the denominator), of the child below which each effect was."""
    moved: dict[int, tuple[Decimal, Decimal]] = {}
    for effect in effects:
        pk = _part_of(me, by_path, people[effect.move.participant_id].path)
        value, base = moved.get(pk, (ZERO, ZERO))
        moved[pk] = (value + effect.value, base + effect.base)
    return moved


def _part_of(me, by_path, path):
    """The id of the child (or of the unit itself) to which a path below it belongs."""
    depth = me.path.count("/") + 1
    return me.pk if path == me.path else by_path["/".join(path.split("/")[:depth]) + "/"]


def tell(target, changes, effects):
    """``Told`` for some of the effects: who did it, with which submission, and why; four queries at most."""
    shown = {pk for e in effects for pk in (e.move.snapshot_id, e.left) if pk}
    snapshots = Snapshot.objects.select_related("by", "upload").in_bulk(shown)
    persons = Person.objects.in_bulk({e.move.by_id for e in effects if e.move.by_id})
    adjustments = Adjustment.objects.in_bulk({e.move.adjustment_id for e in effects if e.move.adjustment_id})
    reasons = _reasons(target, {e.left for e in effects if e.move.verb in TAKEN and e.left})
    told = []
    for effect in effects:
        move = effect.move
        adjustment = adjustments.get(move.adjustment_id)
        why = (adjustment.reason,) if adjustment else reasons.get(effect.left, ()) if move.verb in TAKEN else ()
        submission = snapshots.get(move.snapshot_id) if move.verb == "submit" else None
        document = adjustment.document_number if adjustment else ""
        by = persons.get(move.by_id)
        told.append(Told(effect, changes.people[move.participant_id], by, submission, tuple(why), document))
    return told


def _reasons(target, snapshots):
    """snapshot id -> why it was sent back: what was said of this target, and of the whole."""
    found: dict[int, list[str]] = {}
    cells = SentBackCell.objects.filter(snapshot__in=snapshots, task=None).order_by("pk")
    for cell in cells:
        if cell.target_id in (None, target.pk):
            found.setdefault(cell.snapshot_id, []).append(cell.reason)
    return found
