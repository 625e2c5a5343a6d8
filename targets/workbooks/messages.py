"""The sentences for the problems of ``sheets``, and the contents of figures as text."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from pages.formats import format_number
from pages.workbook_problems import CELL_PROBLEMS, FILE_PROBLEMS, FORM_PROBLEMS
from sheets.figures.columns import DONE, NOT_APPLICABLE, NOT_DONE, to_cell_value
from sheets.figures.content import FigureContent
from sheets.outcomes import CellOutcome, OutcomeKind
from sheets.problems import SheetProblem
from sheets.tasks.model import TaskOutcome, TaskPart
from sheets.tasks.states import format_state
from targets.models import Target
from targets.workbooks.cell_questions import CELL_QUESTIONS
from targets.workbooks.office_words import COLUMN_NOTES, OFFICE_ANSWERS, OFFICE_NOTES, OFFICE_QUESTIONS
from targets.workbooks.task_words import TASK_PROBLEMS

PROBLEM_SENTENCES = {
    **FILE_PROBLEMS,
    **FORM_PROBLEMS,
    **OFFICE_NOTES,
    **OFFICE_QUESTIONS,
    **OFFICE_ANSWERS,
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
    # what has changed since a template was downloaded
    "stale_added": gettext_lazy("%(code)s %(name)s is new: the template has no column for it."),
    "stale_removed": gettext_lazy("%(code)s %(name)s is no longer due; what was typed there cannot be imported."),
    "stale_renamed": gettext_lazy("%(code)s is now called %(name)s; before it was %(before)s."),
    "stale_measure": gettext_lazy("%(code)s %(name)s is now counted in %(after)s; before in %(before)s."),
    "stale_shares": gettext_lazy("%(code)s %(name)s: what is owed has changed (%(units)s)."),
    # a cell
    "said": "%(text)s",
    **CELL_PROBLEMS,
    **CELL_QUESTIONS,
    "truth_value": gettext_lazy("This is TRUE or FALSE, not a number."),
    "date_for_number": gettext_lazy("This is a date (%(text)s), not a number."),
    "shown_with_sign": gettext_lazy(
        "The cell shows %(text)s, but this column takes no number with %(sign)s. Set the cell's format to General, and "
        "write the number that is meant."
    ),
    "struck_out": gettext_lazy(
        "“%(text)s” is struck out. Empty the cell where it does not count, or take the line through it away."
    ),
    "numerator_missing": gettext_lazy("The numerator is missing."),
    "half_not_applicable": gettext_lazy("Numerator and denominator must both be not applicable, or neither."),
    "no_date": gettext_lazy("“%(text)s” is not a date; write it as %(year)s-09-30, or write 未完成."),
    "serial": gettext_lazy("This is the number %(number)s, not a date%(day)s; write it as %(year)s-09-30."),
    "strange_date": gettext_lazy("%(day)s cannot be meant; write the day as %(year)s-09-30, or write 未完成."),
    "not_owed": gettext_lazy("This unit does not owe this target in this period."),
    "out_of_reach": gettext_lazy("This unit does not report to you in this plan and period."),
    "column_not_due": gettext_lazy("This target is no longer due in this period."),
    "period_shut": gettext_lazy("%(period)s is not open."),
    **TASK_PROBLEMS,
    "no_return": gettext_lazy("This unit has no return in this period yet."),
    "return_shut": gettext_lazy("The return is %(state)s and can't be changed now."),
}
LOCKS = ("no_return", "return_shut", "period_shut")
MAX_LISTED = 20  # rows or columns that a sentence names
OUTCOME_LABELS = {
    OutcomeKind.REFUSED: gettext_lazy("refused"),
    OutcomeKind.NEW: gettext_lazy("new"),
    OutcomeKind.CHANGED: gettext_lazy("changed"),
    OutcomeKind.UNCHANGED: gettext_lazy("unchanged"),
}


def describe_problem(problem: SheetProblem, year: int | None = None) -> str:
    """The sentence for a problem; a day is explained by one in ``year``, that of the plan, or this one."""
    params = {"year": year or timezone.localdate().year} | dict(problem.params)
    if problem.code == "serial" and params["day"]:
        params["day"] = _(" (as a day: %(day)s)") % {"day": params["day"]}
    if problem.code == "column_missing" and params["title"] == "unit":
        params["title"] = _("unit name")
    if problem.code in COLUMN_NOTES:
        params["numbers"] = [get_column_letter(number) for number in params["numbers"]]
    return str(PROBLEM_SENTENCES[problem.code]) % {name: _in_one_line(value) for name, value in params.items()}


def format_content(content: FigureContent) -> str:
    """A content as text: 452, 3 / 4, 不适用:原因, 2020-09-30, or — for blank."""
    if content.na:
        return f"{NOT_APPLICABLE}:{content.reason}" if content.reason else NOT_APPLICABLE
    if content.blank:
        return "—"
    if content.done_on:
        return content.done_on.isoformat()
    value = _format_grouped(content.value)
    return value if content.base is None else f"{value} / {_format_grouped(content.base)}"


def format_figure(content: FigureContent, target: Target) -> str:
    """As ``format_content``; a milestone without a day says whether it is done."""
    if target.is_milestone and content.value is not None and content.done_on is None:
        return DONE if content.value else NOT_DONE
    return format_content(content)


def format_outcome(outcome: CellOutcome | TaskOutcome) -> tuple[str, str]:
    """What stands in a cell, and what it would become: numbers as by ``format_content``, states by their words."""
    if isinstance(outcome, CellOutcome):
        return format_content(outcome.before), format_content(outcome.after)
    if outcome.part == TaskPart.STATE:
        return format_state(outcome.before), format_state(outcome.after)
    return outcome.before, outcome.after


def describe_refused(outcome: CellOutcome | TaskOutcome, year: int | None = None) -> str:
    """Why a cell is refused; of a return that cannot be changed also what stands in it, and in the workbook."""
    assert outcome.problem
    said = describe_problem(outcome.problem, year)
    if isinstance(outcome, CellOutcome) and outcome.problem.code in LOCKS and not outcome.after.blank:
        before, after = format_outcome(outcome)
        said += describe_problem(SheetProblem("office_kept", {"system": before, "workbook": after}))
    return said


def _format_grouped(number):
    value = to_cell_value(number)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _in_one_line(value):
    if isinstance(value, (list, tuple)):
        more = "…" if len(value) > MAX_LISTED else ""
        return "、".join(str(_in_one_line(each)) for each in value[:MAX_LISTED]) + more
    if isinstance(value, Decimal):
        return format_number(value)  # stored as 470.000000, read as 470
    return value.replace("\n", " · ") if isinstance(value, str) else value
