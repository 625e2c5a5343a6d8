"""What an import would do to each figure: new, changed, unchanged or refused."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from sheets.figures.columns import CellError, FigureField, canonical_text
from sheets.figures.content import BLANK, FigureContent
from sheets.problems import SheetProblem, UnreadableCell
from sheets.template.reading import FilledRow


class OutcomeKind(StrEnum):
    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class HasKind(Protocol):
    """What becomes of a cell, of whatever it holds."""

    @property
    def kind(self) -> OutcomeKind: ...


WRITTEN_KINDS = (OutcomeKind.NEW, OutcomeKind.CHANGED)
SHOWN_TEXT = 40  # characters of a cell's text in a reason


class CellOutcome(NamedTuple):
    """``cell`` is the cell's address (D7); ``before`` is the stored figure, ``after`` what it would become.

    ``outdated``: the cell is as it was downloaded, but the stored figure has been changed since; that one is kept.
    """

    kind: OutcomeKind
    unit: str
    target: str
    cell: str
    before: FigureContent = BLANK
    after: FigureContent = BLANK
    problem: SheetProblem | None = None
    outdated: bool = False


class FigureSlot(NamedTuple):
    """Where a figure would be stored: the stored content, whether the unit owes the target, and why it is locked."""

    unit: str
    stored: FigureContent = BLANK
    owed: bool = True
    locked: SheetProblem | None = None


class OfficeCell(NamedTuple):
    """A figure that was read in an office's own workbook, and the cell that it stands in (汇总表!D7).

    ``derived``: it was worked out, as from a running total.
    """

    content: FigureContent
    name: str
    derived: bool = False


@dataclass(frozen=True)
class OfficeRow:
    """What an office's own workbook says of one unit: target code -> OfficeCell."""

    code: str
    cells: Mapping[str, OfficeCell]


def judge_office_row(row: OfficeRow, slot_of: Callable[[str], FigureSlot]) -> Iterator[CellOutcome]:
    """What importing each figure of the row would do; ``slot_of`` gives the slot of a target code."""
    for target, cell in row.cells.items():
        slot, problem = slot_of(target), None
        if not slot.owed:
            kind, problem = OutcomeKind.REFUSED, SheetProblem("not_owed")
        elif cell.content == slot.stored:
            kind = OutcomeKind.UNCHANGED
        elif slot.locked:
            kind, problem = OutcomeKind.REFUSED, slot.locked
        else:
            kind = OutcomeKind.NEW if slot.stored.blank else OutcomeKind.CHANGED
        yield CellOutcome(kind, row.code, target, cell.name, before=slot.stored, after=cell.content, problem=problem)


def judge_filled_row(
    row: FilledRow, fields: Iterable[FigureField], slot_of: Callable[[str], FigureSlot]
) -> Iterator[CellOutcome]:
    """What importing a row of the template would do; ``fields`` are those that are due in the period.

    The columns of a target that was added since the download are missing; its figures stay as they are.
    """
    due = set()
    for field in fields:
        due |= {column.key for column in field.columns}
        if all(column.key in row.cells for column in field.columns):
            outcome = judge_figure(field, row, slot_of(field.target))
            if outcome:
                yield outcome
    for key, cell in row.cells.items():
        if key not in due and not row.is_untouched(key):
            target = key.split("/")[0]
            problem = SheetProblem("column_not_due")
            yield CellOutcome(OutcomeKind.REFUSED, row.code, target, cell.name, problem=problem)


def judge_figure(field: FigureField, row: FilledRow, slot: FigureSlot) -> CellOutcome | None:
    """What importing the cells of one figure would do; None where there is nothing to report (not owed, and blank)."""
    cells = [row.cells[column.key] for column in field.columns]

    def outcome(kind, cell=cells[0].name, **more):
        return CellOutcome(kind, slot.unit, field.target, cell, before=slot.stored, **more)

    def refused(cell, problem, **more):
        return outcome(OutcomeKind.REFUSED, cell.name, problem=problem, **more)

    unreadable = next((cell for cell in cells if cell.problem), None)
    if unreadable:
        return refused(unreadable, unreadable.problem)
    if not slot.owed:
        filled = next((cell for cell in cells if canonical_text(cell.value)), None)
        return refused(filled, SheetProblem("not_owed")) if filled else None
    shown = map(_problem_as_shown, field.columns, cells)
    misleading = next((found for found in zip(cells, shown, strict=True) if found[1]), None)
    if misleading:
        return refused(*misleading)
    try:
        after = field.read({column.key: row.cells[column.key].value for column in field.columns})
    except CellError as error:
        return refused(row.cells[error.key], _problem_of(error.error))
    if after == slot.stored:
        return outcome(OutcomeKind.UNCHANGED, after=after)
    if all(row.is_untouched(column.key) for column in field.columns):
        return outcome(OutcomeKind.UNCHANGED, after=slot.stored, outdated=True)
    if slot.locked:
        return refused(cells[0], slot.locked, after=after)
    return outcome(OutcomeKind.NEW if slot.stored.blank else OutcomeKind.CHANGED, after=after)


def _problem_as_shown(column, cell) -> SheetProblem | None:
    """Why a cell cannot be taken as it looks: a sign that the column does not take, or struck out."""
    text = canonical_text(cell.value)
    if cell.sign not in ("", column.sign):
        return SheetProblem("shown_with_sign", {"text": f"{text}{cell.sign}", "sign": cell.sign})
    return SheetProblem("struck_out", {"text": text[:SHOWN_TEXT]}) if cell.struck and text else None


def count_outcomes(outcomes: Iterable[HasKind]) -> dict[str, int]:
    """How many of each kind; every kind has its key."""
    found = Counter(outcome.kind for outcome in outcomes)
    return {kind.value: found[kind] for kind in OutcomeKind}


def _problem_of(error):
    return error.problem if isinstance(error, UnreadableCell) else SheetProblem("said", {"text": str(error)})
