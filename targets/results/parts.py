"""The parts of one number: those of the units below, and the unit's own figures, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from plans.models import Participant, Period
from targets.db.shares_in_force import shares_in_force
from targets.models import Return, SnapshotFigure, Target
from targets.results.board import rank_lines
from targets.results.judge import Judge
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.totals.reading import read_totals
from targets.totals.standing import rate

MAX_UNITS = 600  # in one table; of more, only the children are listed


@dataclass
class OwnPart:
    """What the unit itself did: its total minus those of its children. ``share`` is its own share."""

    value: Decimal | None
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal | None
    share: Decimal | None


@dataclass
class TotalOrigin:
    """A number with its parts: ``parts`` of the children and ``own`` sum to ``line``."""

    line: TotalLine
    trend: list[tuple[Period, TotalLine]]
    parts: list[TotalLine]
    own: OwnPart | None
    deeper: list[tuple[Participant, list[TotalLine]]]
    has_deeper: bool

    @property
    def owes(self):
        """Whether the unit itself reports this target, or once did."""
        return self.own is not None or (not self.parts and self.line.standing.light != "")


@dataclass
class ReportedFigure:
    """A figure on one basis: who submitted it, and when."""

    figure: SnapshotFigure | None
    by: object
    at: datetime
    rate: Decimal | None


@dataclass
class ReportedReturn:
    """One return of a unit with its figure of one target on both bases."""

    period: Period
    report: Return
    submitted: ReportedFigure | None
    accepted: ReportedFigure | None

    def has_figure(self, basis: str) -> bool:
        """Whether it has a figure on this basis: a number, or not applicable."""
        reported = getattr(self, basis)
        return reported is not None and reported.figure is not None and not reported.figure.blank

    @property
    def state(self):
        return self.report.state


def read_origin(place: TotalsPlace, target: Target, reports: list[ReportedReturn]) -> TotalOrigin:
    """The parts of the place's total of a target, given the unit's own ``reports``; four queries."""
    judge, seq = Judge(place.plan, place.periods, place.basis), place.seq
    me = place.participant
    below = list(
        place.plan.participants.filter(path__startswith=me.path).exclude(pk=me.pk).order_by("position", "path")
    )
    shown = below if len(below) <= MAX_UNITS else [p for p in below if p.parent_id == me.pk]
    history = _read_totals(me, shown, target, judge.needed_totals([target], seq))

    def line(participant, at=seq):
        return judge.line(participant, target, history[participant.pk, target.pk], at)

    parts = rank_lines([line(p) for p in shown if p.parent_id == me.pk])
    mine = line(me)
    return TotalOrigin(
        line=mine,
        trend=[(p, line(me, p.seq)) for p in place.begun if p.seq <= seq],
        parts=parts,
        own=_read_own_part(place, target, mine, parts, reports) if parts else None,
        deeper=_group_by_child(parts, [p for p in shown if p.parent_id != me.pk], line),
        has_deeper=len(below) > len(parts),
    )


def read_trend(place: TotalsPlace, target: Target) -> list[tuple[Period, TotalLine]]:
    """The place's own line of a target at each period that has begun, up to the shown one; one query, or two."""
    return read_trends(place, target, [place.participant])[0]


def read_trends(
    place: TotalsPlace, target: Target, participants: Sequence[Participant]
) -> list[list[tuple[Period, TotalLine]]]:
    """As ``read_trend``, of each of these participants of the plan; two queries at most."""
    judge, ids = Judge(place.plan, place.periods, place.basis), [each.pk for each in participants]
    stored = [each.pk for each in participants if each.keeps_totals]
    found = read_totals(place.plan.pk, ids, target_ids=[target.pk], stored_ids=stored)
    begun = [period for period in place.begun if period.seq <= place.seq]
    return [[(p, judge.line(each, target, found[each.pk, target.pk], p.seq)) for p in begun] for each in participants]


def _read_totals(me, below, target, which):
    """The unit's totals at every period (for the trend), those of the others at the needed periods."""
    stored_ids = [p.pk for p in (me, *below) if p.keeps_totals]
    found = read_totals(me.plan_id, [me.pk], target_ids=[target.pk], stored_ids=stored_ids)
    ids = [p.pk for p in below]
    found.update(read_totals(me.plan_id, ids, target_ids=[target.pk], stored_ids=stored_ids, **which))
    return found


def _read_own_part(place, target, mine, parts, reports):
    allocation = shares_in_force(place.plan.pk, place.seq).filter(participant=place.participant, target=target).first()
    own = subtract_parts(
        mine,
        parts,
        share=allocation.own if allocation else None,
        has_reports=any(report.has_figure(place.basis) for report in reports),
    )
    return None if own.share is None and own.value is None else own


def subtract_parts(mine, parts, *, share=None, has_reports=False):
    """A unit's line minus those of its children; ``has_reports``: the unit reported something itself."""
    value = _subtract(mine.value, [p.value for p in parts], has_reports)
    base = _subtract(mine.base, [p.base for p in parts], has_reports)
    shown = rate(value, base, mine.target.scale) if mine.is_rate else value
    amount = None if mine.is_rate else _subtract(mine.amount, [p.amount for p in parts], has_reports)
    return OwnPart(value, base, shown, amount, share)


def _subtract(whole, parts, has_reports):
    """``whole`` minus ``parts``. A difference of 0 is 0 where the unit has reports, else None."""
    if whole is None:
        return None
    rest = whole - sum((part for part in parts if part is not None), Decimal(0))
    return rest if rest or has_reports else None


def _group_by_child(children, deeper, line):
    """The units further down grouped by the child above them, each group in tree order."""
    groups = []
    for child in children:
        inside = [line(p) for p in deeper if p.path.startswith(child.participant.path)]
        if inside:
            groups.append((child.participant, inside))
    return groups


def list_reported_returns(place: TotalsPlace, target: Target) -> list[ReportedReturn]:
    """The unit's own returns up to the period in which this target was due, the oldest first; two queries."""
    returns = (
        Return.objects.filter(participant=place.participant, period__seq__lte=place.seq)
        .select_related("period", "submitted__by", "accepted__by", "reviewer")
        .order_by("period__seq")
    )
    due = [r for r in returns if r.period.falls_due(target.frequency)]
    ids = {i for r in due for i in (r.submitted_id, r.accepted_id) if i}
    figures = {f.snapshot_id: f for f in SnapshotFigure.objects.filter(snapshot_id__in=ids, target=target)}
    return [
        ReportedReturn(
            r.period,
            r,
            _make_reported_figure(r.submitted, figures, target),
            _make_reported_figure(r.accepted, figures, target),
        )
        for r in due
    ]


def _make_reported_figure(snapshot, figures, target):
    if snapshot is None:
        return None
    figure = figures.get(snapshot.pk)
    shown = rate(figure.value, figure.base, target.scale) if figure and target.is_ratio else None
    return ReportedFigure(figure, snapshot.by, snapshot.at, shown)


def find_target(place: TotalsPlace, code: str) -> Target | None:
    return next((target for target in place.targets if target.code == code), None)
