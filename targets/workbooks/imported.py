"""What an import wrote, for who may take it back: drafts of other units are shown nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from sheets.figures.content import FigureContent
from sheets.tables import SheetTable
from sheets.tasks.model import TaskPart
from sheets.tasks.states import format_state
from targets.models import CellBefore, Figure, Progress, ProgressBefore, Upload
from targets.workbooks.messages import format_figure
from targets.workbooks.period_figures import figure_content
from targets.workbooks.period_tasks import part_label

MAX_SHOWN = 300  # on the page; the file holds all


@dataclass(frozen=True)
class ImportedCell:
    """What an import wrote into one place, and what stood there before. ``after`` is None where it was changed since:
    what a unit types later is its own."""

    unit: str
    about: str
    before: str
    after: str | None


def list_imported(upload: Upload) -> list[ImportedCell]:
    """The figures and texts that an import wrote, by unit; four queries, none for an upload that was never imported."""
    if not upload.applied_at or upload.undone_at:
        return []
    return [*_list_figures(upload), *_list_texts(upload)]


def _list_figures(upload) -> Iterator[ImportedCell]:
    written = Q(typed_at=upload.applied_at, typed_by=upload.by_id)
    before = CellBefore.objects.filter(upload=upload).select_related("report__participant", "target")
    figures = Figure.objects.filter(written, report__in=before.values("report"))
    stands = {(figure.report_id, figure.target_id): figure for figure in figures}
    for each in before.order_by("report__participant__path", "target__position", "target__code"):
        figure, target = stands.get((each.report_id, each.target_id)), each.target
        after = format_figure(figure_content(figure), target) if figure else None
        about = f"{target.code} {target.name}"
        shown = format_figure(figure_content(each), target)  # type: ignore[arg-type]
        yield ImportedCell(each.report.participant.short_name, about, shown, after)


def _list_texts(upload) -> Iterator[ImportedCell]:
    written = Q(typed_at=upload.applied_at, typed_by=upload.by_id)
    before = ProgressBefore.objects.filter(upload=upload).select_related("report__participant", "task")
    progress = Progress.objects.filter(written, report__in=before.values("report"))
    stands = {(row.report_id, row.task_id): row for row in progress}
    for each in before.order_by("report__participant__path", "task__position", "task__code"):
        row = stands.get((each.report_id, each.task_id))
        for part in TaskPart:
            old, new = _text(each, part), _text(row, part) if row else None
            if old != new and (old or new):
                about = f"{each.task.code} {each.task.title} · {part_label(part)}"
                yield ImportedCell(each.report.participant.short_name, about, old or "—", new)


def read_before(
    upload: Upload,
) -> tuple[dict[tuple[str, str], FigureContent], dict[tuple[str, str, TaskPart], str]]:
    """What stood before an import: by unit and target code, and by unit, task code and part; two queries."""
    cells = CellBefore.objects.filter(upload=upload).select_related("report__participant__unit", "target")
    figures = {(each.report.participant.code, each.target.code): figure_content(each) for each in cells}  # type: ignore[arg-type]
    texts = {
        (each.report.participant.code, each.task.code, part): getattr(each, str(part))
        for each in ProgressBefore.objects.filter(upload=upload).select_related("report__participant__unit", "task")
        for part in TaskPart
    }
    return figures, texts


def _text(row, part) -> str:
    text = getattr(row, str(part))
    return format_state(text) if part == TaskPart.STATE else text


def make_imported_table(upload: Upload) -> SheetTable:
    """All that the import wrote as a table that leaves as a file."""
    heads = [_("Unit"), _("Target or task"), _("Before the import"), _("Imported")]
    rows = (
        [each.unit, each.about, each.before, _("changed since") if each.after is None else each.after]
        for each in list_imported(upload)
    )
    return SheetTable(upload.name, heads, rows, sheet=_("Imported"))
