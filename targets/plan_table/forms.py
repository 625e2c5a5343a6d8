"""What the page of the table posts as JSON."""

import json
from typing import Any

from targets.plan_table.actions import ADJUSTMENT_FIELDS, MAX_CELLS, CellChange

MAX_TEXT = 2_000  # characters of a cell
MAX_LINES = 2_000


class NotFromOurPage(ValueError):
    """The JSON has another shape than the page sends."""


def read_changes(body: bytes) -> tuple[list[CellChange], dict[str, Any] | None]:
    """The cells, and the adjustment if its panel is filled in. Raises NotFromOurPage."""
    data = _read_object(body)
    cells = data.get("cells")
    if not isinstance(cells, list) or len(cells) > MAX_CELLS:
        raise NotFromOurPage(body[:100])
    return [_read_cell(cell) for cell in cells], _read_adjustment(data.get("adjustment"))


def read_block(body: bytes) -> tuple[list[list[str]], str]:
    """The lines of a pasted block and the id of the cell in which it was pasted. Raises NotFromOurPage."""
    data = _read_object(body)
    lines, at = data.get("lines"), data.get("at")
    right = isinstance(lines, list) and 0 < len(lines) <= MAX_LINES and isinstance(at, str)
    if not right or not all(isinstance(line, list) and all(isinstance(cell, str) for cell in line) for line in lines):
        raise NotFromOurPage(body[:100])
    return [[cell[:MAX_TEXT] for cell in line[:50]] for line in lines], at


def _read_object(body):
    try:
        data = json.loads(body)
    except ValueError as error:
        raise NotFromOurPage(body[:100]) from error
    if not isinstance(data, dict):
        raise NotFromOurPage(body[:100])
    return data


def _read_cell(cell):
    names = ("id", "text", "seen")
    texts = [cell[name] for name in names if isinstance(cell.get(name), str)] if isinstance(cell, dict) else []
    if len(texts) != len(names) or texts[0].count(":") < 2:
        raise NotFromOurPage(str(cell)[:100])
    place, text, seen = texts
    kind, rest = place.split(":", 1)
    code, _colon, column = rest.rpartition(":")
    return CellChange(kind, code, column, text.replace("\0", "")[:MAX_TEXT], seen)


def _read_adjustment(given):
    if not isinstance(given, dict):
        return None
    texts = {name: str(given.get(name) or "").strip() for name in ADJUSTMENT_FIELDS}
    seq = texts.pop("from_seq")
    return texts | {"from_seq": int(seq) if seq.isdecimal() else None}
