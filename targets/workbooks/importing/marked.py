"""An upload given back as the office's own workbook, with a mark on each cell of which the preview says something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from accounts.models import Person
from sheets.figures.content import BLANK
from sheets.marking.marking import mark_upload
from sheets.marking.model import CellMark, MarkedUpload, MarkKind
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.problems import WorkbookRefused
from sheets.tasks.model import TaskOutcome
from sheets.template.reading import find_form_title
from targets.models import Upload
from targets.workbooks.imported import read_before
from targets.workbooks.importing.contents import read_book_files, refuse_file
from targets.workbooks.importing.uploads import ImportPreview, preview_upload, read_imported, stored_bytes
from targets.workbooks.messages import OUTCOME_LABELS, describe_problem, describe_refused, format_outcome
from targets.workbooks.office.reading import OfficeReading

MARKED_KINDS = {
    OutcomeKind.REFUSED: MarkKind.REFUSED,
    OutcomeKind.NEW: MarkKind.NEW,
    OutcomeKind.CHANGED: MarkKind.CHANGED,
}


@dataclass(frozen=True)
class _Marked:
    """A preview with the outcomes that are marked: its own, or those of the import."""

    preview: ImportPreview
    outcomes: Sequence[CellOutcome]
    tasks: Sequence[TaskOutcome]


def write_marked(upload: Upload, *, by: Person) -> MarkedUpload:
    """The uploaded file with what its preview says now, or with what its import wrote. Raises as ``preview_upload``,
    and Refused for a file with too many cells to be written anew."""
    data = stored_bytes(upload)
    if upload.applied_at:
        marked = _as_imported(upload, by)
    else:
        preview = preview_upload(upload, by=by)
        marked = _Marked(preview, preview.result.outcomes, preview.result.tasks)
    office = marked.preview.office
    marks = _list_office_marks(office, marked) if office else _list_template_marks(marked, data)
    try:
        return mark_upload(data, upload.name, list(marks), suffix=pgettext("end of the name of a file", " (marked)"))
    except WorkbookRefused as refused:
        raise refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def _as_imported(upload: Upload, by: Person) -> _Marked:
    """The preview of an imported upload: new and changed is what the import wrote and what still stands."""
    preview = read_imported(upload, by=by)
    figures, texts = read_before(upload)
    result = preview.result
    outcomes = [_as_written(each, figures.get((each.unit, each.target)), BLANK) for each in result.outcomes]
    tasks = [_as_written(each, texts.get((each.unit, each.task, each.part)), "") for each in result.tasks]
    return _Marked(preview, outcomes, tasks)


def _as_written(outcome, before, blank):
    """An outcome as it was at the import; one that the import did not write, or that was changed since, is no mark."""
    if outcome.kind != OutcomeKind.UNCHANGED or before is None or before == outcome.after:
        kind, before = OutcomeKind.UNCHANGED, outcome.before
    else:
        kind = OutcomeKind.NEW if before == blank else OutcomeKind.CHANGED
    if isinstance(outcome, CellOutcome):
        return outcome._replace(kind=kind, before=before)
    return replace(outcome, kind=kind, before=before)


def _list_template_marks(marked, data) -> Iterator[CellMark]:
    preview = marked.preview
    book = read_book_files(data, preview.upload.name)[0]
    sheet = find_form_title(book.grids)
    for outcome in marked.outcomes:
        if outcome.kind in MARKED_KINDS:
            letters, row = coordinate_from_string(outcome.cell)
            yield _make_mark(outcome, preview, (book.name, sheet, row, column_index_from_string(letters)))
    yield from _list_task_marks(marked)


def _list_task_marks(marked) -> Iterator[CellMark]:
    for outcome in marked.tasks:
        if outcome.kind in MARKED_KINDS:
            yield _make_mark(outcome, marked.preview, tuple(outcome.place))


def _list_office_marks(office: OfficeReading, marked) -> Iterator[CellMark]:
    preview = marked.preview
    outcomes = {outcome.cell: outcome for outcome in marked.outcomes if outcome.kind in MARKED_KINDS}
    for figure in office.workbook.figures:
        place = figure.file, figure.sheet, figure.row, figure.column
        if outcome := outcomes.get(office.places.name(*place)):
            yield _make_mark(outcome, preview, place)
    differing = {cell: why for cell, _unit, _target, why in office.differing}
    for figure in office.workbook.figures:
        place = figure.file, figure.sheet, figure.row, figure.column
        if why := differing.get(office.places.name(*place)):
            yield CellMark(*place, MarkKind.DIFFERS, describe_problem(why))
    yield from _list_task_marks(marked)
    asked = _("asked")
    for question in () if preview.upload.applied_at else office.questions:
        text = _say(asked, describe_problem(question.why))
        for sheet in [question.sheet] if question.sheet else _list_sheets(office, question.file):
            # What is asked about a whole sheet or file stands at its beginning.
            row, column = question.row or 1, question.column or 1
            yield CellMark(question.file, sheet, row, column, MarkKind.QUESTION, text)


def _list_sheets(office, file):
    return [sheet.grid.title for sheet in office.workbook.sheets if sheet.file == file][:1]


def _make_mark(
    outcome: CellOutcome | TaskOutcome, preview: ImportPreview, place: tuple[str, str, int, int]
) -> CellMark:
    label, kind = str(OUTCOME_LABELS[outcome.kind]), MARKED_KINDS[outcome.kind]
    if outcome.problem:
        text = describe_refused(outcome, preview.upload.period.plan.year)
    elif outcome.kind == OutcomeKind.CHANGED:
        text = " → ".join(format_outcome(outcome))
    else:
        text = format_outcome(outcome)[1]
    return CellMark(*place, kind, _say(label, text))


def _say(label, text):
    return f"{label}{pgettext('before a list', ': ')}{text}"
