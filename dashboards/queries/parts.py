"""Where one number comes from: the parts of the units below, and its own figures, period by period."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dashboards.queries.board import rank_lines
from dashboards.queries.judge import Judge
from dashboards.queries.line import Line
from plans.models import Participant, Period
from targets.db.shares_in_force import shares_in_force
from targets.models import Return, SnapshotFigure, Target
from targets.totals.reading import read_totals
from targets.totals.standing import rate

MOST_BELOW = 600  # a table of more units than this is no help to anybody; the way down leads through the children


@dataclass
class OwnPart:
    """What the unit itself did: what is left of its total without its children. ``share`` is what it owes itself."""

    value: Decimal | None
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal | None
    share: Decimal | None


@dataclass
class Origin:
    """A number with what it is made of: ``parts`` of the children (with ``own``) sum to ``line``."""

    line: Line
    trend: list[tuple[Period, Line]]
    parts: list[Line]
    own: OwnPart | None
    deeper: list[tuple[Participant, list[Line]]]
    has_deeper: bool

    @property
    def owes(self):
        """Whether the unit itself reports this target, or did."""
        return self.own is not None or (not self.parts and self.line.standing.light != "")


def read_origin(place, target, reports):
    """The Origin of a participant's total of a target at a period, given its own ``reports``; four queries."""
    judge, seq = Judge(place.plan, place.periods, place.basis), place.period.seq
    me = place.participant
    below = list(
        place.plan.participants.filter(path__startswith=me.path).exclude(pk=me.pk).order_by("position", "path")
    )
    shown = below if len(below) <= MOST_BELOW else [p for p in below if p.parent_id == me.pk]
    history = _read(me, shown, target, judge.reading([target], seq))

    def line(participant, at=seq):
        return judge.line(participant, target, history[participant.pk, target.pk], at)

    parts = rank_lines([line(p) for p in shown if p.parent_id == me.pk])
    mine = line(me)
    return Origin(
        line=mine,
        trend=[(p, line(me, p.seq)) for p in place.begun if p.seq <= seq],
        parts=parts,
        own=_own(place, target, mine, parts, reports) if parts else None,
        deeper=_grouped(parts, [p for p in shown if p.parent_id != me.pk], line),
        has_deeper=len(below) > len(parts),
    )


def _read(me, below, target, which):
    """This unit's totals at every period (for the trend), the others' at the periods that are needed."""
    kept = [p.pk for p in (me, *below) if p.keeps_totals]
    found = read_totals(me.plan_id, [me.pk], target_ids=[target.pk], kept=kept)
    ids = [p.pk for p in below]
    found.update(read_totals(me.plan_id, ids, target_ids=[target.pk], kept=kept, **which))
    return found


def _own(place, target, mine, parts, reports):
    held = shares_in_force(place.plan.pk, place.period.seq).filter(participant=place.participant, target=target).first()
    own = own_part(
        mine, parts, share=held.own if held else None, heard=any(report.on(place.basis) for report in reports)
    )
    return None if own.share is None and own.value is None else own


def own_part(mine, parts, *, share=None, heard=False):
    """What is left of a unit's Line without those of its children; ``heard``: it reported something itself."""
    value = _rest(mine.value, [p.value for p in parts], heard)
    base = _rest(mine.base, [p.base for p in parts], heard)
    shown = rate(value, base, mine.target.scale) if mine.is_rate else value
    amount = None if mine.is_rate else _rest(mine.amount, [p.amount for p in parts], heard)
    return OwnPart(value, base, shown, amount, share)


def _rest(whole, parts, heard):
    """The whole without its parts. Nothing left was reported as 0 or, where nothing was ``heard``, not at all."""
    if whole is None:
        return None
    rest = whole - sum((part for part in parts if part is not None), Decimal(0))
    return rest if rest or heard else None


def _grouped(children, deeper, line):
    """The units further down under the child to which they belong, each group in the order of the tree."""
    groups = []
    for child in children:
        inside = [line(p) for p in deeper if p.path.startswith(child.participant.path)]
        if inside:
            groups.append((child.participant, inside))
    return groups


@dataclass
class Reported:
    """A figure as it stands on one basis: who submitted it, and when."""

    figure: SnapshotFigure | None
    by: object
    at: datetime
    rate: Decimal | None


@dataclass
class ReportLine:
    """One return of a unit, with what it says of one target on both bases."""

    period: Period
    report: Return
    submitted: Reported | None
    accepted: Reported | None

    def on(self, basis):
        """Whether a figure stands on this basis: a number, or not applicable."""
        reported = getattr(self, basis)
        return reported is not None and reported.figure is not None and not reported.figure.blank

    @property
    def state(self):
        return self.report.state


def read_reports(place, target):
    """The unit's own returns up to the period, at which this target was due, oldest first; two queries."""
    returns = (
        Return.objects.filter(participant=place.participant, period__seq__lte=place.period.seq)
        .select_related("period", "submitted__by", "accepted__by", "reviewer")
        .order_by("period__seq")
    )
    returns = [r for r in returns if r.period.falls_due(target.frequency)]
    ids = {i for r in returns for i in (r.submitted_id, r.accepted_id) if i}
    figures = {f.snapshot_id: f for f in SnapshotFigure.objects.filter(snapshot_id__in=ids, target=target)}
    return [
        ReportLine(r.period, r, _reported(r.submitted, figures, target), _reported(r.accepted, figures, target))
        for r in returns
    ]


def _reported(snapshot, figures, target):
    if snapshot is None:
        return None
    figure = figures.get(snapshot.pk)
    shown = rate(figure.value, figure.base, target.scale) if figure and target.is_ratio else None
    return Reported(figure, snapshot.by, snapshot.at, shown)


def find_target(place, code) -> Target | None:
    return next((target for target in place.targets if target.code == code), None)
