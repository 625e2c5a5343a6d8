"""The template of a period, filled with what already stands: for download, and for every export of figures."""

from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE
from sheets.template.model import TemplateRow, WorkbookTemplate
from sheets.template.writing import write_template
from targets.workbooks.book import content_of, load


def workbook(period, *, by):
    """The bytes of the .xlsx for what ``by`` may export. PermissionDenied when that is nothing at all."""
    policy.require_anywhere(by, Verb.EXPORT)
    return write_template(template_of(load(period, by=by, verb=Verb.EXPORT)))


def filename(period):
    return f"{period.plan.code}-{period.code}.xlsx"


def template_of(book):
    plan = book.period.plan
    return WorkbookTemplate(
        plan=plan.code,
        period=book.period.code,
        title=f"{plan.title} · {book.period.code}",
        notes=_notes(),
        titles=(_("Unit"), _("Return")),
        fields=book.fields,
        rows=tuple(_row(book, code, participant) for code, participant in book.participants.items()),
    )


def _notes():
    """What has to be known to fill it in; fixed words of the form are those that reading takes."""
    return (
        _("Type into the white cells only; grey ones are not owed, or the return is not open for typing."),
        _("0 means none, a blank cell not reported yet. Where a target does not apply, write %(na)s or %(na)s:reason.")
        % {"na": NOT_APPLICABLE},
        _("A milestone takes the day on which it was completed (2020-09-30), %(done)s or %(not_done)s.")
        % {"done": DONE, "not_done": NOT_DONE},
    )


def _row(book, code, participant):
    report = book.report(code)
    return TemplateRow(
        code=code,
        name=participant.name,
        state=report.get_state_display() if report else "",
        contents={target: content_of(book.figure(code, target)) for target in book.targets},
        owed=frozenset(code for code, target in book.targets.items() if target.pk in book.owed[participant.pk]),
        open=book.shut(code) is None,
    )
