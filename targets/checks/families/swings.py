"""The largest swing of a submission: how far its numbers are from the last report, by the rule for swings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_05UP, Decimal, localcontext
from typing import Any

from targets.checks.families.check import DECIMAL_PRECISION
from targets.checks.families.comparison import exceeds_percent, find_amounts_to_compare
from targets.checks.families.types import EarlierReports
from targets.totals.arithmetic import ReportedValue

DEFAULT_SWING_LIMIT = Decimal(50)  # percent up or down, where the plan sets no rule for it
NOTHING_LEFT = Decimal(-100)  # percent: also where a running total fell by more than was added last
# The step in which a swing is stored. Rounded away from 0 and 5 (ROUND_05UP), it is on the same side of every limit of
# up to nine decimals as the exact quotient, and rounds to the same tenth.
STORED_STEP = Decimal("0.0000000001")

# Of one number that has another before it: snapshot id, target id, value, base, value and base of the last report,
# value of the one before that.
ComparedRow = tuple[int, int, Decimal, Decimal | None, Decimal, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class SwingLimits:
    """Percent that passes: ``general``, and ``by_target`` (target id -> percent) where a rule names the target."""

    general: Decimal
    by_target: Mapping[int, Decimal]

    def get(self, target_id: int) -> Decimal:
        return self.by_target.get(target_id, self.general)


@dataclass(frozen=True)
class LargestSwing:
    """The largest change of a submission against the last report: ``percent`` with its sign at the target
    ``target_id``; ``exceeds`` says that some swing of the submission is beyond the plan's limit."""

    percent: Decimal
    target_id: int
    exceeds: bool


def build_swing_limits(percents: Iterable[tuple[int | None, Decimal | None]]) -> SwingLimits:
    """The limits that (target id or None, percent) of a plan's active rules set; the lowest where several apply."""
    general: list[Decimal] = []
    by_target: dict[int, Decimal] = {}
    for target_id, percent in percents:
        if percent is None:
            continue
        if target_id is None:
            general.append(percent)
        else:
            by_target[target_id] = min(percent, by_target.get(target_id, percent))
    if not general:
        return SwingLimits(DEFAULT_SWING_LIMIT, by_target)
    lowest = min(general)
    return SwingLimits(lowest, {target_id: min(percent, lowest) for target_id, percent in by_target.items()})


def find_largest_swings(
    rows: Iterable[ComparedRow], targets: Mapping[int, Any], limits: SwingLimits
) -> dict[int, LargestSwing]:
    """{snapshot id: LargestSwing}; ``targets`` (id -> with measure, is_ratio and code).

    A submission without anything to compare is left out. Among equal swings, that of the first target code.
    """
    largest: dict[int, LargestSwing] = {}
    with localcontext(prec=DECIMAL_PRECISION):
        for snapshot_id, target_id, value, base, last_value, last_base, second_value in rows:
            second = None if second_value is None else ReportedValue(second_value)
            before = EarlierReports(ReportedValue(last_value, last_base), second)
            amounts = find_amounts_to_compare(targets[target_id], ReportedValue(value, base), before)
            if amounts is None:
                continue
            now, last = amounts
            exceeds = exceeds_percent(now, last, limits.get(target_id))
            percent = max((now - last) * 100 / last, NOTHING_LEFT)
            found = LargestSwing(percent, target_id, exceeds)
            known = largest.get(snapshot_id)
            largest[snapshot_id] = _choose_larger(found, known, targets) if known else found
        return {pk: _round_to_stored(found) for pk, found in largest.items()}


def _choose_larger(found, known, targets):
    def sort_key(swing):
        return -abs(swing.percent), targets[swing.target_id].code

    larger = min(found, known, key=sort_key)
    return LargestSwing(larger.percent, larger.target_id, found.exceeds or known.exceeds)


def _round_to_stored(swing):
    return LargestSwing(swing.percent.quantize(STORED_STEP, ROUND_05UP), swing.target_id, swing.exceeds)
