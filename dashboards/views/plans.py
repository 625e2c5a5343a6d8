"""The choice of a plan and a unit to read about."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import policy
from accounts.policy import Verb
from dashboards.queries.plans import readable_plans


@require_safe
def plans(request):
    policy.require_anywhere(request.user, Verb.SEE_TOTALS)
    return render(request, "dashboards/plans.html", {"lines": readable_plans(request.user)})
