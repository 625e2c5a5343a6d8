"""The table of a plan as a file. Pasted back into the table, it changes nothing."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sheets.tables import SheetTable, TableCell
from targets.plan_table.columns import CHOICES, COLUMNS
from targets.plan_table.downloaded import make_hidden_sheet
from targets.plan_table.queries import PlanTable, TableRow

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def make_plan_file(table: PlanTable) -> SheetTable:
    """Sections, tasks and targets in the order of the plan, under heads that a paste understands."""
    title = f"{table.plan.title} · {_('All tasks and targets')}"
    heads = [_("No."), _("Code"), *(str(column.label) for column in COLUMNS)]
    sheet, hidden = _("All tasks and targets"), make_hidden_sheet(table)
    return SheetTable(title, heads, map(_make_row, table.rows), sheet=sheet, hidden=hidden)


def _make_row(row: TableRow):
    code = row.code if row.cells else ""  # a section has a number alone
    name = row.cells["name"].text if "name" in row.cells else row.name
    return [row.number, code, name, *(_read(row, column.key) for column in COLUMNS[1:])]


def _read(row, key) -> TableCell:
    """A cell: a number or a day as such; of a choice its label, which a paste takes as well."""
    text = row.cells[key].text if key in row.cells else ""
    if key in CHOICES:
        return str(dict(CHOICES[key].choices).get(text, text))
    if key in ("value", "baseline") and NUMBER.fullmatch(text):
        return Decimal(text)
    return date.fromisoformat(text) if key == "due" and text else text
