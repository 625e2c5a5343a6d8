"""A plan's facts, read whole, for the arithmetic in plain Python: verification and tests compare totals with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.models import Participant, Period
from targets.models import Allocation, Return, SnapshotFigure, Target
from targets.totals.arithmetic import ReportedValue, ShareVersion, TargetRules, UnitTotal, unit_totals


@dataclass
class PlanFacts:
    """Everything that a plan's totals come from. Keys: participant id, target id, seq."""

    participants: list  # (id, parent id, kind), children before parents
    promises: dict  # target -> Promise
    horizon: int
    shares: dict = field(default_factory=lambda: defaultdict(list))  # (participant, target) -> [Share]
    submitted: dict = field(default_factory=lambda: defaultdict(dict))  # (participant, target) -> {seq: Report}
    accepted: dict = field(default_factory=lambda: defaultdict(dict))


def read_facts(plan_id: int) -> PlanFacts:
    """The facts of one plan, in six queries."""
    periods = list(Period.objects.filter(plan_id=plan_id).order_by("seq"))
    horizon = max((p.seq for p in periods if p.begun), default=0)
    facts = PlanFacts(
        participants=list(
            Participant.objects.filter(plan_id=plan_id).order_by("-depth", "id").values_list("id", "parent_id", "kind")
        ),
        promises={t.id: target_rules(t, periods) for t in Target.objects.filter(plan_id=plan_id)},
        horizon=horizon,
    )
    for a in Allocation.objects.filter(participant__plan_id=plan_id, replaced=False):
        share = ShareVersion(a.from_seq, a.amount, a.own, a.baseline, a.baseline_base)
        facts.shares[a.participant_id, a.target_id].append(share)
    _read_reports(plan_id, "submitted", facts.submitted)
    _read_reports(plan_id, "accepted", facts.accepted)
    return facts


def _read_reports(plan_id, basis, into):
    returns = Return.objects.filter(participant__plan_id=plan_id).exclude(**{basis: None})
    where = {s: (p, seq) for s, p, seq in returns.values_list(f"{basis}_id", "participant_id", "period__seq")}
    rows = SnapshotFigure.objects.filter(snapshot_id__in=list(where)).values_list(
        "snapshot_id", "target_id", "value", "base", "na"
    )
    for snapshot_id, target_id, value, base, na in rows:
        participant_id, seq = where[snapshot_id]
        into[participant_id, target_id][seq] = ReportedValue(value, base, na)


def target_rules(target: Target, periods: Iterable[Period]) -> TargetRules:
    """What the arithmetic needs of a target."""
    return TargetRules(
        measure=target.measure,
        direction=target.direction,
        rollup=target.rollup,
        upper=target.value2,
        scale=target.scale,
        due=frozenset(p.seq for p in periods if p.falls_due(target.frequency)),
    )


def compute_totals(facts: PlanFacts) -> dict[tuple[int, int, int], UnitTotal]:
    """Every total of the plan as {(participant, seq, target): Sum}, added up from the bottom without the database."""
    kinds = {pid: kind for pid, _, kind in facts.participants}
    sums = {}
    for participant_id, target_id in facts.shares.keys() | facts.submitted.keys() | facts.accepted.keys():
        key = participant_id, target_id
        own = unit_totals(
            facts.promises[target_id],
            kinds[participant_id],
            facts.shares[key],
            facts.submitted[key],
            facts.accepted[key],
            facts.horizon,
        )
        for seq, total in enumerate(own):
            sums[participant_id, seq, target_id] = total
    return _add_upward(facts, sums)


def _add_upward(facts, sums):
    below = defaultdict(list)
    for participant_id, seq, target_id in sums:
        below[participant_id].append((seq, target_id))
    for participant_id, parent_id, _ in facts.participants:  # children first, so each is whole when it is added
        if parent_id is None:
            continue
        for seq, target_id in below[participant_id]:
            above = (parent_id, seq, target_id)
            if above not in sums:
                sums[above] = UnitTotal()
                below[parent_id].append((seq, target_id))
            sums[above] += sums[participant_id, seq, target_id]
    return sums
