"""The page of a plan's periods, and its buttons."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from pages.table_files import asked_kind, respond_table
from plans.models import Period, Plan
from plans.queries import get_plan, get_plan_to_write
from plans.views.common import plan_context, run_and_redirect
from sheets.tables import SheetTable
from targets.periods.actions import periods as actions
from targets.periods.queries import periods as queries

ACTIONS = {
    "open": actions.open_period,
    "close": actions.close_period,
    "lock": actions.lock_period,
    "follow": actions.return_to_calendar,
}


@require_GET
def periods(request, plan_code):
    """The periods with their dates and counts, for everybody who may see the plan."""
    plan = get_plan(request.user, plan_code)
    found = list(queries.list_periods(plan))
    if kind := asked_kind(request):
        return respond_table(_make_table(plan, found), kind, plan.title, _("Periods"))
    context = plan_context(request.user, plan) | {"periods": found, "today": timezone.localdate()}
    context["moves"] = context["writes"] and plan.state == Plan.State.ISSUED
    if context["moves"]:
        queries.attach_missing_units([period for period in found if period.state == Period.State.OPEN])
    return render(request, "periods/periods.html", context)


def _make_table(plan, found):
    heads = [
        _("Period"), pgettext("period", "First day"), pgettext("period", "Last day"), _("Returns due"),
        _("State"), _("Returns"), _("Handed in"), _("Returns accepted"),
    ]  # fmt: skip
    rows = (
        [each.name, each.start, each.end, each.due_on, str(each.get_state_display()),
         *([each.n_returns, each.n_standing, each.n_accepted] if each.begun else [None] * 3)]
        for each in found
    )  # fmt: skip
    return SheetTable(f"{plan.title} · {_('Periods')}", heads, rows, sheet=_("Periods"))


@require_POST
def period_move(request, plan_code, period_code, verb):
    """Run the button ``verb`` of the page: open, close, lock, follow, or reopen with its reason."""
    plan = get_plan_to_write(request.user, plan_code)
    period = get_object_or_404(plan.periods, code=period_code)
    to = resolve_url("targets:periods", plan.code)
    if verb == "reopen":
        reason = request.POST.get("reason", "")
        done = _("%(period)s is open again.") % {"period": period.name}
        return run_and_redirect(request, to, actions.reopen_period, period, by=request.user, reason=reason, done=done)
    if verb not in ACTIONS:
        raise Http404
    done = _success_message(verb) % {"period": period.name}
    if verb == "open" and request.POST.get("due_on"):
        day = _read_day(request, "due_on")
        if day is None:
            return redirect(to)
        return run_and_redirect(request, to, actions.open_period, period, by=request.user, due_on=day, done=done)
    if verb == "close":
        queries.attach_missing_units([period])
        done = f"{done} {_missing_message(period)}"
    return run_and_redirect(request, to, ACTIONS[verb], period, by=request.user, done=done)


def _missing_message(period):
    """The units whose return is missing, for the message after closing."""
    if not period.missing:
        return _("Everybody has handed in.")
    return _("%(count)s have not handed in: %(names)s.") % {"count": period.missing, "names": period.missing_names}


def _read_day(request, name):
    """The day that was posted, or None after a message about what is no day."""
    try:
        return forms.DateField().clean(request.POST.get(name, ""))
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None


@require_POST
def period_due(request, plan_code, period_code):
    plan = get_plan_to_write(request.user, plan_code)
    period = get_object_or_404(plan.periods, code=period_code)
    to = resolve_url("targets:periods", plan.code)
    day = _read_day(request, "due_on")
    if day is None:
        return redirect(to)
    done = _("Returns of %(period)s are due on %(day)s.") % {"period": period.name, "day": day.isoformat()}
    return run_and_redirect(request, to, actions.set_due_date, period, by=request.user, due_on=day, done=done)


def _success_message(verb):
    return {
        "open": _("%(period)s is open: its returns are waiting."),
        "close": _("%(period)s is closed."),
        "lock": _("%(period)s is locked."),
        "follow": _("%(period)s follows the calendar of the plan again."),
    }[verb]
