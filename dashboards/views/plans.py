"""The page on which a plan and a unit are chosen."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from targets.results.plans import list_readable_plans


@require_safe
def plans(request):
    policy.require_anywhere(request.user, Verb.SEE_TOTALS)
    return render(request, "dashboards/plans.html", {"lines": list_readable_plans(request.user)})
