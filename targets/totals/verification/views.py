"""Whether a plan's totals are right: what the checks found, and the button for another."""

from django.core.paginator import Paginator
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policy
from accounts.policy import Verb
from plans.queries import get_plan
from plans.views.common import plan_context, run_and_redirect
from targets.totals.queries.freshness import get_freshness
from targets.totals.verification import queries
from targets.totals.verification.actions import request_check

A_PAGE = 20


@require_GET
def checks(request, plan_code):
    """The checks of a plan; numbers that differed are shown to those who may see these totals."""
    plan = get_plan(request.user, plan_code)
    fresh = get_freshness(plan.pk)
    context = plan_context(request.user, plan) | {
        "fresh": fresh,
        "trouble": queries.get_failing_settlement(plan),
        "latest": queries.get_latest_check(plan),
        "evidence": queries.get_evidence(request.user, plan),
        "history": Paginator(queries.list_checks(plan), A_PAGE).get_page(request.GET.get("page")),
        "may_ask": not plan.is_draft and policy.may(request.user, Verb.CHECK_TOTALS, plan.unit),
        "asked": queries.get_requested_at(plan),
    }
    return render(request, "totals/checks.html", context)


@require_POST
def check_now(request, plan_code):
    plan = get_plan(request.user, plan_code)
    done = _("The check is under way. Look again in a moment: its result appears here.")
    return run_and_redirect(
        request, resolve_url("targets:checks", plan.code), request_check, plan, by=request.user, done=done
    )
