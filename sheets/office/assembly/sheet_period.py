"""Of which period a sheet is: its title says it, else its name, else the file's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sheets.office.layout.words import NOTE
from sheets.office.model import PlanContext
from sheets.office.periods import PeriodFit, compare_period, find_periods


@dataclass(frozen=True)
class SheetPeriod:
    """``fit`` and the text that says it; ``contradiction`` is what says another period, "" for none."""

    fit: PeriodFit = PeriodFit.UNKNOWN
    said_by: str = ""
    contradiction: str = ""


def find_sheet_period(lines: Sequence[str], sheet: str, file: str, context: PlanContext) -> SheetPeriod:
    """The period of the table under ``lines``. A title and a sheet's name that name different ones contradict."""
    titled = _first_that_says([line for line in lines if not NOTE.match(line)], context)
    named = _first_that_says([sheet], context)
    filed = _first_that_says([PurePosixPath(file).stem, *PurePosixPath(file).parts[:-1][::-1]], context)
    fits = (PeriodFit.SAME, PeriodFit.TO_DATE_OF_SAME)
    if titled.fit in fits and named.fit == PeriodFit.OTHER:
        return SheetPeriod(titled.fit, titled.said_by, named.said_by)
    return next((each for each in (titled, named, filed) if each.fit != PeriodFit.UNKNOWN), SheetPeriod())


def _first_that_says(texts, context):
    for text in texts:
        fit = compare_period(find_periods(text, context.year), context.period)
        if fit != PeriodFit.UNKNOWN:
            return SheetPeriod(fit, text)
    return SheetPeriod()
