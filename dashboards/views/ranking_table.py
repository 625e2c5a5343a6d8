"""The tables of totals as files: the columns of their pages, with exact numbers that Excel can go on with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.words import describe_reports, get_basis_label, get_kind_label
from orgs.models import Level
from pages.formats import format_number
from pages.lights import light_name
from sheets.number_formats import POINTS, number_format, percent_format
from sheets.tables import FormattedNumber, SheetTable
from targets.models import Target
from targets.results.board import TotalsBoard
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.totals.descriptions import describe_overdue
from targets.totals.standing import GoalStanding

HUNDRED = Decimal(100)


class Column(NamedTuple):
    """A column: its head, and a cell for each line (as of ``SheetTable``)."""

    head: str
    cells: list[Any]


def make_ranking_table(place: TotalsPlace, target: Target, lines: Sequence[TotalLine]) -> SheetTable:
    """These lines, in their order, of units below the place, and of the place itself; each with its participant and,
    unless all are right below, the one above it."""
    title = f"{place.plan.title} {target.code} {target.name} {place.shown_period.name} {get_basis_label(place.basis)}"
    columns = _list_columns(place, target, lines)
    rows = zip(*(column.cells for column in columns), strict=True)
    return SheetTable(title, [column.head for column in columns], rows, sheet=_("Ranking"))


def make_board_table(place: TotalsPlace, board: TotalsBoard) -> SheetTable:
    """Every unit with every target, a row each: first the unit of the place, then those below in the board's order."""
    lines = [line for results in (board.own, *board.children) for line in results.lines]
    title = f"{place.plan.title} {place.participant.name} {place.shown_period.name} {get_basis_label(place.basis)}"
    columns = [
        Column(_("Unit"), [line.participant.name for line in lines]),
        Column(_("Code"), [line.target.code for line in lines]),
        Column(_("Target"), [line.target.name for line in lines]),
        Column(_("Unit of measure"), [_unit_of_measure(line) for line in lines]),
        Column(_("Rank"), [line.rank for line in lines]),
        Column(_("To date"), [get_date_value(line) for line in lines]),
        Column(_("Numerator"), [_plain(line.value) if line.is_rate else None for line in lines]),
        Column(_("Denominator"), [_plain(line.base) if line.is_rate else None for line in lines]),
        *_list_judged_columns(place, lines),
    ]
    rows = zip(*(column.cells for column in columns), strict=True)
    return SheetTable(title, [column.head for column in columns], rows, sheet=_("Totals"))


def _list_columns(place, target, lines):
    columns = [Column(_("Unit"), [line.participant.name for line in lines])]
    below = [line.participant for line in lines if line.participant.pk != place.participant.pk]
    if any(each.parent_id != place.participant.pk for each in below):
        counties = all(each.unit.level == Level.COUNTY for each in below)
        head = _("Cities and prefectures") if counties else _("Belongs to")
        columns.append(Column(head, [line.participant.parent.short_name for line in lines]))
    if len({line.participant.kind for line in lines}) > 1:
        columns.append(Column(_("Kind"), [get_kind_label(line.participant.kind) for line in lines]))
    columns.append(Column(_("Rank"), [line.rank for line in lines]))
    columns.append(Column(_("To date"), [get_date_value(line) for line in lines]))
    if target.is_rate:
        columns.append(Column(_("Numerator"), [_plain(line.value) for line in lines]))
        columns.append(Column(_("Denominator"), [_plain(line.base) for line in lines]))
    return columns + _list_judged_columns(place, lines)


def _list_judged_columns(place, lines):
    columns = [
        Column(_("This period"), [_amount(line) for line in lines]),
        Column(_("Owed"), [_rate_or_number(line, line.bound) for line in lines]),
    ]
    if any(line.target.has_start for line in lines):
        columns.append(Column(_("Baseline"), [_baseline(line) for line in lines]))
    return [
        *columns,
        Column(_("Completion"), [get_completion_value(line.standing) for line in lines]),
        Column(_("Against pace (points)"), [_gap(line) for line in lines]),
        Column(_("Light"), [light_name(line.standing.light) for line in lines]),
        Column(_("Reports"), [_reports(line, place.basis) for line in lines]),
    ]


def _unit_of_measure(line):
    return pgettext("after a number", "units") if line.reached_units else line.target.unit


def _plain(value, decimals=None):
    if value is None:
        return None
    places = max(0, -value.normalize().as_tuple().exponent) if decimals is None else decimals
    return FormattedNumber(value, number_format(places))


def _rate_or_number(line, value):
    """A percentage as Excel has it (0.7 shown as 70.0%), any other number as it is."""
    if value is None:
        return None
    if line.is_rate and line.target.scale == "%":
        return FormattedNumber(value / HUNDRED, percent_format(value / HUNDRED))
    return _plain(value, line.digits if line.is_rate else None)


def get_date_value(line: TotalLine) -> FormattedNumber | str | None:
    """The number to date of a file, as the page shows it: not applicable is neither blank nor zero."""
    if line.all_absent and line.value is None:
        return _("not applicable")
    return _rate_or_number(line, line.standing.shown)


def _amount(line):
    if line.amount is None:
        return None
    return FormattedNumber(line.amount, POINTS) if line.is_rate else _plain(line.amount)


def _baseline(line):
    """The baseline that the completion counts from, or in words that there is none."""
    goal = line.standing.goal
    if goal is None:
        return None
    if goal.baseline is not None:
        return _rate_or_number(line, goal.baseline)
    return _("counted from zero") if goal.from_zero else _("no baseline known")


def get_completion_value(standing: GoalStanding) -> FormattedNumber | None:
    """The completion of a file; None for none, and for an upper limit."""
    if standing.completion is None or standing.distance is not None:
        return None
    return get_share_value(standing.completion)


def get_share_value(share: Decimal | None) -> FormattedNumber | None:
    """A share of a file (1 is 100 %)."""
    return None if share is None else FormattedNumber(share, percent_format(share))


def _gap(line):
    standing = line.standing
    if standing.distance is not None:
        number = {"n": format_number(standing.distance, line.step_rounding)}
        return (_("%(n)s below the limit") if standing.met else _("beyond the limit (%(n)s)")) % number
    return None if standing.gap is None else FormattedNumber(standing.gap * HUNDRED, POINTS)


def _reports(line, basis):
    single = line.areas.owing + line.bodies.owing <= 1
    phrases = [describe_overdue(line.standing, line.target), *describe_reports(line, basis, single=single)]
    return pgettext("between phrases", ", ").join(filter(None, phrases))
