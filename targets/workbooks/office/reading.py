"""An upload of an office's own workbooks: read, with the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Person
from sheets.files.reading import BookFile
from sheets.office.model import Question, WorkbookReading
from sheets.office.reading import read_workbook
from sheets.outcomes import OfficeRow
from sheets.problems import SheetProblem
from targets.workbooks.office.contents import build_contents
from targets.workbooks.office.labels import (
    find_office,
    read_confirmed_columns,
    read_confirmed_units,
    usable_answers,
)
from targets.workbooks.office.places import Places
from targets.workbooks.office.tasks import NO_TASKS, OfficeProgress, read_tasks_of_office
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.plan_context import build_plan_context


@dataclass(frozen=True)
class OfficeReading:
    """What was read: ``rows`` to import, the ``questions`` that are open, the names of the cells, and ``notes`` of
    figures that are read and still look incomplete, ``differing`` of those that disagree (as ``OfficeContents``).
    ``tasks`` are those whose progress it gives."""

    workbook: WorkbookReading
    rows: tuple[OfficeRow, ...]
    questions: tuple[Question, ...]
    places: Places
    notes: tuple[tuple[str, str, str, SheetProblem], ...] = ()
    tasks: OfficeProgress = NO_TASKS
    differing: tuple[tuple[str, str, str, SheetProblem], ...] = ()


def read_office_files(
    files: list[BookFile], stored: PeriodFigures, *, by: Person, answers: Mapping[str, str]
) -> OfficeReading:
    """The reading of these files for a period, with ``answers`` (key of a question -> answer)."""
    office, answers = find_office(by), usable_answers(answers, stored.targets)
    columns, units = read_confirmed_columns(office, stored.period.plan), read_confirmed_units(office)
    context = build_plan_context(stored, columns=columns, units=units)
    workbook = read_workbook(files, context, answers)
    places = Places(len(files) > 1)
    contents = build_contents(workbook.figures, stored, answers, places, workbook.blank_amounts)
    tasks = read_tasks_of_office(files, workbook, stored, answers)
    asked = {each.key: each for each in (*tasks.questions, *workbook.all_questions, *contents.questions)}.values()
    questions = tuple(each for each in asked if each.key not in answers or each.contradicts)
    notes, differing = tuple(contents.notes), tuple(contents.differing)
    return OfficeReading(workbook, tuple(contents.rows), questions, places, notes, tasks, differing)
