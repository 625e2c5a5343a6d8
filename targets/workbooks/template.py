"""The template of a period, filled with the stored figures: for download, and for every export of figures."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Person
from pages.downloads import make_file_name
from plans.models import Participant, Period
from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE, canonical_text
from sheets.template.model import FormWords, TemplateRow, WorkbookTemplate
from sheets.template.writing import write_template
from targets.workbooks.period_figures import PeriodFigures, figure_content, load_period_figures
from targets.workbooks.period_tasks import list_task_slots, task_words
from targets.workbooks.reach import require_read_anywhere


def write_period_template(period: Period, *, by: Person) -> bytes:
    """The .xlsx of what ``by`` may export. Raises PermissionDenied when that is nothing at all."""
    require_read_anywhere(by)
    return write_template(build_template(load_period_figures(period, by=by)))


def write_unit_template(period: Period, unit: str, *, by: Person) -> tuple[Participant, bytes] | None:
    """The participant with this code and the .xlsx of its return alone; None for one that is not in reach of ``by``, or
    that has nothing to report in this period. Raises PermissionDenied as ``write_period_template``."""
    require_read_anywhere(by)
    stored = load_period_figures(period, by=by)
    template = build_template(stored)
    participant = stored.everyone.get(unit)
    if participant is None:
        return None
    rows = tuple(row for row in template.rows if row.code == unit)
    tasks = tuple(task for task in template.tasks if task.unit == unit)
    return participant, write_template(replace(template, rows=rows, tasks=tasks))


def template_filename(period: Period, unit: str = "") -> str:
    """The name under which the template (of one unit) is downloaded; the codes are in the workbook itself."""
    return make_file_name(period.plan.title, unit, period.name)


def build_template(figures: PeriodFigures, *, with_tasks: bool = True) -> WorkbookTemplate:
    """The template of what is stored, with the tasks of its units."""
    plan = figures.period.plan
    tasks = tuple(list_task_slots(figures.load_tasks(), figures.find_lock)) if with_tasks else ()
    return WorkbookTemplate(
        plan=plan.code,
        period=figures.period.code,
        title=f"{plan.title} · {figures.period.name}",
        notes=_notes(plan.year),
        titles=(_("Unit"), _("Return")),
        fields=figures.fields,
        rows=tuple(_template_row(figures, code, participant) for code, participant in figures.participants.items()),
        words=_words(plan.year),
        measures={code: target.unit for code, target in figures.targets.items()},
        tasks=tasks,
        task_words=task_words(f"{plan.title} · {figures.period.name} · {_('Progress of tasks')}") if tasks else None,
    )


def _notes(year: int) -> tuple[str, ...]:
    """How to fill it in. The fixed words are those that reading accepts."""
    return (
        _("Type into the white cells only; grey ones are not owed, or the return is not open for typing."),
        _("0 means none, a blank cell not reported yet. Where a target does not apply, write %(na)s or %(na)s:reason.")
        % {"na": NOT_APPLICABLE},
        _("A milestone takes the day on which it was completed (%(year)s-09-30), %(done)s or %(not_done)s.")
        % {"year": year, "done": DONE, "not_done": NOT_DONE},
    )


def _words(year: int) -> FormWords:
    """What stands below the table, and beside a cell in which something else was typed."""
    return FormWords(
        sums=pgettext("head of a row of sums", "Total"),
        signatures=(
            _("Filled in by"),
            _("Checked by"),
            _("Person in charge"),
            _("Seal"),
            pgettext("on a form", "Date"),
        ),
        number=_("A number from 0 up, with no more decimals than the target has, or %(na)s.") % {"na": NOT_APPLICABLE},
        whole=_("A whole number from 0 up, or %(na)s.") % {"na": NOT_APPLICABLE},
        day=_("The day of completion (%(year)s-09-30), or a word of the list.") % {"year": year},
    )


def _template_row(figures: PeriodFigures, code: str, participant: Participant) -> TemplateRow:
    report = figures.get_return(code)
    owed = figures.owed[participant.pk]
    return TemplateRow(
        code=code,
        name=participant.name,
        state=report.get_state_display() if report else "",
        contents={target: figure_content(figures.get_figure(code, target)) for target in figures.targets},
        owed=frozenset(target.code for target in figures.targets.values() if target.pk in owed),
        open=figures.find_lock(code) is None,
        shares={code: canonical_text(owed[target.pk]) for code, target in figures.targets.items() if target.pk in owed},
    )
