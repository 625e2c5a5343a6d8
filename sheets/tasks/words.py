"""What the sheet of tasks says around its cells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskWords:
    """What the sheet says: ``title`` above the table, ``notes`` below it, the head of each column, and ``text_error``
    beside a cell with too long a text, ``state_error`` beside one with another state."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]  # unit, task, part, and those of TaskPart
    text_limit: int
    text_error: str = ""
    state_error: str = ""
