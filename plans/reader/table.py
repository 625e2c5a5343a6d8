"""Rows of a table that keep a number and its unit in different cells: 创建示范基地 ⇥ 个 ⇥ 12."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plans.reader.quantities import Quantity
from plans.reader.spots import Line
from plans.reader.units import SCALES, unit_at

VALUE = re.compile(r"[≥≤<>=约]{0,2} ?\d{1,15}(?:[,.\d]{0,12})(?: ?[-~至] ?\d{1,15}(?:\.\d{1,4})?)?")
NAMED_UNIT = re.compile(r"\(([^()]{1,6})\)$")


WIDEST = 40  # cells of a row


@dataclass(frozen=True)
class Cell:
    start: int
    end: int
    text: str


def with_units(line: Line, found: list[Quantity]) -> list[tuple[Quantity, int]]:
    """(a number that stands alone in its cell, with the unit that its row gives it; where the name of it begins)."""
    if not 0 < line.flat.count("\t") <= WIDEST:
        return []
    row = list(_cells(line.flat))
    alone = {cell.start: cell for cell in row if VALUE.fullmatch(cell.text)}
    result = []
    for quantity in found:
        cell = next((c for c in alone.values() if c.start <= quantity.start and quantity.end <= c.end), None)
        place = None if cell is None or quantity.unit else _unit(row, cell)
        if place:
            result.append((replace(quantity, unit=place[0]), place[1]))
    return result


def _cells(flat: str) -> Iterator[Cell]:
    start = 0
    for text in flat.split("\t"):
        words = text.strip()
        at = start + text.find(words) if words else start
        yield Cell(at, at + len(words), words)
        start += len(text) + 1


def _unit(row: list[Cell], value: Cell) -> tuple[str, int] | None:
    """(the unit for a number, where its name begins): a cell of its own, or in brackets after the name."""
    before = [cell for cell in row if cell.end <= value.start and cell.text]
    named = [
        cell for cell in before if len(cell.text) >= 2 and not VALUE.fullmatch(cell.text) and not _is_unit(cell.text)
    ]
    if not named:
        return None
    bracket = NAMED_UNIT.search(named[-1].text)
    if bracket and _is_unit(bracket[1]):
        return bracket[1], named[-1].start
    return next(((cell.text, named[-1].start) for cell in row if _is_unit(cell.text)), None)


def _is_unit(text: str) -> bool:
    """人次, 万元, %: nothing but a measure word and its scale."""
    scale = next((word for word in sorted(SCALES, key=len, reverse=True) if text.startswith(word)), "")
    return len(text) > len(scale) and unit_at(text, len(scale)) == text[len(scale) :]
