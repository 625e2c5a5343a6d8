"""The arithmetic of totals, in plain Python: what the settling job's SQL must agree with, to the last digit.

Nothing of Django. Numbers are Decimals; None is "nothing known", which is not zero. Rules are those of the design,
"What a number means" and "Two bases".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

INCREMENT, RUNNING, LEVEL, RATIO, MILESTONE = "increment", "running", "level", "ratio", "milestone"
HAVE_STARTS = (LEVEL, RATIO)  # counted from a baseline (docs/adr/0015)
AREAS = ("federation", "zone")
SHARES = {"": 1, "%": 100, "‰": 1000, "/10万": 100_000}


class ReportedValue(NamedTuple):
    """What one submission says of one target: a value (for a ratio with its ``base``), or not applicable."""

    value: Decimal | None = None
    base: Decimal | None = None
    na: bool = False

    @property
    def counts(self) -> bool:
        return self.value is not None or self.na


class KnownValue(NamedTuple):
    """How things stand for one unit and target at the end of a period, on one basis."""

    value: Decimal | None = None
    base: Decimal | None = None
    reported: bool = False
    carried: bool = False
    absent: bool = False


def known_values(
    measure: str,
    reports: Mapping[int, ReportedValue],
    horizon: int,
    *,
    baseline: Decimal | None = None,
    baseline_base: Decimal | None = None,
) -> list[KnownValue]:
    """``KnownValue`` for each seq 0..horizon, from ``reports`` (seq → ReportedValue; blank ones are ignored).

    An increment is summed; anything else stands at its last report, and before the first at its baseline. Not
    applicable empties a level, a ratio and a milestone, and leaves what was done of an increment and a running total.
    """
    value, base = (None, None) if measure == INCREMENT else (baseline, baseline_base)
    has_report, absent = False, False
    steps = [KnownValue(value, base)]
    for seq in range(1, horizon + 1):
        report = reports.get(seq)
        reported = False
        if report is not None and report.counts:
            has_report, absent, reported = True, report.na, not report.na
            value, base = _apply_report(measure, value, base, report)
        carried = has_report and not absent and not reported
        steps.append(KnownValue(value, base, reported, carried, absent))
    return steps


def _apply_report(measure, value, base, report):
    if report.na:
        return (value, base) if measure in (INCREMENT, RUNNING) else (None, None)
    if measure == INCREMENT:
        return (value or Decimal(0)) + report.value, None
    return report.value, report.base


def period_changes(values: Sequence[Decimal | None]) -> list[Decimal]:
    """The change of each period from neighbouring known values (None counts as nothing)."""
    plain = [v or Decimal(0) for v in values]
    return [after - before for before, after in pairwise(plain)]


def meets_target(
    direction: str,
    value: Decimal | None,
    bound: Decimal | None,
    upper: Decimal | None = None,
    *,
    base: Decimal | None = None,
    scale: str = "",
) -> bool:
    """Whether a known value reaches what is owed. A ratio, ``value``/``base``, is held against it without dividing."""
    if value is None or bound is None:
        return False
    if base is not None:
        if base == 0:
            return False
        value, bound = value * SHARES[scale], bound * base
        upper = None if upper is None else upper * base
    if direction == "at_most":
        return value <= bound
    if direction == "exactly":
        return value == bound
    return value >= bound and (direction != "range" or upper is None or value <= upper)


@dataclass(frozen=True)
class TargetRules:
    """What the arithmetic needs of a target. ``due`` are the seqs at which it is reported."""

    measure: str
    direction: str = "at_least"
    rollup: str = "sum"
    upper: Decimal | None = None
    scale: str = ""
    due: frozenset = frozenset()


@dataclass(frozen=True)
class ShareVersion:
    """An allocation in force from ``from_seq`` on."""

    from_seq: int
    amount: Decimal | None = None
    own: Decimal | None = None
    baseline: Decimal | None = None
    baseline_base: Decimal | None = None


@dataclass
class UnitTotal:
    """A total: to date on both bases, and the counts of units, areas and bodies apart. Added with ``+=``."""

    allocation: Decimal | None = None
    submitted: Decimal | None = None
    submitted_base: Decimal | None = None
    accepted: Decimal | None = None
    accepted_base: Decimal | None = None
    counts: dict = field(default_factory=dict)

    def __iadd__(self, other):
        for name in ("submitted", "submitted_base", "accepted", "accepted_base"):
            setattr(self, name, add_known(getattr(self, name), getattr(other, name)))
        for name, n in other.counts.items():
            self.counts[name] = self.counts.get(name, 0) + n
        return self


def add_known(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """A sum in which nothing known (None) is not zero: None + None stays None."""
    if one is None or other is None:
        return one if other is None else other
    return one + other


def share_in_force(shares: Iterable[ShareVersion], seq: int) -> ShareVersion | None:
    """The share that holds at ``seq`` (at 0, before the first period, that of the first), or None."""
    holding = [s for s in shares if s.from_seq <= max(seq, 1)]
    return max(holding, key=lambda s: s.from_seq, default=None)


def baseline_arguments(shares: Collection[ShareVersion]) -> dict[str, Decimal | None]:
    """How it stood before the first period for a unit that reports the target at some time, as arguments of
    ``known_values``: also where its share begins later, or its change would be counted from nothing."""
    if not any(s.own is not None for s in shares):
        return {}
    first = min(shares, key=lambda s: s.from_seq)
    return {"baseline": first.baseline, "baseline_base": first.baseline_base}


def unit_totals(
    promise: TargetRules,
    kind: str,
    shares: Collection[ShareVersion],
    submitted: Mapping[int, ReportedValue],
    accepted: Mapping[int, ReportedValue],
    horizon: int,
) -> list[UnitTotal]:
    """What a unit itself contributes to its own total, for each seq 0..horizon.

    ``submitted`` and ``accepted`` map seq → Report on each basis; ``shares`` are its allocations; ``kind`` is the
    unit's. A unit owes a target at a due period exactly when it has a share of its own. At seq 0, before the first
    period, what a level or a ratio owes is a baseline: who reports it at some time is owing, who has one has reported.
    """
    start = baseline_arguments(shares)
    bases = {
        "": known_values(promise.measure, submitted, horizon, **start),
        "accepted_": known_values(promise.measure, accepted, horizon, **start),
    }
    body = "" if kind in AREAS else "body_"
    sums = []
    for seq in range(horizon + 1):
        share = share_in_force(shares, seq)
        own = share.own if share else None
        total = UnitTotal(allocation=share.amount if share else None)
        for basis, steps in bases.items():
            value, base = _contribution(promise, own, steps[seq])
            setattr(total, basis.rstrip("_") or "submitted", value)
            setattr(total, f"{basis or 'submitted_'}base", base)
            if own is not None and seq in promise.due:
                for name in ("reported", "carried", "absent"):
                    total.counts[body + basis + name] = int(getattr(steps[seq], name))
        total.counts[body + "owing"] = int(own is not None and seq in promise.due)
        sums.append(total)
    sums[0].counts |= {body + name: n for name, n in _count_start(promise, start).items()}
    return sums


def _count_start(promise, start):
    """The counts of a unit at seq 0: whether a baseline of it is needed, and whether it is there."""
    if promise.measure not in HAVE_STARTS or not start:
        return {}
    there = int(start["baseline"] is not None)
    return {"owing": 1, "reported": there, "accepted_reported": there}


def unit_contribution(
    promise: TargetRules, shares: Collection[ShareVersion], reports: Mapping[int, ReportedValue], seq: int
) -> tuple[Decimal | None, Decimal | None]:
    """The (value, denominator) that a unit itself contributes to its total at one ``seq``, from its ``reports``."""
    share = share_in_force(shares, seq)
    known = known_values(promise.measure, reports, seq, **baseline_arguments(shares))[seq]
    return _contribution(promise, share.own if share else None, known)


def _contribution(promise, own, known):
    if promise.rollup == "sum":
        return known.value, known.base
    if own is None or known.value is None:
        return None, None
    reached = meets_target(promise.direction, known.value, own, promise.upper, base=known.base, scale=promise.scale)
    return Decimal(int(reached)), None
