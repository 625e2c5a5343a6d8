"""Read what the doubts about the submissions of neighbours are found from: the numbers of all units below one unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from plans.models import Participant, Period
from targets.db.shares_in_force import shares_in_force
from targets.doubts.cells import Growth, measure_growth
from targets.doubts.judge import MEASURES, TargetSeries
from targets.doubts.series import list_amounts
from targets.models import Return, SnapshotFigure, Target
from targets.totals.arithmetic import ReportedValue, known_values

NEIGHBOURS = 20  # units below the same unit, the first of the plan's order


class JudgedSubmission(NamedTuple):
    """A submission whose numbers are to be judged."""

    snapshot_id: int
    report_id: int
    participant_id: int
    seq: int


@dataclass(frozen=True)
class GroupNumbers:
    """What the units below one unit reported up to a period: ``reports`` {unit: {target: {seq: ReportedValue}}}, the
    units in the plan's order; ``targets`` {target id: Target}; ``periods`` {seq: Period}."""

    plan_id: int
    units: list[int]
    targets: Mapping[int, Target]
    periods: Mapping[int, Period]
    reports: Mapping[int, Mapping[int, Mapping[int, ReportedValue]]]


def read_group(group: Mapping[str, Any], last: int, judged: Iterable[JudgedSubmission]) -> GroupNumbers:
    """The numbers of the participants of a plan that ``group``, a filter with ``plan_id``, chooses, up to period
    ``last``; five queries.

    Of each return counts the submission that stands; of those in ``judged``, the one that is judged.
    """
    plan_id = group["plan_id"]
    units = Participant.objects.filter(**group).order_by("path").values_list("pk", flat=True)
    standing = Return.objects.filter(participant__in=units, period__seq__lte=last, submitted__isnull=False)
    chosen = {
        (unit_id, seq): snapshot_id
        for unit_id, seq, snapshot_id in standing.values_list("participant_id", "period__seq", "submitted_id")
    } | {(each.participant_id, each.seq): each.snapshot_id for each in judged}
    targets = Target.objects.filter(plan_id=plan_id, measure__in=MEASURES)
    periods = Period.objects.filter(plan_id=plan_id, seq__lte=last).select_related("plan")
    return GroupNumbers(
        plan_id,
        list(units),
        {target.pk: target for target in targets},
        {period.seq: period for period in periods},
        _read_reports({snapshot_id: place for place, snapshot_id in chosen.items()}),
    )


def _read_reports(places: Mapping[int, tuple[int, int]]) -> Mapping[int, Mapping[int, Mapping[int, ReportedValue]]]:
    """{unit: {target: {seq: ReportedValue}}} of the submissions {snapshot id: (unit, seq)}; one query."""
    found: dict[int, dict[int, dict[int, ReportedValue]]] = defaultdict(lambda: defaultdict(dict))
    spoken = Q(value__isnull=False) | Q(na=True)
    rows = SnapshotFigure.objects.filter(spoken, snapshot__in=list(places), target__measure__in=MEASURES)
    for snapshot_id, target_id, value, na in rows.values_list("snapshot_id", "target_id", "value", "na"):
        unit_id, seq = places[snapshot_id]
        found[unit_id][target_id][seq] = ReportedValue(value, None, na)
    return found


def make_series(group: GroupNumbers, seq: int, units: Iterable[int]) -> dict[int, dict[int, TargetSeries]]:
    """{unit: {target: TargetSeries}} of the returns of these units for period ``seq``: what they owe in it, and what
    else they reported; one query."""
    shares: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    units, due = list(units), {pk for pk, t in group.targets.items() if group.periods[seq].falls_due(t.frequency)}
    rows = shares_in_force(group.plan_id, seq).filter(participant__in=units)
    for unit_id, target_id, own in rows.values_list("participant_id", "target_id", "own"):
        if own is not None and target_id in due:
            shares[unit_id][target_id] = own
    growths = _measure_growths(group, seq)
    return {unit_id: dict(_make_unit_series(group, seq, unit_id, shares[unit_id], growths)) for unit_id in units}


def _make_unit_series(group, seq, unit_id, shares, growths):
    reports = group.reports.get(unit_id, {})
    said = {target_id for target_id, by_seq in reports.items() if seq in by_seq}
    for target_id, target in group.targets.items():
        if target_id not in shares and target_id not in said:
            continue
        by_seq = reports.get(target_id, {})
        values = {at: each.value for at, each in by_seq.items() if each.value is not None}
        done = known_values(target.measure, by_seq, seq)[seq].value
        near = [growth for other, growth in growths[target_id] if other != unit_id][:NEIGHBOURS]
        yield target_id, TargetSeries(target.measure, values, shares.get(target_id), done, near)


def _measure_growths(group, seq) -> dict[int, list[tuple[int, Growth]]]:
    """{target: [(unit, Growth)]} of the first units of the group, one more than is looked at."""
    found: dict[int, list[tuple[int, Growth]]] = defaultdict(list)
    for unit_id in group.units[: NEIGHBOURS + 1]:
        for target_id, by_seq in group.reports.get(unit_id, {}).items():
            if seq in by_seq:
                values = {at: each.value for at, each in by_seq.items() if each.value is not None}
                growth = measure_growth(list_amounts(group.targets[target_id].measure, values, seq))
                if growth:
                    found[target_id].append((unit_id, growth))
    return found
