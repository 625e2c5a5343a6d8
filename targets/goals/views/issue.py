"""The page on which a plan is issued."""

from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audit.errors import Refused
from plans.queries import get_plan_to_write
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import set_starts
from targets.goals.forms import StartsForm
from targets.goals.readiness import list_missing_items, list_missing_leads, list_targets_without_start


@require_http_methods(["GET", "POST"])
def issue(request, plan_code):
    """What the draft still lacks, all at once; or what will be fixed, and the button that issues it.

    Baselines that are missing are given here, or that none is known (``starts`` in the POST).
    """
    plan = get_plan_to_write(request.user, plan_code)
    if request.method == "POST" and "starts" in request.POST:
        return _save_starts(request, plan)
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
    return _render(request, plan, refused=refused)


def _save_starts(request, plan):
    form = StartsForm(list_targets_without_start(plan), request.POST)
    errors = form.errors
    if not errors:
        try:
            count = set_starts(plan, form.starts, by=request.user)
        except Refused as refused:
            errors = refused.cells or {"": refused.message}
    if errors:
        return _render(request, plan, form=form, errors=errors, status=422)
    text = ngettext("%(count)s baseline saved.", "%(count)s baselines saved.", count) % {"count": count}
    messages.success(request, text)
    return redirect("targets:issue", plan.code)


def _render(request, plan, *, refused=None, form=None, errors=None, status=200):
    lacks = [_as_finding(plan, lack) for lack in list_missing_items(plan) if lack.kind != "baseline"]
    unled = [_as_finding(plan, lack) for lack in list_missing_leads(plan)]
    context = {
        "plan": plan,
        "lacks": lacks,
        "unled": unled,
        "starts": _start_rows(plan, form, errors or {}),
        "refused": refused,
    }
    return render(request, "goals/issue.html", context | _counts(plan), status=status)


def _start_rows(plan, form, errors):
    """The targets that lack a baseline: dicts with what was typed, as after a refusal."""
    return [
        {
            "target": target,
            "typed": form.typed.get(target.code, "") if form else "",
            "unknown": bool(form) and target.code in form.unknown,
            "error": errors.get(target.code, ""),
        }
        for target in list_targets_without_start(plan)
    ]


def _as_finding(plan, lack):
    return {"where": f"{lack.code} {lack.name}", "text": lack.text, "href": _place(plan, lack)}


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
