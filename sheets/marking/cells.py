"""Marks on the sheets of an openpyxl workbook."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sheets.marking.model import AUTHOR, COLOURS, CellMark, MarkKind
from sheets.text_width import count_shown_lines

KINDS = list(MarkKind)
WIDTH, LINE, MARGIN = 260, 18, 12  # points, of the box of a comment
LINE_SIGNS = 38  # narrow signs that a line of the box takes


def mark_sheets(sheets: Mapping[str, Worksheet], marks: Iterable[CellMark]) -> None:
    """Fill and comment the marked cells of ``sheets`` (by title). Marks of other sheets are left out."""
    placed = [(*_find_place(sheets[mark.sheet], mark), mark) for mark in marks if mark.sheet in sheets]
    placed.sort(key=lambda each: (each[2].sheet, each[0], each[1], KINDS.index(each[2].kind)))
    for (title, row, column), group in groupby(placed, lambda each: (each[2].sheet, each[0], each[1])):
        _mark_cell(sheets[title].cell(row, column), [mark for _row, _column, mark in group])


def _find_place(sheet, mark):
    """Row and column of the cell that shows the mark: of merged cells the upper left one."""
    if isinstance(sheet.cell(mark.row, mark.column), MergedCell):
        for merged in sheet.merged_cells.ranges:
            if merged.min_row <= mark.row <= merged.max_row and merged.min_col <= mark.column <= merged.max_col:
                return merged.min_row, merged.min_col
    return mark.row, mark.column


def _mark_cell(cell, marks):
    """What somebody else wrote in a comment of this cell stays in it, above ours."""
    cell.fill = PatternFill("solid", fgColor=COLOURS[marks[0].kind])
    earlier = [cell.comment.text] if cell.comment and cell.comment.author != AUTHOR else []
    text = "\n".join(dict.fromkeys([*earlier, *(mark.text for mark in marks)]))
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    height = MARGIN + LINE * count_shown_lines(text, LINE_SIGNS)
    cell.comment = Comment(text, AUTHOR, width=WIDTH, height=height)
