"""Lines of totals and figures of returns as items of the interface."""

from typing import Any

from targets.models import SnapshotFigure
from targets.results.board import UnitResults
from targets.results.line import TotalLine
from targets.totals.standing import NO_TASK, NOT_APPLICABLE, NOT_BEGUN, SUMMED_PERCENT

WHY_NOT_JUDGED = {
    NO_TASK: "no_task", NOT_APPLICABLE: "not_applicable", SUMMED_PERCENT: "summed_percentages", NOT_BEGUN: "not_begun",
}  # fmt: skip


def make_unit_totals(results: UnitResults) -> dict[str, Any]:
    """A unit's lines as ``UnitTotals``."""
    participant = results.participant
    return {
        "unit_code": participant.code, "unit_name": participant.name, "overall": results.overall,
        "totals": [make_total_item(line) for line in results.lines],
    }  # fmt: skip


def make_total_item(line: TotalLine) -> dict[str, Any]:
    """A line as ``TotalItem``."""
    standing = line.standing
    return {
        "target_code": line.target.code,
        "state": _find_state(line.value, na=standing.light == NOT_APPLICABLE),
        "value": line.value, "base": line.base, "shown": standing.shown, "added": line.amount, "owed": line.bound,
        "completion": standing.completion, "pace": standing.pace,
        "light": standing.light if standing.judged else None,
        "not_judged": None if standing.judged else WHY_NOT_JUDGED[standing.light],
        "units_expected": line.areas.expected + line.bodies.expected,
        "units_reported": line.areas.reported + line.bodies.reported,
        "reported_at": line.reported_at, "as_of": line.data_code or None,
    }  # fmt: skip


def make_figure_item(figure: SnapshotFigure) -> dict[str, Any]:
    """A submitted figure as ``FigureItem``."""
    snapshot = figure.snapshot
    participant = snapshot.report.participant
    return {
        "unit_code": participant.code, "unit_name": participant.name, "target_code": figure.target.code,
        "state": _find_state(figure.value, na=figure.na), "value": figure.value, "base": figure.base,
        "done_on": figure.done_on, "reason": figure.reason, "note": figure.note,
        "submission": snapshot.number, "submitted_at": snapshot.at,
    }  # fmt: skip


def _find_state(value, *, na):
    if na:
        return "not_applicable"
    return "blank" if value is None else "number"
