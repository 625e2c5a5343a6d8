"""Finds tables whose cells stand each on a line of their own and joins the lines of each row, with tabs between.

Such a table begins with the titles of its columns, one a line. A row begins with its number or, in a table without
numbers, has an office in the column for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.text.lines import CellSpans, SourceLine
from reader.text.rows import (
    COLUMN_TITLE,
    MAX_COLUMNS,
    MAX_TITLE,
    NUMBER_TITLE,
    OFFICE,
    OFFICE_TITLE,
    SECTION,
    STRUCTURAL,
)

MIN_COLUMNS = 3
MAX_ROW = 3 * MAX_COLUMNS  # lines of a row
NUMBER = re.compile(r"\d{1,3}[.、]?")
Row = tuple[SourceLine, ...]


def with_stacked_cells(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """``lines`` with those of each row of such a table joined to one line with cells."""
    result: list[SourceLine] = []
    at = 0
    lines = [_without_rule(line) for line in lines]
    while at < len(lines):
        width = _title_count(lines, at)
        rows = list(_rows(lines, at + width, lines[at : at + width])) if width else []
        if not rows:
            result.append(lines[at])
            at += 1
            continue
        result.append(_joined([[line] for line in lines[at : at + width]]))
        result += [_joined(cells) for cells, _ in rows]
        at = rows[-1][1]
    return result


def _without_rule(line: SourceLine) -> SourceLine:
    """A cell without the rule drawn behind it: 全国助残日活动次数 |"""
    bare = line.flat.rstrip(" |")
    if not bare or "|" in bare or not line.flat.endswith("|"):
        return line
    return replace(line, flat=bare, end=line.end - (len(line.flat) - len(bare)))


def _title_count(lines: Sequence[SourceLine], first: int) -> int:
    """The number of lines from ``first`` that are titles of columns; 0 if they head no table."""
    count = 0
    for line in lines[first : first + MAX_COLUMNS]:
        if len(line.flat) > MAX_TITLE or line.cells or "\t" in line.flat or not COLUMN_TITLE.search(line.flat):
            break
        count += 1
    titles = [line.flat for line in lines[first : first + count]]
    whole = count >= MIN_COLUMNS and any(STRUCTURAL.search(title) for title in titles)
    return count if whole and (NUMBER_TITLE.search(titles[0]) or _office(titles) is not None) else 0


def _office(titles: Sequence[str]) -> int | None:
    return next((i for i, title in enumerate(titles) if OFFICE_TITLE.search(title)), None)


def _rows(
    lines: Sequence[SourceLine], first: int, titles: Sequence[SourceLine]
) -> Iterator[tuple[list[list[SourceLine]], int]]:
    """The cells of each row, with the index of the line after it."""
    names = [title.flat for title in titles]
    office, width = _office(names), len(names)
    at, number = first, 1
    if not NUMBER_TITLE.search(names[0]):
        while office is not None and at + width <= len(lines) and OFFICE.applies(lines[at + office].flat):
            yield [[line] for line in lines[at : at + width]], at + width
            at += width
        return
    while at < len(lines) and _is_number(lines[at], number):
        end = _end_of_row(lines, at, number + 1, width)
        yield _in_columns(lines[at:end], office, width), end
        at, number = end, number + 1


def _is_number(line: SourceLine, number: int) -> bool:
    return NUMBER.fullmatch(line.flat) is not None and int(line.flat.rstrip(".、")) == number


def _end_of_row(lines: Sequence[SourceLine], first: int, number: int, width: int) -> int:
    """The index of the line with the next number; of the last row it has as many lines as there are columns."""
    limit = min(len(lines), first + MAX_ROW)
    for at in range(first + 1, limit):
        if SECTION.match(lines[at].flat) or "\t" in lines[at].flat:
            return at
        if _is_number(lines[at], number):
            return at
    return min(len(lines), first + width)


def _in_columns(row: Sequence[SourceLine], office: int | None, width: int) -> list[list[SourceLine]]:
    """The lines that each column holds; the office shows which cells are missing or have several lines."""
    if len(row) == width:
        return [[line] for line in row]
    at = next((i for i, line in enumerate(row) if i and OFFICE.applies(line.flat)), None)
    if office is None or at is None:
        return [[row[0]], *_filled(row[1:], width - 1)]
    end = at + 1
    while len(row) - end > width - office - 1 and OFFICE.applies(row[end].flat):
        end += 1  # several offices, a line each
    return [[row[0]], *_filled(row[1:at], office - 1), list(row[at:end]), *_filled(row[end:], width - office - 1)]


def _filled(row: Sequence[SourceLine], width: int) -> list[list[SourceLine]]:
    """The lines one a column, the rest in the last."""
    if width < 1:
        return []
    cells = [[line] for line in row[: width - 1]] + [list(row[width - 1 :])]
    return cells + [[] for _ in range(width - len(cells))]


def _joined(cells: Sequence[Sequence[SourceLine]]) -> SourceLine:
    """The row as one line."""
    placed: CellSpans = tuple(tuple((line.start, line.end) for line in cell) for cell in cells)
    held = [line for cell in cells for line in cell]
    flat = "\t".join("。".join(line.flat for line in cell) for cell in cells)
    return replace(held[0], end=held[-1].end, flat=flat, cells=placed)
