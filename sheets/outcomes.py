"""What an import would do to each figure: new, changed, unchanged or refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sheets.figures.columns import CellError, FigureField, canonical_text
from sheets.figures.content import BLANK, FigureContent
from sheets.problems import SheetProblem, UnreadableCell
from sheets.template.reading import FilledRow


class OutcomeKind(StrEnum):
    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class CellOutcome:
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


@dataclass(frozen=True)
class FigureSlot:
    """Where a figure would be stored: the stored content, whether the unit owes the target, and why it is locked."""

    unit: str
    stored: FigureContent = BLANK
    owed: bool = True
    locked: SheetProblem | None = None


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
    signed = next(
        (cell for column, cell in zip(field.columns, cells, strict=True) if cell.sign not in ("", column.sign)), None
    )
    if signed:
        shown = f"{canonical_text(signed.value)}{signed.sign}"
        return refused(signed, SheetProblem("shown_with_sign", {"text": shown, "sign": signed.sign}))
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


def count_outcomes(outcomes: Iterable[CellOutcome]) -> dict[str, int]:
    """How many of each kind; every kind has its key."""
    found = Counter(outcome.kind for outcome in outcomes)
    return {kind.value: found[kind] for kind in OutcomeKind}


def _problem_of(error):
    return error.problem if isinstance(error, UnreadableCell) else SheetProblem("said", {"text": str(error)})
