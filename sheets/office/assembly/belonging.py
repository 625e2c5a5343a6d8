"""Of which period and of which unit a sheet is: its title says it, a line above the table, its name, or the file's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sheets.layout.words import NOTE, REPORTER, find_reporter, is_meta, plain
from sheets.office.assembly.known import KnownPlan
from sheets.office.model import Certainty, PlanContext
from sheets.office.periods import PeriodFit, compare_period, find_periods, is_whole_year

MADE_BY = re.compile("(?:制表|汇总)(?:单位|部门)")  # says whose table it is, not whose figures


@dataclass(frozen=True)
class SheetPeriod:
    """``fit`` and the text that says it; ``contradiction`` is what says another period, "" for none."""

    fit: PeriodFit = PeriodFit.UNKNOWN
    said_by: str = ""
    contradiction: str = ""


def find_sheet_period(
    lines: Sequence[str], sheet: str, file: str, context: PlanContext, notes: Sequence[str] = ()
) -> SheetPeriod:
    """The period of the table under ``lines``. A title and a name that name different ones contradict.

    ``notes`` below it, and those among the lines, only say it where nothing else does.
    """
    titled = _first_that_says([line for line in lines if not NOTE.match(line)], context)
    named = _first_that_says([sheet], context)
    filed = _first_that_says([PurePosixPath(file).stem, *PurePosixPath(file).parts[:-1][::-1]], context)
    fits = (PeriodFit.SAME, PeriodFit.TO_DATE_OF_SAME)
    if titled.fit in fits and named.fit == PeriodFit.OTHER:
        return SheetPeriod(titled.fit, titled.said_by, named.said_by)
    only_file = titled.fit == PeriodFit.OTHER and named.fit == PeriodFit.UNKNOWN and filed.fit in fits
    if only_file and _same_but_for_the_year(titled.said_by, context):
        return SheetPeriod(filed.fit, filed.said_by, titled.said_by)
    found = next((each for each in (titled, named, filed) if each.fit != PeriodFit.UNKNOWN), None)
    return found or _noted([*(line for line in lines if NOTE.match(line)), *notes], context)


def _noted(notes, context):
    """The period that a note names. 数据截至9月30日 says when, and not that the figures are running totals."""
    found = (_first_that_says([note], context) for note in notes)
    fits = (PeriodFit.SAME, PeriodFit.TO_DATE_OF_SAME)
    return next((SheetPeriod(PeriodFit.SAME, each.said_by) for each in found if each.fit in fits), SheetPeriod())


def _same_but_for_the_year(text, context):
    """2019年第三季度 where the third quarter of 2020 is read: last year's title, or last year's figures."""
    spans = [span for span in find_periods(text, context.year) if not is_whole_year(span)]
    period = context.period
    days = [(each.month, each.day) for span in spans for each in (span.first, span.last)]
    return len(spans) == 1 and days == [(each.month, each.day) for each in (period.first, period.last)]


def _first_that_says(texts, context):
    for text in texts:
        fit = compare_period(find_periods(text, context.year), context.period)
        if fit != PeriodFit.UNKNOWN:
            return SheetPeriod(fit, text)
    return SheetPeriod()


@dataclass(frozen=True)
class FormUnit:
    """``unit`` is "" where nothing names one; ``others`` are units that something else names instead.

    ``inside`` is the township or village below a unit whose form it is, "" for none. ``foreign``: a name that nobody
    knows stands where that of the unit does. ``office``: another office, or the places below, that it is said to be of.
    ``doubtful``: 填报单位 or the title is of all units together, or of one that nobody knows.
    """

    unit: str = ""
    others: tuple[str, ...] = ()
    inside: str = ""
    foreign: bool = False
    office: str = ""
    doubtful: bool = False


def find_form_unit(lines: Sequence[str], sheet: str, file: str, known: KnownPlan) -> FormUnit:
    """The unit of the form under ``lines``; the texts that name several units name none."""
    path = PurePosixPath(file)
    titles = [line for line in lines if not is_meta(line) and not NOTE.match(line) and not find_reporter(line)]
    sources = [
        [unit for title in titles for unit in _units_in(title, known)],
        _reporters(lines, known),
        _units_in(sheet, known),
        _units_in(path.stem, known),
        _units_in(path.parent.name, known),
    ]
    texts = [*titles, *_reporter_names(lines), sheet, path.stem]
    if inside := next((place for text in texts if (place := known.find_place_inside(text))), ""):
        return FormUnit(inside=inside)
    named = [found[0] for found in map(_without_repeats, sources) if len(found) == 1]
    if not named:
        several = _without_repeats([unit for found in sources[:2] for unit in found])
        foreign = any(_reporter_names(lines)) or any(known.names_foreign_unit(title) for title in titles)
        return FormUnit("", tuple(several), foreign=foreign)
    others = tuple(_without_repeats([unit for unit in named[1:] if unit != named[0]]))
    office = next((office for text in texts if (office := known.find_other_office(text))), "")
    return FormUnit(named[0], others, office=office, doubtful=_is_doubtful(titles, lines, sources, known))


def _is_doubtful(titles, lines, sources, known):
    """Whether something names another unit than the plan's: 填报单位:临沧市妇联 above, 镇沅县妇联 in the title."""
    reporters = _reporter_names([line for line in lines if not MADE_BY.search(line)])
    if not sources[1] and any(known.names_other_place(name) for name in reporters):
        return True
    if sources[0] or sources[1]:
        return False
    return any(known.names_foreign_place(title) or known.names_several(title, not sources[2]) for title in titles)


def _without_repeats(units):
    return list(dict.fromkeys(units))


def _units_in(text, known):
    text = plain(text)
    whole = known.match_unit(text) if text else None
    if whole and whole.unit and whole.certainty == Certainty.SURE:
        return [whole.unit]
    return known.find_units(text)


def _reporters(lines, known):
    return [unit for name in _reporter_names(lines) for unit in _units_in(name, known)]


def _reporter_names(lines):
    """The names in 填报单位:永德县妇联, or in the cell beside 填报单位."""
    for line, beside in zip(lines, [*lines[1:], ""], strict=False):
        name = find_reporter(line)
        if not name and REPORTER.fullmatch(plain(line)):
            name = beside
        if name:
            yield name
