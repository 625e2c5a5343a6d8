"""What an uploaded file holds: a filled-in template of ours, or an office's own workbooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person
from audit.errors import Refused
from plans.models import Period
from plans.queries import visible_plans
from sheets.files.grid import SheetGrid
from sheets.files.reading import BookFile, read_files
from sheets.outcomes import OfficeRow
from sheets.problems import SheetProblem, WorkbookRefused
from sheets.tasks.model import GivenTask
from sheets.tasks.reading import has_tasks, read_task_sheet
from sheets.template.reading import FilledRow, FilledTemplate, is_template, read_template_grids
from sheets.template.stamp import list_changes, make_stamp, read_stamp
from targets.models import Upload
from targets.workbooks.messages import describe_problem
from targets.workbooks.office.reading import OfficeReading, read_office_files
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.template import build_template

EMPTIED, KEEP, EMPTY = "emptied", "keep", "empty"  # the key of the question about blank cells, and its answers


@dataclass(frozen=True)
class UploadContent:
    """The rows of an upload, a unit each; ``office`` is the reading of an office's own workbook, with its questions.

    ``tasks`` are the tasks whose progress it gives. ``emptied`` is what a person said of blank cells where figures or
    texts stand: KEEP or EMPTY, "" for nothing yet. ``stale``
    is what has changed in the plan since our template was downloaded.
    """

    rows: tuple[FilledRow | OfficeRow, ...]
    office: OfficeReading | None = None
    emptied: str = ""
    stale: tuple[SheetProblem, ...] = ()
    tasks: tuple[GivenTask, ...] = ()


def read_book_files(data: bytes, name: str) -> list[BookFile]:
    """The workbooks in these bytes. Raises Refused when none of them can be read."""
    files = read_files(data, name)
    if all(file.problem for file in files):
        many = len(files) > 1
        texts = [(file.name, describe_problem(file.problem)) for file in files if file.problem]
        raise refuse_file([f"{name}: {text}" if many else text for name, text in texts])
    return files


def find_layout(files: list[BookFile]) -> Upload.Layout:
    """Whether these are our template or an office's workbooks."""
    ours = len(files) == 1 and is_template(files[0].grids)
    return Upload.Layout.TEMPLATE if ours else Upload.Layout.OFFICE


def read_upload_content(
    files: list[BookFile], upload: Upload, stored: PeriodFigures, *, by: Person, answers: Mapping[str, str]
) -> UploadContent:
    """What the files of an upload hold for ``stored``, with the ``answers`` to its questions so far. Raises Refused."""
    if upload.is_office:
        office = read_office_files(files, stored, by=by, answers=answers)
        return UploadContent(office.rows, office, tasks=office.tasks.tasks)
    grids = files[0].grids
    if has_tasks(grids):
        stored.load_tasks()
    rows = read_template_of(grids, upload.period, by).rows
    stamp = read_stamp(grids)
    changes = list_changes(stamp, make_stamp(build_template(stored, with_tasks=False))) if stamp else []
    tasks = read_filled_tasks(grids, files[0].name)
    return UploadContent(rows, emptied=answers.get(EMPTIED, ""), stale=tuple(changes), tasks=tuple(tasks))


def count_cells(files: Iterable[BookFile]) -> int:
    """How many cells of these files are not blank."""
    rows = (row for file in files for grid in file.grids for row in grid.values)
    return sum(value is not None for row in rows for value in row)


def count_read(content: UploadContent) -> dict[str, int]:
    """How much was read, for the list of uploads: "read" figures, and open "questions"."""
    texts = sum(len(task.cells) for task in content.tasks)
    if content.office is None:
        return {"read": sum(len(row.cells) for row in content.rows) + texts, "questions": 0}
    return {"read": len(content.office.workbook.figures) + texts, "questions": len(content.office.questions)}


def require_something(content: UploadContent) -> None:
    """Raise Refused when an office's workbook holds nothing of the period: neither figures nor questions. Says why."""
    office = content.office
    if office is None or office.rows or office.questions or content.tasks or office.workbook.blank_amounts:
        return
    said = [(sheet, [sheet.skipped] if sheet.skipped else sheet.notes) for sheet in office.workbook.sheets]
    texts = [f"{sheet.file} / {sheet.grid.title}: {describe_problem(why)}" for sheet, each in said for why in each]
    texts += [f"{name}: {describe_problem(why)}" for name, why in office.workbook.refused]
    raise refuse_file([_("No figure of this plan and period was found in the file."), *texts])


def read_template_of(grids: list[SheetGrid], period: Period, by: Person) -> FilledTemplate:
    """The filled-in template; Refused when it is that of another plan or period."""
    filled = read_filled(grids)
    if (filled.plan, filled.period) != (period.plan.code, period.code):
        other = find_period_of(filled, by)
        if other is None:
            raise refuse_file([_("This is the template of a plan or period that is not yours.")])
        problem = SheetProblem("other_plan", {"plan": other.plan.title, "period": other.name})
        raise refuse_file([describe_problem(problem)])
    return filled


def read_filled(grids: list[SheetGrid]) -> FilledTemplate:
    """A filled-in template of any plan. Raises Refused with every problem found."""
    try:
        return read_template_grids(grids)
    except WorkbookRefused as refused:
        raise refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def read_filled_tasks(grids: list[SheetGrid], file: str) -> list[GivenTask]:
    """The tasks of a filled-in template. Raises Refused with every problem found."""
    try:
        return read_task_sheet(grids, file)
    except WorkbookRefused as refused:
        raise refuse_file([describe_problem(problem) for problem in refused.problems]) from refused


def find_period_of(filled: FilledTemplate, by: Person) -> Period | None:
    """The period of a template, where ``by`` may see it."""
    found = Period.objects.filter(plan__in=visible_plans(by), plan__code=filled.plan, code=filled.period)
    return found.select_related("plan__unit").first()


def refuse_file(sentences: list[str]) -> Refused:
    """A Refused with the first sentence as its message, and all of them as cells for the page to list."""
    return Refused(sentences[0], cells=dict(enumerate(sentences)), code="file")
