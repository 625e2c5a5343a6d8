"""What importing the progress of tasks would do to each text: new, changed, unchanged or refused."""

from collections.abc import Callable, Iterator

from sheets.outcomes import OutcomeKind
from sheets.problems import SheetProblem
from sheets.tasks.model import GivenTask, GivenText, TaskOutcome, TaskPart, TaskSlot
from sheets.tasks.states import read_state
from sheets.tasks.texts import clean_text, written_text

SlotOf = Callable[[str, str], TaskSlot | None]


def judge_task(given: GivenTask, slot_of: SlotOf, limit: int) -> Iterator[TaskOutcome]:
    """What importing each cell of a task would do; ``slot_of`` gives the slot of a unit and task, None where the unit
    does not report the task. A text has at most ``limit`` characters."""
    slot = slot_of(given.unit, given.task)
    for part, cell in given.cells.items():
        if slot is not None:
            yield _judge_cell(part, cell, slot, limit)
        elif cell.problem or (cell.text and not cell.untouched):
            problem = cell.problem or SheetProblem("task_not_reported")
            yield TaskOutcome(OutcomeKind.REFUSED, given.unit, given.task, part, cell.name, cell.place, problem=problem)


def _judge_cell(part: TaskPart, cell: GivenText, slot: TaskSlot, limit: int) -> TaskOutcome:
    stored = slot.content.get(part)

    def outcome(kind, after=stored, **more):
        return TaskOutcome(kind, slot.unit, slot.task, part, cell.name, cell.place, stored, after, **more)

    if cell.untouched:
        return outcome(OutcomeKind.UNCHANGED, outdated=_reads_differently(part, cell.text, stored))
    after, problem = _read(part, cell, limit)
    if problem:
        return outcome(OutcomeKind.REFUSED, problem=problem)
    if after == stored or (part != TaskPart.STATE and after == written_text(stored)):
        return outcome(OutcomeKind.UNCHANGED)
    if slot.locked:
        return outcome(OutcomeKind.REFUSED, after, problem=slot.locked)
    return outcome(OutcomeKind.CHANGED if stored else OutcomeKind.NEW, after)


def _reads_differently(part, text, stored):
    if part == TaskPart.STATE:
        return (read_state(text) or "") != stored
    return clean_text(text) != written_text(stored)


def _read(part, cell, limit) -> tuple[str, SheetProblem | None]:
    """The text or the code of the state that a cell gives, or why it gives none."""
    if cell.problem:
        return "", cell.problem
    text = clean_text(cell.text)
    if part == TaskPart.STATE and text:
        state = read_state(text)
        return state or "", None if state else SheetProblem("no_state", {"text": text[:40]})
    if len(text) > limit:
        return "", SheetProblem("text_too_long", {"limit": limit, "count": len(text)})
    return text, None
