"""The plan as it stood when a template was written, and what has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheets.files.grid import SheetGrid
from sheets.problems import SheetProblem
from sheets.template.layout import PLAN_SHEET, SIGNATURE
from sheets.template.model import WorkbookTemplate

MAX_NAMES = 5  # units named in one sentence


@dataclass(frozen=True)
class PlanStamp:
    """``names`` and ``measures`` (units of measure) by target code, in the plan's order; ``units`` are names by code;
    ``shares`` is what a unit owes, as text, by unit code and target code."""

    names: Mapping[str, str]
    measures: Mapping[str, str]
    units: Mapping[str, str]
    shares: Mapping[str, Mapping[str, str]]


def make_stamp(template: WorkbookTemplate) -> PlanStamp:
    """The stamp of a template that would be written now."""
    names = {field.target: field.name for field in template.fields}
    measures = {code: template.measures.get(code, "") for code in names}
    units = {row.code: row.name for row in template.rows}
    shares = {row.code: {code: row.shares.get(code, "") for code in names} for row in template.rows}
    return PlanStamp(names, measures, units, shares)


def read_stamp(grids: Iterable[SheetGrid]) -> PlanStamp | None:
    """The stamp in the sheets of a template; None where there is none, as in older ones."""
    grid = next((grid for grid in grids if grid.title == PLAN_SHEET), None)
    if grid is None or grid.text(1, 1) != SIGNATURE:
        return None
    columns = {code: column for column, code in grid.row_texts(1).items() if column > 2}
    rows = {grid.text(row, 1): row for row in grid.rows if row > 3}
    return PlanStamp(
        {code: grid.text(2, column) for code, column in columns.items()},
        {code: grid.text(3, column) for code, column in columns.items()},
        {code: grid.text(row, 2) for code, row in rows.items()},
        {unit: {code: grid.text(row, column) for code, column in columns.items()} for unit, row in rows.items()},
    )


def list_changes(old: PlanStamp, new: PlanStamp) -> list[SheetProblem]:
    """What has changed from ``old`` to ``new``: targets added, removed, renamed, their units of measure, and shares of
    the units that are in both."""
    changes = [SheetProblem("stale_added", _params(new, code)) for code in new.names if code not in old.names]
    changes += [SheetProblem("stale_removed", _params(old, code)) for code in old.names if code not in new.names]
    for code in [code for code in old.names if code in new.names]:
        if old.names[code] != new.names[code]:
            changes.append(SheetProblem("stale_renamed", _params(new, code) | {"before": old.names[code]}))
        if old.measures[code] != new.measures[code]:
            params = {"before": old.measures[code], "after": new.measures[code]}
            changes.append(SheetProblem("stale_measure", _params(new, code) | params))
        changes += _list_changed_shares(old, new, code)
    return changes


def _list_changed_shares(old, new, code):
    changed = [
        f"{new.units[unit]} {old.shares[unit][code] or '—'} → {new.shares[unit][code] or '—'}"
        for unit in old.shares
        if unit in new.shares and old.shares[unit][code] != new.shares[unit][code]
    ]
    if not changed:
        return []
    units = "、".join(changed[:MAX_NAMES]) + ("…" if len(changed) > MAX_NAMES else "")
    return [SheetProblem("stale_shares", _params(new, code) | {"units": units, "number": len(changed)})]


def _params(stamp, code):
    return {"code": code, "name": stamp.names[code]}
