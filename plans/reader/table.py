"""Rows of a table that keep a number and its unit in different cells: 创建示范基地 ⇥ 个 ⇥ 12."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.reader.quantities import Quantity
from plans.reader.spots import Line
from plans.reader.units import SCALES, unit_at

VALUE = re.compile(
    r"[≥≤<>=约]{0,2} ?\d{1,15}(?:[,.\d]{0,12})(?: ?[-~至] ?\d{1,15}(?:\.\d{1,4})?)?(?:%"
    r"|‰)?(?:以[上内下])?"
)
BRACKETED = re.compile(r"\(([^()]{1,8})\)$")
PER = re.compile(r"1?/(?:10|十)万")
WIDEST = 40  # cells of a row
# Columns of what was, and rows that only share a number out.
BEFORE = re.compile(r"基期|基线|基数|现状|实际|完成(?:数|值|情况)|上年|去年|分值|权重|序号|得分")
SHARE = re.compile(r"(?:[县区市州盟旗乡镇村]|街道|团场|园区|开发区|合计|总计|小计)$")


@dataclass(frozen=True)
class Cell:
    start: int
    end: int
    text: str
    column: int


@dataclass(frozen=True)
class Alone:
    """A number alone in its cell with the unit that its table gives it; its name begins at ``start``."""

    quantity: Quantity
    start: int
    title: str  # of its column


def titles(flat: str) -> list[str] | None:
    """The titles of the columns, if this is the row that holds them: cells of words alone."""
    row = [cell.text for cell in _cells(flat)] if 0 < flat.count("\t") <= WIDEST else []
    words = [text for text in row if text]
    return row if len(words) >= 2 and not any(VALUE.fullmatch(text) for text in words) and len(flat) < 200 else None


def with_units(line: Line, found: Sequence[Quantity], columns: Sequence[str]) -> list[Alone]:
    """The numbers of a row that stand alone in their cells; ``columns`` are the titles above, or none."""
    if not 0 < line.flat.count("\t") <= WIDEST:
        return []
    row = list(_cells(line.flat))
    columns = columns if len(columns) == len(row) else [""] * len(row)
    result = []
    for cell in row:
        if VALUE.fullmatch(cell.text) and not BEFORE.search(columns[cell.column]):
            quantity = next((one for one in found if cell.start <= one.start and one.end <= cell.end), None)
            place = None if quantity is None else _unit(row, cell, columns[cell.column], quantity.unit)
            if quantity is not None and place:
                result.append(Alone(replace(quantity, unit=place[0]), place[1], columns[cell.column]))
    return result


def _cells(flat: str) -> Iterator[Cell]:
    start = 0
    for column, text in enumerate(flat.split("\t")):
        words = text.strip()
        at = start + text.find(words) if words else start
        yield Cell(at, at + len(words), words, column)
        start += len(text) + 1


def _unit(row: Sequence[Cell], value: Cell, title: str, own: str) -> tuple[str, int] | None:
    """(the unit of a number, where its name begins). The unit stands beside the number, in a cell of its own, in
    brackets after the name, or over the column."""
    before = [cell for cell in row if cell.end <= value.start and cell.text]
    named = [
        cell for cell in before if len(cell.text) >= 2 and not VALUE.fullmatch(cell.text) and not unit_of(cell.text)
    ]
    if not named or SHARE.search(named[0].text):
        return None
    in_brackets = [BRACKETED.search(text) for text in (named[-1].text, title)]
    units = [own, *(unit_of(found[1]) for found in in_brackets if found), *(unit_of(cell.text) for cell in row)]
    unit = next((one for one in units if one), "")
    return (unit, named[-1].start) if unit else None


def unit_of(text: str) -> str:
    """人次, 万元, %, 1/10万: the unit, where the words are nothing but one."""
    if PER.fullmatch(text):
        return "/10万"
    scale = next((word for word in sorted(SCALES, key=len, reverse=True) if text.startswith(word)), "")
    return text if len(text) > len(scale) and unit_at(text, len(scale)) == text[len(scale) :] else ""
