"""The form (上报表) in which a return is signed and sealed: a page for paper, and the same as a workbook."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from pages.downloads import make_file_name, set_file_name
from pages.formats import MISSING
from sheets.number_formats import number_format, percent_format
from sheets.printed_return import PrintedNumber, PrintedTable, write_printed_return
from targets.checks.families.groups import FindingGroup, group_findings
from targets.checks.queries.findings import draft_findings, snapshot_findings
from targets.returns.queries import returns as queries
from targets.returns.queries.return_page import (
    ReturnTargetLine,
    draft_target_lines,
    draft_task_lines,
    submitted_target_lines,
    submitted_task_lines,
)
from targets.returns.texts import is_counted, share_text, standing_text, value_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def page(request, plan_code, period_code, unit_code):
    """Figures, progress, and the lines to be signed, on paper. The browser asks for the printer by itself."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    return render(request, "returns/printed.html", _read_form(request.user, report))


@require_safe
def file(request, plan_code, period_code, unit_code):
    """The same form as a workbook."""
    report = queries.get_return(request.user, plan_code, period_code, unit_code)
    form = _read_form(request.user, report)
    tables = [PrintedTable(_("Figures"), form["figure_heads"], form["figures"])]
    if form["findings"]:
        tables.append(PrintedTable(_("Checks and reasons"), form["finding_heads"], form["findings"]))
    if form["tasks"]:
        tables.append(PrintedTable(_("Tasks"), form["task_heads"], form["tasks"]))
    content = write_printed_return(form["title"], form["facts"], tables, form["signatures"])
    response = HttpResponse(content, content_type=XLSX)
    set_file_name(response, make_file_name(report.participant.short_name, report.period.name, _("Return form")))
    return response


def _read_form(person, report) -> dict[str, Any]:
    """What stands on the form: of the draft for the unit's own people while it can be edited, else of the last
    submission. The page and the workbook say the same."""
    last = queries.get_last_snapshot(report)
    shows_draft = report.editable and queries.may_see_draft(person, report.participant)
    lines, tasks, found = [], [], []
    if shows_draft:
        lines, tasks, found = draft_target_lines(report), draft_task_lines(report), draft_findings(report)
    elif last is not None:
        lines, tasks = submitted_target_lines(report, last), submitted_task_lines(report, last)
        found = snapshot_findings(last.pk)
    period, unit = report.period, report.participant
    facts = [unit.name, period.name, _state_text(report, last, shows_draft)]
    return {
        "report": report,
        "plan": period.plan,
        "period": period,
        "unit": unit,
        "title": f"{period.plan.title} {_('Return form')}",
        "facts": facts,
        "figure_heads": [
            _("Code"),
            _("Target"),
            _("unit of measure"),
            _("Our share"),
            _("Number reported"),
            _("To date"),
            _("Note"),
        ],
        "figures": [_figure_row(line) for line in lines],
        "finding_heads": [_("Code"), _("Target"), _("What the checks found, and why the number is right")],
        "findings": [_finding_row(box) for box in group_findings(found)],
        "task_heads": [_("Code"), _("Task"), _("State"), pgettext("task", "What was done")],
        "tasks": [_task_row(line) for line in tasks if line.leads or _is_filled(line.progress)],
        "signatures": [
            _("Filled in by"),
            _("Checked by"),
            _("Person in charge"),
            _("Seal"),
            pgettext("of a signature", "Day"),
        ],
    }


def _state_text(report, last, shows_draft):
    if shows_draft:
        return _("draft, not submitted")
    if last is None:
        return str(report.get_state_display())
    facts = {"number": last.number, "day": f"{timezone.localtime(last.at):%Y-%m-%d}"}
    return _("submission %(number)s, %(day)s") % facts


def _figure_row(line: ReturnTargetLine) -> list[str | PrintedNumber]:
    target, value = line.target, value_text(line, line.cell, line.shown)
    standing = standing_text(line)
    number = f"{value.text} ({value.minor})" if value.minor else value.text
    note = getattr(line.cell, "note", "")
    own_number = _("own number")
    unit = f"{target.unit} · {target.get_measure_display()}"
    to_date = f"{standing.to_date} ({own_number})" if is_counted(target) else standing.to_date
    one = None if target.is_ratio or target.is_milestone else getattr(line.cell, "value", None)
    share = None if target.direction == "at_most" or target.is_milestone else line.own
    shown = None if target.is_milestone or is_counted(target) else line.standing and line.standing.shown
    return [
        target.code, target.name, unit, _as_number(share_text(line), share), _as_number(number, one),
        _as_number(to_date, shown), note,
    ]  # fmt: skip


def _finding_row(box: FindingGroup) -> list[str]:
    """What was found in a cell, and below it the reason that was given."""
    reasons = dict.fromkeys(each.explanation for each in box.findings if each.explanation)
    said = "；".join(reasons) or _("none given yet")
    lines = [*(each.text for each in box.findings), f"{_('Why it is right')}：{said}"]
    return [box.about, box.name or _("The whole return"), "\n".join(lines)]


def _as_number(text: str, value: Decimal | None) -> str | PrintedNumber:
    """A cell that holds this one number; only the text where it holds something else besides."""
    if value is None:
        return text
    decimals = len(text.partition(".")[2])
    if text.endswith("%"):
        return PrintedNumber(text, value / 100, percent_format(value / 100))
    return PrintedNumber(text, value, number_format(decimals)) if text[-1:].isdigit() else text


def _is_filled(progress) -> bool:
    """Whether a unit that only assists has written anything."""
    return bool(progress and (progress.state or progress.done or progress.obstacle or progress.next_step))


def _task_row(line) -> list[str]:
    """What was done has the whole width; what is in the way and what comes next stand below it where there is any."""
    progress = line.progress
    done, obstacle, next_step = (progress.done, progress.obstacle, progress.next_step) if progress else ("", "", "")
    more = [(_("What is in the way"), obstacle), (_("What comes next"), next_step)]
    texts = [done, *(f"{label}：{text}" for label, text in more if text)]
    state = progress.get_state_display() if progress and progress.state else MISSING
    return [line.task.code, line.task.title, str(state), "\n".join(filter(None, texts))]
