"""The page on which a plan and a unit are chosen."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from pages.table_files import asked_kind, respond_table
from sheets.tables import SheetTable
from targets.results.plans import list_readable_plans


@require_safe
def plans(request):
    policy.require_anywhere(request.user, Verb.SEE_TOTALS)
    lines = list_readable_plans(request.user)
    if kind := asked_kind(request):
        return respond_table(_make_table(lines), kind, _("Totals"))
    return render(request, "dashboards/plans.html", {"lines": lines})


def _make_table(lines) -> SheetTable:
    heads = [_("Plan"), _("Year"), _("State"), _("Unit")]
    rows = (
        [
            line.plan.title,
            line.plan.year,
            str(line.plan.get_state_display()),
            "、".join(u.short_name for u in line.units),
        ]
        for line in lines
    )
    return SheetTable(_("Totals"), heads, rows, sheet=_("Totals"))
