"""Read what the doubts about one return are found from."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F

from plans.models import Participant
from targets.doubts.doubt import Doubt
from targets.doubts.judge import MEASURES, ReturnDoubts, TargetSeries, judge_return
from targets.doubts.whole import TypedMoment, doubt_fast
from targets.models import Figure, Return, SnapshotFigure
from targets.models.report import Origin
from targets.returns.queries.returns import read_earlier_figures

NEIGHBOURS = 20  # units below the same unit
NEIGHBOUR_PERIODS = 6  # before this one


def find_return_doubts(report: Return, lines: Iterable[Any]) -> ReturnDoubts:
    """The doubts about the submission whose ``lines`` (``ReturnTargetLine``) are given; four queries, whatever its
    size, at most ``NEIGHBOURS`` × ``NEIGHBOUR_PERIODS`` numbers a target. ``report`` has its participant and period."""
    lines = [line for line in lines if line.target.measure in MEASURES]
    if not any(line.cell and line.cell.value is not None for line in lines):
        return ReturnDoubts()
    seq, earlier, others = report.period.seq, read_earlier_figures(report), _read_neighbours(report)
    series = {line.target.pk: _make_series(line, seq, earlier, others) for line in lines}
    return judge_return(series, seq, _find_fast_typing(report))


def _make_series(line, seq, earlier, others):
    pk = line.target.pk
    values = {at: each.value for at, each in earlier.get(pk, {}).items() if each.value is not None}
    if line.cell and line.cell.value is not None:
        values[seq] = line.cell.value
    done = line.known.value if line.known else None
    return TargetSeries(line.target.measure, values, line.own, done, list(others.get(pk, {}).values()))


def _read_neighbours(report: Return) -> dict[int, dict[int, dict[int, Decimal]]]:
    """{target: {participant: {seq: number}}} of other units below the same unit, as submitted; two queries."""
    unit, seq = report.participant, report.period.seq
    others = Participant.objects.filter(parent_id=unit.parent_id, plan_id=unit.plan_id).exclude(pk=unit.pk)
    chosen = list(others.order_by("path").values_list("pk", flat=True)[:NEIGHBOURS])
    rows = SnapshotFigure.objects.filter(
        snapshot_id=F("snapshot__report__submitted_id"),
        snapshot__report__participant__in=chosen,
        snapshot__report__period__seq__range=(seq - NEIGHBOUR_PERIODS, seq),
        target__measure__in=MEASURES,
        value__isnull=False,
    )
    found: dict[int, dict[int, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    columns = ("target_id", "snapshot__report__participant_id", "snapshot__report__period__seq", "value")
    for target_id, participant_id, at, value in rows.values_list(*columns):
        found[target_id][participant_id][at] = value
    return found


def _find_fast_typing(report: Return) -> Doubt | None:
    """Whether somebody typed numbers of this return and of many others within a minute; one query. What a workbook
    brought is written at one moment and does not count."""
    typed = Figure.objects.filter(origin=Origin.PAGE)
    people = typed.filter(report=report).values("typed_by")
    rows = typed.filter(report__period=report.period_id, typed_by__in=people)
    moments = [
        TypedMoment(report_id, person, at.timestamp())
        for report_id, person, at in rows.values_list("report_id", "typed_by_id", "typed_at")
    ]
    return doubt_fast(moments).get(report.pk)
