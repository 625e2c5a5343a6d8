"""The first page after login: what this person has to do now."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import policy
from accounts.policy import Verb
from targets.home.queries import boards, todo
from targets.periods.actions.reminders import mark_reminders_seen
from targets.returns.queries.returns import get_return
from targets.totals.verification.queries import list_alerts


@require_safe
def home(request):
    items = todo(request.user, timezone.localdate())
    context = {"items": items, "boards": boards(request.user), "troubles": list_alerts(request.user)}
    return render(request, "home/home.html", context)


@require_POST
def urged(request, plan_code, period_code, unit_code):
    """Open a return of which one was reminded: whoever urged sees that it was read."""
    report = get_return(request.user, plan_code, period_code, unit_code)
    policy.require(request.user, Verb.FILL, report.participant)
    mark_reminders_seen(report, by=request.user)
    return redirect("targets:return", plan_code, period_code, unit_code)
