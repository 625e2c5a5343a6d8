"""Which cells of the plan's table a workbook would change: rows by their codes, columns by their heads. No queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from sheets.tables import as_read
from targets.plan_table.actions import CellChange
from targets.plan_table.columns import CHOICES, COLUMNS_BY_KEY, UnreadablePlanCell, read_choice
from targets.plan_table.queries import SECTION, PlanTable, TableRow

CODE, NUMBER = "code", "number"


class SheetLine(Protocol):
    """A row of the workbook: its texts by column, what could not be read of them, and the addresses of its cells."""

    number: int
    texts: dict[str, str]
    errors: dict[str, str]

    def cell(self, key: str) -> str: ...


@dataclass
class SheetFindings:
    """``changes`` of cells, ``addresses`` of these cells in the workbook by their ids, what is ``refused`` as (address,
    whose, why), and ``unused``: rows that belong to nothing in the plan. ``since`` are the ids of changes of cells that
    somebody changed after the download, ``kept`` (whose, what stands) those that the workbook left as downloaded."""

    changes: list[CellChange] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


def find_changes(
    lines: Iterable[SheetLine], table: PlanTable, downloaded: Mapping[str, str] | None = None
) -> SheetFindings:
    """What the lines say that does not stand in the table. A column that the workbook does not have stays as it is, and
    so does a cell that others have changed since the download (id -> text then) and the workbook has not."""
    found = SheetFindings()
    rows = _RowsByCode(table)
    for line in lines:
        row = rows.take(line)
        if row is not None:
            _compare(line, row, found, downloaded or {})
        elif line.texts.get(CODE) in rows.taken:
            code = line.texts[CODE]
            found.refused.append((line.cell(CODE), code, _("This code stands in the workbook twice.")))
        elif not rows.is_section(line):
            text = " ".join(filter(None, (line.texts.get(key, "") for key in (NUMBER, CODE, "name"))))
            found.unused.append(_("row %(number)s: %(text)s") % {"number": line.number, "text": text[:60]})
    return found


class _RowsByCode:
    """The rows of the table, each taken once. A task and a target may have the same code: the name then tells which."""

    def __init__(self, table):
        self.rows: Mapping[str, list[TableRow]] = defaultdict(list)
        for row in table.rows:
            if row.cells:
                self.rows[row.code].append(row)
        self.sections = {as_read(row.name) for row in table.rows if row.kind == SECTION}
        self.taken: set[str] = set()

    def take(self, line):
        rows = self.rows.get(line.texts.get(CODE, ""))
        if not rows:
            return None
        name = line.texts.get("name", "")
        row = next((row for row in rows if as_read(row.cells["name"].text) == name), rows[0])
        rows.remove(row)
        self.taken.add(row.code)
        return row

    def is_section(self, line):
        return not line.texts.get(CODE) and line.texts.get("name", "") in self.sections


def _compare(line, row, found, downloaded):
    for key, text in line.texts.items():
        if key not in COLUMNS_BY_KEY:
            continue
        cell = row.cells.get(key)
        if key in line.errors or (cell is None and text):
            why = line.errors.get(key) or _("This row has no such cell.")
            found.refused.append((line.cell(key), f"{row.code} {COLUMNS_BY_KEY[key].label}", why))
        elif cell is not None and not _says_the_same(key, text, cell.text):
            then = downloaded.get(cell.id)
            is_changed_since = then is not None and then != as_read(cell.text)
            if is_changed_since and _says_the_same(key, text, then):
                found.kept.append((f"{row.code} {row.cells['name'].text} · {COLUMNS_BY_KEY[key].label}", cell.text))
                continue
            found.since += [cell.id] if is_changed_since else []
            found.changes.append(CellChange(row.kind, row.code, key, text, cell.text))
            found.addresses[cell.id] = line.cell(key)


def _says_the_same(key, text, stored):
    if text == as_read(stored):
        return True
    if key not in CHOICES:
        return False
    try:
        return read_choice(text, key) == stored
    except UnreadablePlanCell:
        return False
