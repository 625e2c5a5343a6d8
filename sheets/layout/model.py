"""What is found in a sheet: tables, and which labels, unit and lines of text belong to each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class UnitPlace(StrEnum):
    """Where the unit of a figure is named: in its row, in its column, or for the whole table at once."""

    ROWS = "rows"
    COLUMNS = "columns"
    TABLE = "table"


class RowRole(StrEnum):
    """What a row is, for the preview."""

    LINE = "line"
    HEAD = "head"
    FIGURES = "figures"
    TOTAL = "total"
    SECTION = "section"
    LEFT_OUT = "left_out"


class KnownNames(NamedTuple):
    """``unit`` and ``target`` take a text and return a name that tells equal ones, "" for what they do not know.

    They only help to find the tables; what a label means is decided elsewhere.
    """

    unit: Callable[[str], str]
    target: Callable[[str], str]


@dataclass
class TableLayout:
    """One table. Rows and columns count from 1; hidden ones are not among them.

    ``unit_cells``: row (or column, by ``units``) -> the cell that names its unit. ``code_column``: 0 without one.
    ``column_paths`` and ``row_paths``: labels, outermost first; a row has a path only where its labels name more
    than the unit. ``lines`` are the texts above, up to the table before; ``notes`` those below the last one.
    """

    units: UnitPlace
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    total_rows: list[int] = field(default_factory=list)
    unnamed_rows: list[int] = field(default_factory=list)
    unit_column: int = 0
    code_column: int = 0
    unit_cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    label_columns: list[int] = field(default_factory=list)
    value_columns: list[int] = field(default_factory=list)
    total_columns: list[int] = field(default_factory=list)
    column_paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    row_paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        return max([*self.head, *self.body, *self.total_rows, *self.unnamed_rows, *self.sections], default=0)

    def roles(self) -> dict[int, RowRole]:
        """row -> what it is, for the rows of the table."""
        return (
            dict.fromkeys(self.sections, RowRole.SECTION)
            | dict.fromkeys(self.body, RowRole.FIGURES)
            | dict.fromkeys(self.unnamed_rows, RowRole.LEFT_OUT)
            | dict.fromkeys(self.total_rows, RowRole.TOTAL)
            | dict.fromkeys(self.head, RowRole.HEAD)
        )
