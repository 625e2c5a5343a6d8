"""The page on which a plan is issued."""

from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.errors import Refused
from plans.queries import get_plan_to_write
from targets.goals.actions.issue import issue_plan
from targets.goals.readiness import list_missing_items


@require_http_methods(["GET", "POST"])
def issue(request, plan_code):
    """What the draft still lacks, all at once; or what will be fixed, and the button that issues it."""
    plan = get_plan_to_write(request.user, plan_code)
    refused = None
    if request.method == "POST":
        try:
            issue_plan(plan, by=request.user)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("The plan is issued. Break its targets down, then open the first period."))
            to = "targets:allocation" if plan.targets.exists() else "targets:periods"
            return redirect(to, plan.code, *([plan.unit.code] if to == "targets:allocation" else []))
    if not plan.is_draft:
        return redirect("plans:detail", plan.code)
    lacks = [
        {"where": f"{lack.code} {lack.name}", "text": lack.text, "href": _place(plan, lack)}
        for lack in list_missing_items(plan)
    ]
    return render(request, "goals/issue.html", {"plan": plan, "lacks": lacks, "refused": refused, **_counts(plan)})


def _place(plan, lack):
    """Where it is mended."""
    if lack.kind != "plan":
        return (
            f"{resolve_url('targets:plan_table', plan.code)}#{'task' if lack.kind == 'task' else 'target'}-{lack.code}"
        )
    return resolve_url("plans:participants" if plan.tasks.exists() else "plans:write", plan.code)


def _counts(plan):
    return {
        "n_tasks": plan.tasks.count(),
        "n_targets": plan.targets.count(),
        "n_participants": plan.participants.count(),
    }
