"""A form as it is understood for its plan, with the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from plans.models import Participant, Period
from sheets.files.grid import SheetGrid
from sheets.files.reading import read_grids
from sheets.forms.model import FormReading
from sheets.forms.periods import find_form_period
from sheets.forms.reading import read_form
from sheets.office.model import PeriodSpan, Question, WorkbookReading
from targets.models import SheetForm, Target
from targets.workbooks.office.labels import read_confirmed_columns, read_confirmed_units, usable_answers
from targets.workbooks.office.places import Places
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.period_figures import PeriodFigures
from targets.workbooks.plan_context import build_plan_context

LINES = 12  # rows of a sheet in which its title stands


@dataclass(frozen=True)
class UnderstoodForm:
    """A form's reading, with the names of the plan that it was read by. ``office`` is the same as the pages of
    workbooks take it; ``questions`` are those that are open."""

    reading: FormReading
    stored: PeriodFigures
    office: OfficeReading

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.office.questions


def understand_form(form: SheetForm, data: bytes, answers: Mapping[str, str]) -> UnderstoodForm:
    """Read a form; eight queries, whatever its size. Raises WorkbookRefused for a file that cannot be read."""
    grids = read_grids(data, form.file_name)
    formulas = {title: {(row, column) for row, column in cells} for title, cells in form.formulas.items()}
    stored = _read_names(form, grids)
    columns = read_confirmed_columns(form.office, form.plan, of_forms=True)
    units, answers = read_confirmed_units(form.office, of_forms=True), usable_answers(answers, stored.targets)
    context = build_plan_context(stored, columns=columns, units=units)
    reading = read_form(form.file_name, grids, context, answers, formulas)
    asked = [question for sheet in reading.sheets for question in sheet.questions if question.key not in answers]
    office = OfficeReading(WorkbookReading(reading.sheets), (), tuple(asked), Places())
    return UnderstoodForm(reading, stored, office)


def _read_names(form, grids) -> PeriodFigures:
    """All targets and units of the plan by name; none of their figures."""
    periods = list(form.plan.periods.order_by("seq"))
    period = _choose_period(periods, grids, form.plan.year)
    period.plan = form.plan
    targets = Target.objects.filter(plan=form.plan).select_related("task").order_by("position", "code")
    units = Participant.objects.filter(plan=form.plan).filter(
        Q(keeps_totals=True) | Q(parent__unit=form.office), path__startswith=form.office.path
    )
    reached = list(units.order_by("path"))
    names = {each.code: each for each in reached if each.unit_id != form.office_id or len(reached) == 1}
    return PeriodFigures(
        period=period,
        targets={target.code: target for target in targets},
        fields=(),
        participants=names,
        returns={},
        owed={},
        figures={},
        reach=frozenset(each.pk for each in reached),
    )


def _choose_period(periods: list[Period], grids: list[SheetGrid], year: int) -> Period:
    """The period that the title of the form names, else the latest that has begun, else the first."""
    spans = {_span(each): each for each in periods}
    texts = [
        value
        for grid in grids
        for value in (*(each for row in grid.values[:LINES] for each in row), grid.title)
        if isinstance(value, str)
    ]
    named = find_form_period(texts, list(spans), year)
    if named:
        return spans[named]
    begun = [each for each in periods if each.begun]
    return (begun or periods[:1])[-1]


def _span(period) -> PeriodSpan:
    return PeriodSpan(period.start, period.end, period.code)
