"""When a person last looked at a plan."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import policy
from accounts.policy import Verb
from plans.queries import get_plan
from supervision.actions.looks import keep_look


@require_POST
def look(request, plan_code):
    """The person has looked at the plan; back to the page, or nothing for a script."""
    plan = get_plan(request.user, plan_code)
    policy.require_anywhere(request.user, Verb.SEE_TOTALS)
    keep_look(plan, by=request.user)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("targets:home"))
