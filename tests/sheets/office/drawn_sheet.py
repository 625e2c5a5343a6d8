"""A sheet that is drawn cell by cell, as a grid or as a file of one of two writers."""

from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter
from openpyxl import Workbook

from sheets.files.grid import MergedRange, SheetGrid
from sheets.files.reading import BookFile


@dataclass
class DrawnSheet:
    """Cells by (row, column), counted from 1."""

    title: str = "Sheet1"
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row, column, value, *, to=None):
        """Write a value, merged down to the cell ``to``."""
        if value is not None:
            self.cells[row, column] = value
        if to and to != (row, column):
            self.merged.append((row, column, *to))

    def put_row(self, row, values, *, first=1):
        for column, value in enumerate(values, first):
            self.put(row, column, value)

    @property
    def height(self):
        return max((row for row, _column in self.cells), default=0)

    @property
    def width(self):
        return max((column for _row, column in self.cells), default=0)

    def as_grid(self) -> SheetGrid:
        values = [
            [self.cells.get((row, column)) for column in range(1, self.width + 1)] for row in range(1, self.height + 1)
        ]
        merged = [MergedRange(*each) for each in self.merged]
        return SheetGrid(
            self.title,
            values,
            merged=merged,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            hidden=self.hidden,
        )


def sheet_of(text: str, title: str = "Sheet1") -> DrawnSheet:
    """A sheet from lines of cells between bars; whole numbers become numbers."""
    sheet = DrawnSheet(title)
    for row, line in enumerate(text.strip("\n").split("\n"), 1):
        for column, cell in enumerate(line.strip().split("|"), 1):
            if word := cell.strip():
                sheet.put(row, column, int(word) if word.isdecimal() else word)
    return sheet


def book_of(*sheets: DrawnSheet, name: str = "报表.xlsx") -> BookFile:
    return BookFile(name, "xlsx", [sheet.as_grid() for sheet in sheets])


def write_with_openpyxl(*sheets: DrawnSheet) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for drawn in sheets:
        sheet = book.create_sheet(drawn.title)
        for (row, column), value in drawn.cells.items():
            sheet.cell(row, column, value)
        for top, left, bottom, right in drawn.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in drawn.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in drawn.hidden_columns:
            sheet.column_dimensions[sheet.cell(1, column).column_letter].hidden = True
        sheet.sheet_state = "hidden" if drawn.hidden else "visible"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_with_xlsxwriter(*sheets: DrawnSheet) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    for drawn in sheets:
        sheet = book.add_worksheet(drawn.title)
        for top, left, bottom, right in drawn.merged:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        for (row, column), value in drawn.cells.items():
            sheet.write(row - 1, column - 1, value)
        for row in drawn.hidden_rows:
            sheet.set_row(row - 1, options={"hidden": True})
        for column in drawn.hidden_columns:
            sheet.set_column(column - 1, column - 1, options={"hidden": True})
        if drawn.hidden:
            sheet.hide()
    book.close()
    return stream.getvalue()
