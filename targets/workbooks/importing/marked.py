"""An upload given back as the office's own workbook, with a mark on each cell of which the preview says something."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from accounts.models import Person
from sheets.marking.marking import mark_upload
from sheets.marking.model import CellMark, MarkedUpload, MarkKind
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.problems import WorkbookRefused
from sheets.tasks.model import TaskOutcome
from sheets.template.reading import find_form_title
from targets.models import Upload
from targets.workbooks.importing.contents import read_book_files, refuse_file
from targets.workbooks.importing.uploads import ImportPreview, preview_upload, stored_bytes
from targets.workbooks.messages import OUTCOME_LABELS, describe_problem, format_outcome
from targets.workbooks.office.reading import OfficeReading

MARKED_KINDS = {
    OutcomeKind.REFUSED: MarkKind.REFUSED,
    OutcomeKind.NEW: MarkKind.NEW,
    OutcomeKind.CHANGED: MarkKind.CHANGED,
}


def write_marked(upload: Upload, *, by: Person) -> MarkedUpload:
    """The uploaded file with what its preview says now. Raises as ``preview_upload``, and Refused for a file with too
    many cells to be written anew."""
    preview, data = preview_upload(upload, by=by), stored_bytes(upload)
    office = preview.office
    marks = _list_office_marks(office, preview) if office else _list_template_marks(preview, data)
    try:
        return mark_upload(data, upload.name, list(marks), suffix=pgettext("end of the name of a file", " (marked)"))
    except WorkbookRefused as refused:
        raise refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def _list_template_marks(preview, data) -> Iterator[CellMark]:
    book = read_book_files(data, preview.upload.name)[0]
    sheet = find_form_title(book.grids)
    for outcome in preview.result.outcomes:
        if outcome.kind in MARKED_KINDS:
            letters, row = coordinate_from_string(outcome.cell)
            yield _make_mark(outcome, preview, (book.name, sheet, row, column_index_from_string(letters)))
    yield from _list_task_marks(preview)


def _list_task_marks(preview) -> Iterator[CellMark]:
    for outcome in preview.result.tasks:
        if outcome.kind in MARKED_KINDS:
            yield _make_mark(outcome, preview, tuple(outcome.place))


def _list_office_marks(office: OfficeReading, preview) -> Iterator[CellMark]:
    outcomes = {outcome.cell: outcome for outcome in preview.result.outcomes if outcome.kind in MARKED_KINDS}
    for figure in office.workbook.figures:
        place = figure.file, figure.sheet, figure.row, figure.column
        if outcome := outcomes.get(office.places.name(*place)):
            yield _make_mark(outcome, preview, place)
    yield from _list_task_marks(preview)
    asked = _("asked")
    for question in office.questions:
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
        text = describe_problem(outcome.problem, preview.upload.period.plan.year)
    elif outcome.kind == OutcomeKind.CHANGED:
        text = " → ".join(format_outcome(outcome))
    else:
        text = format_outcome(outcome)[1]
    return CellMark(*place, kind, _say(label, text))


def _say(label, text):
    return f"{label}{pgettext('before a list', ': ')}{text}"
