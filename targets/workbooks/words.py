"""The sentences for what ``sheets`` found, and figures as people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE, to_cell_value
from sheets.outcomes import OutcomeKind

SENTENCES = {
    # the file
    "empty_file": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy(
        "The file is larger than %(limit)s MB. A filled-in template is far smaller: upload that one."
    ),
    "old_xls": gettext_lazy("This is an old .xls file. Open it, save it as .xlsx, and upload that."),
    "encrypted": gettext_lazy("The file has a password. Save it without one, and upload it again."),
    "text_file": gettext_lazy("This is a text file (CSV or the like), not an Excel workbook (.xlsx)."),
    "not_xlsx": gettext_lazy("This is not an Excel workbook (.xlsx), whatever its name says."),
    "macros": gettext_lazy("The workbook holds macros. Save it as .xlsx, and upload that."),
    "broken": gettext_lazy("The file is damaged and cannot be opened. Save it again in Excel or WPS, and upload that."),
    "zip_bomb": gettext_lazy("The file would grow beyond all measure when unpacked, and was not opened."),
    "too_many_sheets": gettext_lazy("The workbook has more than %(limit)s sheets."),
    "too_many_rows": gettext_lazy("A sheet has more than %(limit)s rows."),
    "too_many_columns": gettext_lazy("A sheet has more than %(limit)s columns."),
    # the form
    "not_ours": gettext_lazy("This is not a template of this system. Download the template, and fill in that one."),
    "other_version": gettext_lazy("The template is of another version (%(version)s). Download it again."),
    "two_forms": gettext_lazy("The form is in the workbook twice (%(sheets)s). Delete the copy."),
    "other_plan": gettext_lazy(
        "This is the template of %(plan)s %(period)s. Download the one of this plan and period."
    ),
    "column_missing": gettext_lazy("The column “%(title)s” is missing. Columns of the template must not be deleted."),
    "column_unknown": gettext_lazy("The column at %(cell)s is not one of the template, or is there twice."),
    "title_changed": gettext_lazy("The title in %(cell)s was changed; it must be “%(title)s”."),
    "row_missing": gettext_lazy("The row of %(name)s is missing. Leave a row blank, but do not delete it."),
    "row_unknown": gettext_lazy("Row %(row)s is not a row of the template. Delete it."),
    "row_doubled": gettext_lazy("Row %(row)s is %(name)s again, which stands in row %(other)s already."),
    "row_renamed": gettext_lazy("The unit in %(cell)s was changed; the row belongs to %(name)s."),
    "stray_cell": gettext_lazy("%(cell)s stands outside the template. Delete what is in it."),
    # a cell
    "said": "%(text)s",
    "error_value": gettext_lazy("The formula gives an error (%(text)s)."),
    "formula_without_value": gettext_lazy(
        "The formula was never calculated. Open the file in Excel or WPS and save it."
    ),
    "too_long": gettext_lazy("The text is longer than %(limit)s characters."),
    "truth_value": gettext_lazy("This is TRUE or FALSE, not a number."),
    "date_for_number": gettext_lazy("This is a date (%(text)s), not a number."),
    "numerator_missing": gettext_lazy("The numerator is missing."),
    "half_not_applicable": gettext_lazy("Numerator and denominator must both be not applicable, or neither."),
    "no_date": gettext_lazy("“%(text)s” is not a date; write it as 2020-09-30, or write 未完成."),
    "serial": gettext_lazy("This is the number %(number)s, not a date%(day)s; write it as 2020-09-30."),
    "strange_date": gettext_lazy("%(day)s cannot be meant; write the day as 2020-09-30, or write 未完成."),
    "not_owed": gettext_lazy("This unit does not owe this target in this period."),
    "out_of_reach": gettext_lazy("This unit does not report to you in this plan and period."),
    "column_not_due": gettext_lazy("This target is no longer due in this period."),
    "period_shut": gettext_lazy("%(period)s is not open."),
    "no_return": gettext_lazy("This unit has no return in this period yet."),
    "return_shut": gettext_lazy("The return is %(state)s and can't be changed now."),
}
KINDS = {
    OutcomeKind.REFUSED: gettext_lazy("refused"),
    OutcomeKind.NEW: gettext_lazy("new"),
    OutcomeKind.CHANGED: gettext_lazy("changed"),
    OutcomeKind.UNCHANGED: gettext_lazy("unchanged"),
}


def say(reason):
    """The sentence for a Reason of ``sheets``."""
    params = dict(reason.params)
    if reason.code == "serial" and params["day"]:
        params["day"] = _(" (as a day: %(day)s)") % {"day": params["day"]}
    if reason.code == "column_missing" and params["title"] == "unit":
        params["title"] = _("unit name")
    return str(SENTENCES[reason.code]) % {name: _one_line(value) for name, value in params.items()}


def show(content):
    """A Content as it stands in a cell: 452, 3 / 4, 不适用:原因, 2020-09-30, or — for blank."""
    if content.na:
        return f"{NOT_APPLICABLE}:{content.reason}" if content.reason else NOT_APPLICABLE
    if content.blank:
        return "—"
    if content.done_on:
        return content.done_on.isoformat()
    value = _grouped(content.value)
    return value if content.base is None else f"{value} / {_grouped(content.base)}"


def show_as(content, target):
    """As ``show``; a milestone without a day says whether it is done."""
    if target.is_milestone and content.value is not None and content.done_on is None:
        return DONE if content.value else NOT_DONE
    return show(content)


def _grouped(number):
    value = to_cell_value(number)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _one_line(value):
    return value.replace("\n", " · ") if isinstance(value, str) else value
