"""The yearly account: what was asked of each level, what came of it, and the hours that it takes."""

from decimal import Decimal

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from orgs.models import Unit
from pages.formats import format_number
from pages.table_files import asked_kind, respond_table
from sheets.tables import FormattedNumber, SheetTable, TableCell
from targets.burden.queries.account import AccountRow, BurdenAccount, read_account


@require_safe
def own_account(request):
    """The account of the first unit whose totals the person may read."""
    own = [held for held in policy.held_posts(request.user) if Verb.SEE_TOTALS in policy.VERBS_BY_ROLE[held.role]]
    policy.require_anywhere(request.user, Verb.SEE_TOTALS)
    return redirect("targets:burden_account", own[0].unit_code)


@require_safe
def account(request, unit_code):
    """The account of a unit and all below it; ``?year=`` is the newest one by default."""
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None or not policy.may(request.user, Verb.SEE_TOTALS, unit):
        raise Http404
    asked = request.GET.get("year", "")
    found = read_account(unit, int(asked) if asked.isdecimal() and len(asked) == 4 else None)
    if kind := asked_kind(request):
        return respond_table(_make_table(found), kind, unit.name, found.year, _("Account of the burden"))
    tabs = [{"url": f"?year={year}", "label": str(year), "active": year == found.year} for year in found.years]
    rows = [([_read_cell(cell) for cell in _list_cells(row)], not row.plan and not row.level) for row in found.rows]
    context = {"unit": unit, "account": found, "tabs": tabs, "heads": _list_heads(), "rows": rows}
    return render(request, "burden/account.html", context)


def _list_heads() -> list[str]:
    return [
        _("Plan"), _("Level"), _("Units asked"), _("Requests"), _("Returns"), _("Cells asked"), _("Texts asked"),
        _("Hours asked"), _("Hours a unit"), _("Cells filled in"), _("of them by workbook"), _("Texts written"),
        _("Hours spent"), _("Urges"),
    ]  # fmt: skip


def _list_cells(row: AccountRow) -> list[TableCell]:
    """The cells of a row as a file takes them; the page shows how they read."""
    return [
        row.plan.title if row.plan else _("All plans"), row.label or _("All levels"), row.units, row.requests,
        row.returns, row.figures, row.texts, _hours(row.hours), _hours(row.hours_each), row.filled, row.brought,
        row.written, _hours(row.hours_done), row.urges,
    ]  # fmt: skip


def _hours(value: Decimal) -> FormattedNumber:
    return FormattedNumber(value, "#,##0.0", format_number(value, 1))


def _make_table(found: BurdenAccount) -> SheetTable:
    title = f"{found.unit.name} · {found.year} · {_('Account of the burden')}"
    return SheetTable(title, _list_heads(), [_list_cells(row) for row in found.rows], sheet=_("Account of the burden"))


def _read_cell(value: TableCell) -> str:
    if isinstance(value, FormattedNumber):
        return value.text
    return format_number(Decimal(value), 0) if isinstance(value, int) else str(value)
