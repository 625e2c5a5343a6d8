"""The workbooks brought for a period as a table that leaves as a file."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Period
from sheets.outcomes import OutcomeKind
from sheets.tables import SheetTable
from targets.models import Upload
from targets.workbooks.messages import OUTCOME_LABELS


def make_uploads_table(period: Period, uploads: Iterable[Upload]) -> SheetTable:
    """A row for each file, with the numbers of its cells by what became of them."""
    kinds = [OutcomeKind.NEW, OutcomeKind.CHANGED, OutcomeKind.UNCHANGED, OutcomeKind.REFUSED]
    heads = [
        _("File"), _("Brought by"), _("When"), *(str(OUTCOME_LABELS[kind]) for kind in kinds), _("Outcome"),
        _("Imported on"), _("Taken back on"),
    ]  # fmt: skip
    rows = (
        [each.name, str(each.by), timezone.make_naive(each.at), *(each.counts.get(kind) for kind in kinds),
         describe_outcome(each), _moment(each.applied_at), _moment(each.undone_at)]
        for each in uploads
    )  # fmt: skip
    title = f"{period.plan.title} · {period.name} · {_('Workbooks brought so far')}"
    return SheetTable(title, heads, rows, sheet=_("Workbooks"))


def describe_outcome(upload: Upload) -> str:
    """What became of an upload, in a word."""
    if upload.undone_at:
        return _("taken back again")
    if upload.applied_at:
        return _("imported as submitted") if upload.submit else _("imported as drafts")
    if upload.job:
        return str(upload.get_job_display())
    return _("not done") if upload.fault else _("not imported")


def _moment(at):
    return timezone.make_naive(at) if at else None
