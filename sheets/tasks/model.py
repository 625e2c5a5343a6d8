"""What the progress of a task is made of, and what a workbook gives of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sheets.outcomes import OutcomeKind
from sheets.problems import SheetProblem


class TaskPart(StrEnum):
    """A part of a task's progress: a column of the sheet."""

    STATE = "state"
    DONE = "done"
    OBSTACLE = "obstacle"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class TaskContent:
    """The progress of a task; ``state`` is a code, or "" for none."""

    state: str = ""
    done: str = ""
    obstacle: str = ""
    next_step: str = ""

    def get(self, part: TaskPart) -> str:
        return str(getattr(self, part))


@dataclass(frozen=True)
class TaskSlot:
    """A task of which a unit reports: what is stored, and why it is ``locked``. ``part`` is how the unit takes part."""

    unit: str
    unit_name: str
    task: str
    title: str
    part: str = ""
    content: TaskContent = TaskContent()
    locked: SheetProblem | None = None

    @property
    def key(self) -> str:
        """The name of its row in the template."""
        return f"{self.unit}/{self.task}"

    @property
    def name(self) -> str:
        """The task as the sheet names it."""
        return f"{self.task} {self.title}"


class CellPlace(NamedTuple):
    """Where a cell stands; row and column count from 1."""

    file: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class GivenText:
    """What a workbook gives of one part. ``name`` is the name of its cell.

    ``untouched``: the cell still holds what our template was written with.
    """

    text: str
    name: str
    place: CellPlace
    problem: SheetProblem | None = None
    untouched: bool = False


@dataclass(frozen=True)
class GivenTask:
    """What a workbook gives of the task of a unit, by part; what it does not give stays as it is."""

    unit: str
    task: str
    cells: Mapping[TaskPart, GivenText] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskOutcome:
    """What importing one cell would do. ``before`` is what is stored, ``after`` what it would become.

    ``outdated``: the cell is as it was downloaded, but others have changed what is stored; that is kept.
    """

    kind: OutcomeKind
    unit: str
    task: str
    part: TaskPart
    cell: str
    place: CellPlace
    before: str = ""
    after: str = ""
    problem: SheetProblem | None = None
    outdated: bool = False
