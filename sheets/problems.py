"""Why a workbook or one of its cells is refused: a stable code with parameters, without sentences."""

from dataclasses import dataclass, field
from typing import Any, NoReturn


@dataclass(frozen=True)
class SheetProblem:
    """``code`` names the kind of problem; ``params`` are plain values (a cell's name, a title, a number)."""

    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)


class UnreadableCell(ValueError):
    """A cell does not hold what its column takes."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.problem = SheetProblem(code, params)


class WorkbookRefused(Exception):
    """The file as a whole cannot be imported. ``problems`` lists everything found, so that it can be fixed at once."""

    def __init__(self, *problems: SheetProblem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def refuse_workbook(code: str, **params: Any) -> NoReturn:
    """Raise WorkbookRefused with this single problem."""
    raise WorkbookRefused(SheetProblem(code, params))
