"""The list of a unit's returns as a table that leaves as a file."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sheets.tables import SheetTable


def make_returns_table(returns: Iterable[Any]) -> SheetTable:
    """The returns as ``list_own_returns`` gives them."""
    heads = [_("Period"), _("Plan"), pgettext("organisation", "Unit"), _("State"), _("Due"), _("Last submitted")]
    rows = (
        [
            report.period.name,
            report.period.plan.title,
            report.participant.short_name,
            str(report.get_state_display()),
            report.period.due_on,
            timezone.make_naive(report.last_submitted_at) if report.last_submitted_at else None,
        ]
        for report in returns
    )
    return SheetTable(_("Our returns"), heads, rows, sheet=_("Our returns"))
