"""The sheets of any workbook as grids of plain values; a cell that cannot be read carries its problem."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from sheets.problems import SheetProblem

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


STRUCK_PART = "(划去:{})"  # what is struck out in a text, so that nobody takes it for digits of a number


class MergedRange(NamedTuple):
    """A rectangle of merged cells, counted from 1, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SheetCell:
    """One cell. ``name`` is its address (D7); ``problem`` says why its value cannot be read.

    A number is as it is shown, with its ``sign``: 90 and "%" for 0.9 in the format 0.00%.
    ``number_format`` is one that shows more than the number, or another one. ``struck``: it is struck out.
    """

    name: str
    value: CellValue = None
    problem: SheetProblem | None = None
    sign: str = ""
    number_format: str = ""
    struck: bool = False

    @property
    def empty(self) -> bool:
        return self.value is None and self.problem is None


@dataclass
class SheetGrid:
    """One sheet. ``values[row - 1][column - 1]`` is a cell; all rows are equally long; rows and columns count from 1.

    Values are as people see them: whole numbers are int, others have 15 digits at most, a percent cell holds the number
    in front of its sign, a text has no blanks around it. None stands for blank cells and for those in ``problems``.
    ``signs`` holds "%" and "‰", ``formats`` the number formats with words of their own (0"人"), by (row, column).
    ``struck`` are the cells that are struck out as a whole; a part of a text that is stands in it as STRUCK_PART.
    ``hidden_rows`` and ``hidden_columns`` are those that the sheet does not show, ``hidden`` says it of the sheet.
    """

    title: str
    values: list[list[CellValue]]
    signs: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: dict[tuple[int, int], SheetProblem] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)

    @property
    def height(self) -> int:
        return len(self.values)

    @property
    def width(self) -> int:
        return len(self.values[0]) if self.values else 0

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell; None outside the sheet."""
        inside = 0 < row <= len(self.values) and 0 < column <= len(self.values[row - 1])
        return self.values[row - 1][column - 1] if inside else None

    def cell(self, row: int, column: int) -> SheetCell:
        at = row, column
        name = cell_name(row, column)
        value, problem = self.value(row, column), self.problems.get(at)
        return SheetCell(name, value, problem, self.signs.get(at, ""), self.formats.get(at, ""), at in self.struck)

    def text(self, row: int, column: int) -> str:
        """The cell as text, "" when it is empty or cannot be read."""
        value = self.value(row, column)
        return "" if value is None else str(value)

    def row_texts(self, row: int) -> dict[int, str]:
        """column -> text of the cells of one row that are not empty; "" for one that cannot be read."""
        texts = {}
        if 0 < row <= self.height:
            texts = {at: str(value) for at, value in enumerate(self.values[row - 1], 1) if value is not None}
        for column in self._columns_with_problems.get(row, ()):
            texts[column] = ""
        return dict(sorted(texts.items()))

    @cached_property
    def rows(self) -> list[int]:
        """The numbers of the rows in which something stands."""
        filled = {number for number, row in enumerate(self.values, 1) if any(value is not None for value in row)}
        return sorted(filled | self._columns_with_problems.keys())

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether the sheet does not show this cell, though it may show others."""
        return row in self.hidden_rows or column in self.hidden_columns

    def merged_range(self, row: int, column: int) -> MergedRange | None:
        """The merged range that covers this cell; None for a cell that stands alone."""
        return self._merged_cells.get((row, column))

    def merged_value(self, row: int, column: int) -> CellValue:
        """The value of a cell, or of the upper left cell of the merged range that covers it."""
        covering = self.merged_range(row, column) if self.merged else None
        return self.value(covering.top, covering.left) if covering else self.value(row, column)

    @cached_property
    def _columns_with_problems(self) -> dict[int, list[int]]:
        columns: dict[int, list[int]] = {}
        for row, column in sorted(self.problems):
            columns.setdefault(row, []).append(column)
        return columns

    @cached_property
    def _merged_cells(self) -> dict[tuple[int, int], MergedRange]:
        """In a sound sheet no ranges overlap; in others, those that together exceed the sheet are left out."""
        covered: dict[tuple[int, int], MergedRange] = {}
        left = self.height * self.width
        for each in self.merged:
            rows = range(each.top, min(each.bottom, self.height) + 1)
            columns = range(each.left, min(each.right, self.width) + 1)
            left -= len(rows) * len(columns)
            if left < 0:
                break
            covered.update({(row, column): each for row in rows for column in columns})
        return covered


def cell_name(row: int, column: int) -> str:
    """The address of a cell: (7, 4) -> D7."""
    return f"{get_column_letter(column)}{row}"
