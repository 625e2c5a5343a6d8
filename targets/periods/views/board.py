"""The board of a plan's returns, as a page and as a workbook; and urging those that are missing."""

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
from targets.periods.actions.urge import urge
from targets.periods.queries import board as queries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def board(request, plan_code):
    """Unit by period or unit by target, in the scope of whoever looks."""
    plan = get_plan(request.user, plan_code)
    begun = _begun(plan)
    found, period, show = _read(request, plan, begun)
    names, short = words(), short_words()
    place = reverse("targets:return", args=[plan.code, "PERIOD", "UNIT"])
    rows = [(row, [_shown(row, cell, place, short) for cell in row.cells]) for row in found.rows]
    context = plan_context(request.user, plan) | {
        "board": found,
        "rows": rows,
        "owed": sum(row.owed for row in found.rows),
        "columns": [(column, [(state, short[state], n) for state, n in column.told]) for column in found.columns],
        "show": show,
        "has_targets": plan.targets.exists(),
        "period": period,
        "periods": begun,
        "levels": [(level, _level_name(level)) for level in found.levels],
        "legend": [(state, short[state], names[state]) for state in queries.STATES],
        "urgent": _urgent(request.user, found) if show == "periods" and not found.level else [],
        "reminders": list(queries.reminders(request.user, plan)) if show == "periods" else [],
        "mails": settings.MAIL_TO_PEOPLE,
    }
    return render(request, "periods/returns_board.html", context)


@require_safe
def board_file(request, plan_code):
    """The board that the page shows, as a workbook."""
    plan = get_plan(request.user, plan_code)
    found, period, show = _read(request, plan, _begun(plan))
    about_what = period.name if show == "targets" and period else _("by period")
    names = [f"{column.code} {column.name}" if show == "targets" else column.name for column in found.columns]
    heads = [_("Unit"), *names, _("Still owed")]
    title = f"{plan.title} · {_('Who has reported')} · {about_what}"
    content = write_table(title, heads, _file_rows(found), sheet=_("Who has reported"))
    response = HttpResponse(content, content_type=XLSX)
    name = f"{plan.code}-{_('Who has reported')}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _file_rows(found):
    """The rows of the page with its very words: first the counts, then unit by unit."""
    short = short_words()
    n = len(found.rows)
    units = ngettext("%(counter)s unit", "%(counter)s units", n) % {"counter": n}
    told = ["  ".join(f"{short[state]} {number}" for state, number in column.told) for column in found.columns]
    rows = [[row.participant.name, *(short[cell.state] for cell in row.cells), row.owed] for row in found.rows]
    return [[units, *told, sum(row.owed for row in found.rows)], *rows]


@require_POST
def urge_missing(request, plan_code, period_code):
    """One button urges all that are missing."""
    plan = get_plan(request.user, plan_code)
    policy.require_anywhere(request.user, Verb.REVIEW)
    period = get_object_or_404(plan.periods, code=period_code)
    queue = f"{reverse('targets:review_queue')}?period={plan.code}/{period.code}"
    to = queue if request.POST.get("back") == "queue" else reverse("targets:returns_board", args=[plan.code])
    try:
        done = urge(period, by=request.user, text=request.POST.get("text", ""))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        (messages.success if done.told else messages.warning)(request, _told(done))
    return redirect(to)


def _told(done):
    """What came of it, in one sentence for each thing that one has to know."""
    parts = [
        ngettext("%(n)s person was urged.", "%(n)s people were urged.", done.told) % {"n": done.told}
        if done.told
        else _("Nobody was urged anew.")
    ]
    if done.before:
        parts.append(_("%(n)s were urged today already.") % {"n": done.before})
    if done.nobody:
        names = "、".join(unit.short_name for unit in done.nobody[:20])
        parts.append(_("Nobody fills in for %(names)s: call them.") % {"names": names})
    if not settings.MAIL_TO_PEOPLE:
        parts.append(_("No mail server is set up, so they find it on their first page alone."))
    return " ".join(parts)


def words():
    """What each state of a cell is called."""
    return {
        "": "",
        queries.ACCEPTED: _("accepted by the reviewer"),
        queries.REPORTED: _("reported, not accepted yet"),
        queries.SENT_BACK: _("sent back, not handed in again"),
        queries.LATE: _("not reported, overdue"),
        queries.MISSING: _("not reported, still in time"),
    }


def short_words():
    """The same, as short as a cell of the board."""
    return {
        "": "",
        queries.ACCEPTED: pgettext("board", "accepted"),
        queries.REPORTED: pgettext("board", "reported"),
        queries.SENT_BACK: pgettext("board", "sent back"),
        queries.LATE: pgettext("board", "overdue"),
        queries.MISSING: pgettext("board", "not yet"),
    }


def _read(request, plan, begun):
    """(Board, the chosen period, which of the two is shown)."""
    level, show = request.GET.get("level", ""), request.GET.get("show", "")
    period = next((p for p in begun if p.code == request.GET.get("period")), begun[0] if begun else None)
    if show == "targets" and period is not None:
        return queries.by_target(request.user, plan, period, level), period, "targets"
    return queries.by_period(request.user, plan, begun, level), period, "periods"


def _begun(plan):
    return list(plan.periods.exclude(state=Period.State.PLANNED).order_by("-seq"))


def _shown(row, cell, place, short):
    """What the table needs of a cell, with the address of its return."""
    url = place.replace("PERIOD", cell.period).replace("UNIT", row.participant.code) if cell.period else ""
    return {"state": cell.state, "word": short[cell.state], "days": cell.days, "urged": cell.urged, "url": url}


def _urgent(person, found):
    """(period, how many units) for each period in which this person may urge somebody."""
    counts = []
    for place, column in enumerate(found.columns):
        if column.thing.state in (Period.State.OPEN, Period.State.CLOSED):
            owing = [row for row in found.rows if row.cells[place].state in queries.OWED]
            n = sum(policy.may(person, Verb.REVIEW, row.participant) for row in owing)
            counts += [(column.thing, n)] if n else []
    return counts[::-1]


def _level_name(level):
    return _("Offices and members") if level == queries.BODIES else Level(level).label
