"""The first page after login: what this person has to do now."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from targets.home.items import list_todo_items, list_totals_links, list_waiting_items, say_idle
from targets.periods.actions.reminders import mark_reminders_seen
from targets.returns.queries.returns import get_return
from targets.totals.verification.queries import list_alerts


@require_safe
def home(request):
    items = list_todo_items(request.user, timezone.localdate())
    context = {
        "waiting": list_waiting_items(request.user),
        "items": items,
        "idle": say_idle(request.user),
        "totals_links": list_totals_links(request.user),
        "troubles": list_alerts(request.user),
    }
    return render(request, "home/home.html", context)


@require_POST
def urged(request, plan_code, period_code, unit_code):
    """Mark the reminder of a return as seen, and go on to the return."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    policy.require(request.user, Verb.FILL, report.participant)
    mark_reminders_seen(report, by=request.user)
    return redirect("targets:return", plan_code, period_code, unit_code)
