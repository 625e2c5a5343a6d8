"""What the page of baselines shows: the targets that have any, and the units that report them."""

from collections.abc import Mapping
from dataclasses import dataclass

from targets.models.target import Start
from targets.shares.baseline_cells import baseline_cells, baseline_targets
from targets.shares.board import AllocationBoard
from targets.shares.queries.allocation import format_input


@dataclass
class BaselineBox:
    """A cell of the page; ``cell`` is None where the unit does not report the target. ``texts``: value, denominator."""

    cell: object | None
    ratio: bool
    texts: tuple = ("", "")
    error: str = ""


@dataclass
class BaselineGrid:
    targets: list
    rows: list  # (participant, boxes)
    seen: dict
    findings: list
    n_missing: int = 0  # units without a baseline where somebody still has to say it


def baseline_grid(
    board: AllocationBoard, *, typed: Mapping[str, list[str]] | None = None, errors: Mapping[str, str] | None = None
) -> BaselineGrid:
    """The BaselineGrid of a board; ``typed`` (key → texts) and ``errors`` (key → message) as after a refusal."""
    cells = {(cell.participant.pk, cell.target.pk): cell for cell in baseline_cells(board)}
    targets = baseline_targets(board)
    rows = []
    for participant in [board.participant, *board.children]:
        boxes = [_box(cells.get((participant.pk, t.pk)), t, typed or {}, errors or {}) for t in targets]
        if any(box.cell for box in boxes):
            rows.append((participant, boxes))
    seen = {cell.key: _texts(cell) for cell in cells.values() if _has_value(cell)}
    findings = [_error_item(unit, box) for unit, boxes in rows for box in boxes if box.error]
    missing = sum(_is_asked(cell.target) and not _has_value(cell) for cell in cells.values())
    return BaselineGrid(targets, rows, seen, findings, missing)


def _is_asked(target):
    """Whether each unit needs a baseline of its own, that of the plan being for the whole; none may be known."""
    return target.has_start and target.start != Start.UNKNOWN


def _error_item(unit, box):
    return {"text": box.error, "where": f"{unit.short_name} {box.cell.target.name}", "href": f"#value-{box.cell.key}"}


def _has_value(cell):
    return any(number is not None for number in cell.pair)


def _texts(cell):
    return [format_input(number) or None for number in cell.pair]


def _box(cell, target, typed, errors):
    if cell is None:
        return BaselineBox(None, target.is_ratio)
    texts = typed.get(cell.key) or [format_input(number) for number in cell.pair]
    return BaselineBox(cell, target.is_ratio, (*texts, "")[:2], errors.get(cell.key, ""))
