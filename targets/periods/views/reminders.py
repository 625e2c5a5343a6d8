"""The page on which a reviewer ticks whom to remind of a missing return, with telephones and past reminders, and its
file."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policy
from accounts.policy import Verb
from audit.errors import Refused
from pages.table_files import asked_kind, respond_table
from plans.queries import get_plan
from plans.views.common import plan_context
from sheets.tables import SheetTable
from targets.periods.actions.reminders import remind_missing_units
from targets.periods.queries.reminders import list_people_who_add_clerks, list_units_to_urge
from targets.returns.queries.groups import find_group, list_unit_groups

SEARCH_MAX_LENGTH = 50


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request, plan_code, period_code):
    """The units whose return is missing, to tick; POST ``unit`` (codes) and ``text`` reminds those ticked."""
    plan = get_plan(request.user, plan_code)
    policy.require_anywhere(request.user, Verb.REVIEW)
    period = get_object_or_404(plan.periods, code=period_code)
    if request.method != "POST":
        return _render(request, plan, period)
    chosen, text = request.POST.getlist("unit"), request.POST.get("text", "")
    try:
        result = remind_missing_units(period, by=request.user, text=text, units=chosen)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("targets:urge", plan.code, period.code)
    (messages.success if result.reminded else messages.warning)(request, _describe(result))
    return redirect("targets:returns_board", plan.code)


def _render(request, plan, period):
    groups = list_unit_groups(request.user, Verb.REVIEW, plan)
    units = list_units_to_urge(request.user, period)
    rows: list[tuple] = []
    for unit in units:
        group = find_group(groups, unit.participant.path)
        heads = group if not rows or rows[-1][1] != group else None
        rows.append((unit, group, heads))
    without_clerk = [unit.participant for unit in units if not unit.clerks]
    context = plan_context(request.user, plan) | {
        "period": period,
        "rows": rows,
        "sent_back": sum(unit.sent_back for unit in units),
        "without_clerk": without_clerk,
        "to_urge": len(units) - len(without_clerk),
        "administrators": list_people_who_add_clerks(plan)[:3] if without_clerk else [],
        "may_add_clerks": policy.may_anywhere(request.user, Verb.MANAGE_PEOPLE),
        "grouped": bool(groups),
        "mails": settings.MAIL_TO_PEOPLE,
    }
    return render(request, "periods/urge.html", context)


@require_safe
def urge_file(request, plan_code, period_code):
    """What the page shows, as a file."""
    plan = get_plan(request.user, plan_code)
    policy.require_anywhere(request.user, Verb.REVIEW)
    period = get_object_or_404(plan.periods, code=period_code)
    title = f"{plan.title} · {_('Urge')} · {period.name}"
    heads = [
        pgettext("organisation", "Unit"),
        _("Unit above"),
        _("State"),
        _("Who fills in, telephone"),
        _("Days late"),
        _("Times urged"),
        _("Urged last"),
        _("Seen"),
    ]
    rows = map(_make_file_row, list_units_to_urge(request.user, period))
    table = SheetTable(title, heads, rows, sheet=_("Urge"))
    return respond_table(table, asked_kind(request), plan.title, _("Urge"), period.name)


def _make_file_row(unit):
    above = unit.participant.parent.short_name if unit.participant.parent else ""
    seen = (_("yes") if unit.seen else _("no")) if unit.last else ""
    state = _("sent back") if unit.sent_back else _("not reported")
    named = "、".join(f"{name} {phone or _('no telephone entered')}" for name, phone in unit.clerks)
    clerks = named or _("nobody fills in, please call")
    return [unit.participant.name, above, state, clerks, unit.days_late, unit.times, unit.last, seen]


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
        n, names = len(result.units_without_clerk), "、".join(u.short_name for u in result.units_without_clerk[:20])
        words = ngettext(
            "%(n)s unit has nobody who fills in and was not urged: %(names)s. Call it; the system administrator adds a "
            "clerk under “People”.",
            "%(n)s units have nobody who fills in and were not urged: %(names)s. Call them; the system administrator "
            "adds clerks under “People”.",
            n,
        )
        parts.append(words % {"n": n, "names": names})
    if not settings.MAIL_TO_PEOPLE:
        parts.append(_("No mail server is set up, so they find it on their first page alone."))
    return " ".join(parts)
