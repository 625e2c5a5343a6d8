"""Read the administrative divisions that come with the project; no database. Source: orgs/data/README.md."""

import csv
import gzip
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from orgs import names

FILE = Path(__file__).parent / "data" / "divisions.csv.gz"
NATION = "000000000000"
# From the top down.
LEVELS = ("nation", "province", "city", "county", "township")
_CODE_LENGTHS = (2, 4, 6, 12)


class UnknownDivision(ValueError):
    """The text is not the code of a division."""


@dataclass(frozen=True)
class Division:
    """A row of the file with the short name; `position` counts from 1 among siblings."""

    code: str
    name: str
    level: str
    parent_code: str
    short_name: str = ""
    position: int = 1


def full_code(text: str) -> str:
    """Pad a code of 2, 4, 6 or 12 digits to 12: 53, 5309 and 530900 are common short forms. Raises UnknownDivision."""
    text = names.normalize(text)
    if not (text.isascii() and text.isdigit() and len(text) in _CODE_LENGTHS):
        raise UnknownDivision(text)
    return text.ljust(12, "0")


def read_divisions(code: str, depth: str) -> list[Division]:
    """The division `code`, those above it, and those below it down to the level `depth`; parents come first.

    Only with the nation's code is the nation itself included, as the first row. Raises UnknownDivision.
    """
    code = full_code(code)
    rows = _rows(depth)
    if code not in rows:
        # The division itself may be below the depth: `loadunits 5309 --depth province` creates 临沧市.
        rows = _rows(LEVELS[-1])
    if code not in rows:
        raise UnknownDivision(code)
    above = _ancestor_codes(rows, code)
    deepest = max(LEVELS.index(depth), LEVELS.index(rows[code].level))
    wanted = [row for row in rows.values() if LEVELS.index(row.level) <= deepest]
    inside = {code}
    for row in wanted:
        if row.parent_code in inside:
            inside.add(row.code)
    inside |= above
    # Without the nation a province is a root.
    selected = [
        row if row.parent_code in inside else replace(row, parent_code="") for row in wanted if row.code in inside
    ]
    return _with_short_names(selected)


def all_codes() -> set[str]:
    """The codes of all divisions, including the nation."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        next(file)
        return {NATION, *(line.partition(",")[0] for line in file)}


def _rows(depth: str) -> dict[str, Division]:
    """The divisions down to a level by code, the nation first, parents before children."""
    found = {NATION: Division(NATION, "全国", "nation", "")}
    too_deep = LEVELS[LEVELS.index(depth) + 1 :]
    n_siblings: Counter[str] = Counter()
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for code, name, level, parent_code in lines:
            if level in too_deep:
                break  # the file is ordered by level, and most rows are townships
            parent_code = parent_code or NATION
            n_siblings[parent_code] += 1
            found[code] = Division(code, name, level, parent_code, position=n_siblings[parent_code])
    return found


def _ancestor_codes(rows: dict[str, Division], code: str) -> set[str]:
    """The codes above a division, up to its province."""
    found = set()
    while (code := rows[code].parent_code) not in ("", NATION):
        found.add(code)
    return found


def _with_short_names(rows: list[Division]) -> list[Division]:
    """Set short names; siblings that would share one (临夏县, 临夏市) keep the full name, so that tables can tell them
    apart."""
    short = {row.code: names.short_name(row.name) for row in rows}
    shared = Counter((row.parent_code, short[row.code]) for row in rows)
    return [
        replace(row, short_name=row.name if shared[row.parent_code, short[row.code]] > 1 else short[row.code])
        for row in rows
    ]
