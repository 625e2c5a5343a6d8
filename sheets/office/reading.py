"""Reading the workbooks that offices keep: what each cell says for a plan and period, and what has to be asked."""

import gc
from collections.abc import Iterable, Mapping
from contextlib import contextmanager

from sheets.files.reading import BookFile
from sheets.office.assembly.asking import Desk
from sheets.office.assembly.conflicts import ask_about_more_than_to_date, settle_repeats
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.sheets import read_sheet
from sheets.office.model import PlanContext, SheetReading, WorkbookReading


def read_workbook(
    files: Iterable[BookFile], context: PlanContext, answers: Mapping[str, str] | None = None
) -> WorkbookReading:
    """What the files say for the period. Nothing is guessed: what is not sure is a question, and its figures wait.

    ``answers`` are those that were given, by the key of the question. The same files give the same keys.
    """
    with _collection_paused():
        return _read(files, KnownPlan(context), answers or {})


@contextmanager
def _collection_paused():
    """A large sheet makes 100,000 figures at once, none of them garbage: looking through them doubles the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()  # and so among the old objects, which are looked through seldom
            gc.unfreeze()
            gc.enable()


def _read(files, known, answers):
    reading = WorkbookReading()
    read: list[tuple[SheetReading, Desk]] = []
    for file in files:
        if file.problem:
            reading.refused.append((file.name, file.problem))
            continue
        for grid in file.grids:
            desk = Desk(file.name, grid, answers)
            sheet = read_sheet(desk, known)
            reading.sheets.append(sheet)
            read.append((sheet, desk))
    settle_repeats(read)
    ask_about_more_than_to_date(read, {target.code: target.measure for target in known.context.targets})
    for sheet, desk in read:
        sheet.questions = list(desk.questions.values())
    return reading
