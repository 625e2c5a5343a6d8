"""The review queue as a table that leaves as a file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sheets.number_formats import percent_format
from sheets.tables import FormattedNumber, SheetTable
from targets.review.queries.queue import ReviewQueueRow

HUNDRED = Decimal(100)


def make_queue_table(standing: Any, rows: Iterable[ReviewQueueRow], states: Mapping[str, str]) -> SheetTable:
    """The rows of the page, with its columns; ``states`` is the word of each state."""
    heads = [
        pgettext("organisation", "Unit"), _("Unit above"), _("State"), _("Largest swing"), _("Target"),
        _("Unlikely numbers"), _("Findings"), _("Changed cells"), _("Evidence"), _("Days late"), _("Submitted at"),
        _("Whose duty"),
    ]  # fmt: skip
    title = f"{standing.plan.title} · {standing.period.name} · {_('Review of returns')}"
    return SheetTable(title, heads, (_make_row(row, states) for row in rows), sheet=_("Review of returns"))


def _make_row(row, states):
    report, summary = row.report, row.summary
    swing = None if summary.swing is None else summary.swing / HUNDRED
    above = report.participant.parent
    return [
        report.participant.name,
        above.short_name if above else "",
        states[row.state],
        None if swing is None else FormattedNumber(swing, percent_format(swing)),
        f"{summary.target_code} {summary.target_name}" if swing is not None else "",
        summary.doubts,
        summary.findings if report.last_number else None,
        summary.changed if report.last_number and report.last_number > 1 else None,
        summary.files if report.last_number else None,
        row.days_late or None,
        timezone.make_naive(report.last_at) if report.last_at else None,
        row.reviewing.name if row.reviewing else "",
    ]
