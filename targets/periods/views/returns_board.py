"""The returns board as a page and as a workbook, and the button that reminds the missing units."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from orgs.models import Level
from plans.models import Period
from plans.queries import get_plan
from plans.views.common import plan_context
from sheets.writing import write_table
from targets.periods.actions.reminders import remind_missing_units
from targets.periods.queries import returns_board as queries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def board(request, plan_code):
    """Unit by period, or with ?show=targets unit by target, of the units that this person sees."""
    plan = get_plan(request.user, plan_code)
    begun = _list_begun_periods(plan)
    returns_board, period, show = _read_board(request, plan, begun)
    labels, short_labels = get_state_labels(), get_short_state_labels()
    url_pattern = reverse("targets:return", args=[plan.code, "PERIOD", "UNIT"])
    rows = [
        (row, [_cell_context(row, cell, url_pattern, short_labels) for cell in row.cells]) for row in returns_board.rows
    ]
    context = plan_context(request.user, plan) | {
        "board": returns_board,
        "rows": rows,
        "owed": sum(row.owed for row in returns_board.rows),
        "columns": [
            (column, [(state, short_labels[state], count) for state, count in column.state_counts])
            for column in returns_board.columns
        ],
        "show": show,
        "has_targets": plan.targets.exists(),
        "period": period,
        "periods": begun,
        "levels": [(level, _level_name(level)) for level in returns_board.levels],
        "legend": [(state, short_labels[state], labels[state]) for state in queries.STATES],
        "urgent": _count_missing_units(request.user, returns_board)
        if show == "periods" and not returns_board.level
        else [],
        "reminders": list(queries.list_reminders(request.user, plan)) if show == "periods" else [],
        "mails": settings.MAIL_TO_PEOPLE,
    }
    return render(request, "periods/returns_board.html", context)


@require_safe
def board_file(request, plan_code):
    """The board that the page shows, as a workbook."""
    plan = get_plan(request.user, plan_code)
    returns_board, period, show = _read_board(request, plan, _list_begun_periods(plan))
    subject = period.name if show == "targets" and period else _("by period")
    names = [f"{column.code} {column.name}" if show == "targets" else column.name for column in returns_board.columns]
    heads = [_("Unit"), *names, _("Still owed")]
    title = f"{plan.title} · {_('Who has reported')} · {subject}"
    content = write_table(title, heads, _list_workbook_rows(returns_board), sheet=_("Who has reported"))
    response = HttpResponse(content, content_type=XLSX)
    name = f"{plan.code}-{_('Who has reported')}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _list_workbook_rows(returns_board):
    """The rows of the page with the same labels: first the counts, then unit by unit."""
    labels = get_short_state_labels()
    n = len(returns_board.rows)
    units = ngettext("%(counter)s unit", "%(counter)s units", n) % {"counter": n}
    counts = [
        "  ".join(f"{labels[state]} {count}" for state, count in column.state_counts)
        for column in returns_board.columns
    ]
    rows = [[row.participant.name, *(labels[cell.state] for cell in row.cells), row.owed] for row in returns_board.rows]
    return [[units, *counts, sum(row.owed for row in returns_board.rows)], *rows]


@require_POST
def urge_missing(request, plan_code, period_code):
    """Remind all units of the period whose return is missing."""
    plan = get_plan(request.user, plan_code)
    policy.require_anywhere(request.user, Verb.REVIEW)
    period = get_object_or_404(plan.periods, code=period_code)
    queue_url = f"{reverse('targets:review_queue')}?period={plan.code}/{period.code}"
    to = queue_url if request.POST.get("back") == "queue" else reverse("targets:returns_board", args=[plan.code])
    try:
        result = remind_missing_units(period, by=request.user, text=request.POST.get("text", ""))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        (messages.success if result.reminded else messages.warning)(request, _describe(result))
    return redirect(to)


def _describe(result):
    """The message after reminding."""
    parts = [
        ngettext("%(n)s person was urged.", "%(n)s people were urged.", result.reminded) % {"n": result.reminded}
        if result.reminded
        else _("Nobody was urged anew.")
    ]
    if result.reminded_before:
        parts.append(_("%(n)s were urged today already.") % {"n": result.reminded_before})
    if result.units_without_clerk:
        names = "、".join(unit.short_name for unit in result.units_without_clerk[:20])
        parts.append(_("Nobody fills in for %(names)s: call them.") % {"names": names})
    if not settings.MAIL_TO_PEOPLE:
        parts.append(_("No mail server is set up, so they find it on their first page alone."))
    return " ".join(parts)


def get_state_labels() -> dict[str, str]:
    """State of a cell -> its label in the legend."""
    return {
        "": "",
        queries.ACCEPTED: _("accepted by the reviewer"),
        queries.REPORTED: _("reported, not accepted yet"),
        queries.SENT_BACK: _("sent back, not handed in again"),
        queries.LATE: _("not reported, overdue"),
        queries.MISSING: _("not reported, still in time"),
    }


def get_short_state_labels() -> dict[str, str]:
    """State of a cell -> its label in the table."""
    return {
        "": "",
        queries.ACCEPTED: pgettext("board", "accepted"),
        queries.REPORTED: pgettext("board", "reported"),
        queries.SENT_BACK: pgettext("board", "sent back"),
        queries.LATE: pgettext("board", "overdue"),
        queries.MISSING: pgettext("board", "not yet"),
    }


def _read_board(request, plan, begun):
    """(ReturnsBoard, the chosen period, "targets" or "periods")."""
    level, show = request.GET.get("level", ""), request.GET.get("show", "")
    period = next((p for p in begun if p.code == request.GET.get("period")), begun[0] if begun else None)
    if show == "targets" and period is not None:
        return queries.read_board_by_target(request.user, plan, period, level), period, "targets"
    return queries.read_board_by_period(request.user, plan, begun, level), period, "periods"


def _list_begun_periods(plan):
    return list(plan.periods.exclude(state=Period.State.PLANNED).order_by("-seq"))


def _cell_context(row, cell, url_pattern, labels):
    """A cell as the template takes it, with the URL of its return."""
    url = url_pattern.replace("PERIOD", cell.period).replace("UNIT", row.participant.code) if cell.period else ""
    return {
        "state": cell.state,
        "word": labels[cell.state],
        "days_late": cell.days_late,
        "reminder": cell.reminder,
        "url": url,
    }


def _count_missing_units(person, returns_board):
    """(period, number of units) for each period in which this person may remind anybody, the latest first."""
    counts = []
    for position, column in enumerate(returns_board.columns):
        if column.subject.state in (Period.State.OPEN, Period.State.CLOSED):
            owing = [row for row in returns_board.rows if row.cells[position].state in queries.OWED]
            n = sum(policy.may(person, Verb.REVIEW, row.participant) for row in owing)
            counts += [(column.subject, n)] if n else []
    return counts[::-1]


def _level_name(level):
    return _("Offices and members") if level == queries.BODIES else Level(level).label
