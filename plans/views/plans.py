"""The list of plans, a new plan, one plan; edit, close and delete it."""

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policy
from accounts.forms.people import suggested_units
from accounts.policy import Verb
from pages.table_files import asked_kind, respond_table
from plans import queries
from plans.actions.plan import change_plan, close_plan, count_parts, create_plan, delete_plan
from plans.codes import next_plan_code
from plans.forms.plan import NewPlanForm, PlanForm
from plans.models import Plan
from plans.views.common import plan_context, run_and_redirect, run_in_form
from sheets.tables import SheetTable


@require_GET
def plan_list(request):
    """Visible plans by year."""
    plans = list(queries.plan_list(request.user))
    if kind := asked_kind(request):
        return respond_table(_make_table(plans), kind, _("Plans"))
    years: dict[int, list[Plan]] = {}
    for plan in plans:
        years.setdefault(plan.year, []).append(plan)
    writes = policy.may_anywhere(request.user, Verb.PLAN)
    return render(request, "plans/list.html", {"years": years.items(), "writes": writes})


def _make_table(plans):
    heads = [
        _("Year"), _("Code"), _("Plan"), _("Unit"), _("State"), _("Reported"), _("Tasks"), _("Targets"),
        _("Who takes part"),
    ]  # fmt: skip
    rows = (
        [each.year, each.code, each.title, each.unit.full_name, str(each.get_state_display()),
         str(each.get_cadence_display()), each.n_tasks, each.n_targets, each.n_participants]
        for each in plans
    )  # fmt: skip
    return SheetTable(_("Plans"), heads, rows, sheet=_("Plans"))


@require_http_methods(["GET", "POST"])
def plan_new(request):
    """Create a draft."""
    policy.require_anywhere(request.user, Verb.PLAN)
    form = NewPlanForm(request.POST or None, by=request.user)
    if form.is_valid():
        fields = form.cleaned_data
        fields["code"] = fields["code"] or _default_code(fields)
        done, plan = run_in_form(form, create_plan, by=request.user, **fields)
        if done:
            messages.success(request, _("The draft was made. Choose who takes part, then write sections and tasks."))
            return redirect("plans:write", plan.code)
    units = suggested_units(form)
    return render(request, "plans/new.html", {"form": form, "units": units})


@require_GET
def plan_detail(request, plan_code):
    """The plan as a numbered tree."""
    plan = queries.get_plan(request.user, plan_code)
    context = plan_context(request.user, plan) | {
        "nodes": queries.tree(plan),
        "n_participants": plan.participants.count(),
    }
    return render(request, "plans/detail.html", context)


@require_http_methods(["GET", "POST"])
def plan_edit(request, plan_code):
    """Change the plan's own fields."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    form = PlanForm(request.POST or None, instance=plan)
    if form.is_valid():
        done, saved = run_in_form(form, change_plan, plan, by=request.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Saved."))
            return redirect("plans:detail", saved.code)
    # The form has changed the fields of ``plan``; the page shows the stored ones.
    stored = Plan.objects.select_related("unit").get(code=plan_code)
    context: dict[str, Any] = {"form": form, "plan": stored}
    if stored.is_draft:
        counts = count_parts(stored)
        context |= {"counts": counts, "delete_fields": [("seen", sum(counts.values()))]}
        context["delete_targets"] = list(stored.targets.all())
    return render(request, "plans/edit.html", context)


@require_POST
def plan_close(request, plan_code):
    """Close the plan."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    to = resolve_url("plans:detail", plan.code)
    return run_and_redirect(request, to, close_plan, plan, by=request.user, done=_("The plan is closed."))


@require_POST
def plan_delete(request, plan_code):
    """Delete a draft; if that is refused, back to its form."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    seen = request.POST.get("seen", "")
    given = {"by": request.user, "seen": int(seen) if seen.isdecimal() else -1}
    response = run_and_redirect(request, "plans:list", delete_plan, plan, done=_("The draft was deleted."), **given)
    deleted = not Plan.objects.filter(pk=plan.pk).exists()
    return response if deleted else redirect("plans:edit", plan.code)


def _default_code(fields):
    taken = set(Plan.objects.values_list("code", flat=True))
    return next_plan_code(fields["unit"].code, fields["year"], taken)
