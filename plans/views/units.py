"""Participants of a plan, and groups of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.errors import Refused
from orgs.models import Level
from pages.table_files import asked_kind, respond_table
from plans import queries
from plans.actions.participants import choose_participants, remove_group, set_group
from plans.forms.units import MAX_UNITS, DepthForm, GroupForm, ParticipantsForm, branches
from plans.views.common import may_write, plan_context, run_and_redirect, run_in_form
from plans.views.list_files import make_groups_table, make_participants_table


@require_http_methods(["GET", "POST"])
def participants(request, plan_code):
    """The participants; in a draft the planner chooses them."""
    plan = queries.get_plan(request.user, plan_code)
    if kind := asked_kind(request):
        units = plan.participants.select_related("unit", "parent__unit").order_by("path")
        return respond_table(make_participants_table(plan, units), kind, plan.title, _("Who takes part"))
    if not (may_write(request.user, plan) and plan.is_draft):
        return _render_participants(request, plan)
    depth = DepthForm({"depth": _requested_depth(request, plan)}, plan=plan)
    chosen = depth.cleaned_data["depth"] if depth.is_valid() else plan.unit.level
    form = ParticipantsForm(plan, depth=chosen, data=request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST":
        try:
            choose_participants(plan, form.chosen(), by=request.user)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("%(n)s units take part.") % {"n": plan.participants.count()})
            return redirect("plans:write", plan.code)
    context = plan_context(request.user, plan) | {"form": form, "depth": depth, "refused": refused}
    return render(request, "plans/participants.html", context)


def _requested_depth(request, plan):
    """The level requested; else the deepest of the participants, at least the one below the plan's unit."""
    asked = request.POST.get("depth") or request.GET.get("depth")
    levels = list(Level.values)
    present = plan.participants.order_by().values_list("unit__level", flat=True).distinct()
    deepest = max(map(levels.index, present), default=0)
    return asked or levels[min(max(deepest, levels.index(plan.unit.level) + 1), len(levels) - 1)]


def _render_participants(request, plan):
    rows, n = plan.participants.all(), plan.participants.count()
    cut = n > MAX_UNITS
    found = branches(rows.filter(depth__lte=2) if cut else rows, plan.unit.path)
    context = plan_context(request.user, plan) | {"branches": found, "n": n, "cut": cut}
    return render(request, "plans/participants_read.html", context)


@require_GET
def groups(request, plan_code):
    """The groups of a plan."""
    plan = queries.get_plan(request.user, plan_code)
    rows = plan.groups.prefetch_related("participants__unit")
    if kind := asked_kind(request):
        return respond_table(make_groups_table(plan, rows), kind, plan.title, _("Groups"))
    return render(request, "plans/groups.html", plan_context(request.user, plan) | {"groups": rows})


@require_http_methods(["GET", "POST"])
def group_edit(request, plan_code, pk=None):
    """Create a group, or change one."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    group = get_object_or_404(plan.groups, pk=pk) if pk else None
    form = GroupForm(request.POST or None, instance=group)
    taking_part = list(plan.participants.filter(depth__gt=0))
    if request.method == "POST":
        ticked = set(request.POST.getlist("unit"))
    else:
        ticked = {participant.code for participant in group.participants.all()} if group else set()
    if form.is_valid():
        chosen = [participant for participant in taking_part if participant.code in ticked]
        stored = get_object_or_404(plan.groups, pk=pk) if pk else None
        done, saved = run_in_form(
            form, set_group, plan, form.cleaned_data["name"], chosen, by=request.user, group=stored
        )
        if done:
            messages.success(request, _("The group %(name)s was saved.") % {"name": saved.name})
            return redirect("plans:groups", plan.code)
    rows = branches(taking_part, plan.unit.path)
    context = {"plan": plan, "form": form, "branches": rows, "ticked": ticked, "group": group}
    return render(request, "plans/group.html", context)


@require_POST
def group_delete(request, plan_code, pk):
    """Delete a group."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    group = get_object_or_404(plan.groups, pk=pk)
    to = resolve_url("plans:groups", plan.code)
    return run_and_redirect(request, to, remove_group, group, by=request.user, done=_("The group was deleted."))
