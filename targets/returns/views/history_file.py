"""The history of a figure as a table that leaves as a file."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sheets.tables import SheetTable
from targets.models import Return, Target
from targets.returns.queries.figure_history import FigureEvent
from targets.returns.queries.return_page import ReturnTargetLine
from targets.returns.texts import value_text


def make_history_table(report: Return, target: Target, events: Iterable[FigureEvent]) -> SheetTable:
    """Every value of a figure with what became of it, the latest first."""
    heads = [
        _("When"), _("What happened"), _("Submission"), pgettext("history", "Value"), _("Who"), _("From where"),
        _("File"), _("Why, note"),
    ]  # fmt: skip
    line = ReturnTargetLine(target)
    rows = (
        [timezone.make_naive(event.at), str(event.word), event.number, _value(line, event.cell), event.who,
         str(event.origin), event.upload.name if event.upload else "", event.why]
        for event in events
    )  # fmt: skip
    title = f"{report.participant.short_name} · {report.period.name} · {target.code} {target.name}"
    return SheetTable(title, heads, rows, sheet=_("History"))


def _value(line, cell):
    if cell is None or cell.na or cell.value is None or line.target.is_ratio or line.target.is_milestone:
        text = value_text(line, cell) if cell else None
        return f"{text.text} {text.minor}".strip() if text else None
    return cell.value
