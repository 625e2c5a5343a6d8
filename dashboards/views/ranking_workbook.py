"""The ranking of one target as a workbook: the columns of its page, with exact numbers that Excel can go on with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dashboards.queries.line import TotalLine
from dashboards.queries.place import TotalsPlace
from dashboards.words import describe_reports, get_basis_label, get_kind_label
from orgs.models import Level
from pages.formats import format_number
from pages.lights import light_name
from sheets.number_formats import POINTS, number_format, percent_format
from sheets.writing import save_workbook, write_cell
from targets.models import Target
from targets.totals.descriptions import describe_overdue

HUNDRED = Decimal(100)


class Shown(NamedTuple):
    """A number and the format in which Excel shows it."""

    value: Decimal
    format: str


class Column(NamedTuple):
    """A column: its head, its width in characters, and a cell for each line (a text, an int, ``Shown`` or None)."""

    head: str
    width: int
    cells: list[Any]


def write_ranking(place: TotalsPlace, target: Target, lines: Sequence[TotalLine]) -> bytes:
    """The .xlsx of these lines, in their order; each line with its participant and the one above it."""
    book = Workbook()
    sheet = book.active
    title = f"{place.plan.title} {target.code} {target.name} {place.shown_period.name} {get_basis_label(place.basis)}"
    write_cell(sheet, 1, 1, title).font = Font(size=14, bold=True)
    for number, column in enumerate(_list_columns(place, target, lines), 1):
        write_cell(sheet, 2, number, column.head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        for row, content in enumerate(column.cells, 3):
            value, shown_as = content if isinstance(content, Shown) else (content, "General")
            write_cell(sheet, row, number, value).number_format = shown_as
    sheet.freeze_panes = "B3"
    return save_workbook(book)


def _list_columns(place, target, lines):
    columns = [Column(_("Unit"), 24, [line.participant.name for line in lines])]
    if any(line.participant.parent_id != place.participant.pk for line in lines):
        counties = all(line.participant.unit.level == Level.COUNTY for line in lines)
        head = _("Cities and prefectures") if counties else _("Belongs to")
        columns.append(Column(head, 14, [line.participant.parent.short_name for line in lines]))
    if len({line.participant.kind for line in lines}) > 1:
        columns.append(Column(_("Kind"), 12, [get_kind_label(line.participant.kind) for line in lines]))
    columns.append(Column(_("Rank"), 7, [line.rank for line in lines]))
    columns.append(Column(_("To date"), 14, [_to_date(line) for line in lines]))
    if target.is_rate:
        columns.append(Column(_("Numerator"), 14, [_plain(line.value) for line in lines]))
        columns.append(Column(_("Denominator"), 14, [_plain(line.base) for line in lines]))
    columns.append(Column(_("This period"), 14, [_amount(line) for line in lines]))
    columns.append(Column(_("Owed"), 14, [_rate_or_number(line, line.bound) for line in lines]))
    if target.has_start:
        columns.append(Column(_("Baseline"), 14, [_baseline(line) for line in lines]))
    columns += [
        Column(_("Completion"), 10, [_completion(line.standing) for line in lines]),
        Column(_("Against pace (points)"), 18, [_gap(line) for line in lines]),
        Column(_("Light"), 12, [light_name(line.standing.light) for line in lines]),
        Column(_("Reports"), 40, [_reports(line, place.basis) for line in lines]),
    ]
    return columns


def _plain(value, decimals=None):
    if value is None:
        return None
    places = max(0, -value.normalize().as_tuple().exponent) if decimals is None else decimals
    return Shown(value, number_format(places))


def _rate_or_number(line, value):
    """A percentage as Excel has it (0.7 shown as 70.0%), any other number as it is."""
    if value is None:
        return None
    if line.is_rate and line.target.scale == "%":
        return Shown(value / HUNDRED, percent_format(value / HUNDRED))
    return _plain(value, line.digits if line.is_rate else None)


def _to_date(line):
    """The number to date as the page shows it: not applicable is neither blank nor zero."""
    if line.all_absent and line.value is None:
        return _("not applicable")
    return _rate_or_number(line, line.standing.shown)


def _amount(line):
    if line.amount is None:
        return None
    return Shown(line.amount, POINTS) if line.is_rate else _plain(line.amount)


def _baseline(line):
    """The baseline that the completion counts from, or in words that there is none."""
    goal = line.standing.goal
    if goal is None:
        return None
    if goal.baseline is not None:
        return _rate_or_number(line, goal.baseline)
    return _("counted from zero") if goal.from_zero else _("no baseline known")


def _completion(standing):
    if standing.completion is None or standing.distance is not None:
        return None
    return Shown(standing.completion, percent_format(standing.completion))


def _gap(line):
    standing = line.standing
    if standing.distance is not None:
        number = {"n": format_number(standing.distance, line.step_rounding)}
        return (_("%(n)s below the limit") if standing.met else _("beyond the limit (%(n)s)")) % number
    return None if standing.gap is None else Shown(standing.gap * HUNDRED, POINTS)


def _reports(line, basis):
    single = line.areas.owing + line.bodies.owing <= 1
    phrases = [describe_overdue(line.standing, line.target), *describe_reports(line, basis, single=single)]
    return pgettext("between phrases", ", ").join(filter(None, phrases))
