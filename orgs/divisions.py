"""The administrative divisions that come with the project. No database: a file in, rows out.

Where the file comes from is told in orgs/data/README.md.
"""

import csv
import gzip
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from orgs import names

FILE = Path(__file__).parent / "data" / "divisions.csv.gz"
NATION = "000000000000"
# From the top down; a load reaches from the whole nation to one of them.
LEVELS = ("nation", "province", "city", "county", "township")
DEPTHS = LEVELS[1:]
_LENGTHS = (2, 4, 6, 12)


class UnknownDivision(ValueError):
    """No division has this code, or the text is not a code at all."""


@dataclass(frozen=True)
class Division:
    """One row, ready to become a unit; `position` counts from 1 among its siblings."""

    code: str
    name: str
    level: str
    parent_code: str
    short_name: str = ""
    position: int = 1


def whole_code(text: str) -> str:
    """A code of 2, 4, 6 or 12 digits as its 12: 53, 5309 and 530900 are how people write them."""
    text = names.normalize(text)
    if not (text.isascii() and text.isdigit() and len(text) in _LENGTHS):
        raise UnknownDivision(text)
    return text.ljust(12, "0")


def read_divisions(code: str, depth: str) -> list[Division]:
    """The division `code`, those above it, and those below it down to the level `depth`; parents come first.

    With the nation's code the nation itself is the first row. Raises UnknownDivision.
    """
    code = whole_code(code)
    rows = _rows(depth)
    if code not in rows:
        # It may lie below the depth that was asked for: `loadunits 5309 --depth province` makes 临沧市 all the same.
        rows = _rows(LEVELS[-1])
    if code not in rows:
        raise UnknownDivision(code)
    above = _chain(rows, code)
    floor = max(LEVELS.index(depth), LEVELS.index(rows[code].level))
    wanted = [row for row in rows.values() if LEVELS.index(row.level) <= floor]
    inside = {code}
    for row in wanted:
        if row.parent_code in inside:
            inside.add(row.code)
    inside |= above
    # Without the nation itself a province is a root.
    kept = [row if row.parent_code in inside else replace(row, parent_code="") for row in wanted if row.code in inside]
    return _with_short_names(kept)


def all_codes() -> set[str]:
    """The codes of all divisions, the nation's among them."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        next(file)
        return {NATION, *(line.partition(",")[0] for line in file)}


def _rows(depth: str) -> dict[str, Division]:
    """The divisions down to a level by their codes, the nation first; parents come before children."""
    found = {NATION: Division(NATION, "全国", "nation", "")}
    too_deep = LEVELS[LEVELS.index(depth) + 1 :]
    seen: Counter[str] = Counter()
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for code, name, level, parent_code in lines:
            if level in too_deep:
                break  # the file goes level by level, and most of it is townships
            parent_code = parent_code or NATION
            seen[parent_code] += 1
            found[code] = Division(code, name, level, parent_code, position=seen[parent_code])
    return found


def _chain(rows: dict[str, Division], code: str) -> set[str]:
    """The codes above a division, up to its province."""
    found = set()
    while (code := rows[code].parent_code) not in ("", NATION):
        found.add(code)
    return found


def _with_short_names(rows: list[Division]) -> list[Division]:
    """Siblings that would share a short name (临夏县, 临夏市) keep their whole one: a table must tell them apart."""
    short = {row.code: names.short_name(row.name) for row in rows}
    shared = Counter((row.parent_code, short[row.code]) for row in rows)
    return [
        replace(row, short_name=row.name if shared[row.parent_code, short[row.code]] > 1 else short[row.code])
        for row in rows
    ]
