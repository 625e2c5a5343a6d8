"""Targets of a plan: one to read, a new one, one to change, to correct, to adjust."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.codes import next_code
from plans.models import Plan
from plans.queries import get_plan, get_plan_to_write
from plans.views.common import may_write, run_and_redirect, run_in_form
from targets.documents.queries import list_target_sources
from targets.goals import queries
from targets.goals.actions import targets as actions
from targets.goals.actions.adjust import COUNTING_FIELDS, PROMISE_FIELDS, adjust_target
from targets.goals.actions.targets import TEXT_FIELDS, list_reported_periods
from targets.goals.forms import AdjustForm, TargetForm


@require_GET
def target(request, plan_code, target_code):
    """Everything that is said of a target, for everybody who may see its plan."""
    plan = get_plan(request.user, plan_code)
    one = queries.get_target(plan, target_code)
    context = {
        "plan": plan,
        "target": one,
        "has": queries.optional_fields(one),
        "schedule": queries.schedule_rows(one),
        "adjustments": queries.list_adjustments(one),
        "sources": list_target_sources(one),
        "writes_plan": may_write(request.user, plan),
        "writes": may_write(request.user, plan) and plan.state != Plan.State.CLOSED,
    }
    return render(request, "goals/target.html", context)


@require_http_methods(["GET", "POST"])
def target_new(request, plan_code, task_code=None):
    plan = get_plan_to_write(request.user, plan_code)
    task = get_object_or_404(plan.tasks, code=task_code) if task_code else None
    if not plan.tasks.exists():
        messages.warning(request, _("A target stands in a task. Add a task first."))
        return redirect("plans:task_new", plan.code)
    form = TargetForm(request.POST or None, plan=plan, initial={"task": task, "frequency": plan.cadence})
    if form.is_valid():
        done, made = run_in_form(form, actions.add_target, plan, by=request.user, **form.values())
        if done:
            messages.success(request, _("Target %(code)s was added.") % {"code": made.code})
            return redirect(f"{resolve_url('plans:write', plan.code)}#task-{made.task.code}")
    code = next_code(plan.targets.order_by("pk").values_list("code", flat=True), "L")
    context = {"plan": plan, "form": form, "proposed": code, "submit": _("Add target")}
    return render(request, "goals/target_form.html", context)


@require_http_methods(["GET", "POST"])
def target_edit(request, plan_code, target_code):
    """In a draft everything; after issue the words."""
    plan = get_plan_to_write(request.user, plan_code)
    one = queries.get_target(plan, target_code)
    form = TargetForm(request.POST or None, plan=plan, instance=one, only=None if plan.is_draft else TEXT_FIELDS)
    if form.is_valid():
        done, saved = run_in_form(form, actions.change_target, one, by=request.user, **form.values())
        if done:
            messages.success(request, _("Saved."))
            return redirect("targets:target", plan.code, saved.code)
    context = {"plan": plan, "form": form, "target": queries.get_target(plan, target_code), "submit": _("Save")}
    return render(request, "goals/target_form.html", context)


@require_http_methods(["GET", "POST"])
def target_adjust(request, plan_code, target_code):
    """Change what an issued plan's target promises. How it is counted is asked only while it has no figures."""
    plan = get_plan_to_write(request.user, plan_code)
    one = queries.get_target(plan, target_code)
    reported = list_reported_periods(one)
    only = PROMISE_FIELDS if reported else PROMISE_FIELDS | COUNTING_FIELDS
    form = AdjustForm(request.POST or None, plan=plan, instance=one, only=only)
    if form.is_valid():
        done, _saved = run_in_form(form, adjust_target, one, by=request.user, **form.values())
        if done:
            messages.success(request, _("The target was adjusted. The totals follow in a moment."))
            return redirect("targets:target", plan.code, one.code)
    context = {"plan": plan, "form": form, "target": queries.get_target(plan, target_code), "submit": _("Adjust")}
    return render(request, "goals/target_form.html", context | {"reported": reported})


@require_POST
def target_delete(request, plan_code, target_code):
    plan = get_plan_to_write(request.user, plan_code)
    one = queries.get_target(plan, target_code)
    to = f"{resolve_url('plans:write', plan.code)}#task-{one.task.code}"
    return run_and_redirect(request, to, actions.remove_target, one, by=request.user, done=_("The target was deleted."))
