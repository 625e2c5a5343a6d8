"""The breakdown and the baselines of a participant as files; pasted back into their pages they change nothing."""

from django.utils.translation import gettext as _

from sheets.tables import SheetTable, TableCell
from targets.shares.board import AllocationBoard
from targets.shares.queries.allocation import AllocationGrid
from targets.shares.queries.baselines import BaselineGrid


def make_allocation_file(board: AllocationBoard, grid: AllocationGrid) -> SheetTable:
    """Units down, targets across, under heads by which a paste finds rows and columns, and which the import of
    allocations (``targets/admin_tables``) takes."""
    targets = [column.target for column in grid.columns]
    heads = [_("Code of the unit"), _("Unit"), _("Share or own share")]
    heads += [f"{target.code} {target.name}" for target in targets]
    kinds = {True: _("Own share"), False: _("Share")}
    rows: list[list[TableCell]] = [
        [row.participant.code, row.participant.name, kinds[row.own], *(cell.value for cell in row.cells)]
        for row in grid.rows
    ]
    title = f"{board.plan.title} · {_('Breakdown')} · {board.participant.short_name}"
    return SheetTable(title, heads, rows, sheet=_("Breakdown"))


def make_baselines_file(board: AllocationBoard, grid: BaselineGrid) -> SheetTable:
    """Units down, targets across; a ratio has a column for its numerator and one for its denominator."""
    heads = [_("Code"), _("Unit")]
    for target in grid.targets:
        name = f"{target.code} {target.name}"
        heads += [f"{name} {_('numerator')}", f"{name} {_('denominator')}"] if target.is_ratio else [name]
    rows = [[unit.code, unit.name, *_list_numbers(boxes)] for unit, boxes in grid.rows]
    title = f"{board.plan.title} · {_('Baselines')} · {board.participant.short_name}"
    return SheetTable(title, heads, rows, sheet=_("Baselines"))


def _list_numbers(boxes) -> list[TableCell]:
    numbers: list[TableCell] = []
    for box in boxes:
        pair = box.cell.pair if box.cell else (None, None)
        numbers += pair if box.ratio else pair[:1]
    return numbers
