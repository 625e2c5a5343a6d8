"""A sheet as people see it: without hidden rows and columns, with the text of a merged range in all its cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sheets.layout.words import is_meta, is_number, plain


@dataclass(slots=True)
class RowFacts:
    """The visible cells of one row that are not blank: ``texts`` that name something, and the columns of ``numbers``.

    A text that was meant as a number (12人, 无) is among the numbers. ``names_reporter``: a unit is named in it that is
    neither a row's nor a column's.
    """

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    names_reporter: bool = False

    @property
    def blank(self) -> bool:
        return not self.texts and not self.numbers

    @property
    def meta(self) -> bool:
        """Whether the row says who filled in the sheet, when, in what unit of measure; or is a note."""
        if self.names_reporter:
            return True
        found = sum(is_meta(text) for text in self.texts.values())
        return found > 0 and found * 2 >= len(self.texts) and len(self.numbers) <= found

    @property
    def lone(self) -> bool:
        """Whether a single text stands in it: a title, a note, the name of a section."""
        return len(self.texts) == 1 and not self.numbers


class SheetView:
    """``rows`` and ``columns`` are the visible ones; ``facts`` maps each visible row to what stands in it.

    ``merged`` ranges are (first row, first column, last row, last column), all counted from 1. Cells that are
    ``unreadable`` stand where figures stand. ``number_texts`` are the columns in which a text was meant as a number.
    """

    def __init__(
        self,
        values: Sequence[Sequence[object]],
        *,
        merged: Iterable[tuple[int, int, int, int]] = (),
        hidden_rows: Iterable[int] = (),
        hidden_columns: Iterable[int] = (),
        unreadable: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.values = values
        self.unreadable = set(unreadable)
        hidden, out_of_sight = set(hidden_rows), set(hidden_columns)
        self.rows = [row for row in range(1, len(values) + 1) if row not in hidden]
        width = max((len(row) for row in values), default=0)
        self.columns = [column for column in range(1, width + 1) if column not in out_of_sight]
        self.ranges: dict[tuple[int, int], tuple[int, int, int, int]] = {}  # by the first visible cell
        self.anchors: dict[tuple[int, int], tuple[int, int]] = {}  # visible cell of a range -> the first visible one
        self.sources: dict[tuple[int, int], tuple[int, int]] = {}  # the first visible cell -> the cell with the value
        self.merged_rows: set[int] = set()
        self._spread(merged)
        self._marked = self.merged_rows | {row for row, _column in self.unreadable}
        self._shows_all = len(self.columns) == width
        self.number_texts: set[int] = set()
        self.facts = {row: self._look_at(row) for row in self.rows}

    def _spread(self, merged):
        rows, columns = set(self.rows), set(self.columns)
        for top, left, bottom, right in merged:
            down = [row for row in range(top, min(bottom, len(self.values)) + 1) if row in rows]
            across = [column for column in range(left, right + 1) if column in columns]
            if not down or not across or len(down) * len(across) > 100_000:
                continue
            first = (down[0], across[0])
            self.ranges[first] = (down[0], across[0], down[-1], across[-1])
            self.sources[first] = (top, left)
            self.merged_rows.update(down)
            for row in down:
                for column in across:
                    self.anchors[row, column] = first

    def _look_at(self, row):
        if row in self._marked or not self._shows_all:
            return self._look_at_each_cell(row)
        facts, values = RowFacts(row), self.values[row - 1]
        add = facts.numbers.append
        for column, value in enumerate(values, 1):
            kind = type(value)
            if kind is int or kind is float:
                add(column)
            elif value is None or value == "":
                continue
            elif is_number(value):
                add(column)
                self.number_texts.add(column)
            else:
                facts.texts[column] = plain(value)
        return facts

    def _look_at_each_cell(self, row):
        facts = RowFacts(row)
        for column in self.columns:
            value = self.value(row, column)
            if value is None or value == "":
                if (row, column) in self.unreadable:
                    facts.numbers.append(column)
                continue
            if type(value) is float or type(value) is int or is_number(value):
                facts.numbers.append(column)
                if type(value) is str:
                    self.number_texts.add(column)
            elif self.anchors.get((row, column), (row, column)) == (row, column):
                facts.texts[column] = plain(value)
        return facts

    def value(self, row: int, column: int) -> object:
        """The value of a visible cell; that of a merged range only in its first visible cell."""
        at = self.anchors.get((row, column))
        if at is not None:
            if at != (row, column):
                return None
            row, column = self.sources[at]
        line = self.values[row - 1] if row <= len(self.values) else []
        return line[column - 1] if column <= len(line) else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The first visible cell of the merged range around a cell; the cell itself where there is none."""
        return self.anchors.get((row, column), (row, column))

    def source(self, row: int, column: int) -> tuple[int, int]:
        """The cell of the sheet from which ``value`` comes."""
        return self.sources.get((row, column), (row, column))

    def label(self, row: int, column: int) -> str:
        """The text that people see in a cell or in the merged range around it."""
        at = self.anchor(row, column)
        facts = self.facts.get(at[0])
        text = facts.texts.get(at[1]) if facts else None
        return plain(self.value(*at)) if text is None else text

    def span(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged range around a cell, or the cell alone: first row, first column, last row, last column."""
        at = self.anchor(row, column)
        return self.ranges.get(at, (*at, *at))
