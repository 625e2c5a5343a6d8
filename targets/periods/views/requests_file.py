"""Requests for leave or correction as a table that leaves as a file: those that wait, then those decided lately."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sheets.tables import SheetTable
from targets.models import Plea


def make_requests_table(requests: Iterable[Plea]) -> SheetTable:
    """A row for each request."""
    heads = [
        pgettext("organisation", "Unit"), _("Plan"), _("Period"), _("Asked for"), _("Reason"), _("Asked by"), _("When"),
        _("Decision"), _("Answer"), pgettext("day", "Until"), _("Decided by"), _("Decided on"),
    ]  # fmt: skip
    rows = (
        [each.report.participant.short_name, each.report.period.plan.title, each.report.period.name,
         str(each.get_kind_display()), each.reason, each.by.name, timezone.make_naive(each.at),
         str(each.get_state_display()), each.answer, each.until, each.decided_by.name if each.decided_by else "",
         timezone.make_naive(each.decided_at) if each.decided_at else None]
        for each in requests
    )  # fmt: skip
    return SheetTable(_("Pleas to decide"), heads, rows, sheet=_("Pleas to decide"))
